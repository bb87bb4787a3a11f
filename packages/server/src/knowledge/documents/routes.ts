import type { Readable } from 'node:stream'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import {
  Document,
  DocumentChange,
  DocumentId,
  Documents,
  DocumentsQuery,
  DocumentWithPassages,
  DocumentWrite,
  ErrorBody,
  knowledgeLimits,
  PassageSearch
} from '@foyer/protocol'
import { Type } from 'typebox'
import { actorOf, toUuid } from '../../http/index.ts'
import type { KnowledgeContext } from '../context.ts'
import { search } from '../search/search.ts'
import { changeDocument, documentIn, giveDocument, pasted, removeDocument } from './give.ts'
import { listDocuments, passagesOf, writtenIn } from './list.ts'
import { shownDocument } from './rows.ts'
import { readBody, uploaded } from './upload.ts'

const params = Type.Object({ id: DocumentId })
const reading = { access: 'agents:read' } as const
const writing = { access: 'agents:write' } as const
/** JSON may spell a letter in six bytes. */
const pasteBytes = knowledgeLimits.textChars * 4

/** What the answering agent may read. */
export function documentRoutes(context: KnowledgeContext): FastifyPluginAsyncTypebox {
  const { sql } = context
  return async app => {
    app.get(
      '/api/knowledge/documents',
      { config: reading, schema: { querystring: DocumentsQuery, response: { 200: Documents, '4xx': ErrorBody } } },
      request => listDocuments(sql, actorOf(request).workspaceId, request.query)
    )
    app.post(
      '/api/knowledge/documents',
      {
        config: writing,
        bodyLimit: pasteBytes,
        schema: { body: DocumentWrite, response: { 201: Document, '4xx': ErrorBody } }
      },
      async (request, reply) =>
        reply.code(201).send(await giveDocument(context, actorOf(request), pasted(request.body)))
    )
    app.get(
      '/api/knowledge/documents/:id',
      { config: reading, schema: { params, response: { 200: DocumentWithPassages, '4xx': ErrorBody } } },
      async request => {
        const row = await documentIn(sql, actorOf(request).workspaceId, toUuid(request.params.id))
        const [items, text] = await Promise.all([passagesOf(sql, row), writtenIn(sql, row)])
        return { ...shownDocument(row), ...(text === null ? {} : { text }), items }
      }
    )
    app.patch(
      '/api/knowledge/documents/:id',
      {
        config: writing,
        bodyLimit: pasteBytes,
        schema: { params, body: DocumentChange, response: { 200: Document, '4xx': ErrorBody } }
      },
      request => changeDocument(context, actorOf(request), toUuid(request.params.id), request.body)
    )
    app.delete(
      '/api/knowledge/documents/:id',
      { config: writing, schema: { params, response: { 204: Type.Null(), '4xx': ErrorBody } } },
      async (request, reply) => {
        await removeDocument(context, actorOf(request), toUuid(request.params.id))
        return reply.code(204).send(null)
      }
    )
    app.get(
      '/api/knowledge/search',
      {
        config: reading,
        schema: {
          querystring: Type.Object({ q: Type.String({ maxLength: 2_000 }) }),
          response: { 200: PassageSearch, '4xx': ErrorBody }
        }
      },
      async request => {
        const started = performance.now()
        const { items, confidence } = await search(sql, actorOf(request).workspaceId, request.query.q)
        return { items, confidence, tookMs: Math.round(performance.now() - started) }
      }
    )
  }
}

/** The file itself is the body, its type the Content-Type, its name in the query. */
export function uploadRoutes(context: KnowledgeContext): FastifyPluginAsyncTypebox {
  return async app => {
    app.removeAllContentTypeParsers()
    app.addContentTypeParser('*', (_request, body, done) => done(null, body))
    app.post(
      '/api/knowledge/documents/upload',
      {
        config: writing,
        bodyLimit: knowledgeLimits.uploadBytes,
        schema: {
          querystring: Type.Object({ name: Type.String({ minLength: 1, maxLength: 1_000 }) }),
          response: { 201: Document, '4xx': ErrorBody }
        }
      },
      async (request, reply) => {
        const bytes = await readBody(request.body as Readable | undefined)
        const source = uploaded(request.query.name, request.headers['content-type'] ?? '', bytes)
        return reply.code(201).send(await giveDocument(context, actorOf(request), source))
      }
    )
  }
}
