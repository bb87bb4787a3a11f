import { type KeyboardEvent, type PointerEvent, useRef, useState } from 'react'
import { classes } from '../ui/classes.ts'
import { axisMarks, bucketWords, type ChartUnit } from './buckets.ts'
import { type FigureKind, figureText, shortFigure } from './figure-text.ts'
import { dashes, type Look } from './looks.ts'
import { LookMark, Point } from './mark.tsx'
import { apart, linePath, type Plot, plotOf } from './plot.ts'
import { useWidth } from './use-width.ts'

export type Line = {
  key: string
  label: string
  look: Look
  /** One for each bucket; what lies ahead or is not known is left out. */
  points: readonly (number | undefined)[]
  /** The same of the time before. */
  previous?: readonly (number | undefined)[]
  isFilled?: boolean
  /** Behind another that stands for it, such as its average. */
  isFaint?: boolean
  /** None of its points is still going on, whatever the others are. */
  isWhole?: boolean
}

/** What the team wrote onto a bucket. */
export type Note = { index: number; texts: readonly string[] }

export type LinesProps = {
  /** What is counted: "Visitors". */
  label: string
  buckets: readonly string[]
  unit: ChartUnit
  timezone: string
  lines: readonly Line[]
  kind: FigureKind
  /** The last point is of a time that is still going on. */
  isRunning?: boolean
  height?: number
  notes?: readonly Note[]
  /** Each line stands with its sign and name beside the drawing already. */
  isNamed?: boolean
  /** A bucket was chosen to write on, by a click or by Enter. */
  onChoose?: (index: number) => void
}

const endNameWidth = 136
const endNameHeight = 16
const marksAlong = 8

/** Lines over time. Drawn as part of the page, so that it is there with the first paint and takes its colours from the tokens. */
export function Lines(props: LinesProps) {
  const { label, buckets, unit, timezone, lines, kind, isRunning, height = 260, notes = [], isNamed, onChoose } = props
  const place = useRef<HTMLDivElement>(null)
  const pointer = useRef('')
  const width = useWidth(place)
  const [at, setAt] = useState<number>()
  const hasNames = lines.length > 1 && !isNamed
  const hasEndNames = hasNames && lines.length <= 12 && (width ?? 0) >= 640
  const values = lines.flatMap(line => [...line.points, ...(line.previous ?? [])]).filter(value => value !== undefined)
  const plot =
    width === undefined
      ? undefined
      : plotOf({ width, height, points: buckets.length, values, kind, gutter: hasEndNames ? endNameWidth : 12 })
  const shown = at === undefined ? undefined : Math.min(at, buckets.length - 1)
  const textsAt = (index: number) => notes.find(note => note.index === index)?.texts ?? []
  const told = (index: number) =>
    `${bucketWords(buckets[index] ?? '', unit, timezone)}: ${lines
      .map(line => {
        const value = line.points[index]
        const name = lines.length > 1 ? `${line.label} ` : ''
        const before = line.previous?.[index]
        const was = before === undefined ? '' : `, before ${figureText(before, kind)}`
        return `${name}${value === undefined ? (index < lastOf(line.points) ? 'none' : 'nothing yet') : figureText(value, kind)}${was}`
      })
      .join('; ')}${textsAt(index)
      .map(text => `. Note: ${text}`)
      .join('')}`
  const onPointer = (event: PointerEvent) => {
    if (!plot || buckets.length === 0) return
    const x = event.clientX - event.currentTarget.getBoundingClientRect().left
    const index = Math.round(((x - plot.left) / (plot.right - plot.left)) * (buckets.length - 1))
    setAt(Math.max(0, Math.min(buckets.length - 1, index)))
  }
  const onKey = (event: KeyboardEvent) => {
    const from = shown ?? buckets.length
    const to =
      event.key === 'ArrowLeft'
        ? from - 1
        : event.key === 'ArrowRight'
          ? from + 1
          : event.key === 'Home'
            ? 0
            : event.key === 'End'
              ? buckets.length - 1
              : undefined
    if (to !== undefined) {
      event.preventDefault()
      setAt(Math.max(0, Math.min(buckets.length - 1, to)))
    } else if (event.key === 'Enter' && onChoose && buckets.length > 0) {
      event.preventDefault()
      onChoose(shown ?? buckets.length - 1)
    } else if (event.key === 'Escape' && shown !== undefined) {
      event.preventDefault()
      setAt(undefined)
    }
  }
  return (
    <div className="flex min-w-0 flex-col gap-2">
      {hasNames && !hasEndNames && <LineNames lines={lines} />}
      <div
        ref={place}
        role="slider"
        tabIndex={0}
        aria-label={`${label} over time. The arrow keys go from point to point.${onChoose ? ' Enter writes a note there.' : ''}`}
        aria-orientation="horizontal"
        aria-valuemin={0}
        aria-valuemax={Math.max(0, buckets.length - 1)}
        aria-valuenow={shown ?? Math.max(0, buckets.length - 1)}
        aria-valuetext={told(shown ?? Math.max(0, buckets.length - 1))}
        onPointerMove={onPointer}
        onPointerDown={event => {
          pointer.current = event.pointerType
          onPointer(event)
        }}
        // A finger asks for the figures; beside the chart there is a button for it.
        onClick={() => {
          if (pointer.current === 'mouse' && shown !== undefined) onChoose?.(shown)
        }}
        onPointerLeave={() => setAt(undefined)}
        onBlur={() => setAt(undefined)}
        onKeyDown={onKey}
        className="relative min-w-0 touch-pan-y rounded-sm outline-offset-2"
        style={{ height }}
      >
        {plot && width !== undefined && (
          <>
            <svg width={width} height={height} aria-hidden className="absolute inset-0 block text-xs">
              <Axes plot={plot} buckets={buckets} unit={unit} timezone={timezone} kind={kind} />
              {notes.map(({ index, texts }) => (
                <NoteMark key={index} x={plot.x(index)} plot={plot} count={texts.length} />
              ))}
              {shown !== undefined && (
                <path d={`M${plot.x(shown)} ${plot.top}V${plot.bottom}`} className="stroke-line-strong" />
              )}
              {lines.map(line => (
                <Drawn
                  key={line.key}
                  line={line}
                  plot={plot}
                  isRunning={isRunning === true && !line.isWhole}
                  shown={shown}
                  hasTwins={lines.length > dashes.length}
                />
              ))}
              {hasEndNames && <EndNames lines={lines} plot={plot} />}
            </svg>
            {shown !== undefined && (
              <Tooltip
                x={plot.x(shown)}
                width={width}
                title={bucketWords(buckets[shown] ?? '', unit, timezone)}
                isRunning={isRunning === true && isLastOf(lines, shown)}
                lines={lines}
                index={shown}
                kind={kind}
                notes={textsAt(shown)}
                mayWrite={onChoose !== undefined}
              />
            )}
          </>
        )}
      </div>
    </div>
  )
}

