import type { CatalogEntry, Preview, SampleEvent } from '@foyer/protocol'
import { Ban, CircleAlert, UserCheck, UserX } from 'lucide-react'
import { useTimezone } from '../../../session.ts'
import { exactTime } from '../../../time/relative.ts'
import { Field, Select } from '../../../ui/field.tsx'
import { Failure, Loading, Skeleton } from '../../../ui/states.tsx'
import { plainText } from '../../../words/people.ts'
import { calledOf, exampleKey } from './chosen-event.ts'
import { ComparedPayload } from './compared-payload.tsx'

type Props = {
  chosen: string | undefined
  stored: readonly SampleEvent[] | undefined
  examples: CatalogEntry['examples']
  preview: Preview | undefined
  /** What the preset would send for the same event. */
  preset: Preview | undefined
  fault: unknown
  isBusy: boolean
  onRetry: () => void
  onChoose: (key: string) => void
}

/** What would be sent for the event that is looked at, as the draft is typed. */
export function PreviewPane({
  chosen,
  stored = [],
  examples,
  preview,
  preset,
  fault,
  isBusy,
  onRetry,
  onChoose
}: Props) {
  const timezone = useTimezone()
  return (
    <section aria-label="Preview" aria-busy={isBusy} className="flex min-w-0 flex-col gap-3">
      <Field label="What would be sent for">
        {state => (
          <Select {...state} value={chosen ?? ''} onChange={({ target }) => onChoose(target.value)}>
            {stored.length > 0 && (
              <optgroup label="Events of the last week">
                {stored.map(event => (
                  <option key={event.id} value={event.id}>
                    {`${calledOf(event)}, ${event.time ? exactTime(event.time, timezone) : ''}`}
                  </option>
                ))}
              </optgroup>
            )}
            <optgroup label="Examples">
              {examples.map(({ title }, index) => (
                <option key={title} value={exampleKey(index)}>
                  {title}
                </option>
              ))}
            </optgroup>
          </Select>
        )}
      </Field>
      {preview ? (
        <Shown preview={preview} preset={preset} />
      ) : fault ? (
        <Failure isCompact fault={fault} what="The preview" onRetry={onRetry} />
      ) : (
        <Loading what="the preview">
          <Skeleton className="h-64 rounded-md" />
        </Loading>
      )}
    </section>
  )
}

function Shown({ preview, preset }: { preview: Preview; preset: Preview | undefined }) {
  const { rules, requests, instead, segment, problems } = preview
  return (
    <>
      <p role="status" className="flex items-start gap-2 text-sm">
        {problems.length > 0 ? (
          <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-danger" />
        ) : (
          instead && <Ban aria-hidden className="mt-0.5 size-4 shrink-0 text-warning" />
        )}
        <span className="min-w-0 text-ink-soft">
          {instead ?? (requests.length === 1 ? 'One request' : `${requests.length} requests`)}
          {!instead && rules.length > 0 && `, by ${rules.map(rule => `“${rule}”`).join(' and ')}.`}
        </span>
      </p>
      {segment && (
        <p className="flex items-start gap-2 text-sm text-ink-soft">
          {segment.isIn ? (
            <UserCheck aria-hidden className="mt-0.5 size-4 shrink-0" />
          ) : (
            <UserX aria-hidden className="mt-0.5 size-4 shrink-0" />
          )}
          <span className="min-w-0">{plainText(segment.sentence)}</span>
        </p>
      )}
      {requests.map((request, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: requests of one event have no other name than their place
        <div key={index} className="flex min-w-0 flex-col gap-1.5">
          <p className="font-mono text-xs break-all text-ink-soft">
            <span className="font-medium text-ink">{request.method}</span> {request.url}
          </p>
          <ComparedPayload
            label={requests.length === 1 ? 'Payload' : `Payload ${index + 1}`}
            text={request.body}
            preset={preset?.requests[index]?.body}
          />
        </div>
      ))}
      {requests.length === 0 && instead && preset?.request && problems.length === 0 && (
        <p className="text-xs text-ink-faint">The preset would send it.</p>
      )}
    </>
  )
}
