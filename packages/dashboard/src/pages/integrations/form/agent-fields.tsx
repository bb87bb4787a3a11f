import { useQuery } from '@tanstack/react-query'
import { useCan } from '../../../session.ts'
import { Checkbox } from '../../../ui/field.tsx'
import { Section } from '../../../ui/page.tsx'
import { plainText } from '../../../words/people.ts'
import { agentsQuery } from '../../agents/agents-data.ts'
import type { Given } from './given.ts'

/** Whose events it is sent. */
export function AgentFields({ form, write }: Given) {
  const agents = useQuery({ ...agentsQuery, enabled: useCan('agents:read') })
  const items = agents.data?.items ?? []
  if (items.length < 2 && form.agentIds.length === 0) return null
  const toggle = (id: string, isOn: boolean) =>
    write({ agentIds: isOn ? [...form.agentIds, id] : form.agentIds.filter(other => other !== id) })
  return (
    <Section
      title="Agents"
      hint={
        form.agentIds.length === 0
          ? 'Events of every agent are sent, also of those that are added later.'
          : 'Only events of the agents chosen here are sent.'
      }
    >
      <fieldset className="grid gap-2.5 sm:grid-cols-2">
        <legend className="sr-only">Agents whose events are sent</legend>
        {items.map(agent => (
          <Checkbox
            key={agent.id}
            label={<bdi>{plainText(agent.name)}</bdi>}
            checked={form.agentIds.includes(agent.id)}
            onChange={event => toggle(agent.id, event.target.checked)}
          />
        ))}
      </fieldset>
    </Section>
  )
}
