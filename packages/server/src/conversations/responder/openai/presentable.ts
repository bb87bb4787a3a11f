/** What a model writes for us and not for the visitor: which passages it used, and that it has no answer. */
export const noAnswer = 'NO_ANSWER'
const citation = /[ \t]?\[(\d{1,2}(?:\s*,\s*\d{1,2})*)\]/g

/** Without the marks of which passage says it. */
export const uncited = (text: string): string => text.replace(citation, '')

/** The numbers of the passages it says it used, each once, in the order of its text. */
export const citedIn = (text: string): number[] => [
  ...new Set([...text.matchAll(citation)].flatMap(([, numbers = '']) => numbers.split(',').map(Number)))
]

/** How far a growing answer may be shown: up to its last whole word, and not into a mark, a link or a refusal that is still open. */
export function shownSoFar(text: string): string {
  if (noAnswer.startsWith(text.trimStart().slice(0, noAnswer.length))) return ''
  const lastSpace = Math.max(text.lastIndexOf(' '), text.lastIndexOf('\n'))
  const whole = text.slice(0, lastSpace + 1)
  const line = whole.lastIndexOf('\n') + 1
  const open = /!?\[[^\]]*$|!?\[[^\]]*\](?:\([^)]*)?$/.exec(whole.slice(line))
  const end = open ? line + open.index : whole.length
  return uncited(whole.slice(0, end)).trimEnd()
}

export const isRefusal = (text: string): boolean => text.includes(noAnswer)
