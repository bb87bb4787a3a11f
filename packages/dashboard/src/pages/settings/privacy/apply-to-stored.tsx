import type { PrivacyApply, PrivacyPolicyShown } from '@foyer/protocol'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { api } from '../../../api.ts'
import { queryClient } from '../../../query-client.ts'
import { useCan } from '../../../session.ts'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { Section } from '../../../ui/page.tsx'
import { FormFault, faultText } from '../../../ui/states.tsx'
import { Ago } from '../../../ui/time.tsx'
import { count, counted } from '../../../words/numbers.ts'
import { plainText } from '../../../words/people.ts'
import { applyQuery, policyQuery } from './privacy-data.ts'

const stepWords: Record<string, string> = {
  visitors: 'browsers and their visits',
  people: 'people',
  conversations: 'conversations',
  'set aside': 'events that could not be stored',
  events: 'events'
}

/** When what is due was last forgotten, and the way to make older records obey a stricter policy. */
export function ApplyToStored({ policy }: { policy: PrivacyPolicyShown }) {
  const mayWrite = useCan('workspace:write')
  const [isAsking, setAsking] = useState(false)
  const apply = useQuery(applyQuery)
  const asking = useMutation({
    mutationFn: () => api.post<PrivacyApply>('/api/privacy/apply'),
    onSuccess: state => {
      queryClient.setQueryData(applyQuery.queryKey, state)
      setAsking(false)
    }
  })
  const isRunning = apply.data?.state === 'running'
  const wasRunning = useRef(false)
  useEffect(() => {
    if (wasRunning.current && !isRunning) void queryClient.invalidateQueries({ queryKey: policyQuery.queryKey })
    wasRunning.current = isRunning
  }, [isRunning])
  return (
    <Section title="What is stored already">
      <div className="flex flex-col gap-4 rounded-md border border-line p-4 text-sm">
        <p className="text-ink-soft">
          Once an hour Foyer forgets every address and place that has been kept for as long as it was to be.{' '}
          {policy.enforcedAt ? (
            <>
              It last did so <Ago at={policy.enforcedAt} />; {counted(policy.forgotten, 'record')} so far.
            </>
          ) : (
            'It has not done so yet.'
          )}
        </p>
        <p className="text-ink-soft">
          A rule holds for what comes after it was saved. Records from before keep what they hold until their days are
          over, unless you apply the rules to them.
        </p>
        {apply.data && <Progress apply={apply.data} />}
        {mayWrite && (
          <div>
            <Button disabled={isRunning} onClick={() => setAsking(true)}>
              Apply to what is stored
            </Button>
          </div>
        )}
      </div>
      <Dialog
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        title="Apply the rules to what is stored?"
        description="Every visitor, visit, conversation and event of this workspace is gone through. Addresses and places that the saved rules do not let Foyer keep are taken out for good. You can leave this page meanwhile."
        actions={
          <>
            <Button look="quiet" onClick={() => setAsking(false)}>
              Cancel
            </Button>
            <Button look="danger" isBusy={asking.isPending} onClick={() => asking.mutate()}>
              Apply
            </Button>
          </>
        }
      >
        {asking.isError && <FormFault text={faultText(asking.error)} />}
      </Dialog>
    </Section>
  )
}

function Progress({ apply }: { apply: PrivacyApply }) {
  if (apply.state === 'never') return null
  const by = apply.askedBy === undefined ? '' : ` by ${plainText(apply.askedBy)}`
  if (apply.state === 'running')
    return (
      <div className="flex flex-col gap-1.5" role="status">
        <p>
          Going through {stepWords[apply.step ?? ''] ?? 'what is stored'}: {count(apply.done)} of{' '}
          {apply.total === 0 ? '…' : count(apply.total)} records, {count(apply.changed)} changed.
        </p>
        <progress
          aria-label="Applied to what is stored"
          className="h-1.5 w-full overflow-hidden rounded-sm accent-accent"
          max={Math.max(1, apply.total)}
          value={apply.done}
        />
      </div>
    )
  if (apply.state === 'failed')
    return (
      <p role="alert" className="rounded-sm bg-danger-soft px-3 py-2 text-danger">
        {apply.problem}
      </p>
    )
  return (
    <p className="text-ink-soft">
      Last applied {apply.finishedAt && <Ago at={apply.finishedAt} />}
      {by}: {counted(apply.changed, 'record')} changed.
    </p>
  )
}
