import { Link } from '@tanstack/react-router'
import { PlaceTabs, placeTab } from '../../ui/place-tabs.tsx'

/** The agents, and what they may answer from: one knowledge for all of them. */
export function AgentsTabs() {
  return (
    <PlaceTabs label="Agents">
      <Link to="/agents" activeOptions={{ exact: true, includeSearch: false }} className={placeTab}>
        Agents
      </Link>
      <Link to="/agents/knowledge" activeOptions={{ includeSearch: false }} className={placeTab}>
        Knowledge
      </Link>
    </PlaceTabs>
  )
}
