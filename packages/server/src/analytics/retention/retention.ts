import type { RetentionAnswer, RetentionQuestion } from '@foyer/protocol'
import { rangeOf } from '../language/moments.ts'
import type { Asking } from '../question.ts'
import { type Periods, periodsOf, toldOf } from './periods.ts'
import { type RetentionRow, retentionSql } from './retention-sql.ts'

type Cohort = RetentionAnswer['cohorts'][number]

export async function retention(asking: Asking, question: RetentionQuestion): Promise<RetentionAnswer> {
  const periods = periodsOf(asking.span, question, asking.nowMs)
  const rows = await rowsOf(asking, periods, question)
  const cohorts = cohortsOf(periods, rows)
  return {
    range: rangeOf(asking.span, asking.nowMs),
    unit: periods.unit,
    cohorts,
    curve: curveOf(cohorts),
    ...(question.breakdown === undefined ? {} : { breakdown: valuesOf(periods, rows) })
  }
}

async function rowsOf(asking: Asking, periods: Periods, question: RetentionQuestion): Promise<RetentionRow[]> {
  const { sql, query } = retentionSql(asking.scope, periods, question)
  // What is wrong in a question is said whether or not its time has begun.
  return periods.starts.length === 0 ? [] : asking.ask<RetentionRow>(sql, query)
}

/** A row for each period, also where nobody started. */
function cohortsOf(periods: Periods, rows: readonly RetentionRow[]): Cohort[] {
  const cohorts = periods.starts.map((start, index) => ({
    start,
    size: 0,
    returned: Array.from({ length: toldOf(periods, index) }, () => 0)
  }))
  for (const row of rows) {
    const cohort = cohorts[row.cohort]
    if (!cohort) continue
    cohort.size += row.size
    cohort.returned = cohort.returned.map((people, later) => people + (row.returned[later] ?? 0))
  }
  return cohorts
}

/** Of all who started long enough ago, the share that came back: larger cohorts weigh more. */
function curveOf(cohorts: readonly Cohort[]): RetentionAnswer['curve'] {
  const told = Math.max(0, ...cohorts.map(cohort => cohort.returned.length))
  const rates = Array.from({ length: told }, (_, later) => {
    const old = cohorts.filter(cohort => cohort.returned.length > later)
    const size = old.reduce((sum, cohort) => sum + cohort.size, 0)
    const returned = old.reduce((sum, cohort) => sum + (cohort.returned[later] ?? 0), 0)
    return size === 0 ? 0 : returned / size
  })
  return { size: cohorts.reduce((sum, cohort) => sum + cohort.size, 0), rates }
}

/** The largest value first, the rest last. */
function valuesOf(periods: Periods, rows: readonly RetentionRow[]): NonNullable<RetentionAnswer['breakdown']> {
  const values = Map.groupBy(rows, row => (row.isRest ? 'rest' : `value ${row.value}`))
  return [...values.values()]
    .map(own => ({
      value: own[0]?.value ?? '',
      ...(own[0]?.isRest ? { isRest: true } : {}),
      ...curveOf(cohortsOf(periods, own))
    }))
    .sort(
      (a, b) => Number(a.isRest ?? false) - Number(b.isRest ?? false) || b.size - a.size || (a.value < b.value ? -1 : 1)
    )
}
