import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { AgentId, ErrorBody, ProactiveDismiss, ProactiveShow, ProactiveShown, WidgetProactive } from '@foyer/protocol'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { visitorOf } from '../conversations/index.ts'
import { AppError, addressBlock, noteOn, takeTurn } from '../http/index.ts'
import { admit, answerPreflight, answerReadably, unknownAgent, visitorTokenOf } from '../identity/index.ts'
import type { ProactiveContext } from './context.ts'
import { dismiss, show } from './show.ts'
import { type Asking, standingRules } from './standing.ts'

const path = '/api/widget/:agentId/proactive'
const params = Type.Object({ agentId: AgentId })
const config = { access: 'visitor', page: 'script' } as const
const bodyLimit = 8 * 1024

/** What a visitor's page asks and tells. It is told of nobody but its own visitor. */
export function widgetRoutes(context: ProactiveContext): FastifyPluginAsyncTypebox {
  return async app => {
    app.addHook('onRequest', answerReadably)
    for (const end of ['', '/shown', '/dismissed'])
      app.options(path + end, { config: { access: 'public', page: 'script' }, schema: { hide: true } }, answerPreflight)
    app.get(
      path,
      { config, schema: { params, response: { 200: WidgetProactive, '4xx': ErrorBody } } },
      async (request, reply) => {
        reply.header('cache-control', 'no-store')
        return standingRules(context, await asking(context, request, reply))
      }
    )
    app.post(
      `${path}/shown`,
      {
        config,
        bodyLimit,
        schema: { params, body: ProactiveShow, response: { 200: ProactiveShown, '4xx': ErrorBody } }
      },
      async (request, reply) => show(context, await asking(context, request, reply), request.body)
    )
    app.post(
      `${path}/dismissed`,
      {
        config,
        bodyLimit,
        schema: { params, body: ProactiveDismiss, response: { 204: Type.Null(), '4xx': ErrorBody } }
      },
      async (request, reply) => {
        await dismiss(context, await asking(context, request, reply), request.body.id)
        return reply.code(204).send(null)
      }
    )
  }
}

async function asking(
  context: ProactiveContext,
  request: FastifyRequest<{ Params: { agentId: string } }>,
  reply: FastifyReply
): Promise<Asking> {
  const token = visitorTokenOf(request, {})
  if (token === undefined) {
    if (request.actor)
      throw new AppError('forbidden', 'Only the visitor can do this, with the visitor token that identify returned.')
    throw new AppError('no_credential', 'Send the visitor token that identify returned as Authorization: Bearer vt_….')
  }
  const speaker = await visitorOf(context, token)
  const agent = await context.agents(request.params.agentId)
  if (!agent || agent.workspaceId !== speaker.workspaceId) throw unknownAgent()
  admit(request, reply, agent, context.publicUrl)
  noteOn(request, { visitor: speaker.visitor })
  takeTurn(
    context.limits.perAddress,
    addressBlock(request.address),
    'Too many requests from this address. Wait a moment.'
  )
  takeTurn(context.limits.asked, speaker.visitor, 'Too many requests at once. Wait a moment.')
  const { workspaceId, visitor, person } = speaker
  return {
    workspaceId,
    workspaceNumber: agent.workspaceNumber,
    agent: agent.uuid,
    visitor,
    person,
    byPrint: context.tokens.read(token)?.trust === 'print'
  }
}
