import type { Unit } from '@foyer/protocol'
import { units } from '@foyer/protocol/plain'
import { type AnalyticsAddress, readAnalyticsAddress } from '../../../analytics/analytics-address.ts'
import { type Dimension, listOf } from './lists.ts'

export const figureNames = [
  'visitors',
  'visits',
  'views',
  'bounceRate',
  'visitSeconds',
  'conversations',
  'conversions'
] as const
export type FigureName = (typeof figureNames)[number]

/**
 * `figure`: what the chart shows. `conversion`: the event that is one. `tabs`: the lists that are in front of their cards, where they are not
 * the first. `list`: the one that is open as a whole, and `search` what is looked for in it.
 */
export type OverviewAddress = AnalyticsAddress & {
  figure?: FigureName
  unit?: Unit
  conversion?: string
  tabs?: string
  list?: Dimension
  search?: string
}

const unitNames: readonly string[] = units

export function readOverviewAddress(raw: Record<string, unknown>): OverviewAddress {
  const figure = figureNames.find(name => name === raw.figure)
  const list = listOf(raw.list)
  return {
    ...readAnalyticsAddress(raw),
    ...(figure && { figure }),
    ...(isUnit(raw.unit) && { unit: raw.unit }),
    ...(isWord(raw.conversion) && { conversion: raw.conversion }),
    ...(typeof raw.tabs === 'string' && /^[a-zA-Z.]{1,120}$/.test(raw.tabs) && { tabs: raw.tabs }),
    ...(list && { list: list.dimension, ...(isWord(raw.search) && { search: raw.search }) })
  }
}

const isUnit = (value: unknown): value is Unit => typeof value === 'string' && unitNames.includes(value)
const isWord = (value: unknown): value is string => typeof value === 'string' && value !== '' && value.length <= 200
