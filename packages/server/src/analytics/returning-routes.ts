import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { ErrorBody, PathsAnswer, PathsQuestion, RetentionAnswer, RetentionQuestion } from '@foyer/protocol'
import { actorOf } from '../http/index.ts'
import { paths } from './paths/paths.ts'
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
    app.post(
      '/api/analytics/paths',
      { config: reading, schema: { body: PathsQuestion, response: { 200: PathsAnswer, ...errors } } },
      async request => paths(await asking(actorOf(request), request.body), request.body)
    )
  }
}
