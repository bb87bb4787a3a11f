import { createHash } from 'node:crypto'
import type { MappingValue } from '@foyer/protocol'
import { mappingLimits } from '@foyer/protocol/plain'
import { cast, numberOf, textOf } from './cast.ts'
import { condition } from './condition.ts'
import { step, take } from './effort.ts'
import { Fields } from './put.ts'
import { reading, readingWithin, type Scope } from './read-path.ts'
import { templateParts } from './template.ts'

export type Make = (scope: Scope) => unknown

/** Never throws, whatever the event holds; nothing once the effort is spent. */
export function making(value: MappingValue): Make {
  const found = from(value)
  const holds = value.when && condition(value.when)
  const { as, otherwise, hash } = value
  return scope => {
    if (!step(scope.effort) || (holds && !holds(scope))) return undefined
    const raw = found(scope)
    // Weighed before it is made into text: what is too deep or too large for that is not.
    if (raw !== undefined && !take(scope.effort, raw)) return undefined
    const made = cast(raw, as)
    const given = made === undefined ? otherwise : made
    if (given === undefined || hash === undefined) return given
    return createHash('sha256')
      .update((textOf(given) ?? '').trim().toLowerCase())
      .digest('hex')
  }
}

function from(value: MappingValue): Make {
  if ('path' in value) return reading(value.path)
  if ('constant' in value) return () => value.constant
  if ('template' in value) return template(value.template)
  if ('first' in value) return firstOf(value.first.map(making))
  if ('each' in value) return forEach(reading(value.each), fieldsOf(value.fields))
  if ('texts' in value) return textsOf(reading(value.texts))
  return sumOf(reading(value.sum), value.of, value.times)
}

function template(text: string): Make {
  const parts = templateParts(text).map(part => ({
    text: part.text,
    read: part.path === undefined ? undefined : reading(part.path)
  }))
  return scope => {
    let made = ''
    for (const { text, read } of parts) {
      const found = read?.(scope)
      if (!take(scope.effort, found)) return undefined
      made += text + (textOf(found) ?? '')
    }
    return made
  }
}

const firstOf = (makes: readonly Make[]): Make => {
  return scope => {
    for (const make of makes) {
      const found = make(scope)
      if (found !== undefined) return found
    }
    return undefined
  }
}

export function fieldsOf(fields: Record<string, MappingValue>): (scope: Scope) => Record<string, unknown> {
  const makes = Object.entries(fields).map(([path, value]) => ({ parts: path.split('.'), make: making(value) }))
  return scope => {
    const into = new Fields()
    for (const { parts, make } of makes) into.put(parts, make(scope))
    return into.made
  }
}

const forEach = (read: Make, fields: (scope: Scope) => Record<string, unknown>): Make => {
  return scope => {
    const items = itemsOf(read(scope))
    return items.length === 0 ? undefined : items.map(item => fields({ ...scope, item }))
  }
}

function itemsOf(found: unknown): unknown[] {
  const items = Array.isArray(found) ? found : found === undefined ? [] : [found]
  return items.slice(0, mappingLimits.items)
}

const textsOf = (read: Make): Make => {
  return scope => {
    const found = read(scope)
    if (found === undefined || !take(scope.effort, found)) return undefined
    const all = typeof found === 'object' && found !== null ? Object.values(found) : [found]
    const texts = all.slice(0, mappingLimits.items).flatMap(one => textOf(one) || [])
    return texts.length === 0 ? undefined : texts
  }
}

function sumOf(read: Make, of: string | undefined, times: string | undefined): Make {
  const number = (path: string | undefined, missing: number) => {
    if (path === undefined) return () => 1
    const within = readingWithin(path)
    return (item: unknown) => numberOf(within(item)) ?? missing
  }
  const [amount, factor] = [number(of, 0), number(times, 1)]
  return scope => {
    const items = itemsOf(read(scope))
    if (items.length === 0) return undefined
    const total = items.reduce<number>((sum, item) => sum + amount(item) * factor(item), 0)
    // Cents added as fractions: 0.1 + 0.2 is to be 0.3.
    const rounded = Math.round(total * 1e6) / 1e6
    return Number.isFinite(rounded) ? rounded : undefined
  }
}
