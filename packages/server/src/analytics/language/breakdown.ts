import { AppError } from '../../http/index.ts'
import { visitValues } from '../visits/visits-that.ts'
import { fieldOf, propertyText } from './fields.ts'
import type { Span } from './moments.ts'
import type { Query } from './query.ts'
import { aroundVisits, type Scope } from './where.ts'
import { visitKey } from './who.ts'

/** The value an event is grouped by, as text; '' is "none". What its visit began with is looked up by the visit. */
export function breakdownSql(
  query: Query,
  scope: Scope,
  property: string,
  span: Pick<Span, 'fromMs' | 'toMs'>,
  at = 'breakdown'
): string {
  const field = fieldOf(property, at)
  switch (field.level) {
    case 'event':
      if (field.kind === 'instant') throw new AppError('invalid', `${at} cannot be a time.`, { field: at })
      return field.sql
    case 'property':
      return propertyText(query, field.path)
    case 'visit': {
      const of = (column: string) =>
        `(SELECT groupArray(${column}) FROM (SELECT * FROM (${visitValues(query, scope, aroundVisits(span), field)}) ORDER BY visit))`
      return `transform(${visitKey}, ${of('visit')}, ${of('value')}, '')`
    }
    case 'trait':
      return scope.traitOf(query, field.key, at)
  }
}
