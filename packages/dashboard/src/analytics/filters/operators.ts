import type { Operator } from '@foyer/protocol'
import { factKinds } from './fields.ts'

export const operatorWords: Readonly<Record<Operator, string>> = {
  is: 'is',
  isNot: 'is not',
  contains: 'contains',
  notContains: 'does not contain',
  startsWith: 'begins with',
  matches: 'matches the pattern',
  notMatches: 'does not match the pattern',
  isSet: 'is known',
  isNotSet: 'is not known',
  gt: 'is more than',
  gte: 'is at least',
  lt: 'is less than',
  lte: 'is at most',
  before: 'is before',
  after: 'is on or after'
}

export const takesNoValue = (op: Operator) => op === 'isSet' || op === 'isNotSet'
export const takesNumber = (op: Operator) => op === 'gt' || op === 'gte' || op === 'lt' || op === 'lte'
export const takesDay = (op: Operator) => op === 'before' || op === 'after'
/** Any of several values. */
export const takesSeveral = (op: Operator) => !takesNoValue(op) && !takesNumber(op) && !takesDay(op)

const texts: Operator[] = ['is', 'isNot', 'contains', 'notContains', 'startsWith', 'matches', 'notMatches']
const presence: Operator[] = ['isSet', 'isNotSet']
const numbers: Operator[] = ['gt', 'gte', 'lt', 'lte']
const days: Operator[] = ['before', 'after']

/** How a field can be compared; what an event or a person brought with it may be anything. */
export function operatorsOf(property: string): Operator[] {
  switch (factKinds[property] ?? (/^(traits?|propert(y|ies))\./.test(property) ? 'any' : 'text')) {
    case 'number':
      return [...numbers, 'is', 'isNot']
    case 'time':
      return days
    case 'yesNo':
      return ['is']
    case 'text':
      return [...texts, ...presence]
    case 'any':
      return [...texts, ...presence, ...numbers, ...days]
  }
}
