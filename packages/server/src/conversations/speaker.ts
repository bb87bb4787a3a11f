import type { FastifyReply, FastifyRequest } from 'fastify'
import {
  type Actor,
  AppError,
  actorOf,
  addressBlock,
  noteOn,
  notFound,
  type RateLimit,
  takeTurn,
  toPublic
} from '../http/index.ts'
import { admit, visitorTokenOf } from '../identity/index.ts'
import type { ConversationsContext, ISql } from './context.ts'
import { type ConversationRow, conversationColumns, type Reader } from './rows.ts'
import { type VisitorSpeaker, visitorOf } from './visitors.ts'

export type { VisitorSpeaker } from './visitors.ts'
export type Speaker = VisitorSpeaker | Actor

export const readerOf = (speaker: Speaker): Reader => (speaker.kind === 'visitor' ? 'visitor' : 'team')

/** Of a route that a visitor token goes past: the visitor whose token it is, else the member or key that was let in. */
export async function speakerOf(context: ConversationsContext, request: FastifyRequest): Promise<Speaker> {
  const token = visitorTokenOf(request, {})
  if (token === undefined) return actorOf(request)
  const speaker = await visitorOf(context, token)
  noteOn(request, { workspaceId: speaker.workspaceId, visitor: speaker.visitor })
  return speaker
}

export async function visitorSpeaker(context: ConversationsContext, request: FastifyRequest): Promise<VisitorSpeaker> {
  const speaker = await speakerOf(context, request)
  if (speaker.kind === 'visitor') return speaker
  throw new AppError('forbidden', 'Only the visitor can do this, with the visitor token that identify returned.')
}

/** One of another workspace, of another visitor, or of nobody: the same 404. A merged one leads to what it was merged into. */
export async function openConversation(
  sql: ISql,
  speaker: Speaker,
  id: string,
  options: { lock?: boolean } = {}
): Promise<ConversationRow> {
  const [row] = await sql<ConversationRow[]>`
    SELECT ${conversationColumns(sql)} FROM conversations c
    WHERE c.id = coalesce((SELECT merged_into FROM conversations WHERE id = ${id}), ${id}::uuid)
      AND c.workspace_id = ${speaker.workspaceId}
      ${speaker.kind === 'visitor' ? sql`AND c.visitor_id = ANY(${speaker.own}::uuid[])` : sql``}
    ${options.lock ? sql`FOR UPDATE OF c` : sql``}`
  if (!row) throw notFound('conversation')
  return row
}

export function noteConversation(
  request: FastifyRequest,
  { id, agentId, visitorId, source }: Pick<ConversationRow, 'id' | 'agentId' | 'visitorId' | 'source'>
): void {
  noteOn(request, {
    conversation: id,
    agent: agentId,
    ...(visitorId === null ? {} : { visitor: visitorId }),
    ...(source === 'playground' ? { source } : {})
  })
}

/** A page may only speak from a site that the conversation's agent may be used on. */
export async function admitPage(
  context: ConversationsContext,
  request: FastifyRequest,
  reply: FastifyReply,
  speaker: Speaker,
  conversation: ConversationRow
): Promise<void> {
  noteConversation(request, conversation)
  if (speaker.kind !== 'visitor' || !request.headers.origin) return
  const agent = await context.agents(toPublic('agt', conversation.agentId))
  if (!agent) throw notFound('conversation')
  admit(request, reply, agent, context.publicUrl)
}

/** A token is given to one browser; whoever sends faster than somebody can type is made to wait, and nobody else. */
export function takeVisitorTurn(
  context: ConversationsContext,
  limit: RateLimit,
  speaker: Speaker,
  address: string,
  what: string
): void {
  if (speaker.kind !== 'visitor') return
  takeTurn(context.limits.perAddress, addressBlock(address), `Too many ${what} from this address. Wait a moment.`)
  takeTurn(limit, speaker.visitor, `Too many ${what} at once. Wait a moment.`)
}
