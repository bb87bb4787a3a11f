import { breakdownSql } from '../language/breakdown.ts'
import { fieldOf } from '../language/fields.ts'
import type { Span } from '../language/moments.ts'
import type { Query } from '../language/query.ts'
import { aroundVisits, choiceSql, eventsWhere, type Scope } from '../language/where.ts'
import { visitKey } from '../language/who.ts'
import { visitValues } from '../visits/visits-that.ts'
import type { Funnel, FunnelSpec } from './spec.ts'

/**
 * How people are told apart by a breakdown. Each event carries a number (`carried`), the attempt keeps that of the event it goes by as `said`, and
 * only once there is one row a person is it looked up what the number means: ten times fewer than there are visits.
 */
export type ToldBy = {
  carried?: string
  /** Rows with `who` and `said` and their `value`, as text. */
  withValue(rows: string): string
}

export function toldBy(
  query: Query,
  scope: Scope,
  read: Pick<Span, 'fromMs' | 'toMs'>,
  question: FunnelSpec & { breakdown: string },
  funnel: Funnel,
  at = ''
): ToldBy {
  const where = `${at}breakdown`
  const field = fieldOf(question.breakdown, where)
  if (field.level === 'trait')
    return { withValue: rows => `SELECT *, ${scope.traitOf(query, field.key, where, 'who')} AS value FROM (${rows})` }
  if (field.level === 'visit')
    return {
      carried: visitKey,
      // The rows of people are the smaller side, which is held in memory while the visits pass by.
      withValue:
        rows => `SELECT people.*, begun.value AS value FROM (${visitValues(query, scope, aroundVisits(read), field)}) AS begun
        RIGHT JOIN (${rows}) AS people ON begun.visit = people.said`
    }
  const value = breakdownSql(query, scope, question.breakdown, read, where)
  const steps = stepsToldOf(question, funnel).flatMap(step => [step, ...(step.anyOf ?? [])])
  const isTold = steps.map((choice, index) => choiceSql(query, scope, choice, read, `${at}steps.${index}`)).join(' OR ')
  return {
    carried: `cityHash64(${value})`,
    withValue: rows => `SELECT people.*, names.value AS value FROM (
        SELECT cityHash64(value) AS hash, value FROM (SELECT ${value} AS value FROM events
          WHERE ${eventsWhere(query, scope, read, question)} AND (${isTold}) GROUP BY value)) AS names
      RIGHT JOIN (${rows}) AS people ON names.hash = people.said`
  }
}

/** The steps whose events somebody may be told by. */
function stepsToldOf({ attribution = 'first' }: FunnelSpec, { steps }: Funnel): Funnel['steps'] {
  return attribution === 'last' ? steps : steps.slice(0, attribution === 'first' ? 1 : attribution)
}
