import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { DestinationFigures, DestinationId, ErrorBody, Instant } from '@foyer/protocol'
import { Type } from 'typebox'
import { actorOf, toUuid } from '../../http/index.ts'
import type { ManageContext } from '../manage/context.ts'
import { figuresOf } from './figures.ts'

const one = Type.Object({ id: DestinationId })
const Range = Type.Object({ from: Type.Optional(Instant), to: Type.Optional(Instant) }, { additionalProperties: false })

export function figuresRoutes(context: ManageContext): FastifyPluginAsyncTypebox {
  return async app => {
    app.get(
      '/api/destinations/:id/figures',
      {
        config: { access: 'destinations:read' },
        schema: { params: one, querystring: Range, response: { 200: DestinationFigures, '4xx': ErrorBody } }
      },
      request => figuresOf(context, actorOf(request).workspaceId, toUuid(request.params.id), request.query)
    )
  }
}
