import type { PeopleQuery } from '@foyer/protocol'

/** The address of the people list: every filter, the order, the columns. Values are text, as addresses are. */
export type PeopleSearch = {
  search?: string
  segment?: string
  known?: 'verified' | 'named' | 'anonymous'
  within?: string
  country?: string
  browser?: string
  device?: string
  source?: string
  bots?: 'with' | 'only'
  sort?: NonNullable<PeopleQuery['sort']>
  order?: 'asc' | 'desc'
  columns?: string
}

const knownStates = ['verified', 'named', 'anonymous'] as const
const sorts = ['lastSeenAt', 'firstSeenAt', 'events', 'visits', 'name'] as const

/** An address may be typed or years old: what means nothing is left out instead of failing. */
export function readPeopleSearch(raw: Record<string, unknown>): PeopleSearch {
  return dropEmpty({
    search: textOf(raw.search, 200),
    segment: /^seg_[0-9a-f]{32}$/.test(String(raw.segment)) ? String(raw.segment) : undefined,
    known: oneOf(knownStates, raw.known),
    within: withinChoices.some(choice => choice.value === raw.within) ? String(raw.within) : undefined,
    country: /^[A-Z]{2}$/.test(String(raw.country)) ? String(raw.country) : undefined,
    browser: textOf(raw.browser, 64),
    device: textOf(raw.device, 64),
    source: textOf(raw.source, 200),
    bots: oneOf(['with', 'only'] as const, raw.bots),
    sort: oneOf(sorts, raw.sort),
    order: oneOf(['asc', 'desc'] as const, raw.order),
    columns: textOf(raw.columns, 200)
  })
}

export const withinChoices = [
  { value: '5m', label: '5 minutes', minutes: 5 },
  { value: '1h', label: 'hour', minutes: 60 },
  { value: '24h', label: '24 hours', minutes: 60 * 24 },
  { value: '7d', label: '7 days', minutes: 60 * 24 * 7 },
  { value: '30d', label: '30 days', minutes: 60 * 24 * 30 }
] as const

/** What the server is asked for. Bots are left out unless they are asked for. */
export function peopleQueryOf(search: PeopleSearch): PeopleQuery {
  const minutes = withinChoices.find(choice => choice.value === search.within)?.minutes
  const bots = search.bots === 'only' ? true : search.bots === 'with' ? undefined : false
  return dropEmpty({
    search: search.search,
    segment: search.segment,
    known: search.known,
    country: search.country,
    browser: search.browser,
    device: search.device,
    source: search.source,
    seenWithin: minutes,
    bots,
    sort: search.sort,
    order: search.order
  })
}

/** How many filters hold, not counting search, order and columns. */
export const filterCount = ({ segment, known, within, country, browser, device, source, bots }: PeopleSearch) =>
  [segment, known, within, country, browser, device, source, bots].filter(value => value !== undefined).length

/** Clicking a column's head: first its natural order, then the other way round. */
export function nextOrder(search: PeopleSearch, sort: NonNullable<PeopleSearch['sort']>): PeopleSearch {
  const natural = sort === 'name' ? 'asc' : 'desc'
  const current = search.sort ?? 'lastSeenAt'
  const order = search.order ?? (current === 'name' ? 'asc' : 'desc')
  const next = current === sort ? (order === 'asc' ? 'desc' : 'asc') : natural
  return dropEmpty({
    ...search,
    sort: sort === 'lastSeenAt' ? undefined : sort,
    order: next === natural ? undefined : next
  })
}

export const optionalColumns = [
  'email',
  'lastSeenAt',
  'visits',
  'events',
  'firstSource',
  'country',
  'company',
  'device',
  'firstSeenAt'
] as const
export type Column = (typeof optionalColumns)[number]
export const defaultColumns: Column[] = ['lastSeenAt', 'visits', 'events', 'firstSource', 'country', 'device']

/** In the fixed order, whatever order they were named in. */
export function readColumns(text: string | null | undefined): Column[] | undefined {
  if (text === null || text === undefined) return undefined
  const named = text.split(',')
  return text === 'none' ? [] : optionalColumns.filter(column => named.includes(column))
}
export const columnsText = (columns: readonly Column[]) => (columns.length === 0 ? 'none' : columns.join(','))

function textOf(value: unknown, longest: number): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value.slice(0, longest) : undefined
}

const oneOf = <const Choice extends string>(choices: readonly Choice[], value: unknown): Choice | undefined =>
  choices.find(choice => choice === value)

const dropEmpty = <Values extends object>(values: Values): Values =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Values
