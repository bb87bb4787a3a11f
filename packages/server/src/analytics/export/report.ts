import { type ExportFormat, type ExportKind, type ExportRequest, exportLimits, exportTables } from '@foyer/protocol'
import { AppError } from '../../http/index.ts'
import type { EventStore } from '../../stores/events/index.ts'
import { newQuery } from '../language/query.ts'
import type { Asking } from '../question.ts'
import { type From, kindOf } from '../saved/kinds.ts'
import { type Cell, type Column, csvLine, type Listed, type Table } from './cells.ts'
import { type TableKind, tablesOf } from './tables.ts'

/** The table of a report that was asked for. Of a list, all of it and not one page. */
export async function reportTable(
  kind: TableKind,
  asking: Asking,
  { question, table }: Pick<ExportRequest, 'question' | 'table'>,
  from: From
): Promise<Table> {
  const name = tableName(kind, table)
  const answer =
    kind === 'top' ? await wholeList(asking, question, from) : await kindOf(kind).answer(asking, question, from)
  return named(tablesOf[kind](answer as never), name)
}

export function named(tables: Table[], name: string): Table {
  const found = tables.find(one => one.name === name)
  if (!found) throw new Error(`there is no table ${name}`)
  return found
}

/** The first of the kind's tables where none is asked for. */
export function tableName<Kind extends ExportKind>(
  kind: Kind,
  asked: string | undefined
): (typeof exportTables)[Kind][number] {
  const names: readonly (typeof exportTables)[Kind][number][] = exportTables[kind]
  const name = asked === undefined ? names[0] : names.find(one => one === asked)
  if (name === undefined) throw new AppError('invalid', `table must be one of ${names.join(', ')}.`, { field: 'table' })
  return name
}

const pageRows = 500
/** As far as a list goes on (`TopQuery`). */
const mostOffset = exportLimits.reportRows - pageRows

async function wholeList(asking: Asking, question: Record<string, unknown>, from: From) {
  const items: unknown[] = []
  for (let offset = 0; offset <= mostOffset; offset += pageRows) {
    const page = await kindOf('top').answer(asking, { ...question, limit: pageRows, offset }, from)
    const rows = Array.isArray(page.items) ? page.items : []
    items.push(...rows)
    if (rows.length < pageRows) break
  }
  return { items }
}

/** In pieces, so that a long table is on its way before it is all in words. */
export async function* written(
  { columns, rows }: Table | Listed,
  format: Exclude<ExportFormat, 'parquet'>
): AsyncGenerator<string> {
  const object = (row: Cell[]) =>
    JSON.stringify(Object.fromEntries(columns.map((column, index) => [column.name, row[index] ?? null])))
  const head = { csv: csvLine(columns.map(column => column.name)), json: '[', ndjson: '' }[format]
  let isFirst = true
  for await (const row of rows) {
    if (isFirst) yield head
    if (format === 'csv') yield csvLine(row)
    else if (format === 'ndjson') yield `${object(row)}\n`
    else yield `${isFirst ? '\n' : ',\n'}${object(row)}`
    isFirst = false
  }
  if (isFirst) yield head
  if (format === 'json') yield '\n]\n'
}

const engineTypes: Record<Column['type'], string> = {
  text: 'String',
  number: 'Nullable(Float64)',
  whole: 'Nullable(Int64)'
}

/** The engine writes Parquet; the rows travel to it as a value. */
export async function* parquetOf(
  events: Pick<EventStore, 'stream'>,
  { columns, rows }: Table | Listed,
  signal: AbortSignal
): AsyncGenerator<Uint8Array> {
  const lines: string[] = []
  let bytes = 0
  for await (const row of rows) {
    const line = JSON.stringify(
      row.map((cell, at) => cell ?? (columns[at]?.type === 'text' ? '' : null))
    ).toWellFormed()
    bytes += Buffer.byteLength(line) + 1
    if (bytes > exportLimits.parquetBytes)
      throw new AppError(
        'invalid',
        `This table has more than ${exportLimits.parquetBytes / 1_000_000} MB, which is the most of a report that becomes Parquet. Choose CSV or NDJSON.`,
        { field: 'format' }
      )
    lines.push(line)
  }
  const query = newQuery()
  const structure = columns.map(column => `${column.name} ${engineTypes[column.type]}`).join(', ')
  const sql = `SELECT * FROM format(JSONCompactEachRow, ${query.bind(structure, 'String')}, ${query.bind(lines.join('\n'), 'String')})`
  yield* events.stream(sql, query.params, 'Parquet', signal)
}
