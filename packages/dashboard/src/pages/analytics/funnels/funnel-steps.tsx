import type { FunnelStep } from '@foyer/protocol'
import { ArrowRight, Plus } from 'lucide-react'
import { type CSSProperties, type ReactNode, Suspense, useRef, useState } from 'react'
import { EventPicker } from '../../../analytics/choice/choice-editor.tsx'
import { stepWords } from '../../../analytics/choice/choice-words.ts'
import { figureText } from '../../../charts/figure-text.ts'
import { Button } from '../../../ui/button.tsx'
import { classes } from '../../../ui/classes.ts'
import { Skeleton } from '../../../ui/states.tsx'
import { count } from '../../../words/numbers.ts'
import { Bar } from './bar.tsx'
import type { FunnelPart } from './funnel-data.ts'
import { funnelLimits } from './funnel-search.ts'
import { atMostText } from './funnel-words.ts'
import { StepCard } from './step-card.tsx'
import { StepDialog } from './step-dialog.tsx'

export type Shown = { step: number; who: 'reached' | 'lost'; of: 'now' | 'compared' }

type Props = {
  steps: FunnelStep[]
  /** Absent while it comes, and where there are too few steps to ask. */
  part: FunnelPart | undefined
  compared: FunnelPart | undefined
  shown: Shown | undefined
  isStale: boolean
  isComing: boolean
  onShow: (shown: Shown) => void
  edit: {
    add(step: FunnelStep): void
    change(index: number, step: FunnelStep): void
    remove(index: number): void
    move(from: number, to: number): void
  }
}

/** The steps, each changed where it stands, and under each how many came that far and how many were lost before it. */
export function FunnelSteps({ steps, part, compared, shown, isStale, isComing, onShow, edit }: Props) {
  const list = useRef<HTMLOListElement>(null)
  const [editing, setEditing] = useState<number>()
  const [isAdding, setAdding] = useState(false)
  const [dragged, setDragged] = useState<number>()
  const [target, setTarget] = useState<number>()
  const [said, setSaid] = useState('')
  const edited = editing === undefined ? undefined : steps[editing]
  const move = (from: number, to: number) => {
    const step = steps[from]
    if (step === undefined || to < 0 || to >= steps.length || to === from) return
    edit.move(from, to)
    setSaid(`${stepWords(step)} is now step ${to + 1} of ${steps.length}`)
    // The handle that was pressed goes along with its step.
    requestAnimationFrame(() => list.current?.querySelector<HTMLElement>(`[data-step-handle="${to}"]`)?.focus())
  }
  const drag = (index: number, state: 'start' | 'over' | 'drop' | 'end') => {
    if (state === 'start') setDragged(index)
    else if (state === 'over') setTarget(index)
    else {
      if (state === 'drop' && dragged !== undefined) move(dragged, index)
      setDragged(undefined)
      setTarget(undefined)
    }
  }
  return (
    <>
      <section
        aria-label="Steps"
        className={classes('overflow-x-auto px-4 pt-4 pb-2 transition-opacity md:px-5', isStale && 'opacity-60')}
        aria-busy={isStale}
      >
        <ol
          ref={list}
          style={columnsOf(steps.length)}
          className="gap-x-3 max-sm:flex max-sm:flex-col max-sm:gap-y-5 sm:grid sm:grid-cols-(--columns)"
        >
          {steps.map((step, index) => (
            <li
              // biome-ignore lint/suspicious/noArrayIndexKey: a step is its place; the same one may stand in two
              key={index}
              className="flex min-w-0 flex-col gap-2"
            >
              <StepCard
                step={step}
                index={index}
                count={steps.length}
                isTarget={target === index && dragged !== undefined && dragged !== index}
                onEdit={() => setEditing(index)}
                onRemove={() => edit.remove(index)}
                onMove={to => move(index, to)}
                onDrag={state => drag(index, state)}
              />
              {part ? (
                <Measured
                  index={index}
                  words={stepWords(step)}
                  part={part}
                  compared={compared}
                  shown={shown}
                  onShow={onShow}
                />
              ) : (
                isComing && <StepSkeleton index={index} />
              )}
            </li>
          ))}
          {steps.length < funnelLimits.steps && (
            <li>
              <Button
                look="quiet"
                className="h-11 w-full border border-dashed border-line-strong"
                icon={<Plus aria-hidden className="size-4" />}
                onClick={() => setAdding(true)}
              >
                Add a step
              </Button>
            </li>
          )}
        </ol>
      </section>
      <p role="status" className="sr-only">
        {said}
      </p>
      {isAdding && (
        <Suspense>
          <EventPicker
            title={`Step ${steps.length + 1}: what do they do?`}
            onPick={edit.add}
            onClose={() => setAdding(false)}
          />
        </Suspense>
      )}
      {edited !== undefined && editing !== undefined && (
        <StepDialog
          step={edited}
          number={editing + 1}
          mayBeOptional={editing > 0 && editing < steps.length - 1}
          onSave={step => edit.change(editing, step)}
          onClose={() => setEditing(undefined)}
        />
      )}
    </>
  )
}

