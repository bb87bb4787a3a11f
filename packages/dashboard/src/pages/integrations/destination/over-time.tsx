import type { DestinationFigures } from '@foyer/protocol'
import { bucketWords } from '../../../charts/buckets.ts'
import { ChartFrame } from '../../../charts/chart-frame.tsx'
import { Lines } from '../../../charts/lines.tsx'
import { lookOf } from '../../../charts/looks.ts'
import { useTimezone } from '../../../session.ts'
import { dayIn } from '../../../time/days.ts'
import { count } from '../../../words/numbers.ts'

/** Delivered, failed and withheld, side by side through the time that is shown. */
export function OverTime({ figures }: { figures: DestinationFigures }) {
  const timezone = useTimezone()
  const { unit, points } = figures
  const buckets = points.map(({ at }) => (unit === 'day' ? dayIn(Date.parse(at), timezone) : at))
  return (
    <ChartFrame
      title="Over time"
      note={`Events in each ${unit}`}
      table={{
        columns: [
          { label: 'Time' },
          { label: 'Delivered', isNumber: true },
          { label: 'Failed', isNumber: true },
          { label: 'Withheld', isNumber: true }
        ],
        rows: points.map(({ at, delivered, failed, withheld }, index) => ({
          key: at,
          cells: [bucketWords(buckets[index] ?? at, unit, timezone), count(delivered), count(failed), count(withheld)]
        }))
      }}
    >
      <Lines
        label="Deliveries"
        buckets={buckets}
        unit={unit}
        timezone={timezone}
        kind="count"
        height={220}
        isRunning
        lines={[
          { key: 'delivered', label: 'Delivered', look: lookOf(0), points: points.map(point => point.delivered) },
          { key: 'failed', label: 'Failed', look: lookOf(5), points: points.map(point => point.failed) },
          { key: 'withheld', label: 'Withheld', look: lookOf(2), points: points.map(point => point.withheld) }
        ]}
      />
    </ChartFrame>
  )
}
