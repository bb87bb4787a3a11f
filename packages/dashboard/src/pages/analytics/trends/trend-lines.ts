import type { TrendAnswer, TrendLine, TrendSeries } from '@foyer/protocol'
import { begun, bucketWords } from '../../../charts/buckets.ts'
import type { ChartTable } from '../../../charts/chart-frame.tsx'
import { type FigureKind, figureText } from '../../../charts/figure-text.ts'
import type { Line } from '../../../charts/lines.tsx'
import { lookOf, restLook } from '../../../charts/looks.ts'
import { plainText } from '../../../words/people.ts'
import { movingAverage } from './moving-average.ts'

/** Numbers of things where every series counts some. */
export const kindOf = (series: readonly TrendSeries[]): FigureKind =>
  series.every(({ aggregate = 'count' }) => aggregate === 'count' || aggregate === 'people' || aggregate === 'visits')
    ? 'count'
    : 'number'

export type Drawing = { lines: Line[]; table: ChartTable; kind: FigureKind; isRunning: boolean }

/** What is drawn and what stands in the table, out of the same answer. */
export function drawingOf(
  answer: TrendAnswer,
  series: readonly TrendSeries[],
  nameOf: (line: TrendLine) => string,
  average: number | undefined
): Drawing {
  const { buckets, unit, range } = answer
  const { count, isRunning } = begun(buckets, unit, range)
  const named = answer.lines.map((line, index) => ({
    ...line,
    key: `${line.series} ${line.isRest ? 'rest' : `value ${line.value ?? ''}`}`,
    name: plainText(nameOf(line)),
    look: line.isRest ? restLook : lookOf(index),
    known: line.points.slice(0, count)
  }))
  const lines = named.flatMap(({ key, name, look, known, previous }): Line[] => {
    const plain: Line = {
      key,
      label: name,
      look,
      points: known,
      isFilled: answer.lines.length === 1 && average === undefined,
      ...(previous && { previous: previous.points })
    }
    if (average === undefined) return [plain]
    const averaged = movingAverage(isRunning ? known.slice(0, -1) : known, average)
    return [
      { key: plain.key, label: name, look, points: known, isFaint: true },
      { key: `${key} average`, label: `${name}, average of ${average}`, look, points: averaged }
    ]
  })
  const kind = kindOf(series)
  return { lines, table: tableOf(answer, named, kind, count), kind, isRunning }
}

type Named = TrendLine & { name: string; known: number[] }

function tableOf(
  { buckets, unit, range }: TrendAnswer,
  named: readonly Named[],
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
            value === undefined ? '—' : figureText(value, kind)
          )
        )
      ]
    }))
  }
}
