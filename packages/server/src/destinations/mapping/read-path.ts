import type { MappingPath } from '@foyer/protocol'
import type { OutgoingEvent } from '../kind.ts'
import type { Effort } from './effort.ts'

export type Scope = { event: OutgoingEvent; effort: Effort; item?: unknown }
type Read = (scope: Scope) => unknown

const ofEvent: Readonly<Record<string, (event: OutgoingEvent) => unknown>> = {
  type: event => event.type,
  name: event => event.name,
  id: event => event.id,
  time: event => isoOf(event.timeMs),
  url: event => event.url,
  path: event => event.path,
  title: event => event.title,
  referrer: event => event.referrer
}
const isoOf = (ms: number) => (Math.abs(ms) <= 8.64e15 ? new Date(ms).toISOString() : undefined)
const allOfEvent = (event: OutgoingEvent) =>
  Object.fromEntries(Object.entries(ofEvent).map(([key, read]) => [key, read(event)]))

/** The roots that a path may have, with what stands under them; left out where anything may follow. */
export const roots: Readonly<Record<string, readonly string[] | undefined>> = {
  event: Object.keys(ofEvent),
  properties: undefined,
  context: undefined,
  visitor: ['id', 'userId', 'traits'],
  session: ['id'],
  item: undefined
}

/** What stands at a path; `undefined` where anything on the way is missing. Only own fields are read: `constructor` leads nowhere. */
export function reading(path: MappingPath): Read {
  const [root = '', ...parts] = path.split('.')
  const found = from(root, parts)
  return scope => {
    const value = found(scope)
    return value === null || value === '' ? undefined : value
  }
}

function from(root: string, parts: readonly string[]): Read {
  switch (root) {
    case 'event': {
      const [first, ...rest] = parts
      if (first === undefined) return scope => allOfEvent(scope.event)
      const read = Object.hasOwn(ofEvent, first) ? ofEvent[first] : undefined
      return read && rest.length === 0 ? scope => read(scope.event) : () => undefined
    }
    case 'properties':
      return scope => walk(scope.event.properties, parts)
    case 'context':
      return scope => walk(scope.event.context, parts)
    case 'visitor':
      return scope => walk(scope.event.visitor, parts)
    case 'session':
      return scope => walk({ id: scope.event.session }, parts)
    case 'item':
      return scope => walk(scope.item, parts)
    default:
      return () => undefined
  }
}

/** Of an item: `product.price`, without its root. */
export const readingWithin = (path: string) => {
  const parts = path.split('.')
  return (item: unknown) => walk(item, parts)
}

function walk(value: unknown, parts: readonly string[]): unknown {
  let at = value
  for (const part of parts) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, part)) return undefined
    at = (at as Record<string, unknown>)[part]
  }
  return at
}
