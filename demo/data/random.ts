/** Numbers that look random and are the same for the same seed, on every machine. */
export type Random = {
  /** At least 0, below 1. */
  next(): number
  chance(probability: number): boolean
  between(low: number, high: number): number
  /** A whole number, both ends included. */
  whole(low: number, high: number): number
  pick<T>(list: readonly T[]): T
  weighted<T>(choices: readonly (readonly [T, number])[]): T
  /** Log-normal: most values near the median, a few far above. A spread of 0.5 puts two thirds within a factor of 1.6. */
  around(median: number, spread: number): number
  hex(digits: number): string
}

export function createRandom(seed: string): Random {
  const next = generator(seed)
  const whole = (low: number, high: number) => low + Math.floor(next() * (high - low + 1))
  const random: Random = {
    next,
    chance: probability => next() < probability,
    between: (low, high) => low + next() * (high - low),
    whole,
    pick(list) {
      const index = whole(0, list.length - 1)
      if (index >= list.length || list.length === 0) throw new Error('Nothing to pick from')
      return list[index] as (typeof list)[number]
    },
    weighted(choices) {
      const total = choices.reduce((sum, [, weight]) => sum + weight, 0)
      let left = next() * total
      for (const [choice, weight] of choices) {
        left -= weight
        if (left < 0) return choice
      }
      return random.pick(choices)[0]
    },
    around(median, spread) {
      const normal = Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next())
      return median * Math.exp(normal * spread)
    },
    hex: digits => Array.from({ length: digits }, () => whole(0, 15).toString(16)).join('')
  }
  return random
}

/** sfc32 over a hash of the seed: small, fast and good enough for people in a shop. */
function generator(seed: string): () => number {
  let [a, b, c, d] = [0x9e3779b9, 0x243f6a88, 0xb7e15162, 1]
  for (let index = 0; index < seed.length; index++) {
    const code = seed.charCodeAt(index)
    a = Math.imul(a ^ code, 597399067)
    b = Math.imul(b ^ code, 2869860233)
    c = Math.imul(c ^ code, 951274213)
  }
  const next = () => {
    const sum = (a + b + d) | 0
    d = (d + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = ((c << 21) | (c >>> 11)) + sum
    return (sum >>> 0) / 2 ** 32
  }
  // The first numbers still show the seed.
  for (let round = 0; round < 15; round++) next()
  return next
}
