import type { Agent } from '@foyer/protocol'
import { useNow } from '../../time/use-now.ts'
import { classes } from '../../ui/classes.ts'

const quietMs = 24 * 60 * 60 * 1000

/** Green: events arrive. Amber: they did, and have not for a day. Grey: none ever did. */
export function AgentLight({ agent }: { agent: Pick<Agent, 'lastEventAt'> }) {
  const now = useNow(60_000)
  const isQuiet = agent.lastEventAt !== undefined && now - Date.parse(agent.lastEventAt) > quietMs
  const said =
    agent.lastEventAt === undefined ? 'No event has arrived' : isQuiet ? 'No event for a day' : 'Events arrive'
  return (
    <span title={said} className="flex shrink-0">
      <span
        aria-hidden
        className={classes(
          'size-2.5 rounded-full ring-4',
          agent.lastEventAt === undefined
            ? 'bg-line-strong ring-transparent'
            : isQuiet
              ? 'bg-warning ring-warning-soft'
              : 'bg-accent ring-accent-soft'
        )}
      />
      <span className="sr-only">{said}</span>
    </span>
  )
}
