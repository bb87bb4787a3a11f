import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Erasure, ErasureId, ErasurePage, ErrorBody, PageQuery, VisitorId } from '@foyer/protocol'
import { Type } from 'typebox'
import { AppError, actorOf, begun, inPieces, noteOn, toUuid } from '../http/index.ts'
import { findPerson } from '../people/index.ts'
import { askToErase } from './erase/ask.ts'
import type { RightsContext } from './erase/context.ts'
import { erasureIn, listErasures } from './erase/rows.ts'
import { exported } from './export/exported.ts'

const errors = { 403: ErrorBody, 404: ErrorBody, 422: ErrorBody }
const byId = Type.Object({ id: VisitorId })

/** What a person may ask for: all that is kept of them, and that it goes. */
export function rightsRoutes(context: RightsContext, erase: () => void): FastifyPluginAsyncTypebox {
  const { sql, clock } = context
  return async app => {
    app.get(
      '/api/people/:id/export',
      {
        config: { access: 'people:read' },
        schema: {
          params: byId,
          response: {
            200: Type.Unsafe<NodeJS.ReadableStream>({ description: 'One JSON object, as a file' }),
            ...errors
          }
        }
      },
      async (request, reply) => {
        const actor = actorOf(request)
        const found = await findPerson(sql, actor.workspaceId, request.params.id)
        if (!actor.scopes.has('conversations:read'))
          throw new AppError('forbidden', 'An export holds what was said as well: it needs conversations:read, too.')
        await context.caughtUp()
        await sql.begin(tx => context.audit(actor, 'person.exported', request.params.id, {}, tx))
        const stream = await begun(inPieces(exported(context, found, clock())))
        return reply
          .type('application/json; charset=utf-8')
          .header('cache-control', 'no-store')
          .header('content-disposition', `attachment; filename="person-${request.params.id.slice(4, 12)}.json"`)
          .send(stream)
      }
    )

    app.delete(
      '/api/people/:id',
      {
        config: { access: 'people:erase' },
        schema: { params: byId, response: { 202: Erasure, 204: Type.Null(), ...errors } }
      },
      async (request, reply) => {
        const erasure = await askToErase(context, actorOf(request), request.params.id)
        // The log of requests must not be the one place that still names them.
        noteOn(request, { visitor: '' })
        if (erasure === null) return reply.code(204).send(null)
        erase()
        return reply.code(202).header('location', `/api/privacy/erasures/${erasure.id}`).send(erasure)
      }
    )

    app.get(
      '/api/privacy/erasures',
      {
        config: { access: 'workspace:read' },
        schema: { querystring: Type.Object(PageQuery), response: { 200: ErasurePage, 422: ErrorBody } }
      },
      async request => listErasures(sql, actorOf(request).workspaceId, request.query)
    )
    app.get(
      '/api/privacy/erasures/:id',
      {
        config: { access: 'workspace:read' },
        schema: { params: Type.Object({ id: ErasureId }), response: { 200: Erasure, ...errors } }
      },
      async request => erasureIn(sql, actorOf(request).workspaceId, toUuid(request.params.id))
    )
  }
}