type MeasuredProps = {
  index: number
  words: string
  part: FunnelPart
  compared: FunnelPart | undefined
  shown: Shown | undefined
  onShow: (shown: Shown) => void
}

function Measured({ index, words, part, compared, shown, onShow }: MeasuredProps) {
  const step = part.steps[index]
  if (step === undefined) return null
  const number = index + 1
  const before = part.steps[index - 1]
  const other = compared?.steps[index]
  const pick = (who: Shown['who'], of: Shown['of'] = 'now') => onShow({ step: number, who, of })
  const isPicked = (who: Shown['who'], of: Shown['of'] = 'now') =>
    shown?.step === number && shown.who === who && shown.of === of
  return (
    <>
      <p className="flex items-start gap-1.5 text-xs whitespace-nowrap text-ink-soft sm:h-8">
        {before === undefined ? (
          'Where they begin'
        ) : (
          <>
            <ArrowRight aria-hidden className="mt-px size-3.5 shrink-0 text-ink-faint max-sm:rotate-90" />
            <span>
              {figureText(step.rateFromPrevious, 'share')} go on
              {step.medianSeconds !== undefined && (
                <>
                  <br className="max-sm:hidden" />
                  <span className="text-ink-faint">
                    <span className="sm:hidden">, </span>half within {atMostText(step.medianSeconds)}
                  </span>
                </>
              )}
            </span>
          </>
        )}
      </p>
      <div className="flex gap-1.5 sm:h-48 max-sm:flex-col">
        <Bar
          reached={step.rate}
          lost={before === undefined || !part.steps[0]?.count ? 0 : step.dropped / part.steps[0].count}
          picked={isPicked('reached') ? 'reached' : isPicked('lost') ? 'lost' : undefined}
          onPick={who => pick(who)}
        />
        {other && (
          <Bar
            isBefore
            reached={other.rate}
            lost={0}
            picked={isPicked('reached', 'compared') ? 'reached' : undefined}
            onPick={() => pick('reached', 'compared')}
          />
        )}
      </div>
      <div className="flex flex-col items-start gap-0.5 text-sm">
        <PeopleButton isOn={isPicked('reached')} onClick={() => pick('reached')}>
          <Said>
            Step {number}, {words}:
          </Said>
          <span className="text-base font-medium">{count(step.count)}</span>
          <Said>people,</Said>
          <span className="text-ink-soft">{figureText(step.rate, 'share')}</span>
          <Said>of those who began. Show them.</Said>
        </PeopleButton>
        {before !== undefined && (
          <PeopleButton isOn={isPicked('lost')} onClick={() => pick('lost')}>
            <span className="text-ink-soft">
              {count(step.dropped)} lost ({figureText(1 - step.rateFromPrevious, 'share')})
            </span>
            <Said>
              before step {number}, {words}. Show them.
            </Said>
          </PeopleButton>
        )}
        {other && (
          <PeopleButton isOn={isPicked('reached', 'compared')} onClick={() => pick('reached', 'compared')}>
            <span className="text-ink-faint">
              Other time: {count(other.count)}, {figureText(other.rate, 'share')}
            </span>
            <Said>came to step {number}. Show them.</Said>
          </PeopleButton>
        )}
      </div>
    </>
  )
}

/** What those who hear the page need so that a number is a sentence. */
const Said = ({ children }: { children: ReactNode }) => <span className="sr-only"> {children} </span>

type PeopleButtonProps = { isOn: boolean; onClick: () => void; children: ReactNode }

function PeopleButton({ isOn, onClick, children }: PeopleButtonProps) {
  return (
    <button
      type="button"
      aria-pressed={isOn}
      onClick={onClick}
      className={classes(
        '-mx-1 flex items-baseline gap-1.5 rounded-sm px-1 whitespace-nowrap decoration-line-strong underline-offset-4 hover:underline',
        isOn && 'bg-accent-soft'
      )}
    >
      {children}
    </button>
  )
}

/** Steps share the width there is; the place for one more keeps to itself. */
const columnsOf = (steps: number) =>
  ({
    '--columns': `repeat(${steps}, minmax(9rem, 1fr))${steps < funnelLimits.steps ? ' minmax(7rem, 8rem)' : ''}`
  }) as CSSProperties

const shape = ['100%', '64%', '41%', '27%', '18%']

function StepSkeleton({ index }: { index: number }) {
  return (
    <>
      <Skeleton className="h-4 w-24 sm:mb-4" />
      <span className="flex h-9 items-end sm:h-48" style={{ '--share': shape[index] ?? '12%' } as CSSProperties}>
        <Skeleton className="h-full w-(--share) rounded-sm sm:h-(--share) sm:w-full" />
      </span>
      <Skeleton className="h-5 w-20" />
    </>
  )
}
