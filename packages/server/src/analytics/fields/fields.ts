import type { FieldsAnswer, FieldsQuery } from '@foyer/protocol'
import type { Sql } from 'postgres'
import { eventNameSql, type Field, facts, fieldOf, fields, isFact, propertyText } from '../language/fields.ts'
import { newQuery, type Query } from '../language/query.ts'
import { spanSql } from '../language/where.ts'
import { visitKey } from '../language/who.ts'
import type { Asking } from '../question.ts'
import { knownValues } from '../traits/known.ts'

type Items = FieldsAnswer['items']
type Search = { search: string; limit: number }

const usual = 100
/** What most events look like shows in this many of them; all of ten million would take seconds to be taken apart. */
const mostRead = 50_000
const mostPeople = 5_000
/** Nobody picks one of a hundred thousand ids from a list. */
const notListed: readonly string[] = ['visitor', 'visit', 'time']

export async function suggestions(asking: Asking, sql: Sql, asked: FieldsQuery): Promise<FieldsAnswer> {
  const search = { search: asked.search ?? '', limit: asked.limit ?? usual }
  return {
    items: asked.of === undefined ? await names(asking, sql, search) : await valuesOf(asking, sql, asked.of, search)
  }
}

/** `limit` of each kind: a shop with a hundred kinds of event would hide what is known of its people. */
async function names(asking: Asking, sql: Sql, search: Search): Promise<Items> {
  const known = [...Object.keys(fields), ...facts].map(value => ({ value, kind: 'field' as const }))
  const events = await eventNames(asking, search)
  const properties = await propertyNames(asking, search)
  const traits = await traitNames(sql, asking.workspaceId, search)
  return [
    ...known.filter(({ value }) => value.toLowerCase().includes(search.search.toLowerCase())).slice(0, search.limit),
    ...events.map(item => ({ ...item, kind: 'event' as const })),
    ...properties.map(item => ({ ...item, kind: 'property' as const })),
    ...traits.map(item => ({ ...item, kind: 'trait' as const }))
  ]
}

/** Texts and how often each is there, the most frequent first. `texts` gives them as `value`. */
function counted(query: Query, texts: string, { search, limit }: Search): string {
  const found = search === '' ? '' : `AND positionCaseInsensitiveUTF8(value, ${query.bind(search, 'String')}) > 0`
  return `SELECT value, count() AS count FROM (${texts}) WHERE value != '' ${found}
    GROUP BY value ORDER BY count DESC, value LIMIT ${query.bind(limit, 'UInt32')}`
}

const eventNames = ({ scope, span, ask }: Asking, search: Search) => {
  const query = newQuery()
  const texts = `SELECT ${eventNameSql} AS value FROM events WHERE ${spanSql(query, scope, span)}`
  return ask<Items[number]>(counted(query, texts, search), query)
}

const propertyNames = ({ scope, span, ask }: Asking, search: Search) => {
  const query = newQuery()
  const texts = `SELECT concat('properties.', arrayJoin(JSONExtractKeys(properties))) AS value
    FROM (SELECT properties FROM events WHERE ${spanSql(query, scope, span)} AND properties != '' LIMIT ${mostRead})`
  return ask<Items[number]>(counted(query, texts, search), query)
}

async function valuesOf(asking: Asking, sql: Sql, of: string, search: Search): Promise<Items> {
  if (notListed.includes(of)) return []
  if (of === 'event') return eventNames(asking, search)
  const field = fieldOf(of, 'of')
  if (field.level === 'trait')
    return isFact(field.key)
      ? factValues(sql, asking, field.key, search)
      : traitValues(sql, asking.workspaceId, field.key.replace(/^traits\./, ''), search)
  const query = newQuery()
  return asking.ask<Items[number]>(counted(query, textsOf(query, asking, field), search), query)
}

function textsOf(query: Query, { scope, span }: Asking, field: Exclude<Field, { level: 'trait' }>): string {
  const where = spanSql(query, scope, span)
  if (field.level === 'event') return `SELECT ${field.sql} AS value FROM events WHERE ${where}`
  if (field.level === 'visit') return `SELECT ${field.sql} AS value FROM events WHERE ${where} GROUP BY ${visitKey}`
  return `SELECT ${propertyText(query, field.path)} AS value
    FROM (SELECT properties FROM events WHERE ${where} AND properties != '' AND value != '' LIMIT ${mostRead})`
}

const like = (search: string) => `%${search.replace(/[\\%_]/g, character => `\\${character}`)}%`

const traitNames = (sql: Sql, workspaceId: string, { search, limit }: Search) => sql<
  { value: string; count: number }[]
>`
  SELECT 'traits.' || a.key AS value, count(DISTINCT v.person_id)::int AS count
  FROM (SELECT id, person_id FROM visitors WHERE workspace_id = ${workspaceId} ORDER BY last_seen_at DESC LIMIT ${mostPeople}) v
    JOIN attributes a ON a.visitor_id = v.id
  WHERE 'traits.' || a.key ILIKE ${like(search)}
  GROUP BY a.key ORDER BY count DESC, value LIMIT ${limit}`

const traitValues = (sql: Sql, workspaceId: string, key: string, { search, limit }: Search) => sql<
  { value: string; count: number }[]
>`
  SELECT a.value #>> '{}' AS value, count(DISTINCT v.person_id)::int AS count
  FROM (SELECT id, person_id FROM visitors WHERE workspace_id = ${workspaceId} ORDER BY last_seen_at DESC LIMIT ${mostPeople}) v
    JOIN attributes a ON a.visitor_id = v.id AND a.key = ${key}
  WHERE a.value #>> '{}' ILIKE ${like(search)}
  GROUP BY 1 ORDER BY count DESC, value LIMIT ${limit}`

const factValues = (sql: Sql, { workspaceId, nowMs }: Asking, fact: string, { search, limit }: Search) => sql<
  { value: string; count: number }[]
>`
  SELECT value, count(*)::int AS count FROM (${knownValues(sql, fact, { workspaceId }, new Date(nowMs))}) known
  WHERE value ILIKE ${like(search)}
  GROUP BY 1 ORDER BY count DESC, value LIMIT ${limit}`
