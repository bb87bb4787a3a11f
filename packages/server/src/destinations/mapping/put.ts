import { isObject } from '@foyer/protocol'

/** The fields of one rule as they are put together. What came from the event is not ours to change: it is copied before something is put in it. */
export class Fields {
  readonly made: Record<string, unknown> = {}
  readonly #ours = new WeakSet<object>([this.made])

  put(parts: readonly string[], value: unknown): void {
    if (value === undefined) return
    let at = this.made
    for (const part of parts.slice(0, -1)) at = this.#inner(at, part)
    own(at, parts.at(-1) ?? '', value)
  }

  /** A list is no place for names, and makes room for an object. */
  #inner(at: Record<string, unknown>, part: string): Record<string, unknown> {
    const there = Object.hasOwn(at, part) ? at[part] : undefined
    if (isObject(there) && this.#ours.has(there)) return there as Record<string, unknown>
    const inner: Record<string, unknown> = isObject(there) ? { ...there } : {}
    this.#ours.add(inner)
    own(at, part, inner)
    return inner
  }
}

/** `__proto__` becomes a field like any other. */
const own = (at: object, key: string, value: unknown) =>
  Object.defineProperty(at, key, { value, enumerable: true, configurable: true, writable: true })
