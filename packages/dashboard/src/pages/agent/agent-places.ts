import type { Scope } from '@foyer/protocol'

type AgentPlace = {
  to: '/agents/$id' | '/agents/$id/look' | '/agents/$id/answers' | '/agents/$id/messages' | '/agents/$id/playground'
  label: string
  scope?: Scope
}

/** The tabs of one agent, in this order; each is a child of its route. */
export const agentPlaces: AgentPlace[] = [
  { to: '/agents/$id', label: 'Installation' },
  { to: '/agents/$id/look', label: 'Look' },
  { to: '/agents/$id/answers', label: 'Answers' },
  { to: '/agents/$id/messages', label: 'Messages' },
  { to: '/agents/$id/playground', label: 'Playground', scope: 'conversations:read' }
]
