import type { AnswerRange, FunnelAnswer, FunnelQuestion, FunnelStep } from '@foyer/protocol'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { Filter as FunnelIcon } from 'lucide-react'
import { Suspense, useEffect } from 'react'
import { AsOf } from '../../../analytics/as-of.tsx'
import { AskBar } from '../../../analytics/ask-bar.tsx'
import { firstSteps } from '../../../analytics/choice/event-choices.ts'
import { namesQuery, pagesQuery } from '../../../analytics/choice/fields-data.ts'
import { Report } from '../../../analytics/report.tsx'
import { SaveExport } from '../../../analytics/save-export/save-export.tsx'
import { useAsked } from '../../../analytics/use-asked.ts'
import { figureText } from '../../../charts/figure-text.ts'
import { FirstSteps } from '../../../shell/first-steps.tsx'
import { lazyPage } from '../../../shell/lazy-page.tsx'
import { dayIn, spanWords } from '../../../time/days.ts'
import { Empty, Failure, Loading, Skeleton } from '../../../ui/states.tsx'
import { count } from '../../../words/numbers.ts'
import { BreakdownTable } from './breakdown-table.tsx'
import { type FunnelPart, funnelQuery } from './funnel-data.ts'
import { addStep, changeStep, moveStep, removeStep } from './funnel-edit.ts'
import { FunnelOptions } from './funnel-options.tsx'
import {
  chosenDays,
  type Days,
  type FunnelSearch,
  funnelLimits,
  funnelQuestion,
  stepsOf,
  stepsText
} from './funnel-search.ts'
import { FunnelSteps, type Shown } from './funnel-steps.tsx'
import { windowWords } from './funnel-words.ts'
import { TimeToConvert } from './time-to-convert.tsx'

const OverTime = lazyPage(() => import('./over-time.tsx'), 'OverTime')
const FunnelPeople = lazyPage(() => import('./funnel-people.tsx'), 'FunnelPeople')
const route = getRouteApi('/app/analytics/funnels')

export function FunnelsPage() {
  const search = route.useSearch()
  const steps = stepsOf(search)
  return steps.length === 0 ? <NoSteps /> : <Funnel search={search} steps={steps} />
}

function useFunnelAddress() {
  const navigate = useNavigate({ from: '/analytics/funnels' })
  return {
    change: (next: Partial<FunnelSearch>) => void navigate({ search: current => ({ ...current, ...next }) }),
    edit: (by: (search: FunnelSearch) => FunnelSearch) =>
      void navigate({ search: current => ({ ...current, ...by(current) }) }),
    begin: (steps: FunnelStep[]) =>
      void navigate({ search: current => ({ ...current, steps: stepsText(steps) }), replace: true })
  }
}

/** Who comes without a question begins with what happens most here, and sees it as steps that can be changed. */
function NoSteps() {
  const { begin } = useFunnelAddress()
  const names = useQuery(namesQuery(''))
  const pages = useQuery(pagesQuery(''))
  const isHere = names.isSuccess && pages.isSuccess
  const suggested = isHere ? firstSteps(names.data.items, pages.data.items) : []
  const isFull = suggested.length >= funnelLimits.fewest
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when there is something to begin with
  useEffect(() => {
    if (isFull) begin(suggested)
  }, [isFull])
  if (isHere && !isFull)
    return (
      <Empty
        icon={<FunnelIcon aria-hidden className="size-5" />}
        title="A funnel needs something that happened"
        actions={<FirstSteps />}
      >
        It shows how many people go from one step to the next, where the others stop, and who they are. As soon as two
        different pages or events have arrived, it begins here with them.
      </Empty>
    )
  const fault = names.error ?? pages.error
  if (fault)
    return (
      <Failure
        fault={fault}
        what="What happens here"
        onRetry={() => {
          void names.refetch()
          void pages.refetch()
        }}
      />
    )
  return (
    <Loading what="the funnel" className="flex gap-3 p-5 max-sm:flex-col">
      {[0, 1, 2].map(index => (
        <Skeleton key={index} className="h-64 flex-1" />
      ))}
    </Loading>
  )
}

