import { type LoggedRequest, type Requests, type RequestsQuery, requestSources } from '@foyer/protocol'
import { decodeCursor, defaultLimit, encodeCursor, pageOfRows, toPublic } from '../../http/index.ts'
import { newQuery } from '../language/query.ts'
import type { Asking } from '../question.ts'
import { requestsWhere } from './request-where.ts'

type Row = {
  ms: number
  id: string
  count: number
  method: string
  endpoint: string
  status: number
  duration: number
  source: string
  agent: string
  visitor: string
  conversation: string
  error: string
  /** Under another name than its column, which the conditions are about. */
  address: string
  country: string
  browser: string
  os: string
  bot: string
}

/** The newest first. */
export async function listRequests(
  asking: Asking,
  asked: RequestsQuery,
  own: string[],
  keptDays: number
): Promise<Requests> {
  const query = newQuery()
  const limit = asked.limit ?? defaultLimit
  const where = requestsWhere(query, asking, asked, own, keptDays)
  const cursor = decodeCursor('requests', ['number', 'string'], asked.cursor)
  const before = cursor ? ` AND ${beforeSql(query.bind(cursor[0], 'Int64'), query.bind(cursor[1], 'String'))}` : ''
  const rows = await asking.ask<Row>(
    `SELECT toUnixTimestamp64Milli(time) AS ms, id, count, method, endpoint, status, duration, source, agent, visitor, conversation, error,
       replaceOne(toString(ip), '::ffff:', '') AS address, country, browser, os, bot
     FROM requests WHERE ${where} AND endpoint != ''${before}
     ORDER BY time DESC, requests.id DESC LIMIT ${query.bind(limit + 1, 'UInt32')}`,
    query
  )
  return pageOfRows(rows, limit, shown, row => encodeCursor('requests', [Number(row.ms), row.id]))
}

const beforeSql = (ms: string, id: string) =>
  `time <= fromUnixTimestamp64Milli(${ms}) AND (time < fromUnixTimestamp64Milli(${ms}) OR id < ${id})`

const noId = '00000000-0000-0000-0000-000000000000'

function shown(row: Row): LoggedRequest {
  const { id, count, method, endpoint, status, country, browser, os, bot, error, address } = row
  return {
    id,
    at: new Date(Number(row.ms)).toISOString(),
    count,
    method,
    endpoint,
    status,
    durationMs: Math.round(row.duration * 10) / 10,
    source: requestSources.find(source => source === row.source) ?? 'api',
    ...(address === '::' ? {} : { ip: address }),
    ...(country && { country }),
    ...(browser && { browser }),
    ...(os && { os }),
    ...(bot && { bot }),
    ...(row.agent === noId ? {} : { agentId: toPublic('agt', row.agent) }),
    ...(row.visitor === noId ? {} : { visitorId: toPublic('vis', row.visitor) }),
    ...(row.conversation === noId ? {} : { conversationId: toPublic('cnv', row.conversation) }),
    ...(error && { error })
  }
}
