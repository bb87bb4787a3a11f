import type { TopQuery } from '@foyer/protocol'
import { AppError } from '../../http/index.ts'
import { eventNameSql, fieldOf, isNamed } from '../language/fields.ts'
import { isOwnDoing } from '../language/kept-visits.ts'
import { isSaidInRows } from '../visits/visit-rows.ts'

/**
 * Where the values of a list come from. `happened`: each page or event has one, and is what is counted. `had`: each event says it of its
 * visitor; pages are counted. `visit`: a visit has one, by its first or last page.
 */
export type Dimension = {
  kind: 'happened' | 'had' | 'visit'
  value: string
  /** Of a visit: what the hash that stands for its value was made of. */
  named?: string
  /** Which events are looked at. */
  of: string
  counted: 'pages' | 'events'
  hasCountry: boolean
  /** The value in a row of the table of visits, and in the rows of a visit that has several; undefined where they do not tell. */
  inRows?: { row: string; rows: string }
}

const pages = `type = 'page'`

export function dimensionOf(dimension: TopQuery['dimension']): Dimension {
  if (dimension === 'endpoint')
    throw new AppError('invalid', 'dimension endpoint is a list of its own, of requests.', { field: 'dimension' })
  const hasCountry = dimension === 'region' || dimension === 'city'
  if (dimension === 'page') return { kind: 'happened', value: 'path', of: pages, counted: 'pages', hasCountry }
  if (dimension === 'event')
    return { kind: 'happened', value: eventNameSql, of: isNamed, counted: 'events', hasCountry }
  const field = fieldOf(dimension, 'dimension')
  if (field.level === 'visit')
    return {
      kind: 'visit',
      value: field.keySql,
      named: field.column,
      of: isOwnDoing,
      counted: 'pages',
      hasCountry,
      inRows: { row: field.rowSql, rows: field.rowsSql }
    }
  if (field.level !== 'event') throw new Error(`${dimension} is no dimension`)
  const inRows = isSaidInRows(dimension) ? { inRows: { row: field.sql, rows: field.sql } } : {}
  return { kind: 'had', value: field.sql, of: isOwnDoing, counted: 'pages', hasCountry, ...inRows }
}
