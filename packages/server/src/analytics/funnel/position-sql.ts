import type { FunnelPosition } from '@foyer/protocol'
import type { Span } from '../language/moments.ts'
import type { Query } from '../language/query.ts'
import type { Scope } from '../language/where.ts'
import { type Attempts, attemptsSql } from './attempts-sql.ts'
import { type Funnel, funnelOf, stepNumber } from './spec.ts'

const dayMs = 86_400_000

/** SQL that gives the keys of the people who stand at a place of a funnel, for `IN (…)`. */
export function positionSql(query: Query, scope: Scope, position: FunnelPosition, where: string): string {
  const funnel = funnelOf(position.funnel, `${where}.funnel.`)
  const step = stepNumber(funnel, position.step, `${where}.step`)
  const span: Pick<Span, 'fromMs' | 'toMs'> = {
    fromMs: scope.nowMs - position.days * dayMs,
    // What the clocks of senders put a little ahead of ours counts, too.
    toMs: scope.nowMs + dayMs
  }
  const attempts = attemptsSql(query, scope, span, position.funnel, funnel, { at: `${where}.funnel.` })
  return `SELECT who FROM (${attempts.sql}) WHERE ${standsAt(funnel, attempts, step, position.who)}`
}

/** Nobody is lost before the first step: whoever never did it is no part of the funnel. */
export function standsAt(funnel: Funnel, attempts: Attempts, step: number, who: 'reached' | 'lost'): string {
  if (who === 'reached') return attempts.reached(step)
  const before = (funnel.before[step - 1] ?? -1) + 1
  return before < 1 ? 'false' : `${attempts.reached(before)} AND NOT ${attempts.reached(step)}`
}
