import type { Aggregate, TrendAnswer, TrendLine, TrendQuestion, TrendSeries } from '@foyer/protocol'
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
    const none = isMeasured(series) ? null : 0
    const now = linesOf(await ask(span), buckets, none)
    // What was smaller then, and shared a line with others, is still compared by itself.
    const values = now.flatMap(({ value }) => value ?? [])
    const then = before && linesOf(await ask(before, values), bucketsOf(before, unit), none)
    if (now.length === 0 && question.breakdown === undefined) now.push(empty(buckets, none))
    for (const line of now) {
      const { key, ...shown } = line
      const previous = then?.find(one => one.key === key) ?? (then && empty(buckets, none))
      lines.push({
        series: index,
        label: labels[index] ?? '',
        ...shown,
        ...(previous && { previous: { points: previous.points.slice(0, buckets.length), total: previous.total } })
      })
    }
  }
  const { breakdown, movingAverage } = question
  return {
    range: rangeOf(span, asking.nowMs),
    unit,
    buckets,
    ...(breakdown !== undefined && { breakdown }),
    ...(movingAverage !== undefined && { movingAverage }),
    lines
  }
}

type Figure = TrendLine['total']
const empty = (buckets: string[], none: Figure) => ({ key: '', points: buckets.map(() => none), total: none })

const counting: ReadonlySet<Aggregate> = new Set(['count', 'people', 'visits', 'perPerson', 'sum'])
/** Where nothing was measured there is no figure, which is not the same as nought. */
const isMeasured = ({ aggregate = 'count' }: TrendSeries) => !counting.has(aggregate)

type Line = { key: string; value?: string; isRest?: boolean; points: Figure[]; total: Figure }

/** A line for each value, the largest first and the rest last. */
function linesOf(rows: Row[], buckets: string[], none: Figure): Line[] {
  const places = new Map(buckets.map((bucket, index) => [bucket, index]))
  const lines = new Map<string, Line>()
  for (const row of rows) {
    const key = row.isRest ? 'rest' : `value ${row.value}`
    const line = lines.get(key) ?? {
      ...(row.isRest === undefined ? {} : row.isRest ? { isRest: true } : { value: row.value }),
      ...empty(buckets, none),
      key
    }
    lines.set(key, line)
    const place = places.get(row.bucket)
    if (row.bucket === '') line.total = row.figure ?? none
    else if (place !== undefined) line.points[place] = row.figure ?? none
  }
  return [...lines.values()].sort(
    (a, b) =>
      Number(a.isRest ?? false) - Number(b.isRest ?? false) ||
      (b.total ?? 0) - (a.total ?? 0) ||
      (a.key < b.key ? -1 : 1)
  )
}
