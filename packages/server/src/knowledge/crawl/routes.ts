import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Crawl, CrawlId, CrawlStart, Crawls, ErrorBody, PageQuery } from '@foyer/protocol'
import { Type } from 'typebox'
import { actorOf, toUuid } from '../../http/index.ts'
import type { KnowledgeContext } from '../context.ts'
import { crawlIn, shownCrawl } from './rows.ts'
import { cancelCrawl, crawlAgain, listCrawls, removeCrawl, startCrawl } from './start.ts'

/** The team's own sites, read page by page. */
export function crawlRoutes(context: KnowledgeContext): FastifyPluginAsyncTypebox {
  const reading = { access: 'agents:read' } as const
  const writing = { access: 'agents:write' } as const
  const params = Type.Object({ id: CrawlId })
  const one = { 200: Crawl, '4xx': ErrorBody }
  return async app => {
    app.get(
      '/api/knowledge/crawls',
      { config: reading, schema: { querystring: Type.Object(PageQuery), response: { 200: Crawls, '4xx': ErrorBody } } },
      request => listCrawls(context.sql, actorOf(request).workspaceId, request.query)
    )
    app.post(
      '/api/knowledge/crawls',
      { config: writing, schema: { body: CrawlStart, response: { 201: Crawl, '4xx': ErrorBody } } },
      async (request, reply) => reply.code(201).send(await startCrawl(context, actorOf(request), request.body))
    )
    app.get('/api/knowledge/crawls/:id', { config: reading, schema: { params, response: one } }, async request =>
      shownCrawl(await crawlIn(context.sql, actorOf(request).workspaceId, toUuid(request.params.id)))
    )
    app.post('/api/knowledge/crawls/:id/cancel', { config: writing, schema: { params, response: one } }, request =>
      cancelCrawl(context, actorOf(request), toUuid(request.params.id))
    )
    app.post('/api/knowledge/crawls/:id/again', { config: writing, schema: { params, response: one } }, request =>
      crawlAgain(context, actorOf(request), toUuid(request.params.id))
    )
    app.delete(
      '/api/knowledge/crawls/:id',
      { config: writing, schema: { params, response: { 204: Type.Null(), '4xx': ErrorBody } } },
      async (request, reply) => {
        await removeCrawl(context, actorOf(request), toUuid(request.params.id))
        return reply.code(204).send(null)
      }
    )
  }
}
