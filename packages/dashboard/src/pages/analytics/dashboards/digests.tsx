import type { Digest, DigestCreated, Member } from '@foyer/protocol'
import { digestPeriods } from '@foyer/protocol/plain'
import { useMutation, useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { api } from '../../../api.ts'
import { queryClient } from '../../../query-client.ts'
import { useCan, useSignedIn, useTimezone } from '../../../session.ts'
import { exactTime } from '../../../time/relative.ts'
import { Button } from '../../../ui/button.tsx'
import { CopyButton } from '../../../ui/copy.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { Checkbox, Field, Input, Select, Textarea } from '../../../ui/field.tsx'
import { Failure, FormFault, faultText, Loading, Skeleton } from '../../../ui/states.tsx'
import { Ago } from '../../../ui/time.tsx'
import { toast } from '../../../ui/toasts.tsx'

const keyOf = (id: string) => ['digests', id] as const
const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']
const everyWords = { day: 'Every day', week: 'Every week', month: 'Every month' }

/** What a digest tells of. */
type Of = { dashboardId: string } | { reportId: string }

/** Figures by mail or to a webhook: which digests there are, and one more. */
export function Digests({ of, what, onClose }: { of: Of; what: string; onClose: () => void }) {
  const id = 'reportId' in of ? of.reportId : of.dashboardId
  const { data, error, refetch } = useQuery({
    queryKey: keyOf(id),
    queryFn: ({ signal }) => api.get<{ items: Digest[] }>('/api/digests', of, signal)
  })
  const [isAdding, setAdding] = useState(false)
  const [secret, setSecret] = useState<string>()
  const changed = () => queryClient.invalidateQueries({ queryKey: keyOf(id) })
  const isForm = isAdding || data?.items.length === 0
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="Digest"
      description={`The figures of ${what} for the day, week or month that is over, beside those of the one before. By mail or to a program of yours.`}
      actions={<Button onClick={onClose}>Close</Button>}
    >
      <div className="flex flex-col gap-5">
        {secret && (
          <Field
            label="The secret it is signed with"
            hint="It is shown this once. Webhooks are signed as Standard Webhooks says."
          >
            {state => (
              <div className="flex items-center gap-2">
                <Input
                  {...state}
                  readOnly
                  className="font-mono"
                  value={secret}
                  onFocus={event => event.target.select()}
                />
                <CopyButton text={secret} />
              </div>
            )}
          </Field>
        )}
        {error ? (
          <Failure fault={error} what="The digests" isCompact onRetry={() => void refetch()} />
        ) : data ? (
          <>
            {data.items.length > 0 && (
              <ul className="flex flex-col divide-y divide-line rounded-md border border-line">
                {data.items.map(digest => (
                  <DigestRow key={digest.id} digest={digest} onChanged={changed} />
                ))}
              </ul>
            )}
            {isForm ? (
              <DigestForm
                of={of}
                onMade={async made => {
                  setSecret(made.webhookSecret)
                  setAdding(false)
                  await changed()
                }}
              />
            ) : (
              <Button className="self-start" onClick={() => setAdding(true)}>
                Another digest
              </Button>
            )}
          </>
        ) : (
          <Loading what="digests">
            <Skeleton className="h-20 rounded-md" />
          </Loading>
        )}
      </div>
    </Dialog>
  )
}

function DigestRow({ digest, onChanged }: { digest: Digest; onChanged: () => Promise<void> }) {
  const { id, every, weekday, hour, enabled, to, last, nextAt } = digest
  const timezone = useTimezone()
  const test = useMutation({
    mutationFn: () => api.post<{ to: string }>(`/api/digests/${id}/send`, {}),
    onSuccess: async sent => {
      toast(`A test is on its way to ${sent.to}`)
      await onChanged()
    }
  })
  const change = useMutation({
    mutationFn: (isOn: boolean) => api.patch(`/api/digests/${id}`, { enabled: isOn }),
    onSuccess: onChanged
  })
  const remove = useMutation({ mutationFn: () => api.delete(`/api/digests/${id}`), onSuccess: onChanged })
  const fault = test.error ?? change.error ?? remove.error
  const when = every === 'week' ? `on ${weekdays[weekday - 1]}` : every === 'month' ? 'on the first' : ''
  const whom =
    'webhook' in to
      ? to.webhook
      : to.recipients.map(one => (one.left ? `${one.address} (wants no more)` : one.address)).join(', ')
  return (
    <li className="flex flex-col gap-2 p-3 text-sm">
      <p>
        <span className="font-medium">
          {everyWords[every]} {when} at {hour}:00
        </span>{' '}
        <span className="break-words text-ink-soft">to {whom}</span>
      </p>
      <p className="text-xs text-ink-faint">
        {enabled && nextAt ? `Next on ${exactTime(nextAt, timezone)}` : 'Paused'}
        {last && (
          <>
            {' '}
            · {last.status === 'sent' ? 'sent' : last.status}
            {last.at && (
              <>
                {' '}
                <Ago at={last.at} />
              </>
            )}
            {last.reason && `: ${last.reason}`}
          </>
        )}
      </p>
      <FormFault text={fault ? faultText(fault) : undefined} />
      <div className="flex flex-wrap gap-2">
        <Button size="small" isBusy={test.isPending} onClick={() => test.mutate()}>
          Send a test now
        </Button>
        <Button size="small" isBusy={change.isPending} onClick={() => change.mutate(!enabled)}>
          {enabled ? 'Pause' : 'Go on'}
        </Button>
        <Button size="small" look="danger" isBusy={remove.isPending} onClick={() => remove.mutate()}>
          Delete
        </Button>
      </div>
    </li>
  )
}

