import type { Replay } from '@foyer/protocol'
import { useMutation } from '@tanstack/react-query'
import { Square } from 'lucide-react'
import { queryClient } from '../../../query-client.ts'
import { useTimezone } from '../../../session.ts'
import { exactTime } from '../../../time/relative.ts'
import { Button } from '../../../ui/button.tsx'
import { classes } from '../../../ui/classes.ts'
import { faultText } from '../../../ui/states.tsx'
import { Ago } from '../../../ui/time.tsx'
import { toast } from '../../../ui/toasts.tsx'
import { count } from '../../../words/numbers.ts'
import { plainText } from '../../../words/people.ts'
import { replaysQuery, stopReplay } from '../integrations-data.ts'

const stateText: Record<Replay['state'], string> = {
  running: 'Going on',
  done: 'Done',
  stopped: 'Stopped',
  failed: 'Failed'
}

/** How far a replay is, and the way to stop it. */
export function ReplayRow({
  destinationId,
  replay,
  mayWrite
}: {
  destinationId: string
  replay: Replay
  mayWrite: boolean
}) {
  const timezone = useTimezone()
  const stopping = useMutation({
    mutationFn: () => stopReplay(destinationId, replay.id),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: replaysQuery(destinationId).queryKey }),
    onError: fault => toast(faultText(fault))
  })
  const { state, total, queued, delivered, failed, withheld, filtered, events, problem } = replay
  const isRunning = state === 'running'
  const ended = state === 'done' ? total : delivered + failed + withheld + filtered
  return (
    <li className="flex flex-col gap-2 px-4 py-3 text-sm">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <span
          className={classes(
            'font-medium',
            state === 'failed' ? 'text-danger' : state === 'stopped' ? 'text-ink-soft' : 'text-accent'
          )}
        >
          {stateText[state]}
        </span>
        <span className="text-ink-soft">
          {events && events.length > 0 ? <bdi>{plainText(events.join(', '))}</bdi> : 'All events'}
        </span>
        {isRunning && mayWrite && (
          <Button
            size="small"
            className="ml-auto"
            icon={<Square aria-hidden className="size-3" />}
            isBusy={stopping.isPending}
            onClick={() => stopping.mutate()}
          >
            Stop
          </Button>
        )}
      </div>
      <div
        role="progressbar"
        aria-label="Replay"
        aria-valuemin={0}
        aria-valuemax={total}
        aria-valuenow={Math.min(total, queued)}
        aria-valuetext={`${count(queued)} of ${count(total)} put on their way`}
        className="relative h-1.5 overflow-hidden rounded-full bg-pressed"
      >
        <span
          className="absolute inset-y-0 left-0 bg-line-strong"
          style={{ width: total === 0 ? 0 : `${Math.min(100, (queued / total) * 100)}%` }}
        />
        <span
          className="absolute inset-y-0 left-0 bg-accent"
          style={{ width: total === 0 ? 0 : `${Math.min(100, (ended / total) * 100)}%` }}
        />
      </div>
      <p className="text-ink-soft">
        {count(queued)} of {count(total)} put on their way, {count(delivered)} delivered
        {failed > 0 && <span className="text-danger">, {count(failed)} failed</span>}
        {withheld > 0 && `, ${count(withheld)} withheld by consent`}
        {filtered > 0 && `, ${count(filtered)} of people who were not in the segment`}.
      </p>
      {problem && <p className="text-danger">{plainText(problem)}</p>}
      <p className="text-xs text-ink-faint">
        {exactTime(replay.from, timezone)} to {exactTime(replay.to, timezone)} · begun <Ago at={replay.startedAt} /> by{' '}
        <bdi>{plainText(replay.by)}</bdi>
      </p>
    </li>
  )
}
