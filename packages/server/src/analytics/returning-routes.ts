import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { ErrorBody, RetentionAnswer, RetentionQuestion } from '@foyer/protocol'
import { actorOf } from '../http/index.ts'
import type { Questions } from './question.ts'
import { retention } from './retention/retention.ts'

const errors = { 404: ErrorBody, 422: ErrorBody, 429: ErrorBody }
const reading = { access: 'analytics:read' as const }

/** How people come back, and which way they go. */
export function returningRoutes(asking: Questions): FastifyPluginAsyncTypebox {
  return async app => {
    app.post(
      '/api/analytics/retention',
      { config: reading, schema: { body: RetentionQuestion, response: { 200: RetentionAnswer, ...errors } } },
      async request => retention(await asking(actorOf(request), request.body), request.body)
    )
  }
}
