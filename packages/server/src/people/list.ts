import type { PeopleFacets, PeoplePage, PeopleQuery } from '@foyer/protocol'
import type { ISql } from 'postgres'
import { decodeCursor, defaultLimit, encodeCursor, pageOfRows } from '../http/index.ts'
import { searchForm } from '../identity/index.ts'
import { type PersonRow, personColumns, summaryOf } from './summary.ts'

/** `among`: nobody but these people. */
type Scope = { workspaceId: string; now: Date; among?: readonly string[] }

/** A page of people. The total is of all that match; it is counted for the first page, and the cursor carries it to the next ones. */
export async function listPeople(sql: ISql, scope: Scope, query: PeopleQuery): Promise<PeoplePage> {
  const limit = query.limit ?? defaultLimit
  const sort = query.sort ?? 'lastSeenAt'
  const descending = (query.order ?? (sort === 'name' ? 'asc' : 'desc')) === 'desc'
  const where = matching(sql, scope, query)
  const key = sortKeys(sql)[sort]
  const before = cursorOf(sort, query.cursor)
  const direction = descending ? sql`DESC` : sql`ASC`
  const [rows, total] = await Promise.all([
    sql<(PersonRow & { nameKey: string })[]>`
      SELECT ${personColumns(sql, scope.now)}, ${sortKeys(sql).name} AS "nameKey" FROM people p
      WHERE ${where} ${before ? after(sql, key, descending, before) : sql``}
      ORDER BY ${key} ${direction}, p.id
      LIMIT ${limit + 1}`,
    before ? before.total : countPeople(sql, where)
  ])
  const page = pageOfRows(rows, limit, summaryOf, row =>
    encodeCursor(`people ${sort}`, [sort === 'name' ? row.nameKey : row[sort], row.id, total])
  )
  return { ...page, total }
}

async function countPeople(sql: ISql, where: ReturnType<typeof matching>): Promise<number> {
  const rows = await sql<{ total: number }[]>`SELECT count(*) AS total FROM people p WHERE ${where}`
  return rows[0]?.total ?? 0
}

type Sort = NonNullable<PeopleQuery['sort']>

const sortKeys = (sql: ISql) => ({
  lastSeenAt: sql`p.last_seen_at`,
  firstSeenAt: sql`p.first_seen_at`,
  events: sql`p.events`,
  visits: sql`p.visits`,
  // People without a name come after all who have one. So much of a name as fits into a cursor, whatever its letters.
  name: sql`(CASE WHEN p.name IS NULL THEN '1' ELSE '0' || left(lower(p.name), 40) END) COLLATE "C"`
})

type Position = { value: string | number | Date; id: string; total: number }

function cursorOf(sort: Sort, cursor: string | undefined): Position | undefined {
  const kind = sort === 'name' ? 'string' : sort === 'events' || sort === 'visits' ? 'number' : 'instant'
  const values = decodeCursor(`people ${sort}`, [kind, 'uuid', 'number'], cursor)
  return values && { value: values[0], id: values[1], total: values[2] }
}

type Key = ReturnType<typeof sortKeys>[Sort]

const after = (sql: ISql, key: Key, descending: boolean, { value, id }: Position) =>
  descending
    ? sql`AND (${key} < ${value} OR (${key} = ${value} AND p.id > ${id}))`
    : sql`AND (${key} > ${value} OR (${key} = ${value} AND p.id > ${id}))`

export function matching(sql: ISql, scope: Scope, query: PeopleQuery) {
  const also = [
    scope.among && sql`AND p.id = ANY(${[...scope.among]}::uuid[])`,
    query.country && sql`AND p.country = ${query.country}`,
    query.browser && sql`AND p.browser = ${query.browser}`,
    query.device && sql`AND p.device = ${query.device}`,
    query.source && sql`AND p.source = ${query.source}`,
    query.bots !== undefined && sql`AND p.bot = ${query.bots}`,
    query.known === 'verified' && sql`AND p.user_id IS NOT NULL`,
    query.known === 'named' && sql`AND (p.name IS NOT NULL OR p.email IS NOT NULL)`,
    query.known === 'anonymous' && sql`AND p.name IS NULL AND p.email IS NULL AND p.user_id IS NULL`,
    query.seenWithin &&
      sql`AND p.last_seen_at > ${scope.now}::timestamptz - make_interval(mins => ${query.seenWithin})`,
    query.search?.trim() && searchFor(sql, query.search.trim())
  ].filter(part => typeof part === 'object')
  return also.reduce((where, part) => sql`${where} ${part}`, sql`p.workspace_id = ${scope.workspaceId}`)
}

/** Every word typed must begin a word of theirs; a pasted visitor id finds its person. */
function searchFor(sql: ISql, search: string) {
  const id = /^vis_([0-9a-f]{32})$/.exec(search)?.[1]
  if (id) return sql`AND p.id = (SELECT person_id FROM visitors WHERE id = ${id})`
  const words = searchForm(search)
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .filter(word => word !== '')
  if (words.length === 0) return sql`AND false`
  return sql`AND p.words @@ to_tsquery('simple', ${words.map(word => `${word}:*`).join(' & ')})`
}

const facetSize = 50

/** What the filter rail offers: each list under all the filters but its own, so that one can change one's mind. */
export async function peopleFacets(sql: ISql, scope: Scope, query: PeopleQuery): Promise<PeopleFacets> {
  const facet = async (column: ReturnType<ISql>, without: keyof PeopleQuery) =>
    sql<{ value: string; people: number }[]>`
      SELECT ${column} AS value, count(*) AS people FROM people p
      WHERE ${matching(sql, scope, { ...query, [without]: undefined })} AND ${column} IS NOT NULL
      GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT ${facetSize}`
  const [countries, browsers, devices, sources] = await Promise.all([
    facet(sql`p.country`, 'country'),
    facet(sql`p.browser`, 'browser'),
    facet(sql`p.device`, 'device'),
    facet(sql`p.source`, 'source')
  ])
  return { countries: [...countries], browsers: [...browsers], devices: [...devices], sources: [...sources] }
}
