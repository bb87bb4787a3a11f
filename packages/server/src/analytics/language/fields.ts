import { AppError } from '../../http/index.ts'
import { ofFirstPage, ofLastPage } from '../visits/columns.ts'
import type { Query } from './query.ts'

/**
 * What a condition or a breakdown can name. `event`: a column of each event. `visit`: what the first (or last) page of its visit says.
 * `trait`: what is known of the person, by `traits.plan` or one of `facts`.
 */
export type Field =
  | { level: 'event'; kind: 'text' | 'instant'; sql: string }
  | VisitField
  | { level: 'trait'; key: string }
  | { level: 'property'; path: string[] }

export type VisitField = {
  level: 'visit'
  kind: 'text'
  name: string
  sql: string
  keySql: string
  column: string
  /** The same in the table of visits: of a visit with one row, and of one with several. */
  rowSql: string
  rowsSql: string
}

const text = (sql: string): Field => ({ level: 'event', kind: 'text', sql })
const isPage = `type IN ('page', 'screen')`
/** `sql` is an aggregate over the events of one visit; `keySql` the hash of the same, 0 without a page: a fifth of what the texts of two million visits cost. */
const visit = (name: string, column: string, pick: 'argMin' | 'argMax', rowSql: string): Field => ({
  level: 'visit',
  kind: 'text',
  name,
  column,
  sql: `${pick}If(${column}, time, ${isPage})`,
  keySql: `${pick}If(cityHash64(${column}), time, ${isPage})`,
  rowSql,
  rowsSql: pick === 'argMin' ? ofFirstPage(rowSql) : ofLastPage(rowSql)
})
const atEntry = (name: string, column: string, rowSql: string) => visit(name, column, 'argMin', rowSql)

/** Tracked events and conversations are known by their name, the rest by their type. */
export const isNamed = `(name != '' AND type IN ('track', 'conversation', 'screen', 'group'))`
export const eventNameSql = `if(${isNamed}, toString(name), toString(type))`

/** Every identifier that can come to stand in a statement. */
export const fields: Readonly<Record<string, Field>> = {
  event: text(eventNameSql),
  type: text('type'),
  name: text('name'),
  path: text('path'),
  page: text('path'),
  host: text(`domain(origin)`),
  url: text('concat(origin, path, search)'),
  query: text('search'),
  title: text('title'),
  country: text('country'),
  region: text('region'),
  city: text('city'),
  timezone: text('timezone'),
  language: text('language'),
  browser: text('browser'),
  browserVersion: text('browser_version'),
  os: text('os'),
  device: text('device'),
  bot: text('bot'),
  agent: text(`concat('agt_', replaceAll(toString(agent), '-', ''))`),
  visitor: text(`concat('vis_', replaceAll(toString(visitor), '-', ''))`),
  visit: text(`concat('ses_', replaceAll(toString(session), '-', ''))`),
  time: { level: 'event', kind: 'instant', sql: 'time' },
  entryPage: atEntry('entryPage', 'path', 'entry_path'),
  exitPage: visit('exitPage', 'path', 'argMax', 'exit_path'),
  source: atEntry('source', 'source', 'entry_source'),
  referrer: atEntry('referrer', 'referrer', 'entry_referrer'),
  referrerHost: atEntry('referrerHost', 'domain(referrer)', 'domain(entry_referrer)'),
  medium: atEntry('medium', 'utm_medium', 'entry_medium'),
  campaign: atEntry('campaign', 'utm_campaign', 'entry_campaign'),
  campaignSource: atEntry('campaignSource', 'utm_source', 'entry_campaign_source'),
  term: atEntry('term', 'utm_term', 'entry_term'),
  content: atEntry('content', 'utm_content', 'entry_content'),
  utm_source: atEntry('utm_source', 'utm_source', 'entry_campaign_source'),
  utm_medium: atEntry('utm_medium', 'utm_medium', 'entry_medium'),
  utm_campaign: atEntry('utm_campaign', 'utm_campaign', 'entry_campaign'),
  utm_term: atEntry('utm_term', 'utm_term', 'entry_term'),
  utm_content: atEntry('utm_content', 'utm_content', 'entry_content')
}

const deepest = 6

/** What is known of every person, beside the traits that somebody gave them. Only what changes while nobody does anything is a number of days. */
export const facts = [
  'person.userId',
  'person.verified',
  'person.firstSeen',
  'person.lastSeen',
  'person.daysSinceFirstSeen',
  'person.daysSinceLastSeen',
  'person.visits',
  'person.events',
  'person.devices',
  'person.firstSource',
  'person.talked',
  'person.conversations',
  'person.rating'
] as const
export type Fact = (typeof facts)[number]
export const isFact = (key: string): key is Fact => facts.some(fact => fact === key)

/** The field a question names, or a refusal that says what there is. */
export function fieldOf(named: string, where: string): Field {
  const known = Object.hasOwn(fields, named) ? fields[named] : undefined
  if (known) return known
  const [room, ...rest] = named.split('.')
  if (room === 'traits' || room === 'trait') {
    const key = rest.join('.')
    if (key !== '') return { level: 'trait', key: `traits.${key}` }
  }
  if (room === 'person') {
    if (isFact(named)) return { level: 'trait', key: named }
    throw new AppError('invalid', `${where} must be one of ${facts.join(', ')}.`, { field: where })
  }
  const path = room === 'properties' || room === 'property' ? rest : named.split('.')
  if (path.length > 0 && path.length <= deepest && path.every(part => part !== '')) return { level: 'property', path }
  throw new AppError(
    'invalid',
    `${where} must be one of ${Object.keys(fields).join(', ')}, a property of the event (properties.price), a trait (traits.plan) or a fact of the person (person.visits).`,
    { field: where }
  )
}

/** A property as text: a string as it is, anything else as JSON has it; '' where it is missing or null. */
export function propertyText(query: Query, path: string[]): string {
  const keys = path.map(key => query.bind(key, 'String')).join(', ')
  return `if(JSONType(properties, ${keys}) = 'String', JSONExtractString(properties, ${keys}), if(JSONType(properties, ${keys}) = 'Null', '', JSONExtractRaw(properties, ${keys})))`
}

/** A property as a number; NULL where it is none. "12.50" is one. */
export const propertyNumber = (query: Query, path: string[]): string => `toFloat64OrNull(${propertyText(query, path)})`
