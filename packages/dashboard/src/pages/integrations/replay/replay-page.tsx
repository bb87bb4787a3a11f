import type { Destination, Replay, ReplayRequest } from '@foyer/protocol'
import { useMutation, useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { Play } from 'lucide-react'
import { useState } from 'react'
import { queryClient } from '../../../query-client.ts'
import { useCan, useTimezone } from '../../../session.ts'
import { useSettled } from '../../../shell/use-settled.ts'
import { Button } from '../../../ui/button.tsx'
import { Field, Input, Select, Textarea } from '../../../ui/field.tsx'
import { Section } from '../../../ui/page.tsx'
import { Failure, FormFault, faultText, Loading, Skeleton } from '../../../ui/states.tsx'
import { counted } from '../../../words/numbers.ts'
import { plainText } from '../../../words/people.ts'
import { useDestination } from '../destination/destination-shown.ts'
import { type ReplayAddress, readReplayAddress, spans } from '../integrations-address.ts'
import { countReplay, replaysQuery, startReplay } from '../integrations-data.ts'
import { rangeOf } from './replay-range.ts'
import { ReplayRow } from './replay-row.tsx'

const route = getRouteApi('/app/integrations/$id/replay')

/** Events that were, sent once more: which, how many, and how far it is. */
export function ReplayPage() {
  const { destination } = useDestination()
  const mayWrite = useCan('destinations:write')
  const replays = useQuery(replaysQuery(destination.id))
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      <div className="mx-auto flex w-full max-w-3xl flex-col gap-10 px-4 py-6 md:px-6 md:py-8">
        {mayWrite && <NewReplay destination={destination} />}
        <Section title="Replays" hint="They go on when you leave this page.">
          {replays.data ? (
            replays.data.items.length === 0 ? (
              <p className="text-sm text-ink-soft">Nothing has been replayed yet.</p>
            ) : (
              <ul className="flex flex-col divide-y divide-line rounded-md border border-line">
                {replays.data.items.map(replay => (
                  <ReplayRow key={replay.id} destinationId={destination.id} replay={replay} mayWrite={mayWrite} />
                ))}
              </ul>
            )
          ) : replays.isError ? (
            <Failure isCompact fault={replays.error} what="The replays" onRetry={() => void replays.refetch()} />
          ) : (
            <Loading what="the replays">
              <Skeleton className="h-24 rounded-md" />
            </Loading>
          )}
        </Section>
      </div>
    </div>
  )
}

function NewReplay({ destination }: { destination: Destination }) {
  const { id: destinationId, segmentName } = destination
  const name = plainText(destination.name)
  const address = route.useSearch()
  const navigate = useNavigate({ from: '/integrations/$id/replay' })
  const timezone = useTimezone()
  const [events, setEvents] = useState<string>(address.events?.replaceAll(',', '\n') ?? '')
  const change = (next: ReplayAddress) =>
    void navigate({ search: current => readReplayAddress({ ...current, ...next }), replace: true })
  const range = rangeOf(address, timezone)
  const names = events
    .split('\n')
    .map(line => line.trim())
    .filter(Boolean)
  const wanted: ReplayRequest | undefined = range && { ...range, ...(names.length > 0 ? { events: names } : {}) }
  const settled = useSettled(JSON.stringify(wanted ?? null), 400)
  const counting = useQuery({
    queryKey: ['destinations', 'replay-count', destinationId, settled],
    queryFn: ({ signal }) => countReplay(destinationId, JSON.parse(settled) as ReplayRequest, signal),
    enabled: settled !== 'null',
    retry: false,
    staleTime: 0
  })
  const starting = useMutation({
    mutationFn: (request: ReplayRequest) => startReplay(destinationId, request),
    onSuccess: started => {
      queryClient.setQueryData<{ items: Replay[] }>(replaysQuery(destinationId).queryKey, before => ({
        items: [started, ...(before?.items ?? [])]
      }))
      void queryClient.invalidateQueries({ queryKey: replaysQuery(destinationId).queryKey })
    }
  })
  const many = counting.data?.count
  const isCounted = settled === JSON.stringify(wanted ?? null) && many !== undefined && !counting.isFetching
  const isOwn = address.span === 'own'
  return (
    <Section
      title="Replay events"
      hint={`Events that were stored are mapped as it is now, checked for consent and sent to ${name} again. It may count those it has already twice.${segmentName ? ` Only events of people who are in “${plainText(segmentName)}” by then are sent, whenever they happened.` : ''}`}
    >
      <div className="grid gap-4 sm:grid-cols-3">
        <Field label="Time">
          {state => (
            <Select
              {...state}
              value={address.span ?? '24h'}
              onChange={({ target }) => change({ span: target.value, from: undefined, to: undefined })}
            >
              {spans.map(({ name: value, label }) => (
                <option key={value} value={value}>
                  {label}
                </option>
              ))}
              <option value="own">From and to</option>
            </Select>
          )}
        </Field>
        {isOwn && (
          <>
            <Field label="From" hint={timezone.replaceAll('_', ' ')}>
              {state => (
                <Input
                  {...state}
                  type="datetime-local"
                  value={address.from ?? ''}
                  onChange={({ target }) => change({ from: target.value.slice(0, 16) })}
                />
              )}
            </Field>
            <Field
              label="To"
              error={address.from && address.to && !range ? 'The end must come after the beginning.' : undefined}
            >
              {state => (
                <Input
                  {...state}
                  type="datetime-local"
                  value={address.to ?? ''}
                  onChange={({ target }) => change({ to: target.value.slice(0, 16) })}
                />
              )}
            </Field>
          </>
        )}
      </div>
      <Field label="Events" hint="Names or types, one on each line. All that the mapping wants when it is empty.">
        {state => (
          <Textarea
            {...state}
            rows={3}
            spellCheck={false}
            placeholder="Order Completed"
            value={events}
            onChange={({ target }) => {
              setEvents(target.value)
              change({ events: target.value.replaceAll('\n', ',') || undefined })
            }}
          />
        )}
      </Field>
      <div className="flex flex-wrap items-center gap-3">
        <Button
          look="primary"
          icon={<Play aria-hidden className="size-3.5" />}
          disabled={!isCounted || many === 0}
          isBusy={starting.isPending}
          onClick={() => wanted && starting.mutate(wanted)}
        >
          {isCounted && many > 0 ? `Replay ${counted(many, 'event')}` : 'Replay'}
        </Button>
        <p role="status" className="text-sm text-ink-soft">
          {range === undefined
            ? 'Choose from when to when.'
            : counting.isError
              ? faultText(counting.error)
              : !isCounted
                ? 'Counting…'
                : many === 0
                  ? 'No event of this time is wanted by the mapping.'
                  : `${counted(many, 'event')} of this time ${many === 1 ? 'is' : 'are'} wanted by the mapping.`}
        </p>
      </div>
      <FormFault text={starting.error ? faultText(starting.error) : undefined} />
    </Section>
  )
}
