import { sentencesOf, wordsIn } from '../../../knowledge/index.ts'

const mostChars = 480
/** What is no longer than this is said whole. */
const shortChars = 320
const mostSentences = 4

/** The sentences of a passage that speak of what was asked, beside each other and as they stand there. */
export function quote(passage: string, question: string): string {
  const text = passage.trim()
  if (text.length <= shortChars) return text
  const spans = sentenceSpans(text)
  const stems = [...new Set(wordsIn(question).map(stem))]
  const hits = spans.map(span => hitsOf(text.slice(span.from, span.to), stems))
  const best = hits.indexOf(Math.max(...hits))
  let [first, last] = [Math.max(0, best), Math.max(0, best)]
  // What follows explains, so it is taken first; what stands before only where there is room.
  for (;;) {
    const size = (from: number, to: number) => (spans[to]?.to ?? 0) - (spans[from]?.from ?? 0)
    const isFull = last - first + 1 >= mostSentences
    if (!isFull && last + 1 < spans.length && size(first, last + 1) <= mostChars) last += 1
    else if (!isFull && first > 0 && (hits[first - 1] ?? 0) > 0 && size(first - 1, last) <= mostChars) first -= 1
    else break
  }
  const said = text.slice(spans[first]?.from ?? 0, spans[last]?.to ?? text.length).trim()
  return said.length <= mostChars ? said : `${said.slice(0, mostChars).replace(/\s+\S*$/, '')}…`
}

/** How many of the words stand in a text: a word and its bent forms begin alike. */
export function hitsOf(text: string, stems: readonly string[]): number {
  const words = wordsIn(text)
  return stems.filter(begins => words.some(word => word.startsWith(begins))).length
}

export const stem = (word: string): string => word.slice(0, Math.max(4, word.length - 3))

function sentenceSpans(text: string): { from: number; to: number }[] {
  let at = 0
  return sentencesOf(text).map(sentence => {
    const found = text.indexOf(sentence, at)
    const from = found === -1 ? at : found
    at = from + sentence.length
    return { from, to: at }
  })
}
