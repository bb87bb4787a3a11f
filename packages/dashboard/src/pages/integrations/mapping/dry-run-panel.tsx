import type { DryRun, Mapping, SampleEvent } from '@foyer/protocol'
import { useMutation } from '@tanstack/react-query'
import { FlaskConical } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { useTimezone } from '../../../session.ts'
import { serverNow } from '../../../time/clock.ts'
import { addDays, dayIn, instantAt } from '../../../time/days.ts'
import { Button } from '../../../ui/button.tsx'
import { Select } from '../../../ui/field.tsx'
import { FormFault, faultText } from '../../../ui/states.tsx'
import { count, counted } from '../../../words/numbers.ts'
import { plainText } from '../../../words/people.ts'
import { useDestination } from '../destination/destination-shown.ts'
import { isSame } from './draft.ts'
import { dryRun } from './mapping-data.ts'

const spans = { yesterday: 'yesterday', today: 'today so far', week: 'the last seven days' } as const
type Span = keyof typeof spans

type Props = { id: string; mapping: Mapping; isWhole: boolean; onLook: (event: SampleEvent) => void }

/** The draft over events that were: what would have been sent, and what refused. */
export function DryRunPanel({ id, mapping, isWhole, onLook }: Props) {
  const timezone = useTimezone()
  const [span, setSpan] = useState<Span>('yesterday')
  const running = useMutation({
    mutationFn: (body: Parameters<typeof dryRun>[1]) => dryRun(id, body)
  })
  const run = () => running.mutate({ mapping, ...rangeOf(span, timezone ?? 'UTC') })
  const isOld = running.variables !== undefined && !isSame(running.variables.mapping, mapping)
  return (
    <section aria-label="Dry run" className="flex flex-col gap-3 border-t border-line pt-4">
      <div>
        <h2 className="text-sm font-medium">Try it on what happened</h2>
        <p className="text-xs text-ink-faint">Nothing is sent, and nothing is saved.</p>
      </div>
      <div className="flex flex-wrap gap-2">
        <Select
          aria-label="Events of"
          className="w-48"
          value={span}
          onChange={({ target }) => setSpan(target.value as Span)}
        >
          {(Object.keys(spans) as Span[]).map(one => (
            <option key={one} value={one}>
              {spans[one]}
            </option>
          ))}
        </Select>
        <Button
          icon={<FlaskConical aria-hidden className="size-4" />}
          isBusy={running.isPending}
          disabled={!isWhole}
          onClick={run}
        >
          {running.isPending ? 'Trying…' : 'Try it'}
        </Button>
      </div>
      <FormFault text={running.error ? faultText(running.error) : undefined} />
      <div role="status">{running.data && <Results result={running.data} isOld={isOld} onLook={onLook} />}</div>
    </section>
  )
}

/** Days of the workspace, as its reports have them. */
function rangeOf(span: Span, timezone: string): { from: string; to: string } {
  const today = dayIn(serverNow(), timezone)
  const start = (day: string) => new Date(instantAt(day, '00:00', timezone)).toISOString()
  const now = new Date(serverNow()).toISOString()
  if (span === 'yesterday') return { from: start(addDays(today, -1)), to: start(today) }
  return { from: start(span === 'today' ? today : addDays(today, -6)), to: now }
}

function Results({ result, isOld, onLook }: { result: DryRun; isOld: boolean; onLook: (event: SampleEvent) => void }) {
  const { looked, isAll, sent, withheld, notInSegment, invalid, filtered, rules, problems, notWanted, samples } = result
  const { segmentId } = useDestination().destination
  if (looked === 0) return <p className="text-sm text-ink-soft">No events happened in that time. Choose another one.</p>
  const figures = [
    ['Would be sent', sent],
    ['Withheld by consent', withheld],
    ...(segmentId === null ? [] : [['Not in the segment now', notInSegment] as const]),
    ['Refused', invalid],
    ['Not wanted', filtered]
  ] as const
  return (
    <div className="flex flex-col gap-4 text-sm">
      <p className="text-ink-soft">
        Of {isAll ? counted(looked, 'event') : `the newest ${count(looked)} events`}
        {isOld && '. The mapping was changed since; try it again.'}
      </p>
      <dl className="grid grid-cols-2 gap-2 sm:grid-cols-4 xl:grid-cols-2">
        {figures.map(([word, figure]) => (
          <div key={word} className="rounded-sm border border-line px-3 py-2">
            <dt className="text-xs text-ink-faint">{word}</dt>
            <dd className="text-lg font-medium tabular-nums">{count(figure)}</dd>
          </div>
        ))}
      </dl>
      {problems.length > 0 && (
        <Lines title="Why they are refused">
          {problems.map(({ message, events, example }) => (
            <li key={message} className="flex items-start gap-2">
              <span className="min-w-0 flex-1">{plainText(message)}</span>
              <Figure events={events} />
              <Button size="small" onClick={() => onLook(example)}>
                Look<span className="sr-only"> at one: {plainText(message)}</span>
              </Button>
            </li>
          ))}
        </Lines>
      )}
      <Lines title="By rule">
        {rules.map(({ rule, events }) => {
          const sample = samples.find(one => one.rule === rule)
          return (
            <li key={rule} className="flex items-center gap-2">
              <span className="min-w-0 flex-1 truncate">{plainText(rule)}</span>
              <Figure events={events} />
              {sample && (
                <Button size="small" onClick={() => onLook(sample.event)}>
                  Look<span className="sr-only"> at one of {plainText(rule)}</span>
                </Button>
              )}
            </li>
          )
        })}
      </Lines>
      {notWanted.length > 0 && (
        <Lines title="Not wanted">
          {notWanted.slice(0, 8).map(({ event, events }) => (
            <li key={event} className="flex items-center gap-2 text-ink-soft">
              <span className="min-w-0 flex-1 truncate">{plainText(event)}</span>
              <Figure events={events} />
            </li>
          ))}
          {notWanted.length > 8 && <li className="text-ink-faint">and {notWanted.length - 8} more</li>}
        </Lines>
      )}
    </div>
  )
}

const Lines = ({ title, children }: { title: string; children: ReactNode }) => (
  <div>
    <h3 className="mb-1.5 text-xs text-ink-faint">{title}</h3>
    <ul className="flex flex-col gap-1.5">{children}</ul>
  </div>
)

const Figure = ({ events }: { events: number }) => <span className="shrink-0 tabular-nums">{count(events)}</span>
