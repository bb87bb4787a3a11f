import type { Filter } from '@foyer/protocol'
import type { List } from './lists.ts'

/** The filter that a row of a list stands for; what is not known has no value to name. */
export const rowFilter = ({ field }: Pick<List, 'field'>, value: string): Filter =>
  value === '' ? { property: field, op: 'isNotSet' } : { property: field, value }

const isSame = (left: Filter, right: Filter): boolean =>
  'property' in left &&
  'property' in right &&
  left.property === right.property &&
  (left.op ?? 'is') === (right.op ?? 'is') &&
  left.value === right.value

export const isFilteredBy = (filters: readonly Filter[], row: Filter): boolean => filters.some(one => isSame(one, row))

/** Chosen, it narrows everything; chosen again, it is taken away. */
export const toggled = (filters: readonly Filter[], row: Filter): Filter[] =>
  isFilteredBy(filters, row) ? filters.filter(one => !isSame(one, row)) : [...filters, row]
