import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { ErrorBody, FunnelAnswer, FunnelQuestion } from '@foyer/protocol'
import { actorOf } from '../../http/index.ts'
import type { Questions } from '../question.ts'
import { funnel } from './funnel.ts'

const errors = { 404: ErrorBody, 422: ErrorBody, 429: ErrorBody }

export function funnelRoutes(asking: Questions): FastifyPluginAsyncTypebox {
  return async app => {
    app.post(
      '/api/analytics/funnel',
      {
        config: { access: 'analytics:read' },
        schema: { body: FunnelQuestion, response: { 200: FunnelAnswer, ...errors } }
      },
      async request => funnel(await asking(actorOf(request), request.body), request.body)
    )
  }
}
