import { readAnalyticsAddress } from '../../analytics/analytics-address.ts'
import { readFunnelSearch } from './funnels/funnel-search.ts'
import { readPathsSearch } from './paths/paths-search.ts'
import { readRetentionSearch } from './retention/retention-search.ts'

type Raw = Record<string, unknown>

// What every report keeps in its address, and what each has of its own.
export const readFunnelsAddress = (raw: Raw) => ({ ...readAnalyticsAddress(raw), ...readFunnelSearch(raw) })
export const readRetentionAddress = (raw: Raw) => ({ ...readAnalyticsAddress(raw), ...readRetentionSearch(raw) })
export const readPathsAddress = (raw: Raw) => ({ ...readAnalyticsAddress(raw), ...readPathsSearch(raw) })
