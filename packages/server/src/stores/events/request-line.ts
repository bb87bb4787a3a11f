import { escaped, storedIp, storedTime } from './line.ts'

/** One request as the log keeps it, or several that were summed up. Ids are UUIDs, empty where there is none. */
export type RequestFields = {
  workspace: number
  timeMs: number
  id: string
  count: number
  method: string
  /** The pattern of the route, never an address. */
  endpoint: string
  status: number
  durationMs: number
  source: string
  agent: string
  visitor: string
  conversation: string
  error: string
  ip: string
  country: string
  browser: string
  os: string
  bot: string
  placeDays: number
}

/** The columns in the order a line has them. */
export const requestColumns = [
  'workspace',
  'time',
  'id',
  'count',
  'method',
  'endpoint',
  'status',
  'duration',
  'source',
  'agent',
  'visitor',
  'conversation',
  'error',
  'ip',
  'country',
  'browser',
  'os',
  'bot',
  'place_days'
] as const

const noId = '00000000-0000-0000-0000-000000000000'

export function requestLine(request: RequestFields): string {
  const { workspace, count, status } = request
  return [
    workspace,
    storedTime(request.timeMs),
    escaped(request.id),
    count,
    escaped(request.method),
    escaped(request.endpoint),
    status,
    // To a tenth: what lies below is noise, and few different values are what percentiles are quick over.
    Math.round(request.durationMs * 10) / 10,
    request.source,
    request.agent || noId,
    request.visitor || noId,
    request.conversation || noId,
    escaped(request.error),
    storedIp(request.ip),
    ...[request.country, request.browser, request.os, request.bot].map(escaped),
    request.placeDays
  ].join('\t')
}
