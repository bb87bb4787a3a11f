import type { MappingCondition } from '@foyer/protocol'
import { numberOf, textOf } from './cast.ts'
import { take } from './effort.ts'
import { reading, type Scope } from './read-path.ts'

export type Holds = (scope: Scope) => boolean

export function condition({ path, op, value }: MappingCondition): Holds {
  const read = reading(path)
  const wanted = (textOf(value) ?? '').toLowerCase()
  const text = (scope: Scope) => {
    const found = read(scope)
    return take(scope.effort, found) ? (textOf(found) ?? '').toLowerCase() : ''
  }
  switch (op) {
    case 'isSet':
      return scope => read(scope) !== undefined
    case 'isNotSet':
      return scope => read(scope) === undefined
    case 'is':
      return scope => isSame(read(scope), value)
    case 'isNot':
      return scope => !isSame(read(scope), value)
    case 'in':
      return scope => {
        const found = read(scope)
        return Array.isArray(value) && value.some(one => isSame(found, one))
      }
    case 'contains':
      return scope => {
        const found = read(scope)
        return Array.isArray(found) ? found.some(one => isSame(one, value)) : text(scope).includes(wanted)
      }
    case 'startsWith':
      return scope => text(scope).startsWith(wanted)
    case 'gt':
    case 'lt': {
      const limit = numberOf(value)
      return scope => {
        const found = numberOf(read(scope))
        if (found === undefined || limit === undefined) return false
        return op === 'gt' ? found > limit : found < limit
      }
    }
  }
}

/** `"5"` of a form is the 5 of an event. */
const isSame = (found: unknown, value: unknown) =>
  found !== undefined && typeof found !== 'object' && typeof value !== 'object' && String(found) === String(value)
