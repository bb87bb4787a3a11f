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

/** What the last half hour is told by. */
export const nowParts = ['pages', 'countries', 'sources', 'events'] as const
export type NowPart = (typeof nowParts)[number]

/**
 * `figure`: what the chart shows. `conversion`: the event that is one. `tabs`: the lists that are in front of their cards, where they are not
 * the first. `list`: the one that is open as a whole, `search` what is looked for in it and `sort`
 * the figure it is in the order of. `now`: what the last half hour is told by.
 */
export type OverviewAddress = AnalyticsAddress & {
  figure?: FigureName
  unit?: Unit
  conversion?: string
  tabs?: string
  list?: Dimension
  search?: string
  sort?: Sort
  now?: NowPart
}

const sorts = ['visitors', 'visits', 'views', 'events'] as const
export type Sort = (typeof sorts)[number]
const unitNames: readonly string[] = units

export function readOverviewAddress(raw: Record<string, unknown>): OverviewAddress {
  const figure = figureNames.find(name => name === raw.figure)
  const list = listOf(raw.list)
  const sort = sorts.find(name => name === raw.sort)
  const now = nowParts.find(name => name === raw.now && name !== 'pages')
  return {
    ...readAnalyticsAddress(raw),
    ...(figure && { figure }),
    ...(isUnit(raw.unit) && { unit: raw.unit }),
    ...(isWord(raw.conversion) && { conversion: raw.conversion }),
    ...(typeof raw.tabs === 'string' && /^[a-zA-Z.]{1,120}$/.test(raw.tabs) && { tabs: raw.tabs }),
    ...(now && { now }),
    ...(list && {
      list: list.dimension,
      ...(isWord(raw.search) && { search: raw.search }),
      ...(sort && { sort })
    })
  }
}

const isUnit = (value: unknown): value is Unit => typeof value === 'string' && unitNames.includes(value)
const isWord = (value: unknown): value is string => typeof value === 'string' && value !== '' && value.length <= 200
