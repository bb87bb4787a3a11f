import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import {
  Conversation,
  ConversationChange,
  ConversationCounts,
  ConversationMerge,
  ConversationsChange,
  ConversationsChanged,
  ConversationTransfer,
  ErrorBody,
  LabelChange,
  LabelChanged,
  LabelCounts,
  Message,
  NoteSend
} from '@foyer/protocol'
import { actorOf, memberOf, toUuid } from '../http/index.ts'
import { changeMany } from './bulk.ts'
import { acceptConversation, changeConversation } from './change.ts'
import type { ConversationsContext } from './context.ts'
import { inboxCounts, labelCounts } from './inbox.ts'
import { changeLabel } from './labels.ts'
import { mergeConversations } from './merge.ts'
import { byId, messageBytes } from './message-routes.ts'
import { shownMessage } from './rows.ts'
import { say } from './say.ts'
import { sayingOf } from './saying.ts'
import { openConversation } from './speaker.ts'
import { transferConversation } from './transfer.ts'

/** What the team decides about conversations. */
export function teamRoutes(context: ConversationsContext): FastifyPluginAsyncTypebox {
  const reading = { access: 'conversations:read' } as const
  const writing = { access: 'conversations:write' } as const
  const one = { 200: Conversation, '4xx': ErrorBody }
  return async app => {
    app.get(
      '/api/conversations/counts',
      { config: reading, schema: { response: { 200: ConversationCounts } } },
      request => inboxCounts(context.sql, actorOf(request))
    )
    app.get('/api/conversations/labels', { config: reading, schema: { response: { 200: LabelCounts } } }, request =>
      labelCounts(context.sql, actorOf(request).workspaceId)
    )
    app.patch(
      '/api/conversations/labels',
      {
        config: { access: 'workspace:write' },
        schema: { body: LabelChange, response: { 200: LabelChanged, '4xx': ErrorBody } }
      },
      request => changeLabel(context, actorOf(request), request.body)
    )
    app.patch(
      '/api/conversations/:id',
      { config: writing, schema: { params: byId, body: ConversationChange, response: one } },
      request => changeConversation(context, actorOf(request), toUuid(request.params.id), request.body)
    )
    app.post(
      '/api/conversations/:id/notes',
      {
        config: writing,
        bodyLimit: messageBytes,
        schema: { params: byId, body: NoteSend, response: { 201: Message, '4xx': ErrorBody } }
      },
      async (request, reply) => {
        const actor = actorOf(request)
        const conversation = await openConversation(context.sql, actor, toUuid(request.params.id))
        const { text, clientId, attachments, mentions } = request.body
        const given = { kind: 'note', text, clientId, attachments, mentions } as const
        const saying = await sayingOf(context, actor, conversation, given)
        return reply.code(201).send(shownMessage(await say(context, actor, conversation.id, saying), 'team'))
      }
    )
    app.post('/api/conversations/:id/accept', { config: writing, schema: { params: byId, response: one } }, request =>
      acceptConversation(context, memberOf(request), toUuid(request.params.id))
    )
    app.post(
      '/api/conversations/:id/transfer',
      { config: writing, bodyLimit: messageBytes, schema: { params: byId, body: ConversationTransfer, response: one } },
      request => transferConversation(context, actorOf(request), toUuid(request.params.id), request.body)
    )
    app.post(
      '/api/conversations/:id/merge',
      { config: writing, schema: { params: byId, body: ConversationMerge, response: one } },
      request => mergeConversations(context, actorOf(request), toUuid(request.params.id), toUuid(request.body.into))
    )
    app.post(
      '/api/conversations/bulk',
      {
        config: writing,
        schema: { body: ConversationsChange, response: { 200: ConversationsChanged, '4xx': ErrorBody } }
      },
      request => changeMany(context, actorOf(request), request.body.ids, request.body.change)
    )
  }
}
