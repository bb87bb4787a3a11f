import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { ConversationsAnswer, ConversationsQuestion, ErrorBody } from '@foyer/protocol'
import { AppError, actorOf } from '../../http/index.ts'
import type { AnalyticsContext } from '../context.ts'
import type { Questions } from '../question.ts'
import { conversationsReport } from './conversations.ts'

const errors = { 422: ErrorBody, 429: ErrorBody }
const mostWaiting = 10

/** One report of a workspace at a time: a page that is opened ten times over waits for itself. */
function inTurn() {
  const lines = new Map<string, { last: Promise<unknown>; waiting: number }>()
  return async function next<Answer>(workspaceId: string, work: () => Promise<Answer>): Promise<Answer> {
    const line = lines.get(workspaceId) ?? { last: Promise.resolve(), waiting: 0 }
    if (line.waiting >= mostWaiting)
      throw new AppError('too_many_requests', 'Too many reports of this workspace wait already. Try again shortly.', {
        retryAfterSeconds: 5
      })
    lines.set(workspaceId, line)
    line.waiting += 1
    const answer = line.last.then(work)
    line.last = answer.catch(() => undefined)
    try {
      return await answer
    } finally {
      line.waiting -= 1
      if (line.waiting === 0) lines.delete(workspaceId)
    }
  }
}

export function conversationsReportRoutes(
  { sql }: Pick<AnalyticsContext, 'sql'>,
  asking: Questions
): FastifyPluginAsyncTypebox {
  const next = inTurn()
  return async app => {
    app.post(
      '/api/analytics/conversations',
      {
        config: { access: 'analytics:read' },
        schema: { body: ConversationsQuestion, response: { 200: ConversationsAnswer, ...errors } }
      },
      async request => {
        const actor = actorOf(request)
        const asked = await asking(actor, request.body)
        const mayReadWords = actor.scopes.has('conversations:read')
        return next(actor.workspaceId, () => conversationsReport(sql, asked, request.body, mayReadWords))
      }
    )
  }
}
