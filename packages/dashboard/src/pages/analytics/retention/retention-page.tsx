import type { PeopleBehind, RetentionAnswer, RetentionQuestion } from '@foyer/protocol'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { CalendarHeart } from 'lucide-react'
import { AsOf } from '../../../analytics/as-of.tsx'
import { AskBar } from '../../../analytics/ask-bar.tsx'
import { PeoplePanel } from '../../../analytics/behind/people-panel.tsx'
import { BreakdownSelect } from '../../../analytics/choice/breakdown-select.tsx'
import { choiceText, readChoice } from '../../../analytics/choice/choice-text.ts'
import { EventButton } from '../../../analytics/choice/event-button.tsx'
import { Report } from '../../../analytics/report.tsx'
import { SaveExport } from '../../../analytics/save-export/save-export.tsx'
import { useAsked } from '../../../analytics/use-asked.ts'
import { ChoiceButton } from '../../../ui/choice-button.tsx'
import { Select } from '../../../ui/field.tsx'
import { Empty, Skeleton } from '../../../ui/states.tsx'
import { Curves } from './curves.tsx'
import { HeatMap } from './heat-map.tsx'
import { retentionQuery } from './retention-data.ts'
import { type RetentionSearch, retentionQuestion, unitOf } from './retention-search.ts'
import { cohortWords, laterWords, type RetentionUnit } from './retention-words.ts'

const route = getRouteApi('/app/analytics/retention')
const none = { cohort: undefined, period: undefined, who: undefined }

export function RetentionPage() {
  const search = route.useSearch()
  const asked = useAsked()
  const navigate = useNavigate({ from: '/analytics/retention' })
  const change = (next: Partial<RetentionSearch>) => void navigate({ search: current => ({ ...current, ...next }) })
  const question = retentionQuestion(search, asked.question)
  const asking = retentionQuery(question)
  const retention = useQuery(asking)
  const period = search.period === undefined ? undefined : Number(search.period)
  const shown = search.cohort !== undefined && period !== undefined ? { cohort: search.cohort, period } : undefined
  return (
    <>
      <AskBar hasCompare={false} actions={<SaveExport kind="retention" question={question} name="Retention" />} />
      <Options search={search} onChange={next => change({ ...none, ...next })} />
      <div className="relative flex min-h-0 flex-1">
        <div className="min-w-0 flex-1 overflow-y-auto p-4 md:p-5">
          <Report
            query={retention}
            queryKey={asking.queryKey}
            what="The retention"
            skeleton={
              <div className="flex flex-col gap-4">
                <Skeleton className="h-64" />
                <Skeleton className="h-80" />
              </div>
            }
          >
            {answer =>
              answer.curve.size === 0 ? (
                <NobodyStarted />
              ) : (
                <Answer
                  answer={answer}
                  by={question.breakdown}
                  cells={search.cells ?? 'share'}
                  shown={shown}
                  onCells={cells => change({ cells: cells === 'people' ? cells : undefined })}
                  onShow={(cohort, at) => change({ cohort, period: String(at), who: 'returned' })}
                />
              )
            }
          </Report>
        </div>
        {shown && (
          <CellPeople
            question={question}
            cohort={shown.cohort}
            period={shown.period}
            who={search.who ?? 'returned'}
            onShow={who => change({ who })}
            onClose={() => change(none)}
          />
        )}
      </div>
    </>
  )
}

const units: { value: RetentionUnit; label: string }[] = [
  { value: 'day', label: 'Days' },
  { value: 'week', label: 'Weeks' },
  { value: 'month', label: 'Months' }
]

type OptionsProps = { search: RetentionSearch; onChange: (next: Partial<RetentionSearch>) => void }

