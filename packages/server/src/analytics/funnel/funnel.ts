import type { FunnelAnswer, FunnelQuestion } from '@foyer/protocol'
import { bucketsOf, rangeOf, type Span, spanBefore, spanOf } from '../language/moments.ts'
import type { Asking } from '../question.ts'
import { partOf } from './answer.ts'
import { type FunnelRow, funnelSql } from './funnel-sql.ts'
import { type Funnel, funnelOf } from './spec.ts'

export async function funnel(asking: Asking, question: FunnelQuestion): Promise<FunnelAnswer> {
  const { span } = asking
  const asked = funnelOf(question)
  const buckets = question.unit && bucketsOf(span, question.unit)
  const compared = question.compare && comparedSpan(span, question.compare)
  const rows = await rowsOf(asking, span, question, asked)
  const whole = rows.find(row => row.place === 0 && row.bucket === '')
  const other =
    compared && (await rowsOf(asking, compared, { ...question, unit: undefined, breakdown: undefined }, asked))
  return {
    range: rangeOf(span, asking.nowMs),
    windowSeconds: asked.windowMs / 1_000,
    ...partOf(asked, whole),
    ...(question.breakdown === undefined ? {} : { breakdown: breakdownOf(asked, rows, question.limit ?? 10) }),
    ...(buckets && { overTime: overTimeOf(rows, buckets) }),
    ...(compared && other && { compared: { range: rangeOf(compared, asking.nowMs), ...partOf(asked, other[0]) } })
  }
}

const comparedSpan = (span: Span, compare: NonNullable<FunnelQuestion['compare']>): Span =>
  typeof compare === 'string'
    ? spanBefore(span, compare)
    : spanOf({ ...compare, timezone: span.timezone }, span.timezone, 'compare.')

async function rowsOf(asking: Asking, span: Span, question: FunnelQuestion, asked: Funnel): Promise<FunnelRow[]> {
  const { sql, query } = funnelSql(asking.scope, span, question, asked)
  return asking.ask<FunnelRow>(sql, query)
}

/** The value most people began with first, the rest last. */
function breakdownOf(asked: Funnel, rows: FunnelRow[], limit: number): NonNullable<FunnelAnswer['breakdown']> {
  return rows
    .filter(row => row.place > 0)
    .sort((one, other) => one.place - other.place)
    .map(row => ({ value: row.value, ...(row.place > limit ? { isRest: true } : {}), ...partOf(asked, row) }))
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
