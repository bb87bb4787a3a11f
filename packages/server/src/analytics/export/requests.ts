import { exportLimits, type RequestGroup, type RequestsFilter, type RequestsSummary } from '@foyer/protocol'
import type { Asking } from '../question.ts'
import { listRequests } from '../requests/list.ts'
import type { Cell, Column, Listed, Table } from './cells.ts'

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

const text = (name: string): Column => ({ name, type: 'text' })
const number = (name: string): Column => ({ name, type: 'number' })
const whole = (name: string): Column => ({ name, type: 'whole' })
const totals = [
  'requests',
  'clientErrors',
  'serverErrors',
  'p50',
  'p95',
  'p99',
  'addresses',
  'visitors',
  'summed',
  'notLogged'
] as const
const figures = ['requests', 'clientErrors', 'serverErrors', 'p50', 'p95'] as const
const grouped = [text('value'), whole('requests'), whole('errors'), number('p95')]
const ofGroup = ({ value, requests, errors, p95 }: RequestGroup): Cell[] => [value, requests, errors, p95]

/** What stands above the log. Durations are milliseconds. */
export function requestTables(summary: RequestsSummary): Table[] {
  const { total, points, buckets } = summary
  const group = (name: 'endpoints' | 'countries' | 'sources' | 'statuses'): Table => ({
    name,
    columns: grouped,
    rows: summary[name].map(ofGroup)
  })
  return [
    { name: 'figures', columns: [text('figure'), number('value')], rows: totals.map(name => [name, total[name]]) },
    {
      name: 'points',
      columns: [text('bucket'), ...figures.map(number)],
      rows: points.map((point, index) => [buckets[index] ?? '', ...figures.map(name => point[name])])
    },
    {
      name: 'addresses',
      columns: [...grouped, text('country')],
      rows: summary.addresses.map(one => [...ofGroup(one), one.country ?? ''])
    },
    ...(['endpoints', 'countries', 'sources', 'statuses'] as const).map(group)
  ]
}
