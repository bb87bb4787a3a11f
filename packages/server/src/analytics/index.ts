import type { FastifyInstance } from 'fastify'
import { createQuestions } from './question.ts'
import { analyticsRoutes } from './routes.ts'
import type { SavedContext } from './saved/context.ts'
import { createSaved } from './saved/index.ts'

export function createAnalytics(context: SavedContext) {
  const asking = createQuestions(context)
  const saved = createSaved(context, asking)
  return {
    routes: async (app: FastifyInstance) => {
      await app.register(analyticsRoutes(asking))
      await app.register(saved.routes)
    }
  }
}
