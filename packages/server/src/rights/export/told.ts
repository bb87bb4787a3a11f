import { type IdPrefix, toPublic } from '../../http/index.ts'

type Row = Record<string, unknown>

/** Ids as they are known outside, by the columns they stand in. */
const prefixes: Record<string, IdPrefix> = {
  agent_id: 'agt',
  agent: 'agt',
  conversation: 'cnv',
  conversation_id: 'cnv',
  destination_id: 'dst',
  destination: 'dst',
  from_visitor: 'vis',
  into_visitor: 'vis',
  merged_into: 'cnv',
  message_id: 'msg',
  person_id: 'vis',
  rule_id: 'prl',
  session: 'ses',
  session_id: 'ses',
  visitor: 'vis',
  visitor_id: 'vis'
}
const nobody = '00000000-0000-0000-0000-000000000000'

/**
 * A row of a store as it is given out: whatever columns it has, so that what is kept tomorrow is told tomorrow. What it does not say is
 * left out, and so are the columns named, which say nothing of the person.
 */
export function told(row: Row, own: IdPrefix | null, without: readonly string[] = []): Row {
  const shown: Row = {}
  for (const [column, value] of Object.entries(row)) {
    if (without.includes(column) || isNothing(value)) continue
    const prefix = column === 'id' ? own : prefixes[column]
    if (prefix && value === nobody) continue
    shown[camelCase(column)] = prefix && typeof value === 'string' ? toPublic(prefix, value) : value
  }
  return shown
}

const isNothing = (value: unknown) =>
  value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)

const camelCase = (column: string) => column.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())

/** A text of JSON as what it says. */
export const parsed = (text: unknown): unknown =>
  typeof text === 'string' && text !== '' ? JSON.parse(text) : undefined

/** An address as it is written: IPv4 without what makes it an IPv6. */
export const address = (ip: unknown): string => (ip === '::' ? '' : String(ip ?? '').replace(/^::ffff:(?=\d+\.)/, ''))
