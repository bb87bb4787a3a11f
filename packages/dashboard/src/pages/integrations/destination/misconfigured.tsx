import type { Destination } from '@foyer/protocol'
import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Play, TriangleAlert } from 'lucide-react'
import { useCan } from '../../../session.ts'
import { Button, buttonClasses } from '../../../ui/button.tsx'
import { classes } from '../../../ui/classes.ts'
import { faultText } from '../../../ui/states.tsx'
import { Ago } from '../../../ui/time.tsx'
import { toast } from '../../../ui/toasts.tsx'
import { waitingText } from '../destination-words.ts'
import { changeDestination } from '../integrations-data.ts'

type Props = { destination: Destination; isBrief?: boolean; isAtSettings?: boolean }

/** Why nothing is sent, and the way on: other settings, or the word that it works again. Brief, it leaves a phone room for what is below. */
export function Misconfigured({ destination, isBrief, isAtSettings }: Props) {
  const mayWrite = useCan('destinations:write')
  const going = useMutation({
    mutationFn: () => changeDestination(destination.id, { enabled: true }),
    onSuccess: () => toast('What waits is sent again.'),
    onError: fault => toast(faultText(fault))
  })
  const { state, problem, health } = destination
  if (state !== 'misconfigured' && state !== 'resting') return null
  const isStopped = state === 'misconfigured'
  return (
    <div
      role={isStopped ? 'alert' : 'status'}
      className={`flex flex-wrap items-start gap-3 rounded-md p-4 text-sm ${isStopped ? 'bg-danger-soft' : 'bg-warning-soft'}`}
    >
      <TriangleAlert aria-hidden className={`mt-0.5 size-4 shrink-0 ${isStopped ? 'text-danger' : 'text-warning'}`} />
      <div className="min-w-0 flex-1 basis-60">
        <p className="font-medium">
          {isStopped ? 'Nothing is sent until somebody has looked at it' : 'It does not answer just now'}
        </p>
        <p className={classes(isBrief && 'max-sm:line-clamp-2')}>{problem?.message}</p>
        <p className="text-ink-soft">
          {problem && (
            <>
              Since <Ago at={problem.since} />.{' '}
            </>
          )}
          {health.waiting > 0 && `${waitingText(health)} of its events wait, and none is lost.`}
        </p>
      </div>
      {isStopped && mayWrite && (
        <div className="flex flex-wrap gap-2">
          {!isAtSettings && (
            <Link to="/integrations/$id/settings" params={{ id: destination.id }} className={buttonClasses({})}>
              Open the settings
            </Link>
          )}
          <Button
            icon={<Play aria-hidden className="size-3.5" />}
            isBusy={going.isPending}
            onClick={() => going.mutate()}
          >
            Go on sending
          </Button>
        </div>
      )}
    </div>
  )
}
