import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { ErrorBody, Requests, RequestsFilter, RequestsQuery, RequestsSummary } from '@foyer/protocol'
import { type Actor, actorOf } from '../../http/index.ts'
import type { AnalyticsContext } from '../context.ts'
import type { Questions } from '../question.ts'
import { listRequests } from './list.ts'
import { askedSpan, browsersOf } from './request-where.ts'
import { summarizeRequests } from './summary.ts'

const errors = { 422: ErrorBody, 429: ErrorBody }
const reading = { access: 'analytics:read' as const }

/** `GET /api/requests` and its summary: what was asked of Foyer, by whom, and how it was answered. */
export function requestRoutes(
  { sql, clock, requestLogDays: days }: Pick<AnalyticsContext, 'sql' | 'clock' | 'requestLogDays'>,
  asking: Questions
): FastifyPluginAsyncTypebox {
  const asked = (actor: Pick<Actor, 'workspaceId'>, filter: RequestsFilter) =>
    asking(actor, askedSpan(filter, clock().getTime()))

  return async app => {
    app.get(
      '/api/requests',
      { config: reading, schema: { querystring: RequestsQuery, response: { 200: Requests, ...errors } } },
      async request => {
        const actor = actorOf(request)
        const own = await browsersOf(sql, actor.workspaceId, request.query.visitor)
        return listRequests(await asked(actor, request.query), request.query, own, days)
      }
    )
    app.get(
      '/api/requests/summary',
      { config: reading, schema: { querystring: RequestsFilter, response: { 200: RequestsSummary, ...errors } } },
      async request => {
        const actor = actorOf(request)
        const own = await browsersOf(sql, actor.workspaceId, request.query.visitor)
        return summarizeRequests(await asked(actor, request.query), request.query, own, days)
      }
    )
  }
}
