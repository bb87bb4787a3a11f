import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { AskId, AskProgress, ErrorBody } from '@foyer/protocol'
import { Type } from 'typebox'
import { actorOf, notFound } from '../http/index.ts'
import type { Asks } from './asks.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** false: not a question to the event store, so nothing to take back. */
    isAsk?: boolean
  }
}

const config = { access: 'analytics:read' as const, isAsk: false }
const params = Type.Object({ id: AskId })

/** How far a report is that was asked with `X-Ask: <32 hex digits>`, and taking it back. */
export function asksRoutes(asks: Asks): FastifyPluginAsyncTypebox {
  return async app => {
    app.get(
      '/api/analytics/asks/:id',
      { config, schema: { params, response: { 200: AskProgress, 404: ErrorBody } } },
      async request => {
        const progress = await asks.progress(actorOf(request).workspaceId, request.params.id)
        if (!progress) throw notFound('report under way')
        return progress
      }
    )
    app.delete(
      '/api/analytics/asks/:id',
      { config, schema: { params, response: { 204: Type.Null(), 404: ErrorBody } } },
      async (request, reply) => {
        if (!(await asks.cancel(actorOf(request).workspaceId, request.params.id))) throw notFound('report under way')
        return reply.code(204).send(null)
      }
    )
  }
}
