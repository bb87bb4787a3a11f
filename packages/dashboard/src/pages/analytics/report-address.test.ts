import type { FunnelQuestion, PathsQuestion, RetentionQuestion, SavedReport, TrendSeries } from '@foyer/protocol'
import { expect, test } from 'vitest'
import { readFilters } from '../../analytics/filters/read-filters.ts'
import { rangeOf } from '../../analytics/ranges.ts'
import { funnelQuestion } from './funnels/funnel-search.ts'
import { pathsQuestion } from './paths/paths-search.ts'
import { reportAddress } from './report-address.ts'
import { retentionQuestion } from './retention/retention-search.ts'
import { seriesOf } from './trends/trends-address.ts'

const days = { from: '2026-11-01', to: '2026-11-30' }
const addressOf = (
  kind: SavedReport['kind'],
  question: Record<string, unknown>,
  range: SavedReport['range'] = days
) => {
  const { to, search } = reportAddress({ kind, question, range })
  return { to, search: search as Record<string, string> }
}

test('a saved report opens in the page of its kind, with its time, its filters and who counts', () => {
  const filters = [{ property: 'country', op: 'is' as const, value: ['PT', 'ES'] }]
  const shared = { filters, bots: 'with', agentId: `agt_${'a'.repeat(32)}`, compare: false }
  for (const kind of ['overview', 'trend', 'retention', 'paths'] as const) {
    const { search } = addressOf(kind, { ...shared, series: [{ event: 'page' }] })
    expect(search).toMatchObject({ ...days, bots: 'with', agent: shared.agentId, compare: 'off' })
    expect(readFilters(search.filters)).toEqual(filters)
  }
  // Overview and lists are asked by a GET, whose filters are text.
  expect(addressOf('overview', { filters: JSON.stringify(filters) }).search.filters).toBe(JSON.stringify(filters))
  expect(rangeOf(addressOf('overview', {}, { calendar: 'lastWeek' }).search)).toEqual({ calendar: 'lastWeek' })
  expect(rangeOf(addressOf('overview', {}, { last: 28 }).search)).toEqual({ last: 28 })
  expect(rangeOf(addressOf('overview', {}, { last: 13 }).search)).toEqual({ last: 13 })
})

test('a funnel, a trend, retention and paths are asked again as they were saved', () => {
  const funnel: FunnelQuestion = {
    ...days,
    steps: [
      { event: 'page', name: '/', where: [{ property: 'country', op: 'is', value: 'PT' }] },
      { event: 'started', anyOf: [{ event: 'click' }], optional: true },
      { event: 'Order Completed', label: 'Bought' }
    ],
    window: '3d',
    order: 'strict',
    exclude: [{ event: 'exit', after: 1 }],
    breakdown: 'device',
    attribution: 2,
    unit: 'week',
    compare: { from: '2026-10-01', to: '2026-10-31' }
  }
  const { to, search } = addressOf('funnel', funnel)
  expect([to, funnelQuestion(search, days)]).toEqual(['/analytics/funnels', funnel])

  for (const compare of ['previous', 'year'] as const)
    expect(funnelQuestion(addressOf('funnel', { ...funnel, compare }).search, days)).toEqual({ ...funnel, compare })
  expect(addressOf('overview', { compare: true, against: 'year' }).search).toMatchObject({ compare: 'year' })

  const retention: RetentionQuestion = {
    ...days,
    unit: 'month',
    start: { event: 'page', name: '/pricing' },
    return: { event: 'Order Completed' },
    cohorts: 'recurring',
    counting: 'onOrAfter',
    periods: 6,
    breakdown: 'country',
    limit: 7
  }
  expect(retentionQuestion(addressOf('retention', retention).search, days as RetentionQuestion)).toEqual(retention)

  const paths: PathsQuestion = {
    ...days,
    nodes: 'both',
    end: { event: 'Order Completed' },
    levels: 7,
    perLevel: 4,
    patterns: ['/product/*'],
    fold: false,
    keepRepeats: true
  }
  expect(pathsQuestion(addressOf('paths', paths).search, days)).toEqual(paths)

  const series: TrendSeries[] = [{ event: 'Order Completed', aggregate: 'p90', property: 'total' }, { event: 'page' }]
  const trend = addressOf('trend', { series, breakdown: 'os', unit: 'week', movingAverage: 7 })
  expect(seriesOf(trend.search.series)).toEqual(series)
  expect(trend.search).toMatchObject({ by: 'os', unit: 'week', average: '7' })
})

test('lists open over the overview, conversations and requests with what narrows them', () => {
  expect(addressOf('top', { dimension: 'city', search: 'lis', sort: 'visits' })).toMatchObject({
    to: '/analytics',
    search: { list: 'city', search: 'lis', sort: 'visits' }
  })
  expect(addressOf('top', { dimension: 'endpoint' }).to).toBe('/analytics/requests')
  expect(addressOf('conversations', { unit: 'week', source: 'widget', assignee: 'none' }).search).toMatchObject({
    unit: 'week',
    source: 'widget',
    assignee: 'none'
  })
  expect(addressOf('requests', { ip: '81.2.', status: 'errors' }, { last: 7 })).toEqual({
    to: '/analytics/requests',
    search: { span: '7d', ip: '81.2.', status: 'errors' }
  })
})

test('what was saved by a program, and no page can say, opens with what it can', () => {
  expect(addressOf('funnel', { steps: 'nothing', exclude: 4, compare: null }).search).toEqual(days)
  expect(addressOf('paths', { start: 1, patterns: null }).search).toEqual(days)
  expect(addressOf('trend', {}).search).toEqual(days)
})
