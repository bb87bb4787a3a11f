import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import {
  Agent,
  AgentChange,
  AgentCreate,
  AgentCreated,
  AgentId,
  AgentVerdict,
  AgentVerify,
  PageQuery,
  pageOf,
  SecretRotate
} from '@foyer/protocol'
import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import { actorOf, toUuid } from '../http/index.ts'
import type { Agents } from './agents.ts'
import { answers, none } from './answers.ts'
import type { WorkspaceContext } from './context.ts'
import { verifyInstallation } from './installation.ts'

export function agentRoutes(root: FastifyInstance, agents: Agents, context: WorkspaceContext): void {
  const app = root.withTypeProvider<TypeBoxTypeProvider>()
  const reading = { access: 'agents:read' } as const
  const writing = { access: 'agents:write' } as const
  const params = Type.Object({ id: AgentId })

  app.get(
    '/api/agents',
    { config: reading, schema: { querystring: Type.Object(PageQuery), response: answers(200, pageOf(Agent)) } },
    async request => agents.list(actorOf(request).workspaceId, request.query)
  )

  app.post(
    '/api/agents',
    { config: writing, schema: { body: AgentCreate, response: answers(201, AgentCreated) } },
    async (request, reply) =>
      reply
        .code(201)
        .header('cache-control', 'no-store')
        .send(await agents.create(actorOf(request), request.body))
  )

  app.get('/api/agents/:id', { config: reading, schema: { params, response: answers(200, Agent) } }, async request =>
    agents.get(actorOf(request).workspaceId, toUuid(request.params.id))
  )

  app.patch(
    '/api/agents/:id',
    { config: writing, schema: { params, body: AgentChange, response: answers(200, Agent) } },
    async request => agents.change(actorOf(request), toUuid(request.params.id), request.body)
  )

  app.delete('/api/agents/:id', { config: writing, schema: { params, response: none } }, async (request, reply) => {
    await agents.remove(actorOf(request), toUuid(request.params.id))
    return reply.code(204).send(null)
  })

  app.post(
    '/api/agents/:id/secret',
    {
      config: writing,
      schema: { params, body: SecretRotate, response: answers(200, AgentCreated) },
      // Its one setting is optional, so the whole body is.
      preValidation: async request => {
        request.body ??= {}
      }
    },
    async (request, reply) => {
      reply.header('cache-control', 'no-store')
      return agents.rotateSecret(actorOf(request), toUuid(request.params.id), request.body)
    }
  )

  app.post(
    '/api/agents/:id/verify',
    { config: reading, schema: { params, body: AgentVerify, response: answers(200, AgentVerdict) } },
    async request =>
      verifyInstallation(context, actorOf(request).workspaceId, toUuid(request.params.id), request.body.url)
  )
}
