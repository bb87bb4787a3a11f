import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import {
  Digest,
  DigestChange,
  DigestCreate,
  DigestCreated,
  DigestId,
  DigestsQuery,
  DigestTested,
  ErrorBody
} from '@foyer/protocol'
import { Type } from 'typebox'
import { AppError, actorOf, createRateLimit, takeTurn, toUuid } from '../../http/index.ts'
import type { DigestContext } from './context.ts'
import { addDigest, changeDigest, digestIn, listDigests, removeDigest } from './digests.ts'
import type { Runs } from './runs.ts'

// Whom it goes to stands in it, so reading it is for those who may change it.
const config = { access: 'analytics:write' } as const
const params = Type.Object({ id: DigestId })

export function digestRoutes(context: DigestContext, runs: Runs): FastifyPluginAsyncTypebox {
  const tests = createRateLimit({ burst: 5, perSecond: 1 / 60, clock: () => context.clock().getTime() })
  return async app => {
    app.get(
      '/api/digests',
      {
        config,
        schema: {
          querystring: DigestsQuery,
          response: { 200: Type.Object({ items: Type.Array(Digest) }), '4xx': ErrorBody }
        }
      },
      request => listDigests(context, actorOf(request).workspaceId, request.query)
    )
    app.post(
      '/api/digests',
      { config, schema: { body: DigestCreate, response: { 201: DigestCreated, '4xx': ErrorBody } } },
      async (request, reply) => {
        reply.header('cache-control', 'no-store')
        return reply.code(201).send(await addDigest(context, actorOf(request), request.body))
      }
    )
    app.patch(
      '/api/digests/:id',
      { config, schema: { params, body: DigestChange, response: { 200: DigestCreated, '4xx': ErrorBody } } },
      async (request, reply) => {
        reply.header('cache-control', 'no-store')
        return changeDigest(context, actorOf(request), toUuid(request.params.id), request.body)
      }
    )
    app.delete(
      '/api/digests/:id',
      { config, schema: { params, response: { 204: Type.Null(), '4xx': ErrorBody } } },
      async (request, reply) => {
        await removeDigest(context, actorOf(request), toUuid(request.params.id))
        return reply.code(204).send(null)
      }
    )
    app.post(
      '/api/digests/:id/send',
      { config, schema: { params, response: { 202: DigestTested, '4xx': ErrorBody } } },
      async (request, reply) => {
        const actor = actorOf(request)
        const digest = await digestIn(context.sql, actor.workspaceId, toUuid(request.params.id))
        const isMail = digest.webhookUrl === null
        if (isMail && actor.kind !== 'member')
          throw new AppError('invalid', 'A test by mail goes to the member who asks for it; an API key has no mailbox.')
        takeTurn(tests, actor.workspaceId, 'That is enough tests for now. Wait a minute.')
        const member = actor.kind === 'member' ? actor.memberId : null
        const at = context.clock()
        await context.sql`
          INSERT INTO digest_runs (digest_id, workspace_id, period, test_member, due_at)
          VALUES (${digest.id}, ${actor.workspaceId}, ${`test ${at.toISOString()}`}, ${isMail ? member : null}, ${at})
          ON CONFLICT DO NOTHING`
        runs.look()
        const [own] = isMail
          ? await context.sql<{ email: string }[]>`SELECT email FROM members WHERE id = ${member}`
          : []
        return reply.code(202).send({ to: own?.email ?? URL.parse(digest.webhookUrl ?? '')?.host ?? '' })
      }
    )
  }
}