function Funnel({ search, steps }: { search: FunnelSearch; steps: FunnelStep[] }) {
  const asked = useAsked()
  const { change, edit } = useFunnelAddress()
  const question = funnelQuestion(search, asked.question)
  const asking = funnelQuery(question)
  const isWhole = steps.length >= funnelLimits.fewest
  const funnel = useQuery({ ...asking, enabled: isWhole })
  const shown: Shown | undefined =
    search.step !== undefined && search.who !== undefined
      ? { step: Number(search.step), who: search.who, of: search.of ?? 'now' }
      : undefined
  // The columns of an answer belong to the steps it was asked with.
  const answer = funnel.data?.steps.length === steps.length ? funnel.data : undefined
  const isRest = search.rest === 'on'
  const part = answer && partOf(answer, search.value, isRest)
  return (
    <>
      <AskBar hasCompare={false} actions={isWhole && <SaveExport kind="funnel" question={question} name="Funnel" />} />
      <FunnelOptions search={search} compared={chosenDays(search.against)} onChange={change} />
      <div className="relative flex min-h-0 flex-1">
        <div className="min-w-0 flex-1 overflow-y-auto">
          <FunnelSteps
            steps={steps}
            part={isWhole && !funnel.isError ? part : undefined}
            compared={search.value === undefined && !isRest ? answer?.compared : undefined}
            shown={shown}
            isStale={funnel.isPlaceholderData && funnel.isFetching}
            isComing={isWhole && funnel.isFetching}
            onShow={next =>
              change({ step: String(next.step), who: next.who, of: next.of === 'compared' ? 'compared' : undefined })
            }
            edit={{
              add: step => edit(current => addStep(current, step)),
              change: (index, step) => edit(current => changeStep(current, index, step)),
              remove: index => edit(current => removeStep(current, index)),
              move: (from, to) => edit(current => moveStep(current, from, to))
            }}
          />
          {isWhole ? (
            <Report
              query={funnel}
              queryKey={asking.queryKey}
              what="The funnel"
              className="px-4 pb-6 md:px-5"
              skeleton={<Skeleton className="mt-4 h-40" />}
            >
              {whole => (
                <Answer
                  answer={whole}
                  question={question}
                  value={search.value}
                  isRest={isRest}
                  onValue={(value, rest) => change({ value, rest, step: undefined, who: undefined, of: undefined })}
                  onUnit={unit => change({ over: unit === 'day' ? undefined : unit })}
                />
              )}
            </Report>
          ) : (
            <p className="px-4 pb-6 text-sm text-ink-soft md:px-5">
              Add a second step to see how many go on to it, and who does not.
            </p>
          )}
        </div>
        <Suspense>
          {shown && isWhole && (!isRest || answer) && (shown.of === 'now' || answer?.compared) && (
            <FunnelPeople
              question={question}
              compared={answer?.compared && daysIn(answer.compared.range)}
              shown={shown}
              value={search.value}
              except={isRest ? answer && rowsOf(answer) : undefined}
              onShow={who => change({ who })}
              onClose={() => change({ step: undefined, who: undefined, of: undefined })}
            />
          )}
        </Suspense>
      </div>
    </>
  )
}

const partOf = (answer: FunnelAnswer, value: string | undefined, isRest: boolean): FunnelPart =>
  answer.breakdown?.find(part => (isRest ? part.isRest : part.value === value && !part.isRest)) ?? answer

const daysIn = ({ from, to, timezone }: AnswerRange): Days => ({
  from: dayIn(Date.parse(from), timezone),
  to: dayIn(Date.parse(to) - 1, timezone)
})

function wordsOf(range: AnswerRange): string {
  const { from, to } = daysIn(range)
  return spanWords(from, to)
}

/** The values that everything else is not. */
const rowsOf = (answer: FunnelAnswer): string[] =>
  (answer.breakdown ?? []).flatMap(part => (part.isRest ? [] : [part.value]))

type AnswerProps = {
  answer: FunnelAnswer
  question: FunnelQuestion
  value: string | undefined
  isRest: boolean
  onValue: (value: string | undefined, rest?: 'on') => void
  onUnit: (unit: 'hour' | 'day' | 'week' | 'month') => void
}

function Answer({ answer, question, value, isRest, onValue, onUnit }: AnswerProps) {
  const part = partOf(answer, value, isRest)
  const first = part.steps[0]
  const last = part.steps.at(-1)
  return (
    <div className="flex flex-col gap-8 pt-3">
      <p className="text-sm text-ink-soft">
        <strong className="text-base font-medium text-ink">{figureText(part.conversion, 'share')}</strong> of those who
        began came to the last step within {windowWords(question.window ?? '14d')}: {count(last?.count ?? 0)} of{' '}
        {count(first?.count ?? 0)} people.
        {answer.compared &&
          ` In the other time, ${wordsOf(answer.compared.range)}, it was ${figureText(answer.compared.conversion, 'share')}.`}
      </p>
      {answer.breakdown && question.breakdown !== undefined && (
        <BreakdownTable
          by={question.breakdown}
          steps={question.steps}
          everybody={answer}
          parts={answer.breakdown}
          value={value}
          isRest={isRest}
          onValue={onValue}
        />
      )}
      <div className="grid gap-8 xl:grid-cols-2">
        <TimeToConvert of={part.timeToConvert} />
        <Suspense fallback={<Skeleton className="h-72" />}>
          {answer.overTime && (
            <OverTime points={answer.overTime} unit={question.unit ?? 'day'} range={answer.range} onUnit={onUnit} />
          )}
        </Suspense>
      </div>
      <p className="max-w-3xl text-xs text-ink-faint">
        People are counted once, joined browsers as one person. They began within the days chosen above; the later steps
        may come after, as long as they come in time.
      </p>
      <AsOf range={answer.range} />
    </div>
  )
}
