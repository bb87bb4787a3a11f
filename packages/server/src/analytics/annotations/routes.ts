import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import {
  Annotation,
  AnnotationChange,
  AnnotationCreate,
  AnnotationId,
  Annotations,
  AnnotationsQuery,
  ErrorBody
} from '@foyer/protocol'
import { Type } from 'typebox'
import { actorOf, toUuid } from '../../http/index.ts'
import type { SavedContext } from '../saved/context.ts'
import { addAnnotation, changeAnnotation, listAnnotations, removeAnnotation } from './annotations.ts'

const reading = { access: 'analytics:read' } as const
const writing = { access: 'analytics:write' } as const
const bodyLimit = 16 * 1024
const params = Type.Object({ id: AnnotationId })

export function annotationRoutes(context: SavedContext): FastifyPluginAsyncTypebox {
  return async app => {
    app.get(
      '/api/annotations',
      { config: reading, schema: { querystring: AnnotationsQuery, response: { 200: Annotations, '4xx': ErrorBody } } },
      request => listAnnotations(context.sql, actorOf(request).workspaceId, request.query)
    )
    app.post(
      '/api/annotations',
      {
        config: writing,
        bodyLimit,
        schema: { body: AnnotationCreate, response: { 201: Annotation, '4xx': ErrorBody } }
      },
      async (request, reply) => reply.code(201).send(await addAnnotation(context, actorOf(request), request.body))
    )
    app.patch(
      '/api/annotations/:id',
      {
        config: writing,
        bodyLimit,
        schema: { params, body: AnnotationChange, response: { 200: Annotation, '4xx': ErrorBody } }
      },
      request => changeAnnotation(context, actorOf(request), toUuid(request.params.id), request.body)
    )
    app.delete(
      '/api/annotations/:id',
      { config: writing, schema: { params, response: { 204: Type.Null(), '4xx': ErrorBody } } },
      async (request, reply) => {
        await removeAnnotation(context, actorOf(request), toUuid(request.params.id))
        return reply.code(204).send(null)
      }
    )
  }
}
