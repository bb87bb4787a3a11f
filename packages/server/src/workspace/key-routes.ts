import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import { ApiKey, ApiKeyCreate, ApiKeyCreated, KeyId, PageQuery, pageOf } from '@foyer/protocol'
import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import { actorOf, toUuid } from '../http/index.ts'
import { answers, none } from './answers.ts'
import type { Keys } from './keys.ts'

export function keyRoutes(root: FastifyInstance, keys: Keys): void {
  const app = root.withTypeProvider<TypeBoxTypeProvider>()
  const reading = { access: 'keys:read' } as const
  const writing = { access: 'keys:write' } as const
  const params = Type.Object({ id: KeyId })

  app.get(
    '/api/keys',
    { config: reading, schema: { querystring: Type.Object(PageQuery), response: answers(200, pageOf(ApiKey)) } },
    async request => keys.list(actorOf(request).workspaceId, request.query)
  )

  app.post(
    '/api/keys',
    { config: writing, schema: { body: ApiKeyCreate, response: answers(201, ApiKeyCreated) } },
    async (request, reply) =>
      reply
        .code(201)
        .header('cache-control', 'no-store')
        .send(await keys.create(actorOf(request), request.body))
  )

  app.delete('/api/keys/:id', { config: writing, schema: { params, response: none } }, async (request, reply) => {
    await keys.remove(actorOf(request), toUuid(request.params.id))
    return reply.code(204).send(null)
  })
}
