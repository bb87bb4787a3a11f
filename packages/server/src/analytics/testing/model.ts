import { type Condition, type Did, type EventChoice, type Filter, operatorOf, sentEventTypes } from '@foyer/protocol'
import { type GoldenEvent, goldenEvents } from './golden.ts'
import { goldenScope, publicIdOf } from './golden-store.ts'
import { visitors } from './golden-table.ts'

/** What the language means, said again in plain loops over the golden table. */
export const matching = (filters: readonly Filter[]): number[] =>
  goldenEvents.filter(event => filters.every(filter => meets(event, filter))).map(event => event.order)

function meets(event: GoldenEvent, filter: Filter): boolean {
  if ('any' in filter)
    return filter.any.some(member =>
      'all' in member ? member.all.every(part => meets(event, part)) : meets(event, member)
    )
  if ('did' in filter) return did(personOf(event), filter)
  if ('segment' in filter) throw new Error('the model knows no segments')
  return holds(event, filter)
}

const personOf = (event: GoldenEvent) => visitors[event.who].person
const dayMs = 86_400_000

function did(person: string, filter: Did): boolean {
  const sinceMs = filter.withinDays === undefined ? 0 : goldenScope.nowMs - filter.withinDays * dayMs
  const times = goldenEvents.filter(
    event => personOf(event) === person && event.atMs >= sinceMs && isChosen(event, filter.did)
  ).length
  const { op, count } = filter.times ?? { op: 'atLeast', count: 1 }
  const has = op === 'atLeast' ? times >= count : op === 'atMost' ? times <= count : times === count
  return has !== (filter.not === true)
}

function isChosen(event: GoldenEvent, choice: EventChoice): boolean {
  const isType = [...sentEventTypes, 'conversation'].includes(choice.event)
  const isMeant = isType
    ? event.type === choice.event &&
      (!choice.name || (choice.event === 'page' ? event.path : event.name) === choice.name)
    : ['track', 'conversation', 'screen', 'group'].includes(event.type) && event.name === choice.event
  return isMeant && (choice.where ?? []).every(condition => holds(event, condition))
}

function holds(event: GoldenEvent, { property, op = 'is', value }: Condition): boolean {
  const meant = operatorOf(op)
  const values = value === undefined ? [] : (Array.isArray(value) ? value : [value]).map(String)
  if (property === 'time') {
    const at = Date.parse(values[0] ?? '')
    return meant === 'before' ? event.atMs < at : event.atMs >= at
  }
  const text = textOf(event, property)
  const number = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(text) ? Number(text) : Number.NaN
  const limit = Number(values[0])
  const contains = () => values.some(one => text.toLowerCase().includes(one.toLowerCase()))
  const fits = () => values.some(one => new RegExp(one, 'u').test(text))
  const means: Partial<Record<ReturnType<typeof operatorOf>, () => boolean>> = {
    is: () => values.includes(text),
    isNot: () => !values.includes(text),
    contains,
    notContains: () => !contains(),
    startsWith: () => values.some(one => text.startsWith(one)),
    matches: fits,
    notMatches: () => !fits(),
    isSet: () => text !== '',
    isNotSet: () => text === '',
    gt: () => number > limit,
    gte: () => number >= limit,
    lt: () => number < limit,
    lte: () => number <= limit
  }
  const asked = means[meant]
  if (!asked) throw new Error(`the model does not know ${meant} of ${property}`)
  return asked()
}

type Read = (event: GoldenEvent) => string
const ofPage = (read: Read) => (event: GoldenEvent) => (event.type === 'page' ? read(event) : '')
const pagesOf = new Map(
  [...Map.groupBy(goldenEvents, event => event.visit)].map(([visit, events]) => [
    visit,
    events.filter(event => event.type === 'page').sort((a, b) => a.atMs - b.atMs || a.order - b.order)
  ])
)
const atEntry = (read: Read) => (event: GoldenEvent) => {
  const first = pagesOf.get(event.visit)?.[0]
  return first ? read(first) : ''
}
const hostOf = (url: string) => (url === '' ? '' : new URL(url).hostname)

const reads: Record<string, Read> = {
  event: event => event.name || event.type,
  type: event => event.type,
  name: event => event.name,
  path: event => event.path,
  page: event => event.path,
  host: ofPage(() => 'shop.example'),
  url: ofPage(event => `https://shop.example${event.path}${event.search}`),
  query: event => event.search,
  title: event => event.path,
  country: event => visitors[event.who].country,
  region: event => visitors[event.who].region,
  city: event => visitors[event.who].city,
  language: event => visitors[event.who].language,
  browser: event => visitors[event.who].browser,
  os: event => visitors[event.who].os,
  device: event => visitors[event.who].device,
  bot: event => (visitors[event.who].bot ? 'Googlebot' : ''),
  visitor: event => publicIdOf(event.who),
  entryPage: atEntry(event => event.path),
  exitPage: event => pagesOf.get(event.visit)?.at(-1)?.path ?? '',
  source: atEntry(event => event.source),
  referrer: atEntry(event => event.referrer),
  referrerHost: atEntry(event => hostOf(event.referrer)),
  medium: atEntry(event => event.campaign?.medium ?? ''),
  campaign: atEntry(event => event.campaign?.name ?? ''),
  campaignSource: atEntry(event => event.campaign?.source ?? ''),
  term: atEntry(event => event.campaign?.term ?? ''),
  content: atEntry(event => event.campaign?.content ?? '')
}
export const modelledFields = Object.keys(reads)

export function textOf(event: GoldenEvent, property: string): string {
  const read = Object.hasOwn(reads, property) ? reads[property] : undefined
  if (read) return read(event)
  let value: unknown = event.properties
  for (const key of property.replace(/^propert(?:ies|y)\./, '').split('.')) {
    const isRoom = typeof value === 'object' && value !== null && !Array.isArray(value)
    value = isRoom && Object.hasOwn(value as object, key) ? (value as Record<string, unknown>)[key] : undefined
  }
  if (value === undefined || value === null) return ''
  return typeof value === 'string' ? value : JSON.stringify(value)
}
