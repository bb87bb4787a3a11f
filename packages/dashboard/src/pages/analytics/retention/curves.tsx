import type { RetentionAnswer } from '@foyer/protocol'
import { type PointerEvent, useRef, useState } from 'react'
import { ChartFrame } from '../../../charts/chart-frame.tsx'
import { figureText, shortFigure } from '../../../charts/figure-text.ts'
import { type Look, lookOf, restLook } from '../../../charts/looks.ts'
import { LookMark, Point } from '../../../charts/mark.tsx'
import { linePath, plotOf } from '../../../charts/plot.ts'
import { everyNth } from '../../../charts/scale.ts'
import { useWidth } from '../../../charts/use-width.ts'
import { count } from '../../../words/numbers.ts'
import { valueWords } from '../../../words/values.ts'
import { laterWords, periodWords } from './retention-words.ts'

type Curve = { key: string; label: string; look: Look; size: number; rates: readonly number[] }

const height = 260

/** The share that came back, period by period: of everybody, and of each value of the breakdown. */
export function Curves({ answer, by }: { answer: RetentionAnswer; by: string | undefined }) {
  const { curve, breakdown = [], unit } = answer
  const curves: Curve[] = [
    { key: 'all', label: 'Everybody', look: lookOf(0), ...curve },
    ...breakdown.map((part, index) => ({
      key: part.isRest ? 'rest' : `value ${part.value}`,
      label: part.isRest ? 'Everything else' : valueWords(by ?? '', part.value),
      look: part.isRest ? restLook : lookOf(index + 1),
      size: part.size,
      rates: part.rates
    }))
  ]
  const periods = Math.max(0, ...curves.map(({ rates }) => rates.length))
  return (
    <ChartFrame
      title="Who comes back"
      note={`Of all cohorts that are old enough, ${unit} by ${unit}; larger cohorts weigh more.`}
      table={{
        columns: [
          { label: 'Who' },
          { label: 'People', isNumber: true },
          ...Array.from({ length: periods }, (_, period) => ({ label: periodWords(period, unit), isNumber: true }))
        ],
        rows: curves.map(({ key, label, size, rates }) => ({
          key,
          cells: [
            label,
            count(size),
            ...Array.from({ length: periods }, (_, period) => {
              const rate = rates[period]
              return rate === undefined ? '' : figureText(rate, 'share')
            })
          ]
        }))
      }}
    >
      {curves.length > 1 && (
        <ul aria-hidden className="flex flex-wrap gap-x-4 gap-y-1 text-xs">
          {curves.map(({ key, label, look }) => (
            <li key={key} className="flex max-w-full min-w-0 items-center gap-1.5">
              <LookMark look={look} />
              <bdi className="min-w-0 truncate">{label}</bdi>
            </li>
          ))}
        </ul>
      )}
      <Drawing curves={curves} periods={periods} unit={unit} />
    </ChartFrame>
  )
}

type DrawingProps = { curves: Curve[]; periods: number; unit: RetentionAnswer['unit'] }

function Drawing({ curves, periods, unit }: DrawingProps) {
  const place = useRef<HTMLDivElement>(null)
  const width = useWidth(place)
  const [at, setAt] = useState<number>()
  const values = curves.flatMap(({ rates }) => rates)
  const plot =
    width === undefined ? undefined : plotOf({ width, height, points: periods, values, kind: 'share', gutter: 16 })
  const onPointer = (event: PointerEvent) => {
    if (!plot || periods === 0) return
    const x = event.clientX - event.currentTarget.getBoundingClientRect().left
    const index = Math.round(((x - plot.left) / (plot.right - plot.left)) * (periods - 1))
    setAt(Math.max(0, Math.min(periods - 1, index)))
  }
  const every = plot ? everyNth(periods, plot.right - plot.left, 60) : 1
  return (
    // The table of the frame says the same to whoever has no pointer.
    <div
      ref={place}
      aria-hidden
      onPointerMove={onPointer}
      onPointerLeave={() => setAt(undefined)}
      className="relative min-w-0 touch-pan-y"
      style={{ height }}
    >
      {plot && width !== undefined && (
        <>
          <svg width={width} height={height} aria-hidden className="absolute inset-0 block text-xs">
            {plot.ticks.map(tick => (
              <g key={tick}>
                <path
                  d={`M${plot.left} ${plot.y(tick)}H${plot.right}`}
                  className={tick === 0 ? 'stroke-line-strong' : 'stroke-line'}
                />
                <text x={plot.left - 8} y={plot.y(tick) + 4} textAnchor="end" className="fill-ink-faint">
                  {shortFigure(tick, 'share')}
                </text>
              </g>
            ))}
            {Array.from({ length: periods }, (_, period) =>
              period % every === 0 ? (
                <text
                  // biome-ignore lint/suspicious/noArrayIndexKey: a period is its place
                  key={period}
                  x={plot.x(period)}
                  y={plot.bottom + 18}
                  textAnchor={period === 0 ? 'start' : period === periods - 1 ? 'end' : 'middle'}
                  className="fill-ink-faint"
                >
                  {periodWords(period, unit)}
                </text>
              ) : null
            )}
            {at !== undefined && (
              <path d={`M${plot.x(at)} ${plot.top}V${plot.bottom}`} className="stroke-line-strong" />
            )}
            {curves.map(({ key, look, rates }) => (
              <g key={key} style={{ color: look.color }}>
                <path
                  d={linePath(rates, plot)}
                  fill="none"
                  stroke="currentColor"
                  strokeWidth="2"
                  strokeDasharray={look.dash}
                  strokeLinejoin="round"
                />
                {rates.map((rate, period) => (
                  <Point
                    // biome-ignore lint/suspicious/noArrayIndexKey: a period is its place
                    key={period}
                    look={look}
                    x={plot.x(period)}
                    y={plot.y(rate)}
                    radius={period === at ? 4 : 2.6}
                  />
                ))}
              </g>
            ))}
          </svg>
          {at !== undefined && (
            <div
              className="pointer-events-none absolute top-1 z-10 max-w-72 rounded-sm bg-raised px-3 py-2 text-xs shadow-float"
              style={plot.x(at) > width / 2 ? { right: width - plot.x(at) + 12 } : { left: plot.x(at) + 12 }}
            >
              <p className="pb-1 text-ink-soft">Came back {laterWords(at, unit)}</p>
              {curves.map(({ key, label, look, rates }) => {
                const rate = rates[at]
                return (
                  <p key={key} className="flex items-center gap-1.5">
                    <LookMark look={look} />
                    <bdi className="min-w-0 flex-1 truncate pr-3">{label}</bdi>
                    <span className="font-medium">{rate === undefined ? '—' : figureText(rate, 'share')}</span>
                  </p>
                )
              })}
            </div>
          )}
        </>
      )}
    </div>
  )
}
