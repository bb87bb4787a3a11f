import type { CatalogEntry, SampleEvent, TestRequest } from '@foyer/protocol'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { queryClient } from '../../../query-client.ts'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { Field, Select, Textarea } from '../../../ui/field.tsx'
import { FormFault, faultText } from '../../../ui/states.tsx'
import { toast } from '../../../ui/toasts.tsx'
import { plainText } from '../../../words/people.ts'
import { recentEventsQuery, sendTest } from '../integrations-data.ts'
import { eventText } from './delivery-words.ts'

type Props = {
  destination: { id: string; name: string }
  kind: CatalogEntry
  onClose: () => void
  onSent: (id: string) => void
}

/** An example of the kind, as it is or changed, or an event that was; sent at once, and shown with its answer. */
export function TestEvent({ destination, kind, onClose, onSent }: Props) {
  const { examples } = kind
  const recent = useQuery(recentEventsQuery(destination.id))
  const [choice, setChoice] = useState(examples.length > 0 ? 'example 0' : '')
  const [typed, setTyped] = useState(() => written(examples[0]?.event))
  const sending = useMutation({
    mutationFn: (body: TestRequest) => sendTest(destination.id, body),
    onSuccess: async sent => {
      if (sent.segment) toast(plainText(sent.segment.sentence))
      onSent(sent.id)
      await queryClient.invalidateQueries({ queryKey: ['deliveries', 'list'] })
    }
  })
  const [fault, setFault] = useState<string>()
  const choose = (next: string) => {
    setChoice(next)
    setFault(undefined)
    if (next.startsWith('example ')) setTyped(written(examples[Number(next.slice(8))]?.event))
  }
  const isStored = choice.startsWith('event ')
  const send = () => {
    if (isStored) sending.mutate({ eventId: choice.slice(6) })
    else {
      const event = readEvent(typed)
      setFault(event ? undefined : 'This is no JSON object. Mend it, or choose an example again.')
      if (event) sending.mutate({ event })
    }
  }
  return (
    <Dialog
      isOpen
      isWide
      onClose={onClose}
      title="Send a test event"
      description={`It is sent to ${plainText(destination.name)} at once, past consent and filters, and is marked as a test here. The other side cannot tell it from a real one.`}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" isBusy={sending.isPending} onClick={send}>
            {sending.isPending ? 'Sending…' : 'Send'}
          </Button>
        </>
      }
    >
      <Field label="Event">
        {state => (
          <Select {...state} value={choice} onChange={({ target }) => choose(target.value)}>
            {examples.length > 0 && (
              <optgroup label="Examples">
                {examples.map(({ title }, index) => (
                  <option key={title} value={`example ${index}`}>
                    {title}
                  </option>
                ))}
              </optgroup>
            )}
            {(recent.data?.length ?? 0) > 0 && (
              <optgroup label="Recent events">
                {recent.data?.map(event => (
                  <option key={event.id} value={`event ${event.id}`}>
                    {plainText(`${eventText(event)}, ${event.time.replace('T', ' ').slice(0, 19)}`)}
                  </option>
                ))}
              </optgroup>
            )}
            {examples.length === 0 && <option value="">One of your own</option>}
          </Select>
        )}
      </Field>
      {!isStored && (
        <Field label="As JSON" hint="Change what you like before it is sent." error={fault}>
          {state => (
            <Textarea
              {...state}
              rows={12}
              spellCheck={false}
              className="font-mono text-xs"
              value={typed}
              onChange={({ target }) => setTyped(target.value)}
            />
          )}
        </Field>
      )}
      <FormFault text={sending.error ? faultText(sending.error) : undefined} />
    </Dialog>
  )
}

const written = (event: SampleEvent | undefined) =>
  JSON.stringify(event ?? { type: 'track', name: 'Order Completed', properties: {} }, null, 2)

function readEvent(text: string): SampleEvent | undefined {
  try {
    const read: unknown = JSON.parse(text)
    return typeof read === 'object' && read !== null && !Array.isArray(read) ? (read as SampleEvent) : undefined
  } catch {
    // Half written: said beside the field.
    return undefined
  }
}
