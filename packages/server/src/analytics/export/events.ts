import { type EventsQuestion, type ExportFormat, eventExportColumns, exportLimits } from '@foyer/protocol'
import { AppError } from '../../http/index.ts'
import { newQuery, type Query } from '../language/query.ts'
import { eventsWhere } from '../language/where.ts'
import type { Asking } from '../question.ts'

type EventColumn = (typeof eventExportColumns)['usual' | 'more'][number]

const publicId = (prefix: string, column: string) => `concat('${prefix}_', replaceAll(toString(${column}), '-', ''))`
const instant = (column: string) => `formatDateTime(${column}, '%Y-%m-%dT%H:%i:%S.%fZ', 'UTC')`
const sqls: Record<EventColumn, string> = {
  id: 'toString(id)',
  time: `concat(substring(${instant('time')}, 1, 23), 'Z')`,
  storedAt: `formatDateTime(stored_at, '%Y-%m-%dT%H:%i:%SZ', 'UTC')`,
  visitor: publicId('vis', 'visitor'),
  visit: publicId('ses', 'session'),
  agent: publicId('agt', 'agent'),
  type: 'toString(type)',
  name: 'toString(name)',
  url: 'concat(origin, path, search)',
  path: 'path',
  title: 'title',
  referrer: 'referrer',
  source: 'toString(source)',
  campaignSource: 'utm_source',
  medium: 'utm_medium',
  campaign: 'utm_campaign',
  term: 'utm_term',
  content: 'utm_content',
  country: 'toString(country)',
  region: 'region',
  city: 'city',
  timezone: 'timezone',
  language: 'language',
  browser: 'toString(browser)',
  browserVersion: 'browser_version',
  os: 'toString(os)',
  device: 'toString(device)',
  bot: 'bot',
  // As it is known everywhere else: IPv4 without what makes it an IPv6, nothing where there is none.
  ip: `if(ip = toIPv6('::'), '', replaceRegexpOne(toString(ip), '^::ffff:', ''))`,
  consent: 'consent',
  properties: 'properties'
}
const known: readonly string[] = [...eventExportColumns.usual, ...eventExportColumns.more]
const isColumn = (name: string): name is EventColumn => known.includes(name)
/** Written by Foyer, so that no cell of theirs can begin as a formula does. */
const ours: ReadonlySet<EventColumn> = new Set(['id', 'time', 'storedAt', 'visitor', 'visit', 'agent', 'ip'])

/** The rule of `harmless` for the engine, which writes the cells of events. */
const harmlessSql = (column: string) =>
  `if(match(${column}, '^[=+@\\\\t\\\\r\\\\n＝＋－＠-]') AND NOT match(${column}, '^-?[0-9]+([.][0-9]+)?$'), concat('\\'', ${column}), ${column})`

/**
 * One visitor after another, each in the order of time: that is how events lie, so nothing has to be sorted and any number of them can
 * be on their way.
 */
export function eventsSql(
  { scope, span }: Pick<Asking, 'scope' | 'span'>,
  question: EventsQuestion,
  columns: readonly string[] | undefined,
  format: ExportFormat
): { sql: string; query: Query } {
  const query = newQuery()
  const shown = (columns ?? eventExportColumns.usual).map((name, index) => {
    if (!isColumn(name))
      throw new AppError('invalid', `columns.${index} must be one of ${known.join(', ')}.`, {
        field: `columns.${index}`
      })
    const sql = format === 'csv' && !ours.has(name) ? harmlessSql(sqls[name]) : sqls[name]
    return `${sql} AS \`out_${name}\``
  })
  const names = (columns ?? eventExportColumns.usual).map(name => `\`out_${name}\` AS \`${name}\``)
  const limit = query.bind(question.limit ?? exportLimits.events, 'UInt32')
  return {
    query,
    sql: `SELECT ${names.join(', ')} FROM (SELECT ${shown.join(', ')} FROM events
      WHERE ${eventsWhere(query, scope, span, { ...question, bots: question.bots ?? 'with' })}
      ORDER BY workspace, visitor, UUIDv7ToDateTime(id, 'UTC'), id LIMIT ${limit})`
  }
}