/** A flag on its pole: told from every line by its shape. */
function NoteMark({ x, plot, count }: { x: number; plot: Plot; count: number }) {
  return (
    <g className="text-ink-soft">
      <path d={`M${x} ${plot.top - 8}V${plot.bottom}`} stroke="currentColor" strokeDasharray="1 3" />
      <path d={`M${x} ${plot.top - 9}h9l-3 4 3 4h-9z`} fill="currentColor" />
      {count > 1 && (
        <text x={x + 12} y={plot.top} className="fill-ink-soft">
          {count}
        </text>
      )}
    </g>
  )
}

const lastOf = (points: Line['points']) => points.findLastIndex(value => value !== undefined)
const isLastOf = (lines: readonly Line[], index: number) =>
  lines.some(line => !line.isWhole && lastOf(line.points) === index)

function Drawn({
  line,
  plot,
  isRunning,
  shown,
  hasTwins
}: {
  line: Line
  plot: Plot
  isRunning: boolean
  shown: number | undefined
  /** Another line has the same dash, so that the marks along it tell them apart. */
  hasTwins: boolean
}) {
  const { look, points, previous } = line
  const last = lastOf(points)
  const whole = isRunning ? points.slice(0, last) : points
  const running = isRunning && last > 0 ? points.map((value, index) => (index < last - 1 ? undefined : value)) : []
  const held = shown === undefined ? undefined : points[shown]
  const all = points.flatMap((value, index) => (value === undefined ? [] : [{ index, value }]))
  // A few points are seen one by one, and one alone is no line.
  const isSparse = all.length <= 14
  const every = Math.ceil(all.length / marksAlong)
  const isAlone = (index: number) => points[index - 1] === undefined && points[index + 1] === undefined
  const isWithGaps = all.length <= last
  const dots = line.isFaint
    ? []
    : isSparse
      ? all
      : all.filter(({ index }, at) => at === all.length - 1 || (hasTwins && at % every === 0) || isAlone(index))
  return (
    <g style={{ color: look.color }} className={line.isFaint ? 'opacity-40' : undefined}>
      {line.isFilled && last > 0 && !isWithGaps && (
        <path
          d={`${linePath(points, plot)}L${plot.x(last)} ${plot.y(0)}L${plot.x(0)} ${plot.y(0)}Z`}
          className="fill-current opacity-10"
        />
      )}
      {previous && (
        <path
          d={linePath(previous, plot)}
          fill="none"
          stroke="currentColor"
          strokeWidth="1.25"
          strokeDasharray="2 4"
          opacity="0.75"
        />
      )}
      <path
        d={linePath(whole, plot)}
        fill="none"
        stroke="currentColor"
        strokeWidth={line.isFaint ? 1.25 : 2}
        strokeDasharray={look.dash}
        strokeLinejoin="round"
      />
      {running.length > 0 && (
        <path
          d={linePath(running, plot)}
          fill="none"
          stroke="currentColor"
          strokeWidth="2"
          strokeDasharray="1 4"
          strokeLinecap="round"
        />
      )}
      {dots.map(({ index, value }) => (
        <Point
          key={index}
          look={look}
          x={plot.x(index)}
          y={plot.y(value)}
          radius={isSparse ? 2.6 : 3}
          isHollow={isRunning && index === last}
        />
      ))}
      {held !== undefined && shown !== undefined && <Point look={look} x={plot.x(shown)} y={plot.y(held)} radius={4} />}
    </g>
  )
}

