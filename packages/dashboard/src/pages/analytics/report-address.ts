import type { EventChoice, SavedReport } from '@foyer/protocol'
import { isObject } from '@foyer/protocol/plain'
import { readAnalyticsAddress } from '../../analytics/analytics-address.ts'
import { choiceOf, choiceText } from '../../analytics/choice/choice-text.ts'
import { rangeAddress } from '../../analytics/ranges.ts'
import { readConversationsAddress } from './conversations/conversations-address.ts'
import { type Exclusion, exclusionsText, stepsText } from './funnels/funnel-search.ts'
import { readOverviewAddress } from './overview/overview-address.ts'
import { readFunnelsAddress, readPathsAddress, readRetentionAddress } from './report-addresses.ts'
import { readRequestsAddress, spans } from './requests/requests-address.ts'
import { readTrendsAddress } from './trends/trends-address.ts'

type Question = Record<string, unknown>

/**
 * Where a saved report is looked at and changed: the page of its kind, with the address that asks the same question. What the page has no
 * word for (a report may have been saved by a program) is left out, as of any address.
 */
export function reportAddress({ kind, range, question }: Pick<SavedReport, 'kind' | 'range' | 'question'>) {
  const shared = {
    ...readAnalyticsAddress({
      ...rangeAddress(range),
      bots: question.bots,
      agent: question.agentId,
      compare: question.compare === false ? 'off' : question.against === 'year' ? 'year' : undefined,
      filters: Array.isArray(question.filters) ? JSON.stringify(question.filters) : question.filters
    })
  }
  const own = { ...question, ...shared, by: question.breakdown }
  switch (kind) {
    case 'overview':
      return { to: '/analytics', search: readOverviewAddress(own) } as const
    case 'top':
      return question.dimension === 'endpoint'
        ? ({ to: '/analytics/requests', search: readRequestsAddress({ ...question, span: spanOf(range) }) } as const)
        : ({ to: '/analytics', search: readOverviewAddress({ ...own, list: question.dimension }) } as const)
    case 'trend':
      return {
        to: '/analytics/trends',
        search: readTrendsAddress({
          ...own,
          series: JSON.stringify(question.series),
          average: question.movingAverage
        })
      } as const
    case 'funnel':
      return { to: '/analytics/funnels', search: readFunnelsAddress({ ...shared, ...funnelWords(question) }) } as const
    case 'retention':
      return {
        to: '/analytics/retention',
        search: readRetentionAddress({ ...own, start: textOf(question.start), back: textOf(question.return) })
      } as const
    case 'paths':
      return { to: '/analytics/paths', search: readPathsAddress({ ...shared, ...pathWords(question) }) } as const
    case 'conversations':
      return { to: '/analytics/conversations', search: readConversationsAddress(own) } as const
    case 'requests':
      return {
        to: '/analytics/requests',
        search: readRequestsAddress({ ...question, span: spanOf(range) })
      } as const
  }
}

const textOf = (raw: unknown) => {
  const choice = choiceOf(raw)
  return choice === undefined ? undefined : choiceText(choice)
}

/** Requests are looked at by spans that end now. */
const spanOf = (range: SavedReport['range']) =>
  spans.findLast(({ days }) => 'last' in range && days === range.last)?.name

function funnelWords({ steps, exclude, compare, breakdown, attribution, unit, window, order }: Question) {
  return {
    window,
    order,
    over: unit,
    by: breakdown,
    credit: attribution,
    steps: Array.isArray(steps) ? stepsText(steps as EventChoice[]) : undefined,
    exclude: Array.isArray(exclude) ? exclusionsText(exclude as Exclusion[]) : undefined,
    against: isObject(compare) ? `${compare.from}..${compare.to}` : compare
  }
}

const pathWords = ({ nodes, start, end, levels, perLevel, patterns, fold, keepRepeats }: Question) => ({
  nodes,
  start: textOf(start),
  end: textOf(end),
  levels,
  per: perLevel,
  patterns: Array.isArray(patterns) ? patterns.join(',') : undefined,
  fold: fold === false ? 'no' : undefined,
  repeats: keepRepeats === true ? 'yes' : undefined
})
