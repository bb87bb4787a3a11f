import { createHash } from 'node:crypto'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { AgentLook, ErrorBody } from '@foyer/protocol'
import { Type } from 'typebox'
import { admit, answerReadably, unknownAgent } from '../identity/index.ts'
import type { ConversationsContext } from './context.ts'

// What the team changed is seen within a minute; a page that was here before shows its launcher without asking first.
const aMinute = 'public, max-age=60, stale-while-revalidate=86400'

/** How the team wants the widget to look: the first thing a page asks for, before anything is known of anybody. */
export function widgetRoutes(context: ConversationsContext): FastifyPluginAsyncTypebox {
  return async app => {
    app.addHook('onRequest', answerReadably)
    app.get(
      '/api/widget/:agentId',
      {
        config: { access: 'public', page: 'script' },
        schema: {
          params: Type.Object({ agentId: Type.String({ maxLength: 200 }) }),
          response: { 200: AgentLook, 304: Type.Null({ description: 'As it was.' }), '4xx': ErrorBody }
        }
      },
      async (request, reply) => {
        const agent = await context.agents(request.params.agentId)
        if (!agent) throw unknownAgent()
        admit(request, reply, agent, context.publicUrl)
        const etag = `"${createHash('sha256').update(JSON.stringify(agent.look)).digest('base64url').slice(0, 22)}"`
        // Also without an Origin: what is kept of that answer is none for a page of another site.
        reply.header('cache-control', aMinute).header('etag', etag).header('vary', 'origin')
        if (request.headers['if-none-match'] === etag) return reply.code(304).send(null)
        return agent.look
      }
    )
  }
}
