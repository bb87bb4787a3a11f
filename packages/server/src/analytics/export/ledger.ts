import { AgentId, type exportTables, type LedgerRow, Moment } from '@foyer/protocol'
import type { ISql } from 'postgres'
import { Type } from 'typebox'
import { toUuid } from '../../http/index.ts'
import { ledgerRows } from '../../intake/index.ts'
import type { Span } from '../language/moments.ts'
import type { Cell, Column, Listed } from './cells.ts'

export const LedgerQuestion = Type.Object(
  {
    from: Moment,
    to: Moment,
    timezone: Type.Optional(Type.String({ maxLength: 64 })),
    agentId: Type.Optional(AgentId)
  },
  { additionalProperties: false }
)

type Name = (typeof exportTables.ledger)[number]

const text = (name: string): Column => ({ name, type: 'text' })
const whole = (name: string): Column => ({ name, type: 'whole' })
const columns: Record<Name, Column[]> = {
  hours: [
    ...['hour', 'agentId'].map(text),
    ...['received', 'stored', 'duplicates', 'refused', 'unexplained', 'droppedInPage'].map(whole)
  ],
  reasons: [...['hour', 'agentId', 'entry', 'reason'].map(text), whole('events')],
  sums: [...['entry', 'reason'].map(text), whole('events')]
}

const pageHours = 500
const hourMs = 3_600_000
const total = (counts: Record<string, number>) => Object.values(counts).reduce((sum, count) => sum + count, 0)

/** The loss ledger: `received = stored + duplicates + refused`, what is left over is `unexplained`; `droppedInPage` was never received. */
export function ledgerTable(
  sql: ISql,
  about: { workspaceId: string; span: Span; agentId: string | undefined },
  name: Name
): Listed {
  const { workspaceId, span, agentId } = about
  const agent = agentId === undefined ? null : toUuid(agentId)
  async function* pages(): AsyncGenerator<LedgerRow[]> {
    for (let to = new Date(span.toMs - 1); ; ) {
      const page = await ledgerRows(sql, { workspaceId, from: new Date(span.fromMs), to, agent, hours: pageHours })
      const last = page.at(-1)
      if (!last) return
      yield page
      to = new Date(Date.parse(last.hour) - hourMs)
    }
  }
  async function* rows(): AsyncGenerator<Cell[]> {
    const sums = new Map<string, Cell[]>()
    for await (const page of pages())
      for (const row of page) {
        if (name === 'hours') yield hourOf(row)
        else if (name === 'reasons') for (const reason of reasonsOf(row)) yield [row.hour, row.agentId ?? '', ...reason]
        else
          for (const [entry, reason, events] of entriesOf(row)) {
            const key = `${entry} ${reason}`
            sums.set(key, [entry, reason, events + Number(sums.get(key)?.[2] ?? 0)])
          }
      }
    yield* [...sums.values()].sort(inOrder)
  }
  return { name, columns: columns[name], rows: rows() }
}

function hourOf({ hour, agentId, received, stored, duplicate, rejected, droppedInPage }: LedgerRow): Cell[] {
  const refused = total(rejected)
  const unexplained = received - stored - duplicate - refused
  return [hour, agentId ?? '', received, stored, duplicate, refused, unexplained, total(droppedInPage)]
}

/** As the equation is written; the reasons by their names. */
const order = ['received', 'stored', 'duplicates', 'refused', 'droppedInPage']
const inOrder = ([one, why]: Cell[], [other, because]: Cell[]) =>
  order.indexOf(String(one)) - order.indexOf(String(other)) || (String(why) < String(because) ? -1 : 1)

type Entry = [entry: string, reason: string, events: number]

const reasonsOf = ({ rejected, droppedInPage }: LedgerRow): Entry[] => [
  ...Object.entries(rejected).map(([reason, events]): Entry => ['refused', reason, events]),
  ...Object.entries(droppedInPage).map(([reason, events]): Entry => ['droppedInPage', reason, events])
]

const entriesOf = (row: LedgerRow): Entry[] => [
  ['received', '', row.received],
  ['stored', '', row.stored],
  ['duplicates', '', row.duplicate],
  ...reasonsOf(row)
]
