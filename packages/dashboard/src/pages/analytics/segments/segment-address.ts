import type { Filter, FunnelPosition, Segment, SegmentRule } from '@foyer/protocol'
import { choiceOf } from '../../../analytics/choice/choice-text.ts'
import { readFilters } from '../../../analytics/filters/read-filters.ts'

/** What is being edited, as far as it differs from what is kept: the rule's filters, and over how many days facts of events are looked for. */
export type SegmentAddress = { filters?: string; days?: string; position?: string }

export function readSegmentAddress(raw: Record<string, unknown>): SegmentAddress {
  const days = /^(ever|[1-9]\d{0,3})$/.test(String(raw.days)) ? String(raw.days) : undefined
  return {
    ...(typeof raw.filters === 'string' && raw.filters.length <= 20_000 && raw.filters !== ''
      ? { filters: raw.filters }
      : {}),
    ...(days === undefined || Number(days) > 3_660 ? {} : { days }),
    ...(raw.position === 'off' || readPosition(raw.position) ? { position: String(raw.position) } : {})
  }
}

const everybody: SegmentRule = { filters: [] }

/** What a new place in a funnel begins with. */
export const firstPosition: FunnelPosition = {
  funnel: { steps: [{ event: 'page' }, { event: 'page' }], window: '14d' },
  days: 30,
  step: 2,
  who: 'lost'
}

/** An address may be typed: only what can be shown is taken, and what it means is the server's to say. */
function readPosition(text: unknown): FunnelPosition | undefined {
  if (typeof text !== 'string' || !text.startsWith('{') || text.length > 20_000) return undefined
  try {
    const raw = JSON.parse(text) as Partial<FunnelPosition>
    const steps: unknown = raw.funnel?.steps
    if (!Array.isArray(steps) || steps.length < 2 || steps.length > 20 || !steps.every(choiceOf)) return undefined
    const isWhole = (value: unknown, most: number) =>
      Number.isInteger(value) && Number(value) >= 1 && Number(value) <= most
    const isPlace = isWhole(raw.step, steps.length) && isWhole(raw.days, 366)
    const isWindow = raw.funnel?.window === undefined || /^[1-9]\d{0,6}[smhdw]$/.test(raw.funnel.window)
    return isPlace && isWindow && (raw.who === 'reached' || raw.who === 'lost') ? (raw as FunnelPosition) : undefined
  } catch {
    return undefined
  }
}

/** The rule as it stands in the editor. */
export function ruleOf({ filters, days, position }: SegmentAddress, kept: Segment | undefined): SegmentRule {
  const { withinDays, position: keptPosition, filters: keptFilters } = kept?.rule ?? everybody
  const within = days === undefined ? withinDays : days === 'ever' ? undefined : Number(days)
  const place = position === undefined ? keptPosition : readPosition(position)
  return {
    filters: filters === undefined ? keptFilters : readFilters(filters),
    ...(within !== undefined && { withinDays: within }),
    ...(place && { position: place })
  }
}

/** Conditions on what happened, over which `withinDays` looks; traits and behaviour have a time of their own. */
export const asksOfEvents = (filters: readonly Filter[]): boolean =>
  filters.some(filter => {
    if ('any' in filter) return filter.any.some(member => asksOfEvents('all' in member ? member.all : [member]))
    return 'property' in filter && !/^(traits?|person)\./.test(filter.property)
  })
