import type { FunnelPosition } from '@foyer/protocol'
import { Plus, X } from 'lucide-react'
import { EventButton } from '../../../analytics/choice/event-button.tsx'
import { Button, IconButton } from '../../../ui/button.tsx'
import { Select } from '../../../ui/field.tsx'
import { orderWords, windowChoices, windowWords } from '../funnels/funnel-words.ts'

type Props = { position: FunnelPosition; onChange: (position: FunnelPosition) => void; onRemove: () => void }

const mostSteps = 20
const spans = [1, 7, 14, 30, 90, 180, 366]
const orders = ['ordered', 'strict', 'any'] as const
const asOf = <Choice extends string>(choices: readonly Choice[], value: string): Choice | undefined =>
  choices.find(choice => choice === value)

/** Where in a funnel somebody stands: its steps, how far they came, and when. */
export function PositionFields({ position, onChange, onRemove }: Props) {
  const { funnel, step, who, days } = position
  const { steps, window = '14d', order = 'ordered' } = funnel
  const change = (next: Partial<FunnelPosition['funnel']>) => onChange({ ...position, funnel: { ...funnel, ...next } })
  return (
    <fieldset className="flex flex-col gap-3 rounded-md border border-line bg-surface p-3">
      <legend className="sr-only">Place in a funnel</legend>
      <div className="flex flex-wrap items-center gap-2 text-sm">
        <Select
          aria-label="How far they came"
          className="w-fit"
          value={who}
          onChange={event => {
            const lost = event.target.value === 'lost'
            // Nobody is lost before the first step.
            onChange({ ...position, who: lost ? 'lost' : 'reached', step: lost ? Math.max(2, step) : step })
          }}
        >
          <option value="reached">Came to</option>
          <option value="lost">Came to the step before, and not to</option>
        </Select>
        <Select
          aria-label="Which step"
          className="w-fit"
          value={step}
          onChange={event => onChange({ ...position, step: Number(event.target.value) })}
        >
          {steps.map((_step, index) =>
            who === 'lost' && index === 0 ? null : (
              // biome-ignore lint/suspicious/noArrayIndexKey: a step is its place
              <option key={index} value={index + 1}>
                step {index + 1}
              </option>
            )
          )}
        </Select>
        <span className="text-ink-soft">of these</span>
        <IconButton isSmall className="ml-auto" label="Remove the place in the funnel" onClick={onRemove}>
          <X aria-hidden className="size-3.5" />
        </IconButton>
      </div>
      <ol className="flex flex-col items-start gap-1.5">
        {steps.map((one, index) => {
          const { event, name, where, label, ...kept } = one
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: a step is its place
            <li key={index} className="flex max-w-full items-center gap-1.5">
              <EventButton
                label={`Step ${index + 1}`}
                choice={{ event, ...(name && { name }), ...(where && { where }), ...(label && { label }) }}
                none="any page"
                onChange={next => change({ steps: steps.with(index, { ...kept, ...(next ?? { event: 'page' }) }) })}
              />
              {steps.length > 2 && (
                <IconButton
                  isSmall
                  label={`Remove step ${index + 1}`}
                  onClick={() =>
                    onChange({
                      ...position,
                      step: Math.min(step, steps.length - 1),
                      funnel: { ...funnel, steps: steps.toSpliced(index, 1) }
                    })
                  }
                >
                  <X aria-hidden className="size-3.5" />
                </IconButton>
              )}
            </li>
          )
        })}
      </ol>
      {steps.length < mostSteps && (
        <Button
          look="quiet"
          size="small"
          className="self-start"
          icon={<Plus aria-hidden className="size-3.5" />}
          onClick={() => change({ steps: [...steps, { event: 'page' }] })}
        >
          Add a step
        </Button>
      )}
      <div className="flex flex-wrap items-center gap-2">
        <Select
          aria-label="Order of the steps"
          className="w-52"
          value={order}
          onChange={event => change({ order: asOf(orders, event.target.value) ?? 'ordered' })}
        >
          {orders.map(one => (
            <option key={one} value={one}>
              {orderWords[one].label}
            </option>
          ))}
        </Select>
        <Select
          aria-label="Time from the first step to the last"
          className="w-40"
          value={window}
          onChange={event => change({ window: event.target.value })}
        >
          {[...new Set([...windowChoices, window])].map(one => (
            <option key={one} value={one}>
              within {windowWords(one)}
            </option>
          ))}
        </Select>
        <Select
          aria-label="When they began"
          className="w-56"
          value={days}
          onChange={event => onChange({ ...position, days: Number(event.target.value) })}
        >
          {[...new Set([...spans, days])]
            .sort((left, right) => left - right)
            .map(one => (
              <option key={one} value={one}>
                begun in the last {one === 1 ? 'day' : `${one} days`}
              </option>
            ))}
        </Select>
      </div>
    </fieldset>
  )
}
