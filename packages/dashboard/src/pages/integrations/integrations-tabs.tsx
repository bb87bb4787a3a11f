import { Link } from '@tanstack/react-router'
import { PlaceTabs, placeTab } from '../../ui/place-tabs.tsx'

/** Where events go, and each one on its way. */
export const IntegrationsTabs = () => (
  <PlaceTabs label="Integrations">
    <Link to="/integrations" activeOptions={{ exact: true, includeSearch: false }} className={placeTab}>
      Destinations
    </Link>
    <Link to="/integrations/debugger" activeOptions={{ includeSearch: false }} className={placeTab}>
      Event Debugger
    </Link>
  </PlaceTabs>
)
