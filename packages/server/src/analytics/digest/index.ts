import type { FastifyInstance } from 'fastify'
import type { Answers } from '../saved/answer.ts'
import type { DigestContext } from './context.ts'
import { leaveRoutes } from './leave-routes.ts'
import { digestRoutes } from './routes.ts'
import { createRuns } from './runs.ts'

export function createDigests(context: DigestContext, answers: Answers) {
  const runs = createRuns(context, answers)
  return {
    routes: async (app: FastifyInstance) => {
      await app.register(digestRoutes(context, runs))
      await app.register(leaveRoutes(context))
    },
    close: () => runs.close()
  }
}
