import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { ErrorBody, TrendAnswer, TrendQuestion } from '@foyer/protocol'
import { actorOf } from '../http/index.ts'
import type { Questions } from './question.ts'
import { returningRoutes } from './returning-routes.ts'
import { trend } from './trend/trend.ts'

const errors = { 404: ErrorBody, 422: ErrorBody, 429: ErrorBody }
const reading = { access: 'analytics:read' as const }

export function analyticsRoutes(asking: Questions): FastifyPluginAsyncTypebox {
  return async app => {
    await app.register(returningRoutes(asking))
    app.post(
      '/api/analytics/trend',
      { config: reading, schema: { body: TrendQuestion, response: { 200: TrendAnswer, ...errors } } },
      async request => trend(await asking(actorOf(request), request.body), request.body)
    )
  }
}
