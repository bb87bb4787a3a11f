import type { Aggregate, TrendSeries, Unit } from '@foyer/protocol'
import { type AnalyticsAddress, readAnalyticsAddress } from '../../../analytics/analytics-address.ts'

/** `series` is the JSON of what is counted, `average` over how many points the average moves. */
export type TrendsAddress = AnalyticsAddress & { series?: string; unit?: Unit; average?: string }

const mostSeries = 10
const unitNames: readonly string[] = ['hour', 'day', 'week', 'month'] satisfies Unit[]

export function readTrendsAddress(raw: Record<string, unknown>): TrendsAddress {
  const series = typeof raw.series === 'string' ? seriesText(seriesOf(raw.series)) : undefined
  const average = /^([2-9]|[1-2]\d|30)$/.test(String(raw.average)) ? String(raw.average) : undefined
  return {
    ...readAnalyticsAddress(raw),
    ...(series === undefined ? {} : { series }),
    ...(isUnit(raw.unit) ? { unit: raw.unit } : {}),
    ...(average === undefined ? {} : { average })
  }
}

const isUnit = (value: unknown): value is Unit => typeof value === 'string' && unitNames.includes(value)

/** Where nothing else is asked: who came, by the day. */
export const firstSeries: readonly TrendSeries[] = [{ event: 'page', aggregate: 'people' }]

export const seriesText = (series: readonly TrendSeries[]): string | undefined =>
  series.length === 0 || JSON.stringify(series) === JSON.stringify(firstSeries) ? undefined : JSON.stringify(series)

/** Only what is a series; an address may be typed or years old. */
export function seriesOf(text: string | undefined): readonly TrendSeries[] {
  if (text === undefined) return firstSeries
  const read = parsed(text)
  const series = (Array.isArray(read) ? read : []).flatMap(one => oneOf(one) ?? []).slice(0, mostSeries)
  return series.length === 0 ? firstSeries : series
}

function oneOf(raw: unknown): TrendSeries | undefined {
  if (typeof raw !== 'object' || raw === null) return undefined
  const { event, name, aggregate, property }: Record<string, unknown> = { ...raw }
  if (!isWord(event)) return undefined
  return {
    event,
    ...(isWord(name) ? { name } : {}),
    ...(isAggregate(aggregate) ? { aggregate } : {}),
    ...(isWord(property) ? { property } : {})
  }
}

export const aggregateWords: Record<Aggregate, string> = {
  count: 'How often',
  people: 'How many people',
  visits: 'In how many visits',
  perPerson: 'How often by each person',
  sum: 'Sum of',
  avg: 'Average of',
  min: 'Least of',
  max: 'Most of',
  p50: 'Median of',
  p90: '90th percentile of',
  p95: '95th percentile of',
  p99: '99th percentile of'
}

const isAggregate = (value: unknown): value is Aggregate => typeof value === 'string' && value in aggregateWords
const isWord = (value: unknown): value is string => typeof value === 'string' && value !== '' && value.length <= 200

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Cut off while copying: as if it said nothing.
    return undefined
  }
}
