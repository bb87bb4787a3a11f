import type { RequestsFilter } from '@foyer/protocol'
import type { ISql } from 'postgres'
import { AppError, addressSpan, toUuid } from '../../http/index.ts'
import type { Query } from '../language/query.ts'
import type { Asking } from '../question.ts'

const dayMs = 86_400_000

/** The span of a question about the log: the last day, unless one is given. */
export function askedSpan(
  { from, to, timezone }: Pick<RequestsFilter, 'from' | 'to' | 'timezone'>,
  nowMs: number
): { from: string; to: string; timezone?: string } {
  const until = to ?? new Date(nowMs + 60_000).toISOString()
  return {
    from: from ?? new Date(nowMs - dayMs).toISOString(),
    to: until,
    ...(timezone === undefined ? {} : { timezone })
  }
}

/** Every browser of the person whom the visitor is one of; whoever is not known here has made no request here. */
export async function browsersOf(sql: ISql, workspaceId: string, visitor: string | undefined): Promise<string[]> {
  if (visitor === undefined) return []
  const rows = await sql<{ id: string }[]>`
    SELECT o.id FROM visitors v JOIN visitors o ON o.person_id = v.person_id AND o.workspace_id = v.workspace_id
    WHERE v.id = ${toUuid(visitor)} AND v.workspace_id = ${workspaceId}`
  return rows.map(row => row.id)
}

/** Which rows are meant, those that tell of what could not be logged among them. `own` is the browsers of the visitor asked for. */
export function requestsWhere(
  query: Query,
  { scope, span, nowMs }: Pick<Asking, 'scope' | 'span' | 'nowMs'>,
  asked: RequestsFilter,
  own: string[],
  keptDays: number
): string {
  const fromMs = Math.max(span.fromMs, nowMs - keptDays * dayMs)
  const parts = [
    `workspace = ${query.bind(scope.workspaceNumber, 'UInt32')}`,
    `time >= fromUnixTimestamp64Milli(${query.bind(fromMs, 'Int64')})`,
    `time < fromUnixTimestamp64Milli(${query.bind(span.toMs, 'Int64')})`
  ]
  const is = (column: string, value: string | undefined) => {
    if (value !== undefined) parts.push(`${column} = ${query.bind(value, 'String')}`)
  }
  if (asked.agentId !== undefined) parts.push(`agent = ${query.bind(toUuid(asked.agentId), 'UUID')}`)
  if (asked.conversation !== undefined) parts.push(`conversation = ${query.bind(toUuid(asked.conversation), 'UUID')}`)
  if (asked.visitor !== undefined) parts.push(`visitor IN ${query.bind(own, 'Array(UUID)')}`)
  if (asked.ip !== undefined) parts.push(addressSql(query, asked.ip))
  const [, method, endpoint] = /^(?:([A-Z]+) )?(.*)$/s.exec(asked.endpoint ?? '') ?? []
  if (asked.endpoint !== undefined) is('endpoint', endpoint)
  is('method', asked.method ?? method)
  is('source', asked.source)
  // Who was summed up has no country, which is not the same as one that is not known.
  if (asked.country === '' || asked.country === 'none') parts.push(`country = '' AND ip != toIPv6('::')`)
  else is('country', asked.country)
  if (asked.status !== undefined) parts.push(statusSql(query, asked.status))
  if (asked.search !== undefined) parts.push(searchSql(query, asked.search))
  return parts.join(' AND ')
}

function addressSql(query: Query, text: string): string {
  const span = addressSpan(text)
  if (!span)
    throw new AppError(
      'invalid',
      'ip must be an address (81.2.69.142), a range (81.2.69.0/24) or how addresses begin (81.2.).',
      { field: 'ip' }
    )
  return `ip != toIPv6('::') AND ip >= toIPv6(${query.bind(span.first, 'String')}) AND ip <= toIPv6(${query.bind(span.last, 'String')})`
}

function statusSql(query: Query, status: string): string {
  if (status === 'errors') return 'status >= 400'
  const number = Number(status.slice(0, 1)) * 100
  return status.endsWith('xx')
    ? `status >= ${query.bind(number, 'UInt32')} AND status < ${query.bind(number + 100, 'UInt32')}`
    : `status = ${query.bind(Number(status), 'UInt32')}`
}

const searched = ['endpoint', 'error', 'browser', 'os', 'bot']

function searchSql(query: Query, text: string): string {
  const wanted = query.bind(text.trim(), 'String')
  const within = searched.map(column => `positionCaseInsensitiveUTF8(${column}, ${wanted}) > 0`)
  return `(id = ${wanted} OR ${within.join(' OR ')})`
}
