import type { Aggregate, TrendSeries } from '@foyer/protocol'

const hows: Record<Aggregate, string> = {
  count: 'how often',
  people: 'people',
  visits: 'visits',
  perPerson: 'by each person',
  sum: 'sum of',
  avg: 'average of',
  min: 'least of',
  max: 'most of',
  p50: 'median of',
  p90: '90th percentile of',
  p95: '95th percentile of',
  p99: '99th percentile of'
}

/**
 * What the lines of each series are called: as the question calls them, else by their event. Where two would be called the same, how each is
 * counted is said too, and of those that are still the same which one it is: in a tile, a digest and a file there is nothing else to tell them by.
 */
export function labelsOf(series: readonly TrendSeries[]): string[] {
  const plain = series.map(one => one.label ?? one.name ?? one.event)
  const counted = series.map((one, index) =>
    one.label === undefined && isTwice(plain, index) ? `${plain[index]}, ${howOf(one)}` : (plain[index] ?? '')
  )
  return counted.map((label, index) => (isTwice(counted, index) ? `${label} (${index + 1})` : label))
}

const isTwice = (labels: readonly string[], index: number) => labels.filter(label => label === labels[index]).length > 1
const howOf = ({ aggregate = 'count', property }: TrendSeries) =>
  [hows[aggregate], ...(hows[aggregate].endsWith(' of') ? [property] : [])].join(' ')
