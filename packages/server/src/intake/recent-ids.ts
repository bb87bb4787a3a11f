import { randomBytes } from 'node:crypto'

/** 64 bits that stand for one event of one visitor. */
export type Print = { a: number; b: number }

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
  readonly #seed: Print = { a: randomBytes(4).readUInt32LE(), b: randomBytes(4).readUInt32LE() }
  #young: Generation
  #old: Generation
  #lastOwner = ''
  #lastPrint: Print = this.#seed

  constructor(nowMs: number) {
    this.#young = new Generation(nowMs)
    this.#old = this.#young
  }

  /** Every id stored since then is remembered here; of an event from before it only the store can tell. */
  get since(): number {
    return this.#old.since
  }

  /** Per visitor: an id forged in somebody else's name hides nothing. */
  printOf(workspace: number, visitor: string, id: string): Print {
    // The events of a batch are one visitor's, so half of the work is mostly done.
    const owner = `${workspace} ${visitor} `
    if (owner !== this.#lastOwner) {
      this.#lastPrint = mixed(this.#seed, owner)
      this.#lastOwner = owner
    }
    const { a, b } = mixed(this.#lastPrint, id)
    // Both zero is how an empty slot looks.
    return { a: a || 1, b }
  }

  has(print: Print): boolean {
    return find(this.#young, print).found || (this.#old !== this.#young && find(this.#old, print).found)
  }

  add(print: Print, nowMs: number): void {
    if (this.#young.count >= fullAt) {
      this.#old = this.#young
      this.#young = new Generation(nowMs)
    }
    const { slot, found } = find(this.#young, print)
    if (found) return
    this.#young.table[slot * 2] = print.a
    this.#young.table[slot * 2 + 1] = print.b
    this.#young.count += 1
  }
}

function mixed(from: Print, text: string): Print {
  let { a, b } = from
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    a = Math.imul(a ^ code, 0x85ebca6b)
    a ^= a >>> 15
    b = Math.imul(b ^ code, 0xc2b2ae35)
    b ^= b >>> 13
  }
  return { a: a >>> 0, b: b >>> 0 }
}

function find(generation: Generation, { a, b }: Print): { slot: number; found: boolean } {
  const { table } = generation
  let slot = a & (slots - 1)
  while (table[slot * 2] !== 0 || table[slot * 2 + 1] !== 0) {
    if (table[slot * 2] === a && table[slot * 2 + 1] === b) return { slot, found: true }
    slot = (slot + 1) & (slots - 1)
  }
  return { slot, found: false }
}
