import type { TrendAnswer, TrendLine, TrendSeries } from '@foyer/protocol'
import { begun, bucketWords } from '../../../charts/buckets.ts'
import type { ChartTable } from '../../../charts/chart-frame.tsx'
import { type FigureKind, figureText } from '../../../charts/figure-text.ts'
import type { Line } from '../../../charts/lines.tsx'
import { type Look, lookOf, restLook } from '../../../charts/looks.ts'
import { withAverage } from '../../../charts/moving-average.ts'

/** Numbers of things where every series counts some. */
export const kindOf = (series: readonly TrendSeries[]): FigureKind =>
  series.every(({ aggregate = 'count' }) => aggregate === 'count' || aggregate === 'people' || aggregate === 'visits')
    ? 'count'
    : 'number'

export type NamedLine = TrendLine & {
  key: string
  name: string
  short: string
  look: Look
  known: (number | undefined)[]
}
export type Drawing = { named: NamedLine[]; lines: Line[]; table: ChartTable; kind: FigureKind; isRunning: boolean }

/** More dotted lines than these say nothing; the tables have them all. */
const mostWithBefore = 3

/** What is drawn and what stands in the table, out of the same answer. */
export function drawingOf(
  answer: TrendAnswer,
  series: readonly TrendSeries[],
  nameOf: (line: TrendLine) => { name: string; short: string },
  average: number | undefined
): Drawing {
  const { buckets, unit, range } = answer
  const { count, isRunning } = begun(buckets, unit, range)
  const named: NamedLine[] = answer.lines.map((line, index) => ({
    ...line,
    key: `${line.series} ${line.isRest ? 'rest' : `value ${line.value ?? ''}`}`,
    ...nameOf(line),
    look: line.isRest ? restLook : lookOf(index),
    known: line.points.slice(0, count).map(value => value ?? undefined)
  }))
  const lines = named.flatMap(({ key, short, look, known, previous }): Line[] => {
    const plain: Line = {
      key,
      label: short,
      look,
      points: known,
      isFilled: answer.lines.length === 1,
      // The last that is known is of a time that is over.
      ...(isRunning && known.at(-1) === undefined && { isWhole: true }),
      ...(previous &&
        answer.lines.length <= mostWithBefore && { previous: previous.points.map(value => value ?? undefined) })
    }
    return withAverage(plain, average, isRunning)
  })
  const kind = kindOf(series)
  return { named, lines, table: tableOf(answer, named, kind, count), kind, isRunning }
}

function tableOf(
  { buckets, unit, range }: TrendAnswer,
  named: readonly NamedLine[],
  kind: FigureKind,
  count: number
): ChartTable {
  const columns = named.flatMap(({ name, previous }) =>
    [name, ...(previous ? [`${name}, before`] : [])].map(label => ({ label, isNumber: true }))
  )
  return {
    columns: [{ label: { hour: 'Hour', day: 'Day', week: 'Week', month: 'Month' }[unit] }, ...columns],
    rows: buckets.slice(0, count).map((bucket, index) => ({
      key: bucket,
      cells: [
        bucketWords(bucket, unit, range.timezone),
        ...named.flatMap(({ known, previous }) =>
          [known[index], ...(previous ? [previous.points[index]] : [])].map(value =>
            value === undefined || value === null ? '—' : figureText(value, kind)
          )
        )
      ]
    }))
  }
}
