import type {
  ConversationsAnswer,
  FunnelAnswer,
  OverviewAnswer,
  PathsAnswer,
  RequestsSummary,
  RetentionAnswer,
  SavedReportAnswer,
  TileNote,
  TopAnswer,
  TrendAnswer
} from '@foyer/protocol'
import { begun } from '../../charts/buckets.ts'
import { figureText } from '../../charts/figure-text.ts'
import { Lines } from '../../charts/lines.tsx'
import { lookOf, restLook } from '../../charts/looks.ts'
import { withAverage } from '../../charts/moving-average.ts'
import { count, counted } from '../../words/numbers.ts'
import { plainText } from '../../words/people.ts'
import { valueWords } from '../../words/values.ts'
import { notesOf } from '../annotations/notes-of.ts'
import { BarList } from './bar-list.tsx'
import { FigureRow } from './figure-row.tsx'
import { notesHeight, TileNotes } from './tile-notes.tsx'

/** More lines than these have their names in the drawing alone. */
const mostFigures = 12

type Drawn = { name: string; height: number; notes: readonly TileNote[] }

/** A saved report's answer in the room a tile has: its figures first, its shape where there is room for one. */
export function AnswerView({ kind, answer, name, height, notes = [] }: SavedReportAnswer & { height: number }) {
  const drawn = { name, height, notes }
  // What `kind` says is what the answer has the form of.
  const of = <Answer,>() => answer as unknown as Answer
  switch (kind) {
    case 'overview':
      return <Overview answer={of()} {...drawn} />
    case 'top':
      return <Top answer={of()} />
    case 'trend':
      return <Trend answer={of()} {...drawn} />
    case 'funnel':
      return <Funnel answer={of()} />
    case 'retention':
      return <Retention answer={of()} />
    case 'paths':
      return <Paths answer={of()} />
    case 'conversations':
      return <Conversations answer={of()} />
    case 'requests':
      return <Requests answer={of()} />
  }
}

function Overview({ answer, name, height, notes }: { answer: OverviewAnswer } & Drawn) {
  const { total, previous, points, buckets, unit, range } = answer
  const before = previous?.total
  const known = begun(buckets, unit, range)
  return (
    <div className="flex flex-col gap-4">
      <FigureRow
        figures={[
          { label: 'Visitors', value: total.visitors, previous: before?.visitors, kind: 'count' },
          { label: 'Visits', value: total.visits, previous: before?.visits, kind: 'count' },
          { label: 'Views', value: total.views, previous: before?.views, kind: 'count' },
          { label: 'Bounce', value: total.bounceRate, previous: before?.bounceRate, kind: 'share' },
          { label: 'Visit time', value: total.visitSeconds, previous: before?.visitSeconds, kind: 'seconds' },
          { label: 'Conversations', value: total.conversations, previous: before?.conversations, kind: 'count' }
        ]}
      />
      {height > 180 && (
        <Lines
          label={`${name}: visitors`}
          buckets={buckets}
          unit={unit}
          timezone={range.timezone}
          kind="count"
          isRunning={known.isRunning}
          height={Math.max(120, height - 130 - notesHeight(notes))}
          notes={notesOf(notes, { buckets, unit, timezone: range.timezone })}
          lines={[
            {
              key: 'visitors',
              label: 'Visitors',
              look: lookOf(0),
              points: points.slice(0, known.count).map(point => point.visitors),
              isFilled: true
            }
          ]}
        />
      )}
      <TileNotes notes={notes} timezone={range.timezone} />
    </div>
  )
}

function Top({ answer }: { answer: TopAnswer }) {
  return (
    <BarList
      bars={answer.items.map(item => ({
        key: `${item.country ?? ''} ${item.value}`,
        label: valueWords(answer.dimension, item.value),
        value: item.visitors
      }))}
    />
  )
}

