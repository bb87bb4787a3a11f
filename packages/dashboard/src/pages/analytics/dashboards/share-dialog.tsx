import type { Dashboard, DashboardLinkCreated } from '@foyer/protocol'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../../../api.ts'
import { queryClient } from '../../../query-client.ts'
import { useTimezone } from '../../../session.ts'
import { exactTime } from '../../../time/relative.ts'
import { Button } from '../../../ui/button.tsx'
import { CopyButton } from '../../../ui/copy.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { Checkbox, Field, Input, Select } from '../../../ui/field.tsx'
import { FormFault, faultText } from '../../../ui/states.tsx'
import { Ago } from '../../../ui/time.tsx'
import { toast } from '../../../ui/toasts.tsx'

const ends = [
  { value: '', label: 'Until it is withdrawn' },
  { value: '1', label: 'For a day' },
  { value: '7', label: 'For a week' },
  { value: '30', label: 'For 30 days' },
  { value: '90', label: 'For 90 days' }
]

/** A link for people who have no account here: made, made anew, withdrawn. */
export function ShareDialog({ dashboard: { id, link }, onClose }: { dashboard: Dashboard; onClose: () => void }) {
  const timezone = useTimezone()
  const [days, setDays] = useState('')
  const [notes, setNotes] = useState(link?.notes ?? false)
  const changed = () => queryClient.invalidateQueries({ queryKey: ['dashboards'] })
  const make = useMutation({
    mutationFn: () =>
      api.post<DashboardLinkCreated>(`/api/dashboards/${id}/link`, {
        notes,
        ...(days !== '' && { expiresInDays: Number(days) })
      }),
    onSuccess: changed
  })
  const withdraw = useMutation({
    mutationFn: () => api.delete(`/api/dashboards/${id}/link`),
    onSuccess: async () => {
      make.reset()
      await changed()
      toast('The link is withdrawn')
    }
  })
  const fault = make.error ?? withdraw.error
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="Share by link"
      description="Whoever has the link sees the figures of this dashboard, without signing in. Nobody's name, address or id is on it; lists of pages show the pages' addresses."
      actions={<Button onClick={onClose}>Close</Button>}
    >
      <div className="flex flex-col gap-4">
        <FormFault text={fault ? faultText(fault) : undefined} />
        {make.data ? (
          <Field label="The link" hint="It is shown this once: Foyer keeps only a hash of it.">
            {state => (
              <div className="flex items-center gap-2">
                <Input
                  {...state}
                  readOnly
                  className="font-mono"
                  value={make.data.url}
                  onFocus={event => event.target.select()}
                />
                <CopyButton text={make.data.url} />
              </div>
            )}
          </Field>
        ) : (
          <>
            {link && (
              <p className="text-sm">
                There is a link, made <Ago at={link.createdAt} />
                {link.expiresAt && ` and good until ${exactTime(link.expiresAt, timezone)}`}
                {link.notes ? ', with the team’s notes' : ''}. A new one takes its place.
              </p>
            )}
            <Checkbox
              label="Show the team's notes as well"
              hint="What was written onto the time axis, without who wrote it."
              checked={notes}
              onChange={event => setNotes(event.target.checked)}
            />
            <div className="flex flex-wrap items-end gap-2">
              <Field label="How long">
                {state => (
                  <Select {...state} value={days} onChange={event => setDays(event.target.value)}>
                    {ends.map(({ value, label }) => (
                      <option key={value} value={value}>
                        {label}
                      </option>
                    ))}
                  </Select>
                )}
              </Field>
              <Button look="primary" isBusy={make.isPending} onClick={() => make.mutate()}>
                {link ? 'Make a new link' : 'Make a link'}
              </Button>
            </div>
          </>
        )}
        {link && (
          <Button look="danger" className="self-start" isBusy={withdraw.isPending} onClick={() => withdraw.mutate()}>
            Withdraw the link
          </Button>
        )}
      </div>
    </Dialog>
  )
}
