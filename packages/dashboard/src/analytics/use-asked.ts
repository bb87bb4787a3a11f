import type { BotChoice, Filter, SavedRange } from '@foyer/protocol'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useTimezone } from '../session.ts'
import { dayIn } from '../time/days.ts'
import { useNow } from '../time/use-now.ts'
import { type AnalyticsAddress, readAnalyticsAddress } from './analytics-address.ts'
import { filtersText, readFilters } from './filters/read-filters.ts'
import { type Days, daysOf, rangeOf } from './ranges.ts'

/** The time and the people a page of the analytics asks about, out of its address. */
export type Asked = {
  range: SavedRange
  days: Days
  today: string
  timezone: string
  /** What a report that can compare is asked for besides. */
  comparison: { compare: boolean; against?: 'year' }
  bots: BotChoice
  agentId: string | undefined
  filters: readonly Filter[]
  /** The part of a question that is the same on every page. */
  question: { from: string; to: string; bots?: BotChoice; agentId?: string; filters?: Filter[] }
  filter(filters: readonly Filter[]): void
  change(next: Partial<AnalyticsAddress>): void
}

export function useAsked(): Asked {
  const search: Record<string, unknown> = useSearch({ strict: false })
  const navigate = useNavigate()
  const timezone = useTimezone()
  const today = dayIn(useNow(60_000), timezone)
  const { range, from, to, compare, bots = 'without', agent, filters: said } = readAnalyticsAddress(search)
  return useMemo(() => {
    const chosen = rangeOf({ ...(range && { range }), ...(from && { from }), ...(to && { to }) })
    const days = daysOf(chosen, today)
    const filters = readFilters(said)
    const change: Asked['change'] = next =>
      void navigate({
        to: '.',
        // The page's own part of the address stays as it is.
        search: (current: Record<string, unknown>) =>
          Object.fromEntries(Object.entries({ ...current, ...next }).filter(([, value]) => value !== undefined)),
        // The way back goes to what was looked at before, not through every setting of a page.
        replace: !['range', 'from', 'filters'].some(part => part in next)
      })
    return {
      range: chosen,
      days,
      today,
      timezone,
      comparison: { compare: compare !== 'off', ...(compare === 'year' && { against: compare }) },
      bots,
      agentId: agent,
      filters,
      question: {
        ...days,
        ...(bots !== 'without' && { bots }),
        ...(agent && { agentId: agent }),
        ...(filters.length > 0 && { filters })
      },
      change,
      filter: next => change({ filters: filtersText(next) })
    }
  }, [range, from, to, compare, bots, agent, said, today, timezone, navigate])
}
