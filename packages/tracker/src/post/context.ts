import { version } from '../version.ts'
import type { WireEvent } from '../wire.ts'
import { campaignOf } from './campaign.ts'

/** What a page view and an identify say of the browser beyond its headers. `url` is redacted already. */
export const contextOf = (url: string): WireEvent['context'] => ({
  locale: navigator.language,
  timezone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  screen: { width: screen.width, height: screen.height },
  campaign: campaignOf(url),
  library: { name: 'foyer', version }
})
