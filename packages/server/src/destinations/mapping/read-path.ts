import type { MappingPath } from '@foyer/protocol'
import type { OutgoingEvent } from '../kind.ts'

export type Scope = { event: OutgoingEvent; item?: unknown }

/** The roots that a path may have. `isOpen`: anything may follow. */
const roots: Readonly<Record<string, (scope: Scope) => unknown>> = {
  event: ({ event }) => ({
    type: event.type,
    name: event.name,
    id: event.id,
    time: new Date(event.timeMs).toISOString(),
    url: event.url,
    path: event.path,
    title: event.title,
    referrer: event.referrer
  }),
  properties: ({ event }) => event.properties,
  context: ({ event }) => event.context,
  visitor: ({ event }) => event.visitor,
  session: ({ event }) => ({ id: event.session }),
  item: ({ item }) => item
}

/** What stands at a path; `undefined` where anything on the way is missing. Only own fields are read: `constructor` leads nowhere. */
export function readPath(path: MappingPath, scope: Scope): unknown {
  const [root = '', ...parts] = path.split('.')
  let at = Object.hasOwn(roots, root) ? roots[root]?.(scope) : undefined
  for (const part of parts) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, part)) return undefined
    at = (at as Record<string, unknown>)[part]
  }
  return at === null || at === '' ? undefined : at
}
