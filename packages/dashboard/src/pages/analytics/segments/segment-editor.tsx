import type { Segment, SegmentRule } from '@foyer/protocol'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { Filter } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { FilterBar } from '../../../analytics/filters/filter-bar.tsx'
import { filtersText } from '../../../analytics/filters/read-filters.ts'
import { api } from '../../../api.ts'
import { queryClient } from '../../../query-client.ts'
import { useCan } from '../../../session.ts'
import { useSettled } from '../../../shell/use-settled.ts'
import { Button, buttonClasses } from '../../../ui/button.tsx'
import { Field, Input, Select } from '../../../ui/field.tsx'
import { FormFault, fieldFault, formFault } from '../../../ui/states.tsx'
import { toast } from '../../../ui/toasts.tsx'
import { DeleteSegment } from './delete-segment.tsx'
import { PositionFields } from './position-fields.tsx'
import { asksOfEvents, firstPosition, ruleOf, type SegmentAddress } from './segment-address.ts'
import { SegmentPeople } from './segment-people.tsx'
import { countQuery } from './segments-data.ts'
import { UsedBy } from './used-by.tsx'

type Props = { segment?: Segment; address: SegmentAddress }

/** A segment as it is made: its rule, how many people that is, and a few of them. */
export function SegmentEditor({ segment, address }: Props) {
  const navigate = useNavigate()
  const mayWrite = useCan('analytics:write')
  const [name, setName] = useState(segment?.name ?? '')
  const [isDeleting, setDeleting] = useState(false)
  const rule = ruleOf(address, segment)
  const change = (next: Partial<SegmentAddress>) =>
    void navigate({ to: '.', search: (current: SegmentAddress) => ({ ...current, ...next }), replace: true })
  const counted = useQuery(countQuery(useSettled(rule, 200), segment?.id))
  const save = useMutation({
    mutationFn: () =>
      segment
        ? api.patch<Segment>(`/api/segments/${segment.id}`, { name, rule })
        : api.post<Segment>('/api/segments', { name, rule }),
    onSuccess: saved => {
      void queryClient.invalidateQueries({ queryKey: ['segments'] })
      toast(`“${saved.name}” is saved.`)
      void navigate({ to: '/analytics/segments' })
    }
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (name.trim() !== '' && !save.isPending) save.mutate()
  }
  return (
    <div className="min-h-0 flex-1 overflow-y-auto p-4 md:p-5">
      <div className="mx-auto flex max-w-4xl flex-col gap-6">
        <form onSubmit={submit} className="flex flex-col gap-4">
          <div className="flex flex-wrap items-end gap-3">
            <div className="min-w-0 flex-1 basis-64">
              <Field label="Name" error={fieldFault(save.error, 'name')}>
                {state => (
                  <Input
                    {...state}
                    autoFocus={!segment}
                    maxLength={200}
                    disabled={!mayWrite}
                    placeholder="Customers, trial users, lost carts …"
                    value={name}
                    onChange={event => setName(event.target.value)}
                  />
                )}
              </Field>
            </div>
            {mayWrite && segment && (
              <Button look="danger" onClick={() => setDeleting(true)}>
                Delete
              </Button>
            )}
            <Link to="/analytics/segments" className={buttonClasses({ look: 'plain' })}>
              {mayWrite ? 'Cancel' : 'Back'}
            </Link>
            {mayWrite && (
              <Button type="submit" look="primary" isBusy={save.isPending} disabled={name.trim() === ''}>
                Save segment
              </Button>
            )}
          </div>
          <FormFault text={formFault(save.error, ['name'])} />
        </form>
        <section aria-label="Rule" className="flex flex-col gap-3">
          <div>
            <h2 className="text-base font-medium">Everybody of whom all of this holds</h2>
            <p className="text-sm text-ink-soft">
              What somebody is, what they did and how often, or another segment. Bots are never in one.
            </p>
          </div>
          <FilterBar filters={rule.filters} onChange={next => change({ filters: filtersText(next) ?? '[]' })} />
          {rule.position ? (
            <PositionFields
              position={rule.position}
              onChange={next => change({ position: JSON.stringify(next) })}
              onRemove={() => change({ position: 'off' })}
            />
          ) : (
            <Button
              size="small"
              className="self-start"
              icon={<Filter aria-hidden className="size-3.5" />}
              onClick={() => change({ position: JSON.stringify(firstPosition) })}
            >
              Place in a funnel
            </Button>
          )}
          {asksOfEvents(rule.filters) && <Within rule={rule} onChange={days => change({ days })} />}
          <UsedBy uses={segment?.usedBy ?? []} />
        </section>
        <SegmentPeople counted={counted} segmentId={segment?.id} />
      </div>
      {segment && isDeleting && <DeleteSegment segment={segment} onClose={() => setDeleting(false)} />}
    </div>
  )
}

const spans = [1, 7, 14, 30, 90, 180, 365]

function Within({ rule: { withinDays }, onChange }: { rule: SegmentRule; onChange: (days: string) => void }) {
  const choices =
    withinDays === undefined || spans.includes(withinDays) ? spans : [...spans, withinDays].sort((a, b) => a - b)
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the select inside is the control
    <label className="flex items-center gap-2 text-sm text-ink-soft">
      Facts of events are looked for
      <Select className="w-fit" value={withinDays ?? 'ever'} onChange={event => onChange(event.target.value)}>
        <option value="ever">in all that was kept</option>
        {choices.map(days => (
          <option key={days} value={days}>
            in the last {days === 1 ? 'day' : `${days} days`}
          </option>
        ))}
      </Select>
    </label>
  )
}
