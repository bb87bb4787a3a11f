import type { FastifyInstance } from 'fastify'
import type { KnowledgeContext } from './context.ts'
import { crawlRoutes } from './crawl/routes.ts'
import { createCrawling } from './crawl/run.ts'
import { createReading } from './documents/reading.ts'
import { documentRoutes, uploadRoutes } from './documents/routes.ts'
import { createReader } from './read/reader.ts'
import { search } from './search/search.ts'

export { languageOf, wordsIn } from './language.ts'
export { sentencesOf } from './read/split.ts'
export type { Found, Match } from './search/search.ts'

export type Knowledge = Awaited<ReturnType<typeof createKnowledge>>

export async function createKnowledge(options: Omit<KnowledgeContext, 'reader' | 'given' | 'crawling'>) {
  const reader = createReader()
  const reading = createReading({ ...options, reader })
  const crawling = createCrawling({ ...options, reader })
  const context: KnowledgeContext = { ...options, reader, given: reading.look, crawling: crawling.look }
  // What a stop or a crash left behind.
  reading.look()
  return {
    routes: async (app: FastifyInstance) => {
      await app.register(documentRoutes(context))
      await app.register(uploadRoutes(context))
      await app.register(crawlRoutes(context))
    },
    /** The passages of a workspace that speak of what is asked. */
    search: (workspaceId: string, question: string, about: { earlier?: string; locale?: string }) =>
      search(context.sql, workspaceId, question, about),
    /** How much there is to answer from. */
    async stock(workspaceId: string) {
      const [row] = await context.sql<{ documents: number; passages: number }[]>`
        SELECT count(*)::int AS documents, coalesce(sum(passages), 0)::int AS passages FROM documents
        WHERE workspace_id = ${workspaceId} AND passages > 0`
      return row ?? { documents: 0, passages: 0 }
    },
    async close() {
      await crawling.close()
      await reading.close()
    }
  }
}
