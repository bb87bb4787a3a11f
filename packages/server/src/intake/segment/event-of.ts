import { type Event, type EventContext, isObject } from '@foyer/protocol'
import type { Call } from './calls.ts'

/** Pure: a call of Segment's in, an event of ours out. `id` is for a call without a messageId. */
export function eventOf(call: Call, id: string): Event {
  const { type } = call
  const name = nameOf(call)
  const properties = propertiesOf(call)
  const page = isObject(call.context?.page) ? call.context.page : {}
  const own = isObject(call.properties) ? call.properties : {}
  // Segment's libraries put the page into `context`, and on a page call into its properties as well.
  const told = (key: string) => textOf(type === 'page' ? (own[key] ?? page[key]) : page[key])
  const at = call.originalTimestamp ?? call.timestamp
  return {
    id: call.messageId || id,
    type: type === 'alias' ? 'identify' : type,
    ...(name === undefined ? {} : { name }),
    timestamp: at ?? '',
    properties,
    ...optional('url', told('url')),
    ...optional('path', told('path')),
    ...optional('title', told('title')),
    ...optional('referrer', told('referrer')),
    context: contextOf(call)
  }
}

function nameOf({ type, event, name }: Call): string | undefined {
  const text = type === 'track' ? event : name
  return text?.trim() ? text : undefined
}

function propertiesOf(call: Call): Record<string, unknown> {
  const { type, userId, previousId, groupId, category, traits, properties } = call
  if (type === 'identify' || type === 'alias')
    return { ...traits, ...(userId == null ? {} : { userId }), ...(previousId == null ? {} : { previousId }) }
  if (type === 'group') return { ...traits, ...(groupId == null ? {} : { groupId }) }
  return { ...properties, ...(category == null || properties?.category != null ? {} : { category }) }
}

/** What Foyer reads of a context is brought into its form; all the rest goes along as it is. */
function contextOf({ context, integrations }: Call): EventContext {
  const { locale, timezone, screen, campaign, consent, library, ...rest } = context ?? {}
  return {
    ...rest,
    ...optional('locale', textOf(locale)?.slice(0, 35)),
    ...optional('timezone', textOf(timezone)?.slice(0, 64)),
    ...optional('screen', screenOf(screen)),
    ...optional('campaign', campaignOf(campaign)),
    ...optional('consent', consentOf(consent)),
    ...optional('library', libraryOf(library)),
    ...(integrations && Object.keys(integrations).length > 0 ? { integrations } : {})
  }
}

const screenOf = (screen: unknown) =>
  isObject(screen) && typeof screen.width === 'number' && typeof screen.height === 'number'
    ? { width: screen.width, height: screen.height }
    : undefined

function campaignOf(campaign: unknown) {
  if (!isObject(campaign)) return undefined
  const told = ['source', 'medium', 'name', 'term', 'content'].flatMap(key => {
    const text = textOf(campaign[key])?.slice(0, 200)
    return text === undefined ? [] : [[key, text]]
  })
  return told.length === 0 ? undefined : Object.fromEntries(told)
}

/** Segment has the categories a level deeper. Without any, it has been said of each that it is not agreed to. */
function consentOf(consent: unknown) {
  if (!isObject(consent)) return undefined
  const named = isObject(consent.categoryPreferences) ? consent.categoryPreferences : consent
  const said = Object.entries(named).filter(([name, value]) => typeof value === 'boolean' && name.length <= 64)
  return Object.keys(consent).length === 0 ? undefined : (Object.fromEntries(said) as Record<string, boolean>)
}

function libraryOf(library: unknown) {
  if (!isObject(library)) return undefined
  return { name: textOf(library.name)?.slice(0, 64) ?? '', version: textOf(library.version)?.slice(0, 32) ?? '' }
}

const textOf = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined)
const optional = <Key extends string, Value>(key: Key, value: Value | undefined) =>
  (value === undefined ? {} : { [key]: value }) as { [key in Key]?: Value }
