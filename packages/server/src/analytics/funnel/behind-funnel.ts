import type { PeopleBehind } from '@foyer/protocol'
import { AppError } from '../../http/index.ts'
import type { Behind } from '../behind/behind.ts'
import { breakdownSql } from '../language/breakdown.ts'
import { newQuery, type Query } from '../language/query.ts'
import type { Asking } from '../question.ts'
import { attemptsSql } from './attempts-sql.ts'
import { standsAt } from './position-sql.ts'
import { funnelOf, stepNumber } from './spec.ts'

type OfFunnel = Extract<PeopleBehind['of'], { report: 'funnel' }>

/** The people of a bar, and when they came to its step, or to the last one before they were lost. */
export function funnelBehind({ scope, span }: Pick<Asking, 'scope' | 'span'>, of: OfFunnel): Behind {
  const query = newQuery()
  const { question } = of
  const funnel = funnelOf(question, 'of.question.')
  const step = stepNumber(funnel, of.step, 'of.step')
  const read = { fromMs: span.fromMs, toMs: span.toMs + funnel.windowMs }
  const told = toldBy(
    of,
    () => breakdownSql(query, scope, question.breakdown ?? '', read, 'of.question.breakdown'),
    query
  )
  const attempts = attemptsSql(query, scope, span, question, funnel, {
    at: 'of.question.',
    ...(told && { value: told })
  })
  const shown = of.who === 'reached' ? step : (funnel.before[step - 1] ?? 0) + 1
  // Whoever came to an optional step in another attempt than the one that is told of, came there when they first did.
  const atMs =
    shown < 1 ? attempts.startMs : `if(${attempts.did(shown)}, ${attempts.atMs(shown)}, ${attempts.firstAtMs(shown)})`
  return {
    query,
    sql: `SELECT who, ${atMs} AS atMs FROM (${attempts.sql})
      WHERE ${standsAt(funnel, attempts, step, of.who)}${told ? ' AND value = 1' : ''}`
  }
}

/** The values of the breakdown as two: those that are meant, and the others. */
function toldBy(
  { question, value, except }: OfFunnel,
  breakdown: () => string,
  query: Query
): { count: number; sql: string } | undefined {
  if (value === undefined && except === undefined) return undefined
  const name = value === undefined ? 'except' : 'value'
  if (question.breakdown === undefined)
    throw new AppError('invalid', `of.${name} needs a breakdown in the question that it is about.`, {
      field: `of.${name}`
    })
  if (value !== undefined && except !== undefined)
    throw new AppError('invalid', 'of.except goes without of.value: it is everything else.', { field: 'of.except' })
  return value === undefined
    ? { count: 2, sql: `if(${breakdown()} IN ${query.bind(except ?? [], 'Array(String)')}, 2, 1)` }
    : { count: 2, sql: `if(${breakdown()} = ${query.bind(value, 'String')}, 1, 2)` }
}
