import type { RequestsSummary } from '@foyer/protocol'
import { useRef } from 'react'
import { ChartFrame } from '../../../charts/chart-frame.tsx'
import { useWidth } from '../../../charts/use-width.ts'
import { dayWords } from '../../../time/days.ts'
import { clockTime, dayName } from '../../../time/relative.ts'
import { useNow } from '../../../time/use-now.ts'
import { count } from '../../../words/numbers.ts'
import { speedText } from './request-words.ts'

type Props = { summary: RequestsSummary; what: 'requests' | 'speed' }

const height = 96
const daySeconds = 86_400

/** Bars over time: requests with the errors among them, or how fast nearly all of them were. Each bar says its figures, and so does the table. */
export function RequestsChart({ summary, what }: Props) {
  const place = useRef<HTMLDivElement>(null)
  const width = useWidth(place)
  const now = useNow(60_000)
  const { timezone } = summary.range
  const bars = summary.points.map((point, index) => {
    const bucket = summary.buckets[index] ?? ''
    const errors = point.clientErrors + point.serverErrors
    return { ...point, bucket, errors, value: what === 'requests' ? point.requests : point.p95 }
  })
  const nameOf = (bucket: string) =>
    summary.stepSeconds >= daySeconds
      ? dayWords(bucket, 'day')
      : `${dayName(bucket, now, timezone)}, ${clockTime(bucket, timezone)}`
  const most = Math.max(what === 'requests' ? 4 : 1, ...bars.map(bar => bar.value))
  const step = (width ?? 0) / Math.max(1, bars.length)
  const said = (value: number) => (what === 'requests' ? count(value) : speedText(value))
  const y = (value: number) => (value / most) * height
  const title = what === 'requests' ? 'Requests' : '95 of 100 answered within'
  const heading = what === 'requests' ? 'Requests over time' : 'Speed over time'
  return (
    <ChartFrame
      title={heading}
      isTitleHidden
      table={
        what === 'requests'
          ? {
              columns: [{ label: 'From' }, { label: 'Requests', isNumber: true }, { label: 'Errors', isNumber: true }],
              rows: bars.map(bar => ({
                key: bar.bucket,
                cells: [nameOf(bar.bucket), count(bar.requests), count(bar.errors)]
              }))
            }
          : {
              columns: [
                { label: 'From' },
                { label: 'Half within', isNumber: true },
                { label: '95 of 100 within', isNumber: true }
              ],
              rows: bars.map(bar => ({
                key: bar.bucket,
                cells: [nameOf(bar.bucket), speedText(bar.p50), speedText(bar.p95)]
              }))
            }
      }
    >
      <div ref={place} aria-hidden className="min-w-0">
        <p className="flex justify-between text-xs text-ink-faint">
          <span>{title}</span>
          <span>up to {said(most)}</span>
        </p>
        {width !== undefined && (
          <svg width={width} height={height + 1} className="block border-b border-line-strong" aria-hidden>
            {bars.map((bar, index) => (
              <g key={bar.bucket}>
                <title>
                  {`${nameOf(bar.bucket)}: ${count(bar.requests)} requests, ${count(bar.errors)} errors; half within ${speedText(bar.p50)}, 95 of 100 within ${speedText(bar.p95)}`}
                </title>
                <rect
                  x={index * step}
                  y={0}
                  width={step}
                  height={height}
                  className="fill-transparent hover:fill-hover"
                />
                <rect
                  x={index * step + step * 0.1}
                  y={height - y(bar.value)}
                  width={step * 0.8}
                  height={y(bar.value)}
                  fill={what === 'requests' ? 'var(--series-1)' : 'var(--series-2)'}
                  className="pointer-events-none"
                />
                {what === 'requests' && bar.errors > 0 && (
                  <path
                    d={`M${index * step + step * 0.1} ${height}v${-Math.max(3, y(bar.errors))}h${step * 0.8}v${Math.max(3, y(bar.errors))}z`}
                    className="pointer-events-none fill-danger stroke-surface"
                  />
                )}
              </g>
            ))}
          </svg>
        )}
        <p className="flex justify-between pt-1 text-xs text-ink-faint">
          <span>{bars[0] && nameOf(bars[0].bucket)}</span>
          {what === 'requests' && <span>errors at the foot of a bar</span>}
          <span>{bars.at(-1) && nameOf(bars.at(-1)?.bucket ?? '')}</span>
        </p>
      </div>
    </ChartFrame>
  )
}
