import type { Filter, Segment, SegmentRule } from '@foyer/protocol'
import { readFilters } from '../../../analytics/filters/read-filters.ts'

/** What is being edited, as far as it differs from what is kept: the rule's filters, and over how many days facts of events are looked for. */
export type SegmentAddress = { filters?: string; days?: string; position?: 'off' }

export function readSegmentAddress(raw: Record<string, unknown>): SegmentAddress {
  const days = /^(ever|[1-9]\d{0,3})$/.test(String(raw.days)) ? String(raw.days) : undefined
  return {
    ...(typeof raw.filters === 'string' && raw.filters.length <= 20_000 && raw.filters !== ''
      ? { filters: raw.filters }
      : {}),
    ...(days === undefined || Number(days) > 3_660 ? {} : { days }),
    ...(raw.position === 'off' ? { position: raw.position } : {})
  }
}

const everybody: SegmentRule = { filters: [] }

/** The rule as it stands in the editor. */
export function ruleOf({ filters, days, position }: SegmentAddress, kept: Segment | undefined): SegmentRule {
  const { withinDays, position: keptPosition, filters: keptFilters } = kept?.rule ?? everybody
  const within = days === undefined ? withinDays : days === 'ever' ? undefined : Number(days)
  return {
    filters: filters === undefined ? keptFilters : readFilters(filters),
    ...(within !== undefined && { withinDays: within }),
    ...(keptPosition && position !== 'off' && { position: keptPosition })
  }
}

/** Conditions on what happened, over which `withinDays` looks; traits and behaviour have a time of their own. */
export const asksOfEvents = (filters: readonly Filter[]): boolean =>
  filters.some(filter => {
    if ('any' in filter) return filter.any.some(member => asksOfEvents('all' in member ? member.all : [member]))
    return 'property' in filter && !/^(traits?|person)\./.test(filter.property)
  })
