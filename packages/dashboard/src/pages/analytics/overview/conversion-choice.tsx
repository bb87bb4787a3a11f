import { useQuery } from '@tanstack/react-query'
import { useAsked } from '../../../analytics/use-asked.ts'
import { ChoiceButton } from '../../../ui/choice-button.tsx'
import { Select } from '../../../ui/field.tsx'
import { Failure, Loading, Skeleton } from '../../../ui/states.tsx'
import { plainText } from '../../../words/people.ts'
import { queryOf, topQuery } from './overview-data.ts'

/** Whatever the filters leave over: what counts does not depend on who is looked at. */
function useEvents() {
  const asked = useAsked()
  return useQuery(
    topQuery({
      ...queryOf({ ...asked, filters: [], comparison: { compare: false } }, undefined),
      dimension: 'event',
      limit: 100
    })
  )
}

const shownAtOnce = 24

/** Which event is one, before there can be a figure. */
export function ConversionChoice({ onChoose }: { onChoose: (event: string) => void }) {
  const events = useEvents()
  return (
    <section aria-label="Conversions" className="flex min-h-60 flex-col items-start gap-3">
      <div>
        <h2 className="text-base font-medium">What counts as a conversion?</h2>
        <p className="text-sm text-ink-soft">
          Choose what you want visitors to do. How often it happened is then counted beside the other figures.
        </p>
      </div>
      {events.data ? (
        events.data.items.length === 0 ? (
          <p className="text-sm text-ink-soft">
            No event happened in this time but pages being opened. Choose a longer time, or send events with track().
          </p>
        ) : (
          <div className="flex flex-wrap gap-1.5">
            {events.data.items.slice(0, shownAtOnce).map(({ value }) => (
              <ChoiceButton key={value} isOn={false} onClick={() => onChoose(value)}>
                {plainText(value)}
              </ChoiceButton>
            ))}
          </div>
        )
      ) : events.isError ? (
        <Failure isCompact fault={events.error} what="The events" onRetry={() => void events.refetch()} />
      ) : (
        <Loading what="the events" className="flex gap-2">
          <Skeleton className="h-7 w-28" />
          <Skeleton className="h-7 w-20" />
          <Skeleton className="h-7 w-36" />
        </Loading>
      )}
    </section>
  )
}

type SelectProps = { value: string | undefined; onChange: (event: string | undefined) => void }

export function ConversionSelect({ value, onChange }: SelectProps) {
  const events = useEvents()
  const names = new Set([
    ...(value === undefined ? [] : [value]),
    ...(events.data?.items ?? []).map(item => item.value)
  ])
  return (
    <Select
      aria-label="What counts as a conversion"
      className="w-44"
      value={value ?? ''}
      onChange={event => onChange(event.target.value || undefined)}
    >
      {[...names].map(name => (
        <option key={name} value={name}>
          {plainText(name)}
        </option>
      ))}
      <option value="">Choose another…</option>
    </Select>
  )
}
