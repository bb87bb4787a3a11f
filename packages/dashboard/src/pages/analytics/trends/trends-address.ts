import type { Aggregate, TrendSeries, Unit } from '@foyer/protocol'
import { aggregates, units } from '@foyer/protocol/plain'
import { type AnalyticsAddress, readAnalyticsAddress } from '../../../analytics/analytics-address.ts'
import { choiceOf } from '../../../analytics/choice/choice-text.ts'

/** `series` is the JSON of what is counted, `by` what it is broken down by, `average` over how many points the average moves. */
export type TrendsAddress = AnalyticsAddress & { series?: string; by?: string; unit?: Unit; average?: string }

export const mostSeries = 10
const unitNames: readonly string[] = units

export function readTrendsAddress(raw: Record<string, unknown>): TrendsAddress {
  const series = typeof raw.series === 'string' ? seriesText(seriesOf(raw.series)) : undefined
  return {
    ...readAnalyticsAddress(raw),
    ...(series === undefined ? {} : { series }),
    ...(isWord(raw.by) ? { by: raw.by } : {}),
    ...(isUnit(raw.unit) ? { unit: raw.unit } : {}),
    ...(/^([2-9]|[12]\d|30)$/.test(String(raw.average)) ? { average: String(raw.average) } : {})
  }
}

const isUnit = (value: unknown): value is Unit => typeof value === 'string' && unitNames.includes(value)

/** Where nothing else is asked: who came. */
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
  const choice = choiceOf(raw)
  if (!choice) return undefined
  const { aggregate, property }: Record<string, unknown> = { ...(raw as object) }
  return {
    ...choice,
    ...(isAggregate(aggregate) ? { aggregate } : {}),
    ...(isWord(property) ? { property } : {})
  }
}

const aggregateNames: readonly string[] = aggregates
const isAggregate = (value: unknown): value is Aggregate => typeof value === 'string' && aggregateNames.includes(value)
const isWord = (value: unknown): value is string => typeof value === 'string' && value !== '' && value.length <= 200

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Cut off while copying: as if it said nothing.
    return undefined
  }
}
