import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { ErrorBody, PeopleBehind, PeopleBehindAnswer } from '@foyer/protocol'
import { actorOf } from '../../http/index.ts'
import { funnelBehind } from '../funnel/behind-funnel.ts'
import { pathsBehind } from '../paths/behind-paths.ts'
import type { Asking, Questions } from '../question.ts'
import { retentionBehind } from '../retention/behind-retention.ts'
import { type Behind, type PeopleByHalf, peopleBehind } from './behind.ts'

const errors = { 404: ErrorBody, 422: ErrorBody, 429: ErrorBody }

export function behindRoutes(asking: Questions, peopleByHalf: PeopleByHalf): FastifyPluginAsyncTypebox {
  return async app => {
    app.post(
      '/api/analytics/people',
      {
        // What comes back is people by their names, which whoever may only read figures is not shown.
        config: { access: 'people:read' },
        schema: { body: PeopleBehind, response: { 200: PeopleBehindAnswer, ...errors } }
      },
      async request => {
        const { of, cursor, limit } = request.body
        const asked = await asking(actorOf(request), of.question)
        return peopleBehind(asked, behindOf(asked, of), { cursor, limit }, peopleByHalf)
      }
    )
  }
}

export function behindOf(asking: Asking, of: PeopleBehind['of']): Behind {
  switch (of.report) {
    case 'funnel':
      return funnelBehind(asking, of)
    case 'retention':
      return retentionBehind(asking, of)
    case 'paths':
      return pathsBehind(asking, of)
  }
}
