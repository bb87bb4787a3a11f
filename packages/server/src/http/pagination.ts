import type { Page } from '@foyer/protocol'
import { AppError } from './app-error.ts'

/**
 * Where a list goes on: the sort key of the last row shown. A PostgreSQL timestamp has microseconds and a Date has not, so a
 * column used here is timestamptz(3), or it is read as text.
 */
type Kinds = { string: string; number: number; instant: Date; uuid: string }
export type CursorShape = readonly (keyof Kinds)[]
export type CursorValues<Shape extends CursorShape> = { -readonly [Index in keyof Shape]: Kinds[Shape[Index]] }

export const defaultLimit = 50

/** `list` names the list, so that a cursor of one is not taken by another whose keys happen to look alike. */
export function encodeCursor(list: string, values: readonly (string | number | Date)[]): string {
  return Buffer.from(JSON.stringify([list, ...values])).toString('base64url')
}

export function decodeCursor<const Shape extends CursorShape>(
  list: string,
  shape: Shape,
  cursor: string | undefined
): CursorValues<Shape> | undefined {
  if (cursor === undefined) return undefined
  const [name, ...values] = parse(cursor)
  if (name !== list || values.length !== shape.length) throw badCursor()
  return values.map((value, index) => read(shape[index], value)) as CursorValues<Shape>
}

function parse(cursor: string): unknown[] {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
    if (Array.isArray(parsed)) return parsed
  } catch {
    throw badCursor()
  }
  throw badCursor()
}

function read(kind: keyof Kinds | undefined, value: unknown): string | number | Date {
  // Every number a list is sorted by is a count or a position; a bigint column takes no fraction.
  if (kind === 'number' && typeof value === 'number' && Number.isSafeInteger(value)) return value
  if (typeof value === 'string') {
    if (kind === 'string' && !value.includes('\0')) return value
    if (kind === 'uuid' && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(value)) return value
    // Years PostgreSQL cannot hold parse well as a Date, so the form is held to four digits.
    if (kind === 'instant' && /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value) && !Number.isNaN(Date.parse(value)))
      return new Date(value)
  }
  throw badCursor()
}

const badCursor = () =>
  new AppError('invalid', 'This cursor is not one this list gave out. Start again without it.', { field: 'cursor' })

/** Rows were asked for one more than `limit`; the extra one only says that there is a next page. */
export function pageOfRows<Row, Item>(
  rows: readonly Row[],
  limit: number,
  item: (row: Row) => Item,
  cursor: (row: Row) => string
): Page<Item> {
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  return {
    items: shown.map(item),
    ...(rows.length > limit && last !== undefined ? { nextCursor: cursor(last) } : {})
  }
}
