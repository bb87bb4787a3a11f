import type { Aggregate, TrendSeries } from '@foyer/protocol'
import { choiceWords } from '../../../analytics/choice/choice-words.ts'
import { fieldLabel } from '../../../analytics/filters/fields.ts'
import { plainText } from '../../../words/people.ts'

/** In the order they are offered in. */
export const aggregateWords: Record<Aggregate, string> = {
  people: 'People who did it',
  count: 'How often',
  visits: 'Visits with it',
  perPerson: 'How often by each person',
  sum: 'Sum of',
  avg: 'Average of',
  p50: 'Median of',
  p90: '90th percentile of',
  p95: '95th percentile of',
  p99: '99th percentile of',
  min: 'Least of',
  max: 'Most of'
}

/** Whether it is a number in a property that is added up, and not things that are counted. */
export const isOfProperty = (aggregate: Aggregate | undefined): boolean =>
  aggregate !== undefined && aggregateWords[aggregate].endsWith(' of')

/** "Order Completed, sum of total". */
export function seriesWords({ aggregate = 'count', property, ...choice }: TrendSeries): string {
  const how = aggregateWords[aggregate].toLowerCase()
  const of = isOfProperty(aggregate) ? ` ${plainText(fieldLabel(property ?? ''))}` : ''
  return `${choiceWords(choice)}, ${how}${of}`
}

/** The server would refuse it: a sum needs to know of what. */
export const isWhole = ({ aggregate, property }: TrendSeries): boolean =>
  !isOfProperty(aggregate) || (property ?? '').trim() !== ''
