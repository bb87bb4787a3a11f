import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import {
  CannedReply,
  CannedReplyId,
  CannedReplyWrite,
  ConversationSettings,
  ConversationSettingsChange,
  DraftWrite,
  ErrorBody,
  NoticePreference,
  PresenceSet,
  pageOf,
  TeamPresence
} from '@foyer/protocol'
import { Type } from 'typebox'
import { actorOf, memberOf, toUuid } from '../http/index.ts'
import { assignWaiting } from './assign.ts'
import { addCannedReply, cannedReplies, changeCannedReply, removeCannedReply } from './canned.ts'
import type { ConversationsContext } from './context.ts'
import { keepDraft } from './drafts.ts'
import { byId, messageBytes } from './message-routes.ts'
import { prefer, preferenceOf } from './notices/preference.ts'
import { setPresence, teamPresence } from './presence.ts'
import { changeSettings, settingsOf } from './settings.ts'

/** What lies on an agent's desk: canned replies, drafts, who is there, and how conversations go round. */
export function deskRoutes(context: ConversationsContext): FastifyPluginAsyncTypebox {
  const reading = { access: 'conversations:read' } as const
  const writing = { access: 'conversations:write' } as const
  const ruling = { access: 'workspace:write' } as const
  const done = { 204: Type.Null(), '4xx': ErrorBody }
  const replyId = Type.Object({ id: CannedReplyId })
  return async app => {
    app.get('/api/canned-replies', { config: reading, schema: { response: { 200: pageOf(CannedReply) } } }, request =>
      cannedReplies(context.sql, actorOf(request).workspaceId)
    )
    app.post(
      '/api/canned-replies',
      {
        config: writing,
        bodyLimit: messageBytes,
        schema: { body: CannedReplyWrite, response: { 201: CannedReply, '4xx': ErrorBody } }
      },
      async (request, reply) => reply.code(201).send(await addCannedReply(context, actorOf(request), request.body))
    )
    app.patch(
      '/api/canned-replies/:id',
      {
        config: writing,
        bodyLimit: messageBytes,
        schema: {
          params: replyId,
          body: Type.Partial(CannedReplyWrite),
          response: { 200: CannedReply, '4xx': ErrorBody }
        }
      },
      request => changeCannedReply(context, actorOf(request), toUuid(request.params.id), request.body)
    )
    app.delete(
      '/api/canned-replies/:id',
      { config: writing, schema: { params: replyId, response: done } },
      async (request, reply) => {
        await removeCannedReply(context, actorOf(request), toUuid(request.params.id))
        return reply.code(204).send(null)
      }
    )
    app.put(
      '/api/conversations/:id/draft',
      { config: writing, bodyLimit: messageBytes, schema: { params: byId, body: DraftWrite, response: done } },
      async (request, reply) => {
        await keepDraft(context, memberOf(request), toUuid(request.params.id), request.body)
        return reply.code(204).send(null)
      }
    )
    app.get('/api/presence', { config: reading, schema: { response: { 200: TeamPresence } } }, async request => ({
      items: await teamPresence(context.sql, actorOf(request).workspaceId, context.clock())
    }))
    app.put(
      '/api/presence',
      { config: writing, schema: { body: PresenceSet, response: done } },
      async (request, reply) => {
        const member = memberOf(request)
        await setPresence(context, member, request.body.status)
        if (request.body.status === 'available') await assignWaiting(context, member.workspaceId)
        return reply.code(204).send(null)
      }
    )
    app.get(
      '/api/conversations/notices',
      { config: { access: 'member' }, schema: { response: { 200: NoticePreference } } },
      request => preferenceOf(context.sql, memberOf(request))
    )
    app.put(
      '/api/conversations/notices',
      {
        config: { access: 'member' },
        schema: { body: NoticePreference, response: { 200: NoticePreference, '4xx': ErrorBody } }
      },
      request => prefer(context, memberOf(request), request.body)
    )
    app.get(
      '/api/conversations/settings',
      { config: reading, schema: { response: { 200: ConversationSettings } } },
      request => settingsOf(context.sql, actorOf(request).workspaceId)
    )
    app.patch(
      '/api/conversations/settings',
      {
        config: ruling,
        schema: { body: ConversationSettingsChange, response: { 200: ConversationSettings, '4xx': ErrorBody } }
      },
      async request => {
        const actor = actorOf(request)
        const settings = await changeSettings(context, actor, request.body)
        await assignWaiting(context, actor.workspaceId)
        return settings
      }
    )
  }
}
