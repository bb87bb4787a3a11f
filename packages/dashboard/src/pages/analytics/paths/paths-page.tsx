import type { PathsAnswer, PathsQuestion } from '@foyer/protocol'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { FoldVertical, Route as RouteIcon } from 'lucide-react'
import { useState } from 'react'
import { AsOf } from '../../../analytics/as-of.tsx'
import { AskBar } from '../../../analytics/ask-bar.tsx'
import { PeoplePanel } from '../../../analytics/behind/people-panel.tsx'
import { choiceText, readChoice } from '../../../analytics/choice/choice-text.ts'
import { choiceWords } from '../../../analytics/choice/choice-words.ts'
import { EventButton } from '../../../analytics/choice/event-button.tsx'
import { Report } from '../../../analytics/report.tsx'
import { SaveExport } from '../../../analytics/save-export/save-export.tsx'
import { useAsked } from '../../../analytics/use-asked.ts'
import { ChartFrame } from '../../../charts/chart-frame.tsx'
import { Button } from '../../../ui/button.tsx'
import { Select } from '../../../ui/field.tsx'
import { Empty, Skeleton } from '../../../ui/states.tsx'
import { counted } from '../../../words/numbers.ts'
import { FoldDialog } from './fold-dialog.tsx'
import { choiceOfNode } from './node-choice.ts'
import { pathsQuery } from './paths-data.ts'
import { type PathsSearch, pathLimits, pathsQuestion, patternsOf, usual } from './paths-search.ts'
import { nodeWords, tableOf } from './paths-words.ts'
import { SankeyDrawing } from './sankey-drawing.tsx'

const route = getRouteApi('/app/analytics/paths')
const none = { level: undefined, node: undefined, rest: undefined }

export function PathsPage() {
  const search = route.useSearch()
  const asked = useAsked()
  const navigate = useNavigate({ from: '/analytics/paths' })
  const change = (next: Partial<PathsSearch>) => void navigate({ search: current => ({ ...current, ...next }) })
  const question = pathsQuestion(search, asked.question)
  const asking = pathsQuery(question)
  const paths = useQuery(asking)
  const level = search.level === undefined ? undefined : Number(search.level)
  const isRest = search.rest === 'on'
  const shown =
    level !== undefined && (isRest || search.node !== undefined)
      ? { level, isRest, node: isRest ? '' : (search.node ?? '') }
      : undefined
  const drawn = (paths.data?.nodes ?? []).flatMap(node => (node.level === level && !node.isRest ? [node.name] : []))
  return (
    <>
      <AskBar hasCompare={false} actions={<SaveExport kind="paths" question={question} name="Paths" />} />
      <Options search={search} onChange={next => change({ ...none, ...next })} />
      <div className="relative flex min-h-0 flex-1">
        <div className="min-w-0 flex-1 overflow-y-auto p-4 md:p-5">
          <Report
            query={paths}
            queryKey={asking.queryKey}
            what="The paths"
            skeleton={
              <div className="flex gap-4">
                {[0, 1, 2, 3].map(index => (
                  <Skeleton key={index} className="h-80 flex-1" />
                ))}
              </div>
            }
          >
            {answer =>
              answer.visits === 0 ? (
                <NoPaths isNarrowed={search.start !== undefined || search.end !== undefined} />
              ) : (
                <Answer
                  answer={answer}
                  question={question}
                  shown={shown}
                  onBegin={node => change({ ...none, start: choiceText(choiceOfNode(node)), end: undefined })}
                  onEnd={node => change({ ...none, start: undefined, end: choiceText(choiceOfNode(node)) })}
                  onPeople={(at, node) =>
                    change(
                      node === undefined
                        ? { level: String(at), node, rest: 'on' }
                        : { ...none, level: String(at), node }
                    )
                  }
                />
              )
            }
          </Report>
        </div>
        {shown && (!isRest || paths.data) && (
          <PeoplePanel
            of={{
              report: 'paths',
              question,
              level: shown.level,
              ...(isRest ? { except: drawn } : { node: shown.node })
            }}
            title={nodeWords({ name: shown.node, isRest })}
            lead={
              isRest
                ? `Their visit had something as step ${shown.level + 1} of its path that is not drawn by itself.`
                : `Their visit had this as step ${shown.level + 1} of its path.`
            }
            onClose={() => change(none)}
          />
        )}
      </div>
    </>
  )
}

type OptionsProps = { search: PathsSearch; onChange: (next: Partial<PathsSearch>) => void }

