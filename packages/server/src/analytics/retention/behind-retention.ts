import type { PeopleBehind } from '@foyer/protocol'
import { AppError } from '../../http/index.ts'
import type { Behind } from '../behind/behind.ts'
import type { Asking } from '../question.ts'
import { periodsOf, toldOf } from './periods.ts'
import { retentionCellSql } from './retention-sql.ts'

type OfRetention = Extract<PeopleBehind['of'], { report: 'retention' }>

/** The people of one cell of the heat map. */
export function retentionBehind(
  { scope, span, nowMs }: Pick<Asking, 'scope' | 'span' | 'nowMs'>,
  of: OfRetention
): Behind {
  const periods = periodsOf(span, of.question, nowMs)
  const cohort = periods.starts.indexOf(of.cohort)
  if (cohort === -1) {
    const [first, last] = [periods.starts[0], periods.starts.at(-1)]
    const are = first === undefined ? 'none of them has begun yet' : `they begin with ${first} and end with ${last}`
    throw new AppError('invalid', `of.cohort must be the start of a ${periods.unit} of the question: ${are}.`, {
      field: 'of.cohort'
    })
  }
  if (of.period >= toldOf(periods, cohort))
    throw new AppError('invalid', `of.period: that ${periods.unit} is not part of the answer, or has not begun yet.`, {
      field: 'of.period'
    })
  return retentionCellSql(scope, periods, of.question, { cohort, later: of.period, who: of.who })
}
