/** A word of a question, and in how many passages of all it stands. */
export type Term = { weight: number; passages: number }

/** A word that begins like one of the passage is that word, or it is not. */
export const startsAlike = 0.6

/**
 * What finding this word is worth: a word in every passage says little, a rare one most. One that stands nowhere counts a little more than
 * the rarest that does: what the question is about may be just that.
 */
export const worth = ({ weight, passages }: Term, all: number): number =>
  weight * Math.log(1 + Math.max(1, all) / (passages === 0 ? 1 : passages + 0.5))

/** 0 to 1: the share of what the question asks that the passage speaks of. `found` is 1, `startsAlike` or 0 for each of its words. */
export function coverage(terms: readonly Term[], found: readonly number[], all: number): number {
  let asked = 0
  let covered = 0
  for (const [index, term] of terms.entries()) {
    const value = worth(term, all)
    asked += value
    covered += value * (found[index] ?? 0)
  }
  return asked === 0 ? 0 : covered / asked
}
