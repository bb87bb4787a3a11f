import type { exportTables, LastHalfHour } from '@foyer/protocol'
import type { Cell, Column, Table } from './cells.ts'

type Name = (typeof exportTables.live)[number]

const columns = (text: string, ...whole: string[]): Column[] => [
  { name: text, type: 'text' },
  ...whole.map(name => ({ name, type: 'whole' as const }))
]

/** The last half hour, minute by minute, and who is where in it. */
export function liveTable(now: LastHalfHour, name: Name): Table {
  if (name === 'minutes')
    return {
      name,
      columns: columns('at', 'visitors', 'views'),
      rows: now.minutes.map(({ at, visitors, views }): Cell[] => [at, visitors, views])
    }
  if (name === 'events')
    return { name, columns: columns('value', 'count'), rows: now.events.map(({ value, count }) => [value, count]) }
  return {
    name,
    columns: columns('value', 'visitors'),
    rows: now[name].map(({ value, visitors }) => [value, visitors])
  }
}
