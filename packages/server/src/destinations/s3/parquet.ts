import { parquetWriteBuffer } from 'hyparquet-writer'
import { textOf } from '../fields.ts'

type Row = Readonly<Record<string, unknown>>

/** Those that are in every file, so that all files of a table have the same. */
const standing = [
  'id',
  'time',
  'type',
  'name',
  'visitor_id',
  'user_id',
  'session_id',
  'url',
  'path',
  'title',
  'referrer',
  'properties',
  'context',
  'traits'
]

/** A column is of numbers or of yes and no where all its values are; otherwise text, and JSON where a value is neither. */
export function parquetOf(rows: readonly Row[]): Uint8Array {
  const own = [...new Set(rows.flatMap(row => Object.keys(row)))].filter(name => !standing.includes(name)).sort()
  const columnData = [...standing, ...own].map(name =>
    column(
      name,
      rows.map(row => row[name] ?? null)
    )
  )
  return new Uint8Array(parquetWriteBuffer({ columnData, createdBy: 'Foyer' }))
}

function column(name: string, values: unknown[]) {
  if (name === 'time') return { name, type: 'TIMESTAMP' as const, data: values.map(asDate) }
  const isStanding = standing.includes(name)
  const given = values.filter(value => value !== null)
  if (!isStanding && given.length > 0 && given.every(value => typeof value === 'number'))
    return { name, type: 'DOUBLE' as const, data: values }
  if (!isStanding && given.length > 0 && given.every(value => typeof value === 'boolean'))
    return { name, type: 'BOOLEAN' as const, data: values }
  return { name, type: 'STRING' as const, data: values.map(asText) }
}

const asText = (value: unknown) => (value === null ? null : textOf(value))

function asDate(value: unknown): Date | null {
  const ms = Date.parse(textOf(value))
  return Number.isNaN(ms) ? null : new Date(ms)
}
