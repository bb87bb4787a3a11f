import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Counted, DestinationId, ErrorBody, Replay, ReplayId, ReplayRequest, Replays } from '@foyer/protocol'
import { Type } from 'typebox'
import { actorOf, takeTurn, toUuid } from '../../http/index.ts'
import type { ManageContext } from '../manage/context.ts'
import { countReplay, listReplays, startReplay, stopReplay } from './replays.ts'

const destination = Type.Object({ id: DestinationId })
const replay = Type.Object({ id: DestinationId, replayId: ReplayId })
const reading = { access: 'destinations:read' } as const
const writing = { access: 'destinations:write' } as const
const path = '/api/destinations/:id'

export function replayRoutes(context: ManageContext & { caughtUp(): Promise<void> }): FastifyPluginAsyncTypebox {
  return async app => {
    app.post(
      `${path}/replay`,
      {
        config: writing,
        schema: {
          params: destination,
          body: ReplayRequest,
          response: { 200: Counted, 202: Replay, '4xx': ErrorBody }
        }
      },
      async (request, reply) => {
        const actor = actorOf(request)
        const id = toUuid(request.params.id)
        takeTurn(context.counts, actor.workspaceId, 'That was counted very often. Wait a moment.')
        if (request.body.countOnly)
          return reply.code(200).send({ count: await countReplay(context, actor.workspaceId, id, request.body) })
        return reply.code(202).send(await startReplay(context, actor, id, request.body))
      }
    )
    app.get(
      `${path}/replays`,
      { config: reading, schema: { params: destination, response: { 200: Replays, '4xx': ErrorBody } } },
      request => listReplays(context, actorOf(request).workspaceId, toUuid(request.params.id))
    )
    app.post(
      `${path}/replays/:replayId/stop`,
      { config: writing, schema: { params: replay, response: { 200: Replay, '4xx': ErrorBody } } },
      request => {
        const { id, replayId } = request.params
        return stopReplay(context, actorOf(request), toUuid(id), toUuid(replayId))
      }
    )
  }
}
