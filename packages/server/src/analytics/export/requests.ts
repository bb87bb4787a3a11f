import { exportLimits, type RequestsFilter } from '@foyer/protocol'
import type { Asking } from '../question.ts'
import { listRequests } from '../requests/list.ts'
import type { Cell, Column, Listed } from './cells.ts'

const pageRows = 500
const texts = ['at', 'id', 'method', 'endpoint'] as const
const more = [
  'source',
  'ip',
  'country',
  'browser',
  'os',
  'bot',
  'agentId',
  'visitorId',
  'conversationId',
  'error'
] as const
const columns: Column[] = [
  ...texts.map(name => ({ name, type: 'text' as const })),
  { name: 'status', type: 'whole' },
  { name: 'durationMs', type: 'number' },
  { name: 'count', type: 'whole' },
  ...more.map(name => ({ name, type: 'text' as const }))
]

/** The log as it is listed, the newest first. */
export function requestsTable(asking: Asking, filter: RequestsFilter, own: string[], keptDays: number): Listed {
  async function* rows(): AsyncGenerator<Cell[]> {
    let cursor: string | undefined
    for (let count = 0; count < exportLimits.requests; count += pageRows) {
      const page = await listRequests(
        asking,
        { ...filter, limit: pageRows, ...(cursor === undefined ? {} : { cursor }) },
        own,
        keptDays
      )
      for (const one of page.items)
        yield [
          ...texts.map(name => one[name]),
          one.status,
          one.durationMs,
          one.count,
          ...more.map(name => one[name] ?? '')
        ]
      cursor = page.nextCursor
      if (cursor === undefined) return
    }
  }
  return { name: 'requests', columns, rows: rows() }
}
