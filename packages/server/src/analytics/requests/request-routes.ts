import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { ErrorBody, Requests, RequestsFilter, RequestsQuery, RequestsSummary } from '@foyer/protocol'
import { type Actor, actorOf, toUuid } from '../../http/index.ts'
import type { AnalyticsContext } from '../context.ts'
import type { Questions } from '../question.ts'
import { listRequests } from './list.ts'
import { askedSpan } from './request-where.ts'
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

  /** Every browser of the person whom the visitor is one of; whoever is not known here has made no request here. */
  async function browsersOf(workspaceId: string, visitor: string | undefined): Promise<string[]> {
    if (visitor === undefined) return []
    const rows = await sql<{ id: string }[]>`
      SELECT o.id FROM visitors v JOIN visitors o ON o.person_id = v.person_id AND o.workspace_id = v.workspace_id
      WHERE v.id = ${toUuid(visitor)} AND v.workspace_id = ${workspaceId}`
    return rows.map(row => row.id)
  }

  return async app => {
    app.get(
      '/api/requests',
      { config: reading, schema: { querystring: RequestsQuery, response: { 200: Requests, ...errors } } },
      async request => {
        const actor = actorOf(request)
        const own = await browsersOf(actor.workspaceId, request.query.visitor)
        return listRequests(await asked(actor, request.query), request.query, own, days)
      }
    )
    app.get(
      '/api/requests/summary',
      { config: reading, schema: { querystring: RequestsFilter, response: { 200: RequestsSummary, ...errors } } },
      async request => {
        const actor = actorOf(request)
        const own = await browsersOf(actor.workspaceId, request.query.visitor)
        return summarizeRequests(await asked(actor, request.query), request.query, own, days)
      }
    )
  }
}
