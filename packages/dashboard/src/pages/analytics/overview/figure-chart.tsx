import type { OverviewAnswer } from '@foyer/protocol'
import type { ReactNode } from 'react'
import { NotedChart } from '../../../analytics/annotations/noted-chart.tsx'
import { begun, bucketWords } from '../../../charts/buckets.ts'
import { figureText } from '../../../charts/figure-text.ts'
import { lookOf } from '../../../charts/looks.ts'
import { dayIn, spanWords } from '../../../time/days.ts'
import { shownFigures } from './figures.ts'
import type { FigureName } from './overview-address.ts'

type Props = { answer: OverviewAnswer; figure: FigureName; title: string; actions: ReactNode }

const bucketName = { hour: 'Hour', day: 'Day', week: 'Week', month: 'Month' }

export function FigureChart({ answer, figure, title, actions }: Props) {
  const { buckets, unit, range, points, previous } = answer
  const { kind, meaning } = shownFigures[figure]
  const { count, isRunning } = begun(buckets, unit, range)
  const now = points.slice(0, count).map(point => point[figure])
  const before = previous && buckets.map((_, index) => previous.points[index]?.[figure] ?? 0)
  const note = previous
    ? `${meaning}. Dotted: ${spanWords(dayIn(Date.parse(previous.range.from), range.timezone), dayIn(Date.parse(previous.range.to) - 1, range.timezone))}.`
    : `${meaning}.`
  return (
    <NotedChart
      range={range}
      title={title}
      note={note}
      actions={actions}
      table={{
        columns: [
          { label: bucketName[unit] },
          { label: title, isNumber: true },
          ...(before ? [{ label: 'Before', isNumber: true }] : [])
        ],
        rows: now.map((value, index) => ({
          key: buckets[index] ?? '',
          cells: [
            bucketWords(buckets[index] ?? '', unit, range.timezone),
            figureText(value, kind),
            ...(before ? [figureText(before[index] ?? 0, kind)] : [])
          ]
        }))
      }}
      label={title}
      buckets={buckets}
      unit={unit}
      lines={[
        {
          key: figure,
          label: title,
          look: lookOf(0),
          points: now,
          isFilled: true,
          ...(before && { previous: before })
        }
      ]}
      kind={kind}
      isRunning={isRunning}
      height={240}
    />
  )
}
