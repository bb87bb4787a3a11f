import type { BotChoice } from '@foyer/protocol'
import { useQuery } from '@tanstack/react-query'
import { Bot } from 'lucide-react'
import { agentsQuery } from '../pages/agents/agents-data.ts'
import { useCan } from '../session.ts'
import { Button } from '../ui/button.tsx'
import { Menu, MenuChoice, MenuLabel, MenuLine } from '../ui/menu.tsx'
import { plainText } from '../words/people.ts'
import { useAsked } from './use-asked.ts'

const botChoices: { value: BotChoice; label: string; short: string }[] = [
  { value: 'without', label: 'Without bots', short: '' },
  { value: 'with', label: 'With bots', short: 'With bots' },
  { value: 'only', label: 'Only bots', short: 'Only bots' }
]

/** Of which agent, and whether programs count. What is not as usual stands on the button. */
export function WhoCounts({ hasBots = true }: { hasBots?: boolean }) {
  const { bots, agentId, change } = useAsked()
  const agents = useQuery({ ...agentsQuery, enabled: useCan('agents:read') })
  const items = agents.data?.items ?? []
  const agent = items.find(({ id }) => id === agentId)
  const said = [
    agentId === undefined ? '' : plainText(agent?.name ?? 'One agent'),
    hasBots && botChoices.find(({ value }) => value === bots)?.short
  ].filter(Boolean)
  const hasAgents = items.length > 1 || agentId !== undefined
  if (!hasBots && !hasAgents) return null
  return (
    <Menu
      label="Who counts"
      trigger={
        <Button
          look={said.length > 0 ? 'chosen' : 'quiet'}
          icon={<Bot aria-hidden className="size-4 shrink-0" />}
          title={hasBots ? 'Which agent, and whether bots count' : 'Of which agent'}
          className="max-w-48 min-w-0"
        >
          <span className="sr-only">Who counts: </span>
          <span className="truncate max-sm:sr-only">
            {said.join(' · ') || (hasBots ? 'Without bots' : 'All agents')}
          </span>
        </Button>
      }
    >
      {hasBots && (
        <>
          <MenuLabel>Visitors that are programs</MenuLabel>
          <MenuChoice
            value={bots}
            onChange={value => change({ bots: value === 'with' || value === 'only' ? value : undefined })}
            choices={botChoices}
          />
        </>
      )}
      {hasAgents && (
        <>
          {hasBots && <MenuLine />}
          <MenuLabel>Agent</MenuLabel>
          <MenuChoice
            value={agentId ?? ''}
            onChange={value => change({ agent: value || undefined })}
            choices={[
              { value: '', label: 'All agents' },
              ...items.map(({ id, name }) => ({ value: id, label: plainText(name) }))
            ]}
          />
        </>
      )}
    </Menu>
  )
}
