/** Everything the tracker takes from the world, so that its rules can be tested without a browser. */
export type Surroundings = {
  now(): number
  bytes(count: number): Uint8Array
  /** Runs `work` once after `ms`; the answer calls it off. */
  later(work: () => void, ms: number): () => void
  disk(): Storage
}

export const browserSurroundings: Surroundings = {
  now: () => Date.now(),
  bytes: count => crypto.getRandomValues(new Uint8Array(count)),
  later: (work, ms) => {
    const timer = setTimeout(work, ms)
    return () => clearTimeout(timer)
  },
  disk: () => localStorage
}
