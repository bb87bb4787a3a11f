import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import {
  Catalog,
  Destination,
  DestinationChange,
  DestinationCreate,
  DestinationId,
  DestinationRevisions,
  Destinations,
  ErrorBody,
  Resolved,
  ResolveRequest
} from '@foyer/protocol'
import { Type } from 'typebox'
import { actorOf, toUuid } from '../../http/index.ts'
import { catalog } from './catalog.ts'
import { addDestination, changeDestination, removeDestination } from './change.ts'
import type { ManageContext } from './context.ts'
import { listDestinations, showDestination } from './list.ts'
import { resolveSettings } from './resolve.ts'
import { listRevisions, restoreRevision } from './revisions.ts'

const one = Type.Object({ id: DestinationId })
const revision = Type.Object({ id: DestinationId, revision: Type.Integer({ minimum: 1, maximum: 2 ** 31 - 1 }) })
const reading = { access: 'destinations:read' } as const
const writing = { access: 'destinations:write' } as const
/** A mapping of a hundred rules is a long text. */
const bodyLimit = 512 * 1024
const path = '/api/destinations'

/** What the team decides: which destinations there are, and how they are. */
export function manageRoutes(context: ManageContext): FastifyPluginAsyncTypebox {
  return async app => {
    app.get(
      `${path}/catalog`,
      { config: reading, schema: { response: { 200: Catalog, '4xx': ErrorBody } } },
      async () => catalog()
    )
    app.get(path, { config: reading, schema: { response: { 200: Destinations, '4xx': ErrorBody } } }, request =>
      listDestinations(context, actorOf(request).workspaceId)
    )
    app.post(
      path,
      {
        config: writing,
        bodyLimit,
        schema: { body: DestinationCreate, response: { 201: Destination, '4xx': ErrorBody } }
      },
      async (request, reply) => reply.code(201).send(await addDestination(context, actorOf(request), request.body))
    )
    app.get(
      `${path}/:id`,
      { config: reading, schema: { params: one, response: { 200: Destination, '4xx': ErrorBody } } },
      request => showDestination(context, actorOf(request).workspaceId, toUuid(request.params.id))
    )
    app.patch(
      `${path}/:id`,
      {
        config: writing,
        bodyLimit,
        schema: { params: one, body: DestinationChange, response: { 200: Destination, '4xx': ErrorBody } }
      },
      async request => {
        const actor = actorOf(request)
        const id = toUuid(request.params.id)
        await changeDestination(context, actor, id, request.body)
        return showDestination(context, actor.workspaceId, id)
      }
    )
    app.delete(
      `${path}/:id`,
      { config: writing, schema: { params: one, response: { 204: Type.Null(), '4xx': ErrorBody } } },
      async (request, reply) => {
        await removeDestination(context, actorOf(request), toUuid(request.params.id))
        return reply.code(204).send(null)
      }
    )
    app.get(
      `${path}/:id/revisions`,
      { config: reading, schema: { params: one, response: { 200: DestinationRevisions, '4xx': ErrorBody } } },
      request => listRevisions(context.sql, actorOf(request).workspaceId, toUuid(request.params.id))
    )
    app.post(
      `${path}/:id/revisions/:revision/restore`,
      { config: writing, schema: { params: revision, response: { 200: Destination, '4xx': ErrorBody } } },
      async request => {
        const actor = actorOf(request)
        const id = toUuid(request.params.id)
        await restoreRevision(context, actor, id, request.params.revision)
        return showDestination(context, actor.workspaceId, id)
      }
    )
    app.post(
      `${path}/resolve`,
      {
        config: writing,
        schema: { body: ResolveRequest, response: { 200: Resolved, '4xx': ErrorBody } }
      },
      request => resolveSettings(context, actorOf(request).workspaceId, request.body)
    )
  }
}
