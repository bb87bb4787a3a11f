import type { TrendAnswer, TrendLine, TrendQuestion } from '@foyer/protocol'
import { bucketsOf, rangeOf, type Span, spanBefore, unitFor } from '../language/moments.ts'
import type { Asking } from '../question.ts'
import { labelsOf } from './series-labels.ts'
import { type TrendRow, trendSql } from './trend-sql.ts'

type Row = TrendRow & { isRest?: number }

export async function trend(asking: Asking, question: TrendQuestion): Promise<TrendAnswer> {
  const { span } = asking
  const unit = question.unit ?? unitFor(span)
  const buckets = bucketsOf(span, unit)
  const before = question.compare ? spanBefore(span, question.against) : undefined
  const lines: TrendLine[] = []
  const labels = labelsOf(question.series)
  for (const [index, series] of question.series.entries()) {
    const ask = async (of: Span, values?: string[]) => {
      const { sql, query } = trendSql(asking.scope, of, question, series, unit, `series.${index}`, values)
      return asking.ask<Row>(sql, query)
    }
    const now = linesOf(await ask(span), buckets)
    // What was smaller then, and shared a line with others, is still compared by itself.
    const values = now.flatMap(({ value }) => value ?? [])
    const then = before && linesOf(await ask(before, values), bucketsOf(before, unit))
    if (now.length === 0 && question.breakdown === undefined) now.push(empty(buckets))
    for (const line of now) {
      const { key, ...shown } = line
      const previous = then?.find(one => one.key === key) ?? (then && empty(buckets))
      lines.push({
        series: index,
        label: labels[index] ?? '',
        ...shown,
        ...(previous && { previous: { points: previous.points.slice(0, buckets.length), total: previous.total } })
      })
    }
  }
  const { breakdown } = question
  return { range: rangeOf(span, asking.nowMs), unit, buckets, ...(breakdown !== undefined && { breakdown }), lines }
}

const empty = (buckets: string[]) => ({ key: '', points: buckets.map(() => 0), total: 0 })

type Line = { key: string; value?: string; isRest?: boolean; points: number[]; total: number }

/** A line for each value, the largest first and the rest last. */
function linesOf(rows: Row[], buckets: string[]): Line[] {
  const places = new Map(buckets.map((bucket, index) => [bucket, index]))
  const lines = new Map<string, Line>()
  for (const row of rows) {
    const key = row.isRest ? 'rest' : `value ${row.value}`
    const line = lines.get(key) ?? {
      ...(row.isRest === undefined ? {} : row.isRest ? { isRest: true } : { value: row.value }),
      ...empty(buckets),
      key
    }
    lines.set(key, line)
    const place = places.get(row.bucket)
    if (row.bucket === '') line.total = row.figure ?? 0
    else if (place !== undefined) line.points[place] = row.figure ?? 0
  }
  return [...lines.values()].sort(
    (a, b) => Number(a.isRest ?? false) - Number(b.isRest ?? false) || b.total - a.total || (a.key < b.key ? -1 : 1)
  )
}
