import {
  ConversationsQuestion,
  FunnelQuestion,
  OverviewQuery,
  PathsQuestion,
  type ReportKind,
  RequestsFilter,
  RetentionQuestion,
  TopQuery,
  TrendQuestion
} from '@foyer/protocol'
import type { Sql } from 'postgres'
import type { Static, TObject } from 'typebox'
import { AppError, checkedBy } from '../../http/index.ts'
import { conversationsReport } from '../conversations/conversations.ts'
import { funnel } from '../funnel/funnel.ts'
import { overview } from '../overview/overview.ts'
import { paths } from '../paths/paths.ts'
import type { Asking } from '../question.ts'
import { browsersOf } from '../requests/request-where.ts'
import { summarizeRequests } from '../requests/summary.ts'
import { topEndpoints } from '../requests/top-endpoints.ts'
import { retention } from '../retention/retention.ts'
import { top } from '../top/top.ts'
import { trend } from '../trend/trend.ts'

export type Asked = Record<string, unknown>
export type Kind = {
  /** Refuses what is no question of this kind; `at` is where it stands in what came in. */
  check(question: Asked, at: string): void
  answer(asking: Asking, question: Asked, from: From): Promise<Record<string, unknown>>
}
/** `mayReadWords`: also what was written in conversations, and not only that it was. */
export type From = { sql: Sql; mayReadWords: boolean; requestLogDays: number }

function kind<Schema extends TObject>(
  schema: Schema,
  answer: (asking: Asking, question: Static<Schema>, from: From) => Promise<Record<string, unknown>>
): Kind {
  const check = (given: Asked, at: string) => {
    const question = withFilters(schema, given)
    for (const key of Object.keys(question))
      if (!Object.hasOwn(schema.properties, key))
        throw new AppError('invalid', `${at}.${key} is nothing such a question has. Leave it out.`, {
          field: `${at}.${key}`
        })
    return checkedBy(schema, question, at)
  }
  return { check, answer: (asking, question, from) => answer(asking, check(question, 'question'), from) }
}

/** Where filters stand in an address they are text; what is saved may have them as everywhere else. */
const withFilters = (schema: TObject, question: Asked): Asked =>
  Array.isArray(question.filters) && schema.properties.filters === OverviewQuery.properties.filters
    ? { ...question, filters: JSON.stringify(question.filters) }
    : question

/** What can be saved and asked again, by its name. */
const kinds: Record<ReportKind, Kind> = {
  overview: kind(OverviewQuery, overview),
  top: kind(TopQuery, (asking, question, { requestLogDays }) =>
    question.dimension === 'endpoint' ? topEndpoints(asking, question, requestLogDays) : top(asking, question)
  ),
  conversations: kind(ConversationsQuestion, (asking, question, { sql, mayReadWords }) =>
    conversationsReport(sql, asking, question, mayReadWords)
  ),
  trend: kind(TrendQuestion, trend),
  funnel: kind(FunnelQuestion, funnel),
  retention: kind(RetentionQuestion, retention),
  paths: kind(PathsQuestion, paths),
  requests: kind(RequestsFilter, async (asking, question, { sql, requestLogDays }) =>
    summarizeRequests(asking, question, await browsersOf(sql, asking.workspaceId, question.visitor), requestLogDays)
  )
}

export const kindOf = (name: ReportKind): Kind => kinds[name]
