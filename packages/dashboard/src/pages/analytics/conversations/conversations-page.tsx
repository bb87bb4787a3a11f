import type { ConversationsAnswer } from '@foyer/protocol'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { MessagesSquare, X } from 'lucide-react'
import { NotedChart } from '../../../analytics/annotations/noted-chart.tsx'
import { AsOf } from '../../../analytics/as-of.tsx'
import { type Among, narrowedTo } from '../../../analytics/filters/among.ts'
import { FilterBar } from '../../../analytics/filters/filter-bar.tsx'
import { RangePicker } from '../../../analytics/range-picker.tsx'
import { Report } from '../../../analytics/report.tsx'
import { SaveExport } from '../../../analytics/save-export/save-export.tsx'
import { useAsked } from '../../../analytics/use-asked.ts'
import { WhoCounts } from '../../../analytics/who-counts.tsx'
import { begun, bucketWords } from '../../../charts/buckets.ts'
import { lookOf } from '../../../charts/looks.ts'
import { Button } from '../../../ui/button.tsx'
import { Empty, Skeleton } from '../../../ui/states.tsx'
import { Ago } from '../../../ui/time.tsx'
import { countryName } from '../../../words/countries.ts'
import { count } from '../../../words/numbers.ts'
import { plainText } from '../../../words/people.ts'
import { ConversationFiguresRow } from './conversation-figures.tsx'
import type { ConversationsAddress } from './conversations-address.ts'
import { conversationsReportQuery } from './conversations-data.ts'
import { Groups } from './groups.tsx'
import { WeekMap } from './week-map.tsx'

const route = getRouteApi('/app/analytics/conversations')
const among: Among = {
  fields: ['country', 'region', 'city', 'browser', 'os', 'device'],
  operators: ['is', 'isNot', 'contains', 'notContains', 'isSet', 'isNotSet']
}
const sourceNames: Record<string, string> = { widget: 'Chat widget', api: 'API' }
const sourceName = (source: string) => sourceNames[source] ?? plainText(source)

export function ConversationsPage() {
  const { source, assignee, unit } = route.useSearch()
  const asked = useAsked()
  const { from, to, agentId } = asked.question
  const { held, left } = narrowedTo(asked.filters, among)
  const question = {
    ...{ from, to, ...asked.comparison },
    ...(agentId && { agentId }),
    ...(unit && { unit }),
    ...(source && { source }),
    ...(assignee && { assignee }),
    ...(held.length > 0 && { filters: held })
  }
  const asking = conversationsReportQuery(question)
  const report = useQuery(asking)
  const change = (next: Partial<ConversationsAddress>) => asked.change(next)
  return (
    <>
      <div className="flex shrink-0 flex-wrap items-center gap-2 border-b border-line px-4 py-2 md:px-5">
        <RangePicker />
        <WhoCounts hasBots={false} />
        {source && (
          <Button icon={<X aria-hidden className="size-3.5" />} onClick={() => change({ source: undefined })}>
            Only {sourceName(source)}
          </Button>
        )}
        {assignee && (
          <Button icon={<X aria-hidden className="size-3.5" />} onClick={() => change({ assignee: undefined })}>
            Only {assignee === 'none' ? 'what nobody has' : 'one member'}
          </Button>
        )}
        <FilterBar filters={asked.filters} onChange={asked.filter} among={among} />
        <div className="ml-auto flex items-center gap-2">
          <SaveExport kind="conversations" question={question} name="Conversations" />
        </div>
      </div>
      {left > 0 && (
        <p role="status" className="border-b border-line bg-sunken px-4 py-2 text-sm text-ink-soft md:px-5">
          {left === 1 ? 'One filter is' : `${left} filters are`} about what visitors did, and{' '}
          {left === 1 ? 'does' : 'do'} not narrow this report: a conversation is told by its place, browser, system and
          device.
        </p>
      )}
      <div className="min-h-0 flex-1 overflow-y-auto p-4 md:p-5">
        <Report
          query={report}
          queryKey={asking.queryKey}
          what="The report on conversations"
          skeleton={
            <div className="flex flex-col gap-5">
              <Skeleton className="h-16" />
              <Skeleton className="h-64" />
              <Skeleton className="h-56" />
            </div>
          }
        >
          {answer =>
            answer.total.started + answer.total.resolved + answer.total.rated === 0 ? (
              <Empty icon={<MessagesSquare aria-hidden className="size-5" />} title="No conversations in this time">
                {question.filters || source || assignee
                  ? 'None is like this: take a filter away, or choose a longer time.'
                  : 'Choose a longer time. What is said in the playground is not counted.'}
              </Empty>
            ) : (
              <Answer answer={answer} source={source} assignee={assignee} onChange={change} />
            )
          }
        </Report>
      </div>
    </>
  )
}

type AnswerProps = {
  answer: ConversationsAnswer
  source: string | undefined
  assignee: string | undefined
  onChange: (next: Partial<ConversationsAddress>) => void
}

