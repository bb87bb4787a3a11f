import type { ISql, Sql } from 'postgres'
import type { eventColumns } from '../stores/events/index.ts'
import type { Rules } from './policy.ts'
import { keptAddress, keptPlace } from './whereabouts.ts'

/** Events that the event store would not take lie in the records as the lines they would have been. */
type Kept = { columns: string[]; line: string }
type Row = { id: number; workspace: string; event: string }

const dayMs = 86_400_000
const batch = 200
const never = '::'

/** Answers how many lines of which workspace were made to hold less. */
async function rewriteLines(
  sql: Sql,
  rows: (tx: ISql, after: number) => PromiseLike<Row[]>,
  change: (line: Line) => void
): Promise<Map<string, number>> {
  const changed = new Map<string, number>()
  let after = 0
  for (let isMore = true; isMore; ) {
    const read = await sql.begin(async tx => {
      const found = await rows(tx, after)
      for (const { id, workspace, event } of found) {
        const before = JSON.parse(event) as Kept
        const line = openLine(before)
        change(line)
        const now = line.text()
        if (now === before.line) continue
        await tx`UPDATE set_aside SET event = ${JSON.stringify({ ...before, line: now })} WHERE id = ${id}`
        changed.set(workspace, (changed.get(workspace) ?? 0) + 1)
      }
      return found.map(row => row.id)
    })
    after = (read as number[]).at(-1) ?? after
    isMore = (read as number[]).length === batch
  }
  return changed
}

type Line = ReturnType<typeof openLine>

function openLine({ columns, line }: Kept) {
  const values = line.split('\t')
  const at = (column: (typeof eventColumns)[number]) => columns.indexOf(column)
  return {
    get: (column: (typeof eventColumns)[number]) => values[at(column)] ?? '',
    set(column: (typeof eventColumns)[number], value: string) {
      if (at(column) >= 0 && values[at(column)] !== undefined) values[at(column)] = value
    },
    text: () => values.join('\t')
  }
}

const yearOfBefore = 365

export const forgetLines = (sql: Sql, now: Date): Promise<Map<string, number>> =>
  rewriteLines(
    sql,
    (tx, after) => tx<Row[]>`
      SELECT id, workspace_id AS workspace, event FROM set_aside WHERE id > ${after} ORDER BY id LIMIT ${batch} FOR UPDATE`,
    line => {
      const days = line.get('place_days') === '' ? yearOfBefore : Number(line.get('place_days'))
      const at = Date.parse(`${line.get('time').replace(' ', 'T')}Z`)
      if (Number.isNaN(at) || at + days * dayMs <= now.getTime()) empty(line)
    }
  )

export const obeyLines = (sql: Sql, workspaceId: string, rules: Rules): Promise<Map<string, number>> =>
  rewriteLines(
    sql,
    (tx, after) => tx<Row[]>`
      SELECT id, workspace_id AS workspace, event FROM set_aside WHERE workspace_id = ${workspaceId} AND id > ${after}
      ORDER BY id LIMIT ${batch} FOR UPDATE`,
    line => {
      const { rule } = rules.of(line.get('country'))
      const [country, region, city, timezone] = [
        line.get('country'),
        line.get('region'),
        line.get('city'),
        line.get('timezone')
      ]
      const place = keptPlace(rule, { country, region, city, timezone })
      const mapped = line.get('ip').replace(/^::ffff:/, '')
      const ip = mapped === never ? '' : keptAddress(rule, mapped)
      if (rule.ip === 'never') line.set('user_agent', '')
      line.set('ip', ip === '' ? never : ip.includes(':') ? ip : `::ffff:${ip}`)
      for (const column of ['country', 'region', 'city', 'timezone'] as const) line.set(column, place[column])
      if (Number(line.get('place_days')) > rule.forgetAfterDays) line.set('place_days', String(rule.forgetAfterDays))
    }
  )

function empty(line: Line): void {
  line.set('ip', never)
  for (const column of ['country', 'region', 'city', 'timezone', 'user_agent'] as const) line.set(column, '')
}