function Options({ search, onChange }: OptionsProps) {
  return (
    <div className="flex shrink-0 flex-wrap items-center gap-2 border-b border-line px-4 py-2 max-sm:flex-nowrap max-sm:strip max-sm:*:shrink-0 md:px-5">
      <fieldset className="flex gap-0.5">
        <legend className="sr-only">Periods</legend>
        {units.map(({ value, label }) => (
          <ChoiceButton
            key={value}
            isOn={unitOf(search) === value}
            onClick={() => onChange({ unit: value === 'week' ? undefined : value, periods: undefined })}
          >
            {label}
          </ChoiceButton>
        ))}
      </fieldset>
      <EventButton
        label="Who did"
        none="anything"
        choice={readChoice(search.start)}
        onChange={choice => onChange({ start: choice && choiceText(choice) })}
      />
      <EventButton
        label="and came back for"
        none="anything"
        choice={readChoice(search.back)}
        onChange={choice => onChange({ back: choice && choiceText(choice) })}
      />
      <Select
        aria-label="Who is in a cohort"
        className="w-46"
        value={search.cohorts ?? 'first'}
        onChange={event => onChange({ cohorts: event.target.value === 'recurring' ? 'recurring' : undefined })}
      >
        <option value="first">for the first time ever</option>
        <option value="recurring">each time anew</option>
      </Select>
      <Select
        aria-label="What counts as coming back"
        className="w-48"
        value={search.counting ?? 'on'}
        onChange={event => onChange({ counting: event.target.value === 'onOrAfter' ? 'onOrAfter' : undefined })}
      >
        <option value="on">in that very period</option>
        <option value="onOrAfter">in that period or later</option>
      </Select>
      <BreakdownSelect value={search.by} onChange={by => onChange({ by })} />
    </div>
  )
}

type AnswerProps = {
  answer: RetentionAnswer
  by: string | undefined
  cells: 'share' | 'people'
  shown: { cohort: string; period: number } | undefined
  onCells: (cells: 'share' | 'people') => void
  onShow: (cohort: string, period: number) => void
}

function Answer({ answer, by, cells, shown, onCells, onShow }: AnswerProps) {
  return (
    <div className="flex flex-col gap-8">
      <Curves answer={answer} by={by} />
      <section aria-label="Heat map" className="flex flex-col gap-2">
        <div className="flex flex-wrap items-center gap-2">
          <h2 className="text-base font-medium">Cohort by cohort</h2>
          <fieldset className="ml-auto flex gap-0.5">
            <legend className="sr-only">What the cells say</legend>
            <ChoiceButton size="small" isOn={cells === 'share'} onClick={() => onCells('share')}>
              Per cent
            </ChoiceButton>
            <ChoiceButton size="small" isOn={cells === 'people'} onClick={() => onCells('people')}>
              People
            </ChoiceButton>
          </fieldset>
        </div>
        <HeatMap answer={answer} cells={cells} shown={shown} onShow={onShow} />
        <p className="text-xs text-ink-faint">
          The last cell of each row is of a {answer.unit} that may still be going on. Press a cell to see the people.
        </p>
      </section>
      <AsOf range={answer.range} />
    </div>
  )
}

function NobodyStarted() {
  return (
    <Empty icon={<CalendarHeart aria-hidden className="size-5" />} title="Nobody started in this time">
      Retention follows people from the day, week or month they first did something, and counts who comes back. Choose a
      longer time, or another event to start with.
    </Empty>
  )
}

type CellPeopleProps = {
  question: RetentionQuestion
  cohort: string
  period: number
  who: 'returned' | 'lost'
  onShow: (who: 'returned' | 'lost') => void
  onClose: () => void
}

function CellPeople({ question, cohort, period, who, onShow, onClose }: CellPeopleProps) {
  const unit = question.unit ?? 'week'
  const { breakdown: _breakdown, limit: _limit, ...asked } = question
  const of: PeopleBehind['of'] = { report: 'retention', question: asked, cohort, period, who }
  const later = laterWords(period, unit)
  return (
    <PeoplePanel
      of={of}
      title={who === 'returned' ? `Came back ${later}` : `Did not come back ${later}`}
      lead={`Of those who started in ${cohortWords(cohort, unit)}.`}
      actions={
        <fieldset className="flex gap-0.5">
          <legend className="sr-only">Who</legend>
          <ChoiceButton size="small" isOn={who === 'returned'} onClick={() => onShow('returned')}>
            Came back
          </ChoiceButton>
          <ChoiceButton size="small" isOn={who === 'lost'} onClick={() => onShow('lost')}>
            Did not
          </ChoiceButton>
        </fieldset>
      }
      onClose={onClose}
    />
  )
}