function Answer({ answer, source, assignee, onChange }: AnswerProps) {
  const { total, previous, range } = answer
  return (
    <div className="flex flex-col gap-8">
      <ConversationFiguresRow total={total} previous={previous} />
      <Volume answer={answer} />
      <div className="grid gap-8 xl:grid-cols-[2fr_1fr]">
        <WeekMap week={answer.week} timezone={range.timezone} />
        <Ratings ratings={answer.ratings} />
      </div>
      <div className="grid gap-8 xl:grid-cols-2">
        <Groups
          title="By member"
          what="Member"
          rows={answer.byMember}
          nameOf={row => (row.value === '' ? 'Nobody' : plainText(row.label))}
          chosen={assignee === 'none' ? '' : assignee}
          onChoose={value => {
            const next = value === '' ? 'none' : value
            onChange({ assignee: next === assignee ? undefined : next })
          }}
        />
        <Groups
          title="By source"
          what="Source"
          rows={answer.bySource}
          nameOf={row => sourceName(row.value)}
          chosen={source}
          onChoose={value => onChange({ source: value === source ? undefined : value })}
        />
        <Groups
          title="By country"
          what="Country"
          rows={answer.byCountry}
          nameOf={row => (row.value === '' ? 'Not known' : countryName(row.value))}
        />
        <Questions questions={answer.unansweredQuestions} total={total.unanswered} />
      </div>
      <AsOf range={range} />
    </div>
  )
}

function Volume({ answer }: { answer: ConversationsAnswer }) {
  const { buckets, unit, range, points } = answer
  const shown = begun(buckets, unit, range)
  const line = (index: number, label: string, name: 'started' | 'resolved' | 'unanswered') => ({
    key: name,
    label,
    look: lookOf(index),
    points: points.map((point, at) => (at < shown.count ? point[name] : undefined))
  })
  return (
    <NotedChart
      range={range}
      title="Conversations"
      table={{
        columns: [
          { label: 'Time' },
          ...['Started', 'Resolved', 'Unanswered'].map(label => ({ label, isNumber: true }))
        ],
        rows: points.slice(0, shown.count).map((point, at) => ({
          key: buckets[at] ?? '',
          cells: [
            bucketWords(buckets[at] ?? '', unit, range.timezone),
            ...[point.started, point.resolved, point.unanswered].map(count)
          ]
        }))
      }}
      label="Conversations"
      buckets={buckets}
      unit={unit}
      lines={[line(0, 'Started', 'started'), line(1, 'Resolved', 'resolved'), line(2, 'Unanswered', 'unanswered')]}
      kind="count"
      isRunning={shown.isRunning}
      height={220}
    />
  )
}

function Ratings({ ratings }: { ratings: readonly number[] }) {
  const all = ratings.reduce((sum, given) => sum + given, 0)
  return (
    <section aria-label="Ratings" className="flex flex-col gap-2">
      <h2 className="text-base font-medium">Ratings</h2>
      {all === 0 && <p className="text-sm text-ink-soft">Nobody rated a conversation in this time.</p>}
      <dl className="grid grid-cols-[4rem_1fr_2.5rem] items-center gap-x-3 gap-y-1.5 text-sm">
        {[5, 4, 3, 2, 1].map(rating => {
          const given = ratings[rating - 1] ?? 0
          return (
            <div key={rating} className="contents">
              <dt>{rating} of 5</dt>
              <dd aria-hidden className="h-3 rounded-sm bg-sunken">
                <span
                  className="block h-3 rounded-sm bg-accent"
                  style={{ width: `${all === 0 ? 0 : (given / all) * 100}%` }}
                />
              </dd>
              <dd className="text-right">{count(given)}</dd>
            </div>
          )
        })}
      </dl>
    </section>
  )
}

type QuestionsProps = { questions: ConversationsAnswer['unansweredQuestions']; total: number }

function Questions({ questions, total }: QuestionsProps) {
  return (
    <section aria-label="Questions without an answer" className="flex min-w-0 flex-col gap-2">
      <h2 className="text-base font-medium">Questions without an answer</h2>
      {total === 0 ? (
        <p className="text-sm text-ink-soft">Every question of this time was answered.</p>
      ) : questions.length === 0 ? (
        <p className="text-sm text-ink-soft">What was asked is shown to who may read conversations.</p>
      ) : (
        <ul className="max-h-96 divide-y divide-line overflow-y-auto rounded-md border border-line text-sm">
          {questions.map(({ conversationId, text, at }) => (
            <li key={conversationId} className="flex items-baseline gap-3 px-3 py-2">
              <Link
                to="/inbox/$id"
                params={{ id: conversationId }}
                className="line-clamp-2 min-w-0 flex-1 hover:underline"
              >
                <bdi>{plainText(text) || 'A file without words'}</bdi>
              </Link>
              <Ago at={at} className="shrink-0 text-xs text-ink-faint" />
            </li>
          ))}
        </ul>
      )}
      {questions.length < total && questions.length > 0 && (
        <p className="text-xs text-ink-faint">
          The newest {count(questions.length)} of {count(total)}.
        </p>
      )}
    </section>
  )
}
