import type { PeopleBehind } from '@foyer/protocol'
import { AppError } from '../../http/index.ts'
import type { Behind } from '../behind/behind.ts'
import { newQuery } from '../language/query.ts'
import type { Asking } from '../question.ts'
import { attemptsSql } from './attempts-sql.ts'
import { standsAt } from './position-sql.ts'
import { funnelOf, stepNumber } from './spec.ts'
import { toldBy } from './told-by.ts'

type OfFunnel = Extract<PeopleBehind['of'], { report: 'funnel' }>

/** The people of a bar, and when they came to its step, or to the last one before they were lost. */
export function funnelBehind({ scope, span }: Pick<Asking, 'scope' | 'span'>, of: OfFunnel): Behind {
  const query = newQuery()
  const { question } = of
  const funnel = funnelOf(question, 'of.question.')
  const step = stepNumber(funnel, of.step, 'of.step')
  const read = { fromMs: span.fromMs, toMs: span.toMs + funnel.windowMs }
  const breakdown = brokenDownBy(of)
  const told =
    breakdown === undefined ? undefined : toldBy(query, scope, read, { ...question, breakdown }, funnel, 'of.question.')
  const attempts = attemptsSql(query, scope, span, question, funnel, { at: 'of.question.', carried: told?.carried })
  const shown = of.who === 'reached' ? step : (funnel.before[step - 1] ?? 0) + 1
  // Whoever came to an optional step in another attempt than the one that is told of, came there when they first did.
  const atMs =
    shown < 1 ? attempts.startMs : `if(${attempts.did(shown)}, ${attempts.atMs(shown)}, ${attempts.firstAtMs(shown)})`
  const there = `SELECT who, ${atMs} AS atMs${told?.carried === undefined ? '' : ', said'} FROM (${attempts.sql})
    WHERE ${standsAt(funnel, attempts, step, of.who)}`
  if (!told) return { query, sql: there }
  const isMeant =
    of.value === undefined
      ? `value NOT IN ${query.bind(of.except ?? [], 'Array(String)')}`
      : `value = ${query.bind(of.value, 'String')}`
  return { query, sql: `SELECT who, atMs FROM (${told.withValue(there)}) WHERE ${isMeant}` }
}

/** What a bar is broken down by, where it is about some values of it. */
function brokenDownBy({ question, value, except }: OfFunnel): string | undefined {
  if (value === undefined && except === undefined) return undefined
  const name = value === undefined ? 'except' : 'value'
  if (question.breakdown === undefined)
    throw new AppError('invalid', `of.${name} needs a breakdown in the question that it is about.`, {
      field: `of.${name}`
    })
  if (value !== undefined && except !== undefined)
    throw new AppError('invalid', 'of.except goes without of.value: it is everything else.', { field: 'of.except' })
  return question.breakdown
}
