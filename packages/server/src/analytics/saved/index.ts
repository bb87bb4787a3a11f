import type { FastifyInstance } from 'fastify'
import type { Questions } from '../question.ts'
import { createAnswers } from './answer.ts'
import type { SavedContext } from './context.ts'
import { dashboardRoutes } from './dashboard-routes.ts'
import { reportRoutes } from './report-routes.ts'
import { sharedRoutes } from './shared-routes.ts'

export function createSaved(context: SavedContext, asking: Questions) {
  const answers = createAnswers(context, asking)
  return {
    answers,
    routes: async (app: FastifyInstance) => {
      await app.register(reportRoutes(context, answers))
      await app.register(dashboardRoutes(context))
      await app.register(sharedRoutes(context, answers))
    }
  }
}
