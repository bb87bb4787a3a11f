import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { EmailLeave, ErrorBody, OwnConversation, RatingGive } from '@foyer/protocol'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { toUuid } from '../http/index.ts'
import { answerReadably } from '../identity/index.ts'
import type { ConversationsContext } from './context.ts'
import { leaveEmail } from './email.ts'
import { byId, messageBytes, writing } from './message-routes.ts'
import { rate } from './rating.ts'
import { callPerson } from './responder/call-person.ts'
import { ownView } from './rows.ts'
import { admitPage, openConversation, takeVisitorTurn, type VisitorSpeaker, visitorSpeaker } from './speaker.ts'

/** What only the visitor does. */
export function visitorRoutes(context: ConversationsContext): FastifyPluginAsyncTypebox {
  return async app => {
    app.addHook('onRequest', answerReadably)
    const answer = { 200: OwnConversation, '4xx': ErrorBody }

    /** As the visitor, once, and then the conversation as they see it. */
    const asVisitor = async (
      request: FastifyRequest<{ Params: { id: string } }>,
      reply: FastifyReply,
      act: (speaker: VisitorSpeaker, conversation: string) => Promise<void>
    ) => {
      const speaker = await visitorSpeaker(context, request)
      const conversation = await openConversation(context.sql, speaker, toUuid(request.params.id))
      await admitPage(context, request, reply, speaker, conversation)
      takeVisitorTurn(context, context.limits.messages, speaker, request.address, 'requests')
      await act(speaker, conversation.id)
      return ownView(await openConversation(context.sql, speaker, conversation.id))
    }

    app.post(
      '/api/conversations/:id/email',
      { config: writing, bodyLimit: messageBytes, schema: { params: byId, body: EmailLeave, response: answer } },
      (request, reply) =>
        asVisitor(request, reply, (speaker, conversation) => leaveEmail(context, speaker, conversation, request.body))
    )
    app.post(
      '/api/conversations/:id/hand-over',
      { config: writing, schema: { params: byId, response: answer } },
      (request, reply) =>
        asVisitor(request, reply, (speaker, conversation) => callPerson(context, speaker, conversation))
    )
    app.post(
      '/api/conversations/:id/rating',
      { config: writing, bodyLimit: messageBytes, schema: { params: byId, body: RatingGive, response: answer } },
      (request, reply) =>
        asVisitor(request, reply, (speaker, conversation) => rate(context, speaker, conversation, request.body))
    )
  }
}
