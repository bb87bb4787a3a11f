import type { Agent } from '@foyer/protocol'
import { createContext, use } from 'react'

/** The agent whose tabs are open; the frame has loaded it before any of them is shown. */
export const AgentShown = createContext<Agent | null>(null)

export function useAgent(): Agent {
  const agent = use(AgentShown)
  if (!agent) throw new Error('A tab of an agent is only shown inside the frame that loads the agent')
  return agent
}
