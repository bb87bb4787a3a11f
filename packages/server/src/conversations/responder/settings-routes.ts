import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import {
  AgentId,
  ErrorBody,
  ResponderChange,
  ResponderChecked,
  ResponderSettings,
  ResponderUsage,
  WebhookSecret
} from '@foyer/protocol'
import { Type } from 'typebox'
import { actorOf, toUuid } from '../../http/index.ts'
import type { ConversationsContext } from '../context.ts'
import { checkResponder } from './check.ts'
import { agentIn, changeResponder, newWebhookSecret, responderOf, shownSettings } from './settings.ts'
import { usageOf } from './usage.ts'

/** Who answers first, of an agent. */
export function responderRoutes(context: ConversationsContext): FastifyPluginAsyncTypebox {
  const reading = { access: 'agents:read' } as const
  const writing = { access: 'agents:write' } as const
  const params = Type.Object({ id: AgentId })
  const settings = { 200: ResponderSettings, '4xx': ErrorBody }
  return async app => {
    app.get('/api/agents/:id/responder', { config: reading, schema: { params, response: settings } }, async request => {
      const agentId = toUuid(request.params.id)
      await agentIn(context.sql, actorOf(request).workspaceId, agentId)
      return shownSettings(await responderOf(context.sql, agentId))
    })
    app.patch(
      '/api/agents/:id/responder',
      { config: writing, schema: { params, body: ResponderChange, response: settings } },
      request => changeResponder(context, actorOf(request), toUuid(request.params.id), request.body)
    )
    app.post(
      '/api/agents/:id/responder/webhook-secret',
      { config: writing, schema: { params, response: { 200: WebhookSecret, '4xx': ErrorBody } } },
      async (request, reply) => {
        reply.header('cache-control', 'no-store')
        return newWebhookSecret(context, actorOf(request), toUuid(request.params.id))
      }
    )
    app.post(
      '/api/agents/:id/responder/check',
      { config: writing, schema: { params, response: { 200: ResponderChecked, '4xx': ErrorBody } } },
      request => checkResponder(context, actorOf(request), toUuid(request.params.id))
    )
    app.get(
      '/api/responder/usage',
      {
        config: reading,
        schema: {
          querystring: Type.Object({ days: Type.Optional(Type.Integer({ minimum: 1, maximum: 366 })) }),
          response: { 200: ResponderUsage, '4xx': ErrorBody }
        }
      },
      request => usageOf(context.sql, actorOf(request).workspaceId, request.query.days ?? 30, context.clock())
    )
  }
}