function Options({ search, onChange }: OptionsProps) {
  const [isFolding, setFolding] = useState(false)
  const patterns = patternsOf(search)
  return (
    <div className="flex shrink-0 flex-wrap items-center gap-2 border-b border-line px-4 py-2 max-sm:flex-nowrap max-sm:strip max-sm:*:shrink-0 md:px-5">
      <Select
        aria-label="What a step of a path is"
        className="w-40"
        value={search.nodes ?? 'pages'}
        onChange={event => onChange({ nodes: nodesOf(event.target.value) })}
      >
        <option value="pages">Pages</option>
        <option value="events">Events</option>
        <option value="both">Pages and events</option>
      </Select>
      <EventButton
        label="From"
        none="the start of the visit"
        choice={readChoice(search.start)}
        onChange={choice => onChange({ start: choice && choiceText(choice), end: undefined })}
      />
      <EventButton
        label="Up to"
        none="wherever they go"
        choice={readChoice(search.end)}
        onChange={choice => onChange({ end: choice && choiceText(choice), start: undefined })}
      />
      <NumberSelect
        label="Steps"
        words={value => `${value} steps`}
        value={Number(search.levels ?? usual.levels)}
        limits={pathLimits.levels}
        onChange={value => onChange({ levels: value === usual.levels ? undefined : String(value) })}
      />
      <NumberSelect
        label="Shown in each step"
        words={value => `${value} in each`}
        value={Number(search.per ?? usual.per)}
        limits={pathLimits.per}
        onChange={value => onChange({ per: value === usual.per ? undefined : String(value) })}
      />
      <Button
        look={patterns.length > 0 ? 'chosen' : 'plain'}
        icon={<FoldVertical aria-hidden className="size-3.5" />}
        onClick={() => setFolding(true)}
      >
        {patterns.length > 0 ? `Fold: ${patterns.join(', ').slice(0, 40)}` : 'Fold pages'}
      </Button>
      {isFolding && <FoldDialog search={search} onSave={onChange} onClose={() => setFolding(false)} />}
    </div>
  )
}

const nodesOf = (value: string): PathsSearch['nodes'] => (value === 'events' || value === 'both' ? value : undefined)

type NumberProps = {
  label: string
  words: (value: number) => string
  value: number
  limits: readonly [number, number]
  onChange: (value: number) => void
}

function NumberSelect({ label, words, value, limits: [least, most], onChange }: NumberProps) {
  return (
    <Select aria-label={label} className="w-28" value={value} onChange={event => onChange(Number(event.target.value))}>
      {Array.from({ length: most - least + 1 }, (_, index) => index + least).map(choice => (
        <option key={choice} value={choice}>
          {words(choice)}
        </option>
      ))}
    </Select>
  )
}

type AnswerProps = {
  answer: PathsAnswer
  question: PathsQuestion
  shown: { level: number; node: string; isRest: boolean } | undefined
  onBegin: (node: string) => void
  onEnd: (node: string) => void
  onPeople: (level: number, node: string | undefined) => void
}

function Answer({ answer, question, ...rest }: AnswerProps) {
  const { start, end } = question
  const whole =
    start !== undefined
      ? `from ${choiceWords(start)}`
      : end !== undefined
        ? `up to ${choiceWords(end)}`
        : 'from their beginning'
  return (
    <div className="flex flex-col gap-6">
      <ChartFrame
        title="Paths"
        note={`${counted(answer.visits, 'visit')} ${whole}. Press a step to see the people, or to begin from it.`}
        table={tableOf(answer)}
      >
        <SankeyDrawing answer={answer} {...rest} />
      </ChartFrame>
      <WhyDifferent />
      <AsOf range={answer.range} />
    </div>
  )
}

/** Asked by whoever holds the two beside each other, in every tool that has both. */
function WhyDifferent() {
  return (
    <details className="max-w-3xl text-sm text-ink-soft">
      <summary className="rounded-sm font-medium text-ink">Why these numbers differ from a funnel’s</summary>
      <ul className="flex list-disc flex-col gap-1 pt-2 pl-5">
        <li>Paths count visits, funnels count people: somebody with three visits is three paths and one person.</li>
        <li>
          A path is what came straight after one another within one visit. A funnel allows other things between its
          steps, and days or visits too, as far as its time reaches.
        </li>
        <li>
          Each step of a path shows its most frequent pages or events, the rest is “Everything else”. A funnel counts
          exactly the steps it was given.
        </li>
        <li>A page that follows itself counts once in a path, and similar pages are folded into one.</li>
      </ul>
    </details>
  )
}

function NoPaths({ isNarrowed }: { isNarrowed: boolean }) {
  return (
    <Empty icon={<RouteIcon aria-hidden className="size-5" />} title="No path in this time">
      {isNarrowed
        ? 'No visit has this page or event. Choose another, or a longer time.'
        : 'Paths show where visits begin, where they go from there, and where they end. Choose a longer time, or another kind of step.'}
    </Empty>
  )
}
