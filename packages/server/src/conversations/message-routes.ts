import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import {
  ConversationId,
  ConversationPanel,
  ConversationStart,
  ConversationStarted,
  Conversations,
  ConversationsQuery,
  ErrorBody,
  MarkRequest,
  Message,
  MessageSend,
  Messages,
  MessagesQuery,
  OwnConversation,
  OwnConversations,
  TypingRequest
} from '@foyer/protocol'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { toUuid } from '../http/index.ts'
import { answerPreflight, answerReadably } from '../identity/index.ts'
import type { ConversationsContext } from './context.ts'
import { history } from './history.ts'
import { inbox, ownConversations } from './inbox.ts'
import { mark } from './marks.ts'
import { panel } from './panel.ts'
import { ownView, shownMessage } from './rows.ts'
import { say } from './say.ts'
import { sayingOf } from './saying.ts'
import { admitPage, openConversation, readerOf, speakerOf, takeVisitorTurn } from './speaker.ts'
import { startFrom } from './start-request.ts'
import { tellTyping } from './typing.ts'

export const byId = Type.Object({ id: ConversationId })
export const reading = { access: 'conversations:read', orVisitor: true, page: 'script' } as const
export const writing = { access: 'conversations:write', orVisitor: true, page: 'script' } as const
/** A message's text and its clientId fit many times over; a megabyte of text is none. */
export const messageBytes = 64 * 1024

/** Two kinds of reader, two answers: the schemas describe them, each handler makes exactly one. */
export const asMade = { serializerCompiler: () => (answer: unknown) => JSON.stringify(answer) }
const done = { 204: Type.Null(), '4xx': ErrorBody }

/** What a visitor's page and the team both do, at the same addresses: who asks decides what they see. */
export function messageRoutes(context: ConversationsContext): FastifyPluginAsyncTypebox {
  const { sql } = context
  return async app => {
    app.addHook('onRequest', answerReadably)
    for (const path of [
      '/api/conversations',
      ...['', '/messages', '/read', '/typing', '/email', '/rating', '/hand-over'].map(
        end => `/api/conversations/:id${end}`
      )
    ])
      app.options(path, { config: { access: 'public', page: 'script' }, schema: { hide: true } }, answerPreflight)

    const opened = async (request: FastifyRequest<{ Params: { id: string } }>, reply: FastifyReply) => {
      const speaker = await speakerOf(context, request)
      const conversation = await openConversation(sql, speaker, toUuid(request.params.id))
      await admitPage(context, request, reply, speaker, conversation)
      return { speaker, conversation }
    }

    app.post(
      '/api/conversations',
      {
        config: writing,
        bodyLimit: messageBytes,
        schema: { body: ConversationStart, response: { 201: ConversationStarted, '4xx': ErrorBody } },
        ...asMade
      },
      async (request, reply) => {
        const { conversation, opening, message, isNew } = await startFrom(context, request, reply)
        return reply.code(201).send({
          conversationId: ownView(conversation).id,
          isNew,
          ...ownView(conversation),
          ...(opening ? { opening: shownMessage(opening, request.actor ? 'team' : 'visitor') } : {}),
          ...(message ? { message: shownMessage(message, request.actor ? 'team' : 'visitor') } : {})
        })
      }
    )
    app.get(
      '/api/conversations',
      {
        config: reading,
        schema: {
          querystring: ConversationsQuery,
          response: { 200: Type.Union([Conversations, OwnConversations]), '4xx': ErrorBody }
        },
        ...asMade
      },
      async request => {
        const speaker = await speakerOf(context, request)
        return speaker.kind === 'visitor'
          ? ownConversations(sql, speaker, request.query)
          : inbox(sql, speaker, context.clock(), request.query)
      }
    )
    app.get(
      '/api/conversations/:id',
      {
        config: reading,
        schema: { params: byId, response: { 200: Type.Union([ConversationPanel, OwnConversation]), '4xx': ErrorBody } },
        ...asMade
      },
      async (request, reply) => {
        const { speaker, conversation } = await opened(request, reply)
        return speaker.kind === 'visitor' ? ownView(conversation) : panel(context, speaker, conversation)
      }
    )
    app.get(
      '/api/conversations/:id/messages',
      {
        config: reading,
        schema: { params: byId, querystring: MessagesQuery, response: { 200: Messages, '4xx': ErrorBody } }
      },
      async (request, reply) => {
        const { speaker, conversation } = await opened(request, reply)
        return history(sql, conversation.id, readerOf(speaker), request.query)
      }
    )
    app.post(
      '/api/conversations/:id/messages',
      {
        config: writing,
        bodyLimit: messageBytes,
        schema: { params: byId, body: MessageSend, response: { 201: Message, '4xx': ErrorBody } }
      },
      async (request, reply) => {
        const { speaker, conversation } = await opened(request, reply)
        takeVisitorTurn(context, context.limits.messages, speaker, request.address, 'messages')
        const { text, clientId, attachments, as } = request.body
        const given = { kind: 'message', text, clientId, attachments, as } as const
        const saying = await sayingOf(context, speaker, conversation, given)
        const message = await say(context, speaker, conversation.id, saying)
        return reply.code(201).send(shownMessage(message, readerOf(speaker)))
      }
    )
    app.post(
      '/api/conversations/:id/read',
      { config: reading, schema: { params: byId, body: MarkRequest, response: done } },
      async (request, reply) => {
        const { speaker, conversation } = await opened(request, reply)
        await mark(context, speaker, conversation.id, request.body)
        return reply.code(204).send(null)
      }
    )
    app.post(
      '/api/conversations/:id/typing',
      { config: writing, schema: { params: byId, body: TypingRequest, response: done } },
      async (request, reply) => {
        const { speaker, conversation } = await opened(request, reply)
        takeVisitorTurn(context, context.limits.notices, speaker, request.address, 'notices')
        await tellTyping(context, speaker, conversation, request.body)
        return reply.code(204).send(null)
      }
    )
  }
}
