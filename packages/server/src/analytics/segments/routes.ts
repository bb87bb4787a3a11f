import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import {
  ErrorBody,
  PeoplePage,
  Segment,
  SegmentChange,
  SegmentCount,
  SegmentCountRequest,
  SegmentCreate,
  SegmentId,
  SegmentPeopleQuery
} from '@foyer/protocol'
import { Type } from 'typebox'
import { actorOf, toUuid } from '../../http/index.ts'
import { listPeople } from '../../people/index.ts'
import type { SavedContext } from '../saved/context.ts'
import type { Members } from './members.ts'
import { addSegment, changeSegment, listSegments, readSegment, removeSegment } from './segments.ts'

const reading = { access: 'analytics:read' } as const
const writing = { access: 'analytics:write' } as const
const bodyLimit = 64 * 1024
const params = Type.Object({ id: SegmentId })
const one = { 200: Segment, '4xx': ErrorBody }

export function segmentRoutes(context: SavedContext, members: Members): FastifyPluginAsyncTypebox {
  const { sql, clock } = context
  const people = (workspaceId: string, among: readonly string[], query: { limit?: number; cursor?: string }) =>
    listPeople(sql, { workspaceId, now: clock(), among }, query)
  return async app => {
    app.get(
      '/api/segments',
      {
        config: reading,
        schema: { response: { 200: Type.Object({ items: Type.Array(Segment) }), '4xx': ErrorBody } }
      },
      request => listSegments(sql, actorOf(request).workspaceId)
    )
    app.post(
      '/api/segments',
      {
        config: writing,
        bodyLimit,
        schema: { body: SegmentCreate, response: { 201: Segment, '4xx': ErrorBody } }
      },
      async (request, reply) => reply.code(201).send(await addSegment(context, actorOf(request), request.body))
    )
    app.post(
      '/api/segments/count',
      {
        config: reading,
        bodyLimit,
        schema: { body: SegmentCountRequest, response: { 200: SegmentCount, '4xx': ErrorBody } }
      },
      async request => {
        const actor = actorOf(request)
        const { first, ...counted } = await members.count(actor, request.body.rule, request.body.id)
        // Whoever may not read people is told how many there are.
        if (!actor.scopes.has('people:read')) return counted
        return { ...counted, first: (await people(actor.workspaceId, first, {})).items }
      }
    )
    app.get('/api/segments/:id', { config: reading, schema: { params, response: one } }, request =>
      readSegment(sql, actorOf(request).workspaceId, toUuid(request.params.id))
    )
    app.patch(
      '/api/segments/:id',
      { config: writing, bodyLimit, schema: { params, body: SegmentChange, response: one } },
      request => changeSegment(context, actorOf(request), toUuid(request.params.id), request.body)
    )
    app.delete(
      '/api/segments/:id',
      { config: writing, schema: { params, response: { 204: Type.Null(), '4xx': ErrorBody } } },
      async (request, reply) => {
        await removeSegment(context, actorOf(request), toUuid(request.params.id))
        return reply.code(204).send(null)
      }
    )
    app.get(
      '/api/segments/:id/people',
      {
        config: { access: 'people:read' },
        schema: { params, querystring: SegmentPeopleQuery, response: { 200: PeoplePage, '4xx': ErrorBody } }
      },
      async request => {
        const { workspaceId } = actorOf(request)
        return people(workspaceId, await members.idsOf(workspaceId, request.params.id), request.query)
      }
    )
  }
}
