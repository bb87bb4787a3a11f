import type { FunnelAnswer, Unit } from '@foyer/protocol'
import { begun, bucketWords } from '../../../charts/buckets.ts'
import { ChartFrame } from '../../../charts/chart-frame.tsx'
import { figureText } from '../../../charts/figure-text.ts'
import { Lines } from '../../../charts/lines.tsx'
import { lookOf } from '../../../charts/looks.ts'
import { Select } from '../../../ui/field.tsx'
import { count } from '../../../words/numbers.ts'

type Props = {
  points: NonNullable<FunnelAnswer['overTime']>
  unit: Unit
  range: FunnelAnswer['range']
  onUnit: (unit: Unit) => void
}

/** Of those who began in each day, week or month: how many came to the end. */
export function OverTime({ points, unit, range, onUnit }: Props) {
  const buckets = points.map(({ bucket }) => bucket)
  const { count: past, isRunning } = begun(buckets, unit, range)
  return (
    <ChartFrame
      title="Conversion over time"
      note="By when they began. The latest still have time to convert."
      table={{
        columns: [
          { label: 'Began' },
          { label: 'People', isNumber: true },
          { label: 'Converted', isNumber: true },
          { label: 'Conversion', isNumber: true }
        ],
        rows: points.map(({ bucket, entered, converted, rate }) => ({
          key: bucket,
          cells: [
            bucketWords(bucket, unit, range.timezone),
            count(entered),
            count(converted),
            entered === 0 ? '—' : figureText(rate, 'share')
          ]
        }))
      }}
      actions={
        <Select
          aria-label="Points of the chart"
          className="w-28"
          value={unit}
          onChange={event => onUnit(event.target.value as Unit)}
        >
          <option value="hour">By hour</option>
          <option value="day">By day</option>
          <option value="week">By week</option>
          <option value="month">By month</option>
        </Select>
      }
    >
      <Lines
        label="Conversion"
        buckets={buckets}
        unit={unit}
        timezone={range.timezone}
        kind="share"
        isRunning={isRunning}
        height={220}
        lines={[
          {
            key: 'conversion',
            label: 'Conversion',
            look: lookOf(0),
            points: points.map(({ rate, entered }, index) => (index < past && entered > 0 ? rate : undefined))
          }
        ]}
      />
    </ChartFrame>
  )
}