type FormProps = { of: Of; onMade: (made: DigestCreated) => Promise<void> }

function DigestForm({ of, onMade }: FormProps) {
  const { member } = useSignedIn()
  const timezone = useTimezone()
  const mayList = useCan('members:read')
  const members = useQuery({
    queryKey: ['members'],
    queryFn: ({ signal }) => api.get<{ items: Member[] }>('/api/members', undefined, signal),
    enabled: mayList
  })
  const [every, setEvery] = useState<Digest['every']>('week')
  const [weekday, setWeekday] = useState(1)
  const [hour, setHour] = useState(8)
  const [way, setWay] = useState<'mail' | 'webhook'>('mail')
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set([member.id]))
  const [addresses, setAddresses] = useState('')
  const [webhook, setWebhook] = useState('')
  const make = useMutation({
    mutationFn: () =>
      api.post<DigestCreated>('/api/digests', {
        ...of,
        every,
        hour,
        ...(every === 'week' ? { weekday } : {}),
        to:
          way === 'webhook'
            ? { webhook: webhook.trim() }
            : { members: [...chosen], addresses: addresses.split(/[\s,;]+/).filter(address => address !== '') }
      }),
    onSuccess: onMade
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!make.isPending) make.mutate()
  }
  const team = members.data?.items.filter(one => !one.pending) ?? [member]
  const toggle = (id: string, isOn: boolean) => {
    const next = new Set(chosen)
    if (isOn) next.add(id)
    else next.delete(id)
    setChosen(next)
  }
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <FormFault text={make.error ? faultText(make.error) : undefined} />
      <div className="flex flex-wrap gap-3">
        <Field label="How often">
          {state => (
            <Select
              {...state}
              value={every}
              onChange={event => setEvery(digestPeriods.find(one => one === event.target.value) ?? 'week')}
            >
              {digestPeriods.map(one => (
                <option key={one} value={one}>
                  {everyWords[one]}
                </option>
              ))}
            </Select>
          )}
        </Field>
        {every === 'week' && (
          <Field label="On">
            {state => (
              <Select {...state} value={weekday} onChange={event => setWeekday(Number(event.target.value))}>
                {weekdays.map((name, index) => (
                  <option key={name} value={index + 1}>
                    {name}
                  </option>
                ))}
              </Select>
            )}
          </Field>
        )}
        <Field label="At" hint={timezone.replaceAll('_', ' ')}>
          {state => (
            <Select {...state} value={hour} onChange={event => setHour(Number(event.target.value))}>
              {Array.from({ length: 24 }, (_none, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: an hour is its number
                <option key={at} value={at}>
                  {at}:00
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Field label="Way">
          {state => (
            <Select
              {...state}
              value={way}
              onChange={event => setWay(event.target.value === 'webhook' ? 'webhook' : 'mail')}
            >
              <option value="mail">By mail</option>
              <option value="webhook">To a webhook</option>
            </Select>
          )}
        </Field>
      </div>
      {way === 'webhook' ? (
        <Field label="Webhook" hint="Called with POST, signed with a secret that is shown once.">
          {state => (
            <Input
              {...state}
              type="url"
              required
              placeholder="https://hooks.example/figures"
              value={webhook}
              onChange={event => setWebhook(event.target.value)}
            />
          )}
        </Field>
      ) : (
        <>
          <fieldset className="flex flex-col gap-2">
            <legend className="mb-1.5 text-sm font-medium">Members</legend>
            {team.map(one => (
              <Checkbox
                key={one.id}
                label={one.name}
                hint={one.email}
                checked={chosen.has(one.id)}
                onChange={event => toggle(one.id, event.target.checked)}
              />
            ))}
          </fieldset>
          <Field label="Other addresses" hint="One a line. Whoever gets it can say that they want no more.">
            {state => (
              <Textarea {...state} rows={2} value={addresses} onChange={event => setAddresses(event.target.value)} />
            )}
          </Field>
        </>
      )}
      <Button type="submit" look="primary" className="self-start" isBusy={make.isPending}>
        Make digest
      </Button>
    </form>
  )
}