type AxesProps = Pick<LinesProps, 'buckets' | 'unit' | 'timezone' | 'kind'> & { plot: Plot }

function Axes({ plot, buckets, unit, timezone, kind }: AxesProps) {
  const marks = axisMarks(buckets, unit, timezone, plot.right - plot.left)
  return (
    <g>
      {plot.ticks.map(tick => (
        <g key={tick}>
          <path
            d={`M${plot.left} ${plot.y(tick)}H${plot.right}`}
            className={tick === 0 ? 'stroke-line-strong' : 'stroke-line'}
          />
          <text x={plot.left - 8} y={plot.y(tick) + 4} textAnchor="end" className="fill-ink-faint">
            {shortFigure(tick, kind)}
          </text>
        </g>
      ))}
      {marks.map(({ index, text }) => (
        <text
          key={index}
          x={plot.x(index)}
          y={plot.bottom + 18}
          textAnchor={
            index === 0 && buckets.length > 1
              ? 'start'
              : index === buckets.length - 1 && buckets.length > 1
                ? 'end'
                : 'middle'
          }
          className="fill-ink-faint"
        >
          {text}
        </text>
      ))}
    </g>
  )
}

function EndNames({ lines, plot }: { lines: readonly Line[]; plot: Plot }) {
  const named = lines.filter(line => !line.isFaint)
  const places = apart(
    named.map(line => plot.y(line.points[lastOf(line.points)] ?? 0)),
    endNameHeight,
    plot.top + 4,
    plot.bottom
  )
  return (
    <>
      {named.map((line, index) => (
        <foreignObject
          key={line.key}
          x={plot.right + 8}
          y={(places[index] ?? 0) - 8}
          width={endNameWidth - 8}
          height={endNameHeight}
        >
          <div className="flex items-center gap-1.5 text-xs">
            <LookMark look={line.look} />
            <bdi className="min-w-0 truncate" title={line.label}>
              {line.label}
            </bdi>
          </div>
        </foreignObject>
      ))}
    </>
  )
}

function LineNames({ lines }: { lines: readonly Line[] }) {
  return (
    <ul aria-hidden className="flex flex-wrap gap-x-4 gap-y-1 text-xs">
      {lines
        .filter(line => !line.isFaint)
        .map(({ key, label, look }) => (
          <li key={key} className="flex max-w-full min-w-0 items-center gap-1.5">
            <LookMark look={look} />
            <bdi className="min-w-0 truncate">{label}</bdi>
          </li>
        ))}
    </ul>
  )
}

type TooltipProps = {
  x: number
  width: number
  title: string
  isRunning: boolean
  lines: readonly Line[]
  index: number
  kind: FigureKind
  notes: readonly string[]
  mayWrite: boolean
}

/** Seen by pointers and arrow keys; whoever hears the page hears the same as the value of the slider. */
function Tooltip({ x, width, title, isRunning, lines, index, kind, notes, mayWrite }: TooltipProps) {
  const isRight = x > width / 2
  return (
    <div
      aria-hidden
      className="pointer-events-none absolute top-1 z-10 max-w-72 rounded-sm bg-raised px-3 py-2 text-xs shadow-float"
      style={isRight ? { right: width - x + 12 } : { left: x + 12 }}
    >
      <p className="pb-1 text-ink-soft">
        {title}
        {isRunning && ', so far'}
      </p>
      {lines.map(({ key, label, look, points, previous, isFaint }) => {
        const value = points[index]
        const before = previous?.[index]
        return (
          <div key={key} className="flex flex-col">
            <p className="flex items-center gap-1.5">
              <LookMark look={look} />
              <bdi className={classes('min-w-0 flex-1 truncate pr-3', isFaint && 'text-ink-soft')}>{label}</bdi>
              <span className="font-medium whitespace-nowrap">
                {value === undefined ? '—' : figureText(value, kind)}
              </span>
            </p>
            {before !== undefined && (
              <p className="flex justify-between gap-3 pl-6.5 text-ink-soft">
                <span>Before</span>
                <span className="whitespace-nowrap">{figureText(before, kind)}</span>
              </p>
            )}
          </div>
        )
      })}
      {notes.map(text => (
        <p key={text} className="mt-1 line-clamp-3 border-t border-line pt-1">
          <bdi>{text}</bdi>
        </p>
      ))}
      {mayWrite && <p className="mt-1 text-ink-faint pointer-coarse:hidden">Click to write a note</p>}
    </div>
  )
}
