import type { FunnelQuestion, PeopleBehind } from '@foyer/protocol'
import { PeoplePanel } from '../../../analytics/behind/people-panel.tsx'
import { SaveSegment } from '../../../analytics/behind/save-segment.tsx'
import { fieldWords } from '../../../analytics/choice/breakdown-select.tsx'
import { stepWords } from '../../../analytics/choice/choice-words.ts'
import { daysFromTo } from '../../../time/days.ts'
import { ChoiceButton } from '../../../ui/choice-button.tsx'
import { counted } from '../../../words/numbers.ts'
import { valueWords } from '../../../words/values.ts'
import type { Days } from './funnel-search.ts'
import type { Shown } from './funnel-steps.tsx'

type Props = {
  question: FunnelQuestion
  /** The second span, as it was answered. */
  compared: Days | undefined
  shown: Shown
  value: string | undefined
  /** Those of everything else: of none of these values. */
  except: string[] | undefined
  onShow: (who: Shown['who']) => void
  onClose: () => void
}

const longestSegmentDays = 366

/** The very people behind a bar. */
export function FunnelPeople({ question, compared, shown, value, except, onShow, onClose }: Props) {
  const { step, who } = shown
  const asked = questionOf(question, shown.of === 'compared' ? compared : undefined)
  const words = stepWords(question.steps[step - 1] ?? { event: '' })
  const before = stepWords(question.steps[step - 2] ?? { event: '' })
  const title = who === 'reached' ? `Came to ${words}` : `Lost before ${words}`
  const days = Math.min(longestSegmentDays, daysFromTo(asked.from, asked.to))
  const of: PeopleBehind['of'] = {
    report: 'funnel',
    question: asked,
    step,
    who,
    ...(value !== undefined && { value }),
    ...(except && { except })
  }
  const by = question.breakdown
  return (
    <PeoplePanel
      of={of}
      title={title}
      lead={
        <>
          {who === 'reached'
            ? step === 1
              ? 'They began the funnel.'
              : `They came through the steps to ${words} in time.`
            : `They came to ${before} and no further.`}
          {value !== undefined && by !== undefined && ` ${fieldWords(by)}: ${valueWords(by, value)}.`}
          {except && by !== undefined && ` ${fieldWords(by)}: everything that has no row of its own.`}
          {shown.of === 'compared' && ` From ${asked.from} to ${asked.to}.`}
        </>
      }
      actions={
        <>
          {step > 1 && (
            <fieldset className="flex gap-0.5">
              <legend className="sr-only">Who</legend>
              <ChoiceButton size="small" isOn={who === 'reached'} onClick={() => onShow('reached')}>
                Came
              </ChoiceButton>
              <ChoiceButton size="small" isOn={who === 'lost'} onClick={() => onShow('lost')}>
                Lost
              </ChoiceButton>
            </fieldset>
          )}
          {/* A rule knows steps and filters; a value as of one step is neither. */}
          {value === undefined && !except && (
            <SaveSegment
              name={title}
              rule={{
                filters: question.filters ?? [],
                position: {
                  funnel: {
                    steps: question.steps,
                    window: question.window,
                    order: question.order,
                    ...(question.exclude && { exclude: question.exclude })
                  },
                  days,
                  step,
                  who
                }
              }}
              hint={`Whoever stands here is in it, worked out anew each time over the last ${counted(days, 'day')}. It goes on with time; it is no list of the people you see now.`}
            />
          )}
        </>
      }
      onClose={onClose}
    />
  )
}

/** The people of the second span are those of the same question asked about it. */
function questionOf(question: FunnelQuestion, days: Days | undefined): FunnelQuestion {
  const { compare: _compare, ...rest } = question
  const steps = rest.steps.map(({ label: _label, ...step }) => step)
  return { ...rest, steps, ...days }
}
