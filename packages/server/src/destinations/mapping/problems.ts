import type { MappingProblem } from '@foyer/protocol'

/** More than a person would mend before looking again. */
const mostProblems = 50

export type Problems = { add(at: string, message: string): undefined; all: MappingProblem[]; isFull(): boolean }

export function problemList(): Problems {
  const all: MappingProblem[] = []
  return {
    all,
    add(at, message) {
      if (all.length < mostProblems) all.push({ at, message })
      return undefined
    },
    isFull: () => all.length >= mostProblems
  }
}

export type Raw = Record<string, unknown>

export const listed = (words: readonly string[], most = 12) =>
  words.length > most ? `${words.slice(0, most).join(', ')} and ${words.length - most} more` : words.join(', ')

/** Whether the key stands in the list; says so where it does not. */
export function onlyKeys(value: Raw, allowed: readonly string[], at: string, problems: Problems): void {
  for (const key of Object.keys(value))
    if (!allowed.includes(key))
      problems.add(
        at === '' ? key : `${at}.${key}`,
        `“${shown(key)}” means nothing here. Known are ${listed(allowed)}.`
      )
}

/** A stranger's word in a sentence. */
export const shown = (text: string) => (text.length > 60 ? `${text.slice(0, 60)}…` : text)

/** PostgreSQL keeps neither in its JSON. */
const cannotBeKept = (text: string) => text.includes('\0') || !text.isWellFormed()

/** A text that is not empty and not too long; `undefined` where it is something else, said why. */
export function readText(
  value: unknown,
  most: number,
  at: string,
  problems: Problems,
  isEmptyFine = false
): string | undefined {
  if (typeof value !== 'string') problems.add(at, 'Give a text.')
  else if (value.trim() === '' && !isEmptyFine) problems.add(at, 'This is empty. Give a text.')
  else if (value.length > most) problems.add(at, `This is ${value.length} characters long; ${most} are allowed.`)
  else if (cannotBeKept(value)) problems.add(at, 'This has a character in it that cannot be kept. Type it again.')
  else return value
  return undefined
}

const mostConstantChars = 10_000
const mostConstantDepth = 20
/** What is written as it stands: any JSON, but no more than a page of it. */
export function checkConstant(value: unknown, at: string, problems: Problems): undefined {
  let chars = 0
  const look = (one: unknown, depth: number): string | undefined => {
    chars += typeof one === 'string' ? one.length : 4
    if (chars > mostConstantChars) return `This is larger than the ${mostConstantChars} characters allowed.`
    if (depth > mostConstantDepth) return `This nests deeper than ${mostConstantDepth} levels.`
    if (typeof one === 'string')
      return cannotBeKept(one) ? 'This has a character in it that cannot be kept.' : undefined
    if (typeof one === 'number')
      return Number.isFinite(one) ? undefined : 'This number cannot be written. Give one that is finite.'
    if (typeof one === 'boolean' || one === null) return undefined
    if (typeof one !== 'object') return 'Give a text, a number, true, false, null, a list or an object.'
    for (const [key, inner] of Object.entries(one)) {
      const problem = look(Array.isArray(one) ? null : key, depth + 1) ?? look(inner, depth + 1)
      if (problem) return problem
    }
    return undefined
  }
  const problem = look(value, 0)
  if (problem) problems.add(at, problem)
}
