import type { BotChoice } from '@foyer/protocol'
import { isDay } from '../time/days.ts'

/** What every page of the analytics keeps in its address, and hands on to the next. `filters` is the JSON of a list of filters. */
export type AnalyticsAddress = {
  range?: string
  from?: string
  to?: string
  /** What stands beside the time: the time before, unless this says something else. */
  compare?: 'off' | 'year'
  bots?: Exclude<BotChoice, 'without'>
  agent?: string
  filters?: string
}

export const readAnalyticsAddress = (raw: Record<string, unknown>): AnalyticsAddress =>
  present({
    range: typeof raw.range === 'string' && /^[a-zA-Z0-9]{1,12}$/.test(raw.range) ? raw.range : undefined,
    from: isDay(raw.from) ? raw.from : undefined,
    to: isDay(raw.to) ? raw.to : undefined,
    compare: raw.compare === 'off' || raw.compare === 'year' ? raw.compare : undefined,
    bots: raw.bots === 'with' || raw.bots === 'only' ? raw.bots : undefined,
    agent: /^agt_[0-9a-f]{32}$/.test(String(raw.agent)) ? String(raw.agent) : undefined,
    filters: typeof raw.filters === 'string' && raw.filters.length <= 20_000 ? raw.filters || undefined : undefined
  })

const present = <Values extends object>(values: Values): Values =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Values
