import { randomBytes } from 'node:crypto'

/**
 * The ids of the events stored lately, so that the usual retry is seen without asking the store. Two generations of a
 * fixed-size table of 64-bit fingerprints (8 MB each): when the younger is full the older is forgotten. Fingerprints are
 * seeded at random, so nobody can craft two ids that meet; among a million, two meet by chance once in 10^13 lookups.
 */
const slots = 1 << 20
const fullAt = slots / 2

class Generation {
  readonly table = new Uint32Array(slots * 2)
  readonly since: number
  count = 0

  constructor(since: number) {
    this.since = since
  }
}

export class RecentIds {
  readonly #seedA = randomBytes(4).readUInt32LE()
  readonly #seedB = randomBytes(4).readUInt32LE()
  #young: Generation
  #old: Generation

  constructor(nowMs: number) {
    this.#young = new Generation(nowMs)
    this.#old = this.#young
  }

  /** Every id stored since then is remembered here; of an event from before it only the store can tell. */
  get since(): number {
    return this.#old.since
  }

  has(key: string): boolean {
    const [a, b] = this.#fingerprint(key)
    return find(this.#young, a, b).found || (this.#old !== this.#young && find(this.#old, a, b).found)
  }

  add(key: string, nowMs: number): void {
    const [a, b] = this.#fingerprint(key)
    if (this.#young.count >= fullAt) {
      this.#old = this.#young
      this.#young = new Generation(nowMs)
    }
    const { slot, found } = find(this.#young, a, b)
    if (found) return
    this.#young.table[slot * 2] = a
    this.#young.table[slot * 2 + 1] = b
    this.#young.count += 1
  }

  #fingerprint(key: string): [number, number] {
    let a = this.#seedA
    let b = this.#seedB
    for (let at = 0; at < key.length; at += 1) {
      const code = key.charCodeAt(at)
      a = Math.imul(a ^ code, 0x85ebca6b)
      a ^= a >>> 15
      b = Math.imul(b ^ code, 0xc2b2ae35)
      b ^= b >>> 13
    }
    // Both zero is how an empty slot looks.
    return [a >>> 0 || 1, b >>> 0]
  }
}

function find(generation: Generation, a: number, b: number): { slot: number; found: boolean } {
  const { table } = generation
  let slot = a & (slots - 1)
  while (table[slot * 2] !== 0 || table[slot * 2 + 1] !== 0) {
    if (table[slot * 2] === a && table[slot * 2 + 1] === b) return { slot, found: true }
    slot = (slot + 1) & (slots - 1)
  }
  return { slot, found: false }
}