function Trend({ answer, name, height, notes }: { answer: TrendAnswer } & Drawn) {
  const { buckets, unit, range, lines, breakdown, movingAverage: over } = answer
  const known = begun(buckets, unit, range)
  const isDrawn = height > 160 && lines.length > 0
  const lookIn = (line: TrendAnswer['lines'][number], index: number) => (line.isRest ? restLook : lookOf(index))
  // Four stand beside each other in half a dashboard.
  const rows = Math.ceil(Math.min(lines.length, mostFigures) / 4)
  const isOne = lines.every(line => line.series === lines[0]?.series)
  const labelOf = ({ label, isRest, value }: TrendAnswer['lines'][number]) => {
    const part = isRest ? 'All others' : value === undefined ? undefined : valueWords(breakdown ?? '', value)
    if (part === undefined) return plainText(label)
    // The name of the only series says nothing beside ten countries.
    return isOne ? part : `${part}: ${plainText(label)}`
  }
  return (
    <div className="flex flex-col gap-3">
      <FigureRow
        figures={lines.slice(0, mostFigures).map((line, index) => ({
          label: labelOf(line),
          value: line.total ?? undefined,
          previous: line.previous?.total ?? undefined,
          kind: 'number',
          ...(isDrawn && lines.length > 1 && { look: lookIn(line, index) })
        }))}
      />
      {isDrawn && (
        <Lines
          label={name}
          buckets={buckets}
          unit={unit}
          timezone={range.timezone}
          kind="number"
          isRunning={known.isRunning}
          isNamed={lines.length <= mostFigures}
          height={Math.max(120, height - 24 - rows * (lines[0]?.previous ? 74 : 54) - notesHeight(notes))}
          notes={notesOf(notes, { buckets, unit, timezone: range.timezone })}
          lines={lines.flatMap((line, index) =>
            withAverage(
              {
                key: `${line.series} ${line.isRest ? 'rest' : (line.value ?? '')}`,
                label: labelOf(line),
                look: lookIn(line, index),
                points: line.points.slice(0, known.count).map(value => value ?? undefined),
                isFilled: lines.length === 1
              },
              over,
              known.isRunning
            )
          )}
        />
      )}
      <TileNotes notes={notes} timezone={range.timezone} />
    </div>
  )
}

function Funnel({ answer }: { answer: FunnelAnswer }) {
  return (
    <div className="flex flex-col gap-3">
      <FigureRow
        figures={[
          { label: 'Converted', value: answer.conversion, kind: 'share' },
          { label: 'Median time', value: answer.timeToConvert.medianSeconds, kind: 'seconds' }
        ]}
      />
      <BarList
        bars={answer.steps.map((step, index) => ({
          key: String(index),
          label: `${index + 1}. ${plainText(step.label)}`,
          value: step.count,
          note: index === 0 ? 'began' : `${figureText(step.rateFromPrevious, 'share')} came on`
        }))}
      />
    </div>
  )
}

const unitWords = { day: 'Day', week: 'Week', month: 'Month' }

function Retention({ answer }: { answer: RetentionAnswer }) {
  return (
    <BarList
      kind="share"
      bars={answer.curve.rates.map((rate, period) => ({
        key: String(period),
        label: `${unitWords[answer.unit]} ${period}`,
        value: rate,
        ...(period === 0 ? { note: `of ${count(answer.curve.size)} people` } : {})
      }))}
    />
  )
}

function Paths({ answer }: { answer: PathsAnswer }) {
  return (
    <BarList
      bars={answer.links.slice(0, 20).map(link => ({
        key: `${link.level} ${link.from} ${link.to}`,
        label: `${plainText(link.from)} → ${plainText(link.to)}`,
        value: link.visits,
        note: `step ${link.level + 1}`
      }))}
    />
  )
}

function Conversations({ answer: { total, previous } }: { answer: ConversationsAnswer }) {
  return (
    <FigureRow
      figures={[
        { label: 'Started', value: total.started, previous: previous?.started, kind: 'count' },
        { label: 'Resolved', value: total.resolved, previous: previous?.resolved, kind: 'count' },
        {
          label: 'First reply',
          value: total.firstReplyMedian,
          previous: previous?.firstReplyMedian,
          kind: 'seconds'
        },
        {
          label: 'Until resolved',
          value: total.resolutionMedian,
          previous: previous?.resolutionMedian,
          kind: 'seconds'
        },
        { label: 'Satisfied', value: total.satisfied, previous: previous?.satisfied, kind: 'share' },
        { label: 'Unanswered', value: total.unanswered, previous: previous?.unanswered, kind: 'count' }
      ]}
    />
  )
}

function Requests({ answer: { total, endpoints } }: { answer: RequestsSummary }) {
  return (
    <div className="flex flex-col gap-4">
      <FigureRow
        figures={[
          { label: 'Requests', value: total.requests, kind: 'count' },
          { label: 'Refused (4xx)', value: total.clientErrors, kind: 'count' },
          { label: 'Failed (5xx)', value: total.serverErrors, kind: 'count' },
          { label: 'Median, ms', value: total.p50, kind: 'number' },
          { label: '95% within, ms', value: total.p95, kind: 'number' }
        ]}
      />
      <BarList
        bars={endpoints.map(({ value, requests, errors }) => ({
          key: value,
          label: value,
          value: requests,
          ...(errors > 0 && { note: counted(errors, 'error') })
        }))}
      />
    </div>
  )
}
