import type { SampleEvent } from '@foyer/protocol'
import { counted } from '../../../words/numbers.ts'

export type SamplePath = { path: string; value: unknown }

const mostPaths = 400
const mostDepth = 5

/** What mappings call the parts of an event, with what stands there. Of a list its first item is told. */
export function samplePaths(sample: SampleEvent | undefined): SamplePath[] {
  if (!sample) return always.map(path => ({ path, value: undefined }))
  const { properties, context, visitor } = sample
  const found: SamplePath[] = []
  list('properties', properties ?? {}, found, 0)
  for (const path of always) if (!path.startsWith('visitor.')) found.push({ path, value: valueAt(sample, path) })
  list('visitor', visitor ?? {}, found, 0)
  list('context', context ?? {}, found, 0)
  return found.slice(0, mostPaths)
}

const ofEvent = ['name', 'type', 'id', 'time', 'url', 'path', 'title', 'referrer']
const always = [...ofEvent.map(name => `event.${name}`), 'visitor.id', 'session.id']

function list(at: string, value: unknown, into: SamplePath[], depth: number): void {
  if (into.length >= mostPaths || depth > mostDepth) return
  if (typeof value !== 'object' || value === null) {
    into.push({ path: at, value })
    return
  }
  if (depth > 0 || at === 'properties') into.push({ path: at, value })
  const parts = Array.isArray(value) ? Object.entries(value.slice(0, 1)) : Object.entries(value)
  for (const [key, one] of parts) if (!key.includes('.')) list(`${at}.${key}`, one, into, depth + 1)
}

/** Of the first item of a list, as its fields are called inside. */
export function itemPaths(sample: SampleEvent | undefined, each: string): SamplePath[] {
  const items = sample && valueAt(sample, each)
  const item: unknown = Array.isArray(items) ? items[0] : items
  if (item === undefined) return []
  const found: SamplePath[] = []
  list('item', item, found, 0)
  return found
}

export function valueAt(sample: SampleEvent, path: string): unknown {
  const [root, ...parts] = path.split('.')
  const { properties, context, visitor, ...event } = sample
  const url = URL.parse(sample.url ?? '')
  const roots: Record<string, unknown> = {
    event: { ...event, path: url?.pathname },
    properties,
    context,
    visitor
  }
  let at = root !== undefined && Object.hasOwn(roots, root) ? roots[root] : undefined
  for (const part of parts) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, part)) return undefined
    at = (at as Record<string, unknown>)[part]
  }
  return at === null || at === '' ? undefined : at
}

/** In a few words: a list by its length, a long text by its beginning. */
export function valueWords(value: unknown): string {
  if (value === undefined || value === null || value === '') return 'nothing'
  if (Array.isArray(value)) return value.length === 1 ? '1 item' : `${value.length} items`
  if (typeof value === 'object') return counted(Object.keys(value).length, 'field')
  const text = String(value)
  return text.length > 32 ? `${text.slice(0, 31)}…` : text
}
