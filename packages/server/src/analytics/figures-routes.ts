import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import {
  ErrorBody,
  FieldsAnswer,
  FieldsQuery,
  LastHalfHour,
  OverviewAnswer,
  OverviewQuery,
  TopAnswer,
  TopQuery
} from '@foyer/protocol'
import { type Actor, actorOf } from '../http/index.ts'
import type { AnalyticsContext } from './context.ts'
import { suggestions } from './fields/fields.ts'
import { lastHalfHour } from './last-half-hour/last-half-hour.ts'
import { overview } from './overview/overview.ts'
import type { Questions } from './question.ts'
import { topEndpoints } from './requests/top-endpoints.ts'
import { top } from './top/top.ts'

const errors = { 404: ErrorBody, 422: ErrorBody, 429: ErrorBody }
const reading = { access: 'analytics:read' as const }
const dayMs = 86_400_000
/** What is suggested to whoever writes a filter was seen in this time. */
const suggestedDays = 90

export function figuresRoutes(asking: Questions, context: AnalyticsContext): FastifyPluginAsyncTypebox {
  /** With a day to spare: an event may be of tomorrow. */
  const lately = (actor: Pick<Actor, 'workspaceId'>, days: number) => {
    const nowMs = context.clock().getTime()
    return asking(actor, {
      from: new Date(nowMs - days * dayMs).toISOString(),
      to: new Date(nowMs + dayMs).toISOString()
    })
  }
  return async app => {
    app.get(
      '/api/analytics/overview',
      { config: reading, schema: { querystring: OverviewQuery, response: { 200: OverviewAnswer, ...errors } } },
      async request => overview(await asking(actorOf(request), request.query), request.query)
    )
    app.get(
      '/api/analytics/top',
      { config: reading, schema: { querystring: TopQuery, response: { 200: TopAnswer, ...errors } } },
      async request => {
        const asked = await asking(actorOf(request), request.query)
        return request.query.dimension === 'endpoint'
          ? topEndpoints(asked, request.query, context.requestLogDays)
          : top(asked, request.query)
      }
    )
    app.get(
      '/api/analytics/live',
      { config: reading, schema: { response: { 200: LastHalfHour, ...errors } } },
      async request => lastHalfHour(await lately(actorOf(request), 1))
    )
    app.get(
      '/api/analytics/fields',
      { config: reading, schema: { querystring: FieldsQuery, response: { 200: FieldsAnswer, ...errors } } },
      async request => suggestions(await lately(actorOf(request), suggestedDays), context.sql, request.query)
    )
  }
}
