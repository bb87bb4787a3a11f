import type { Unit } from '@foyer/protocol'
import { bucketWords } from '../../charts/buckets.ts'
import { ChartFrame } from '../../charts/chart-frame.tsx'
import { Lines } from '../../charts/lines.tsx'
import { lookOf } from '../../charts/looks.ts'
import { count } from '../../words/numbers.ts'
import { type LedgerHour, overTime, totalOf } from './ledger-sums.ts'

type Props = { hours: readonly LedgerHour[]; days: number; nowMs: number; timezone: string }

const names = ['Received', 'Stored', 'Duplicates', 'Refused'] as const

/** What arrived and what became of it, over time: four lines that come out even at every point. */
export function LedgerChart({ hours, days, nowMs, timezone }: Props) {
  const unit: Unit = days <= 7 ? 'hour' : 'day'
  const points = overTime(hours, { unit, days, nowMs, timezone })
  const figures = points.map(({ sum }) => [sum.received, sum.stored, sum.duplicate, totalOf(sum.rejected)])
  const buckets = points.map(point => point.bucket)
  return (
    <ChartFrame
      title="Over time"
      table={{
        columns: [{ label: unit === 'hour' ? 'Hour' : 'Day' }, ...names.map(label => ({ label, isNumber: true }))],
        rows: points.map(({ bucket }, index) => ({
          key: bucket,
          cells: [bucketWords(bucket, unit, timezone), ...(figures[index] ?? []).map(count)]
        }))
      }}
    >
      <Lines
        label="Events"
        buckets={buckets}
        unit={unit}
        timezone={timezone}
        lines={names.map((label, line) => ({
          key: label,
          label,
          look: lookOf(line),
          points: figures.map(point => point[line])
        }))}
        kind="count"
        isRunning
        height={200}
      />
    </ChartFrame>
  )
}
