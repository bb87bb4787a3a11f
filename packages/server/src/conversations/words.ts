import { searchForm } from '../identity/index.ts'

/** Longer ones are compared by their beginning: PostgreSQL takes none over 2 046 bytes. */
const wordChars = 60

const wordsIn = (text: string): string[] =>
  searchForm(text)
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .filter(word => word !== '')
    .map(word => word.slice(0, wordChars).toWellFormed())

/** As they are kept for a workspace: behind its number, so that a small workspace's search never reads a large one's. */
export const keptWords = (workspace: number, text: string): string[] =>
  [...new Set(wordsIn(text))].map(word => `${workspace} ${word}`)

/** As a tsquery: every word must be there, the last one perhaps unfinished. Null when nothing of it is a word. */
export function wordsQuery(workspace: number, search: string): string | null {
  // Nothing but letters, marks and digits, so nothing that a quote would have to be kept from.
  const words = wordsIn(search).map(word => `'${workspace} ${word}'`)
  return words.length === 0 ? null : `${words.join(' & ')}:*`
}
