import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import {
  Counted,
  Deliveries,
  Delivery,
  DeliveryDetail,
  DeliveryId,
  DeliveryQuery,
  DestinationId,
  ErrorBody,
  RetryRequest,
  TestRequest
} from '@foyer/protocol'
import { Type } from 'typebox'
import { actorOf, takeTurn, toUuid } from '../../http/index.ts'
import type { ManageContext } from '../manage/context.ts'
import type { Trying } from '../sender/try-once.ts'
import { listDeliveries } from './list.ts'
import { resend } from './resend.ts'
import { retryFailed } from './retry.ts'
import { showDelivery } from './show.ts'
import { sendTest } from './test.ts'

const delivery = Type.Object({ id: DeliveryId })
const destination = Type.Object({ id: DestinationId })
const reading = { access: 'destinations:read' } as const
const writing = { access: 'destinations:write' } as const
const often = 'That is very often. Wait a moment.'

/** What became of events, and what is sent by hand. */
export function deliveryRoutes(context: ManageContext & { trying: Trying }): FastifyPluginAsyncTypebox {
  return async app => {
    app.get(
      '/api/deliveries',
      { config: reading, schema: { querystring: DeliveryQuery, response: { 200: Deliveries, '4xx': ErrorBody } } },
      request => listDeliveries(context, actorOf(request).workspaceId, request.query)
    )
    app.get(
      '/api/deliveries/:id',
      { config: reading, schema: { params: delivery, response: { 200: DeliveryDetail, '4xx': ErrorBody } } },
      request => showDelivery(context, actorOf(request).workspaceId, toUuid(request.params.id))
    )
    app.post(
      '/api/deliveries/:id/resend',
      { config: writing, schema: { params: delivery, response: { 202: Delivery, '4xx': ErrorBody } } },
      async (request, reply) => {
        const actor = actorOf(request)
        takeTurn(context.sends, actor.workspaceId, often)
        return reply.code(202).send(await resend(context, actor, toUuid(request.params.id)))
      }
    )
    app.post(
      '/api/destinations/:id/retry',
      {
        config: writing,
        schema: { params: destination, body: RetryRequest, response: { 200: Counted, '4xx': ErrorBody } }
      },
      async request => ({
        count: await retryFailed(context, actorOf(request), toUuid(request.params.id), request.body)
      })
    )
    app.post(
      '/api/destinations/:id/test',
      {
        config: writing,
        schema: { params: destination, body: TestRequest, response: { 200: DeliveryDetail, '4xx': ErrorBody } }
      },
      request => {
        const actor = actorOf(request)
        takeTurn(context.sends, actor.workspaceId, often)
        return sendTest(context, actor, toUuid(request.params.id), request.body)
      }
    )
  }
}
