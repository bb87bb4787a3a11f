import type { FunnelAnswer, FunnelQuestion } from '@foyer/protocol'
import { bucketsOf, rangeOf, type Span, spanBefore, spanOf } from '../language/moments.ts'
import type { Asking } from '../question.ts'
import { partOf } from './answer.ts'
import { type FunnelRow, funnelSql, valuesSql } from './funnel-sql.ts'
import { type Funnel, funnelOf } from './spec.ts'

export async function funnel(asking: Asking, question: FunnelQuestion): Promise<FunnelAnswer> {
  const { span } = asking
  const asked = funnelOf(question)
  const buckets = question.unit && bucketsOf(span, question.unit)
  const compared = question.compare && comparedSpan(span, question.compare)
  const values =
    question.breakdown === undefined ? undefined : await valuesOf(asking, question, asked, question.breakdown)
  const rows = await rowsOf(asking, span, question, asked, values)
  const whole = rows.find(row => row.value === 0 && row.bucket === '')
  const other = compared && (await rowsOf(asking, compared, { ...question, unit: undefined }, asked))
  return {
    range: rangeOf(span, asking.nowMs),
    windowSeconds: asked.windowMs / 1_000,
    ...partOf(asked, whole),
    ...(values && { breakdown: breakdownOf(asked, rows, values) }),
    ...(buckets && { overTime: overTimeOf(rows, buckets) }),
    ...(compared && other && { compared: { range: rangeOf(compared, asking.nowMs), ...partOf(asked, other[0]) } })
  }
}

const comparedSpan = (span: Span, compare: NonNullable<FunnelQuestion['compare']>): Span =>
  typeof compare === 'string'
    ? spanBefore(span, compare)
    : spanOf({ ...compare, timezone: span.timezone }, span.timezone, 'compare.')

async function valuesOf(asking: Asking, question: FunnelQuestion, asked: Funnel, breakdown: string): Promise<string[]> {
  const { sql, query } = valuesSql(asking.scope, asking.span, question, asked, breakdown)
  return (await asking.ask<{ value: string }>(sql, query)).map(row => row.value)
}

async function rowsOf(asking: Asking, span: Span, question: FunnelQuestion, asked: Funnel, values?: string[]) {
  const { sql, query } = funnelSql(asking.scope, span, question, asked, values)
  // Whoever did a later step and never the first has no value and no bucket of their own.
  return (await asking.ask<FunnelRow>(sql, query)).filter(row => (row.people[0] ?? 0) > 0)
}

/** A value with nobody who began is left out: its events were of people who had not done the first step then. */
function breakdownOf(asked: Funnel, rows: FunnelRow[], values: string[]): NonNullable<FunnelAnswer['breakdown']> {
  const rowOf = (value: number) => rows.find(row => row.value === value)
  const parts = values.flatMap((value, index) => {
    const row = rowOf(index + 1)
    return row ? [{ value, ...partOf(asked, row) }] : []
  })
  const rest = rowOf(values.length + 1)
  parts.sort((one, other) => (other.steps[0]?.count ?? 0) - (one.steps[0]?.count ?? 0))
  return rest ? [...parts, { value: '', isRest: true, ...partOf(asked, rest) }] : parts
}

function overTimeOf(rows: FunnelRow[], buckets: string[]): NonNullable<FunnelAnswer['overTime']> {
  const byBucket = new Map(rows.map(row => [row.bucket, row]))
  return buckets.map(bucket => {
    const people = byBucket.get(bucket)?.people ?? []
    const [entered = 0] = people
    const converted = people.at(-1) ?? 0
    return { bucket, entered, converted, rate: entered === 0 ? 0 : converted / entered }
  })
}
