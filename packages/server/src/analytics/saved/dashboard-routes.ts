import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import {
  Dashboard,
  DashboardChange,
  DashboardCreate,
  DashboardId,
  DashboardLinkCreate,
  DashboardLinkCreated,
  DashboardSummary,
  ErrorBody,
  PageQuery,
  pageOf
} from '@foyer/protocol'
import { Type } from 'typebox'
import { actorOf, toUuid } from '../../http/index.ts'
import type { SavedContext } from './context.ts'
import { addDashboard, changeDashboard, dashboardIn, listDashboards, removeDashboard } from './dashboards.ts'
import { makeLink, withdrawLink } from './links.ts'
import { bodyLimit, reading, writing } from './report-routes.ts'

const params = Type.Object({ id: DashboardId })
const one = { 200: Dashboard, '4xx': ErrorBody }
const nothing = { 204: Type.Null(), '4xx': ErrorBody }

export function dashboardRoutes(context: SavedContext): FastifyPluginAsyncTypebox {
  const { sql } = context
  return async app => {
    app.get(
      '/api/dashboards',
      {
        config: reading,
        schema: { querystring: Type.Object(PageQuery), response: { 200: pageOf(DashboardSummary), '4xx': ErrorBody } }
      },
      request => listDashboards(context, actorOf(request).workspaceId, request.query)
    )
    app.post(
      '/api/dashboards',
      { config: writing, bodyLimit, schema: { body: DashboardCreate, response: { 201: Dashboard, '4xx': ErrorBody } } },
      async (request, reply) => reply.code(201).send(await addDashboard(context, actorOf(request), request.body))
    )
    app.get('/api/dashboards/:id', { config: reading, schema: { params, response: one } }, request =>
      dashboardIn(context, sql, actorOf(request).workspaceId, toUuid(request.params.id))
    )
    app.patch(
      '/api/dashboards/:id',
      { config: writing, bodyLimit, schema: { params, body: DashboardChange, response: one } },
      request => changeDashboard(context, actorOf(request), toUuid(request.params.id), request.body)
    )
    app.delete(
      '/api/dashboards/:id',
      { config: writing, schema: { params, response: nothing } },
      async (request, reply) => {
        await removeDashboard(context, actorOf(request), toUuid(request.params.id))
        return reply.code(204).send(null)
      }
    )
    app.post(
      '/api/dashboards/:id/link',
      {
        config: writing,
        schema: { params, body: DashboardLinkCreate, response: { 201: DashboardLinkCreated, '4xx': ErrorBody } }
      },
      async (request, reply) => {
        reply.header('cache-control', 'no-store')
        return reply.code(201).send(await makeLink(context, actorOf(request), toUuid(request.params.id), request.body))
      }
    )
    app.delete(
      '/api/dashboards/:id/link',
      { config: writing, schema: { params, response: nothing } },
      async (request, reply) => {
        await withdrawLink(context, actorOf(request), toUuid(request.params.id))
        return reply.code(204).send(null)
      }
    )
  }
}
