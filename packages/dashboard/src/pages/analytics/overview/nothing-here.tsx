import type { Filter } from '@foyer/protocol'
import { useQuery } from '@tanstack/react-query'
import { ChartLine } from 'lucide-react'
import { rangeAddress } from '../../../analytics/ranges.ts'
import { useAsked } from '../../../analytics/use-asked.ts'
import { useCan } from '../../../session.ts'
import { FirstSteps } from '../../../shell/first-steps.tsx'
import { Button } from '../../../ui/button.tsx'
import { Empty } from '../../../ui/states.tsx'
import { agentsQuery } from '../../agents/agents-data.ts'

/** No visit and no page: because of the filters, of the time, or because nothing was ever sent. Each has another next step. */
export function NothingHere({ filters, onClear }: { filters: readonly Filter[]; onClear: () => void }) {
  const { change } = useAsked()
  const agents = useQuery({ ...agentsQuery, enabled: useCan('agents:read') })
  const hasEvents = agents.data?.items.some(agent => agent.firstEventAt !== undefined) ?? true
  const icon = <ChartLine aria-hidden className="size-5" />
  if (!hasEvents)
    return (
      <Empty icon={icon} title="No event has arrived yet" actions={<FirstSteps />}>
        Put the snippet on a page. Visitors, where they come from and what they do are counted here from the first one
        on.
      </Empty>
    )
  const longer = <Button onClick={() => change(rangeAddress({ last: 365 }))}>Show the last 12 months</Button>
  return filters.length > 0 ? (
    <Empty
      icon={icon}
      title="Nobody matches these filters"
      actions={
        <>
          <Button look="primary" onClick={onClear}>
            Take the filters away
          </Button>
          {longer}
        </>
      }
    >
      All of them must hold at once. Take one away, or look at a longer time.
    </Empty>
  ) : (
    <Empty icon={icon} title="Nothing happened in this time" actions={longer}>
      Choose other days, or look at who is here now.
    </Empty>
  )
}
