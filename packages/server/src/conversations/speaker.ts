import type { FastifyReply, FastifyRequest } from 'fastify'
import {
  type Actor,
  AppError,
  actorOf,
  addressBlock,
  notFound,
  type RateLimit,
  takeTurn,
  toPublic
} from '../http/index.ts'
import { admit, visitorTokenOf } from '../identity/index.ts'
import type { ConversationsContext, ISql } from './context.ts'
import { type ConversationRow, conversationColumns, type Reader } from './rows.ts'

/** The visitor a token was made for, and every browser whose conversations it opens. */
export type VisitorSpeaker = {
  kind: 'visitor'
  workspaceId: string
  visitor: string
  person: string
  own: string[]
  token: string
}
export type Speaker = VisitorSpeaker | Actor

export const readerOf = (speaker: Speaker): Reader => (speaker.kind === 'visitor' ? 'visitor' : 'team')

/** Of a route that a visitor token goes past: the visitor whose token it is, else the member or key that was let in. */
export async function speakerOf(context: ConversationsContext, request: FastifyRequest): Promise<Speaker> {
  const token = visitorTokenOf(request, {})
  if (token === undefined) return actorOf(request)
  return visitorOf(context, token)
}

export async function visitorSpeaker(context: ConversationsContext, request: FastifyRequest): Promise<VisitorSpeaker> {
  const speaker = await speakerOf(context, request)
  if (speaker.kind === 'visitor') return speaker
  throw new AppError('forbidden', 'Only the visitor can do this, with the visitor token that identify returned.')
}

type Known = { person: string; own: string[]; blocked: boolean; ended: boolean }

/** Throws what is wrong with the token. */
export async function visitorOf(
  context: Pick<ConversationsContext, 'sql' | 'tokens' | 'clock'>,
  text: string
): Promise<VisitorSpeaker> {
  const token = context.tokens.read(text)
  if (!token) throw new AppError('wrong_credential', 'This visitor token was not made here. Identify again.')
  if (context.tokens.isExpired(token, context.clock().getTime()))
    throw new AppError('expired_token', 'This visitor token has expired. Identify again.')
  // The same proven user's browsers open each other's conversations; a print proves nothing, so it opens none but its own.
  const [known] = await context.sql<(Known & { workspaceId: string })[]>`
    SELECT v.workspace_id AS "workspaceId", v.person_id AS person,
      CASE WHEN ${token.trust === 'own'} AND v.user_id IS NOT NULL
        THEN (SELECT array_agg(o.id) FROM visitors o WHERE o.person_id = v.person_id AND o.user_id = v.user_id)
        ELSE ARRAY[v.id] END AS own,
      EXISTS (SELECT 1 FROM visitor_blocks b JOIN visitors o ON o.id = b.visitor_id WHERE o.person_id = v.person_id) AS blocked,
      EXISTS (SELECT 1 FROM user_tokens t WHERE t.visitor_id = v.id AND t.ended_at >= ${new Date(token.issuedAt)}) AS ended
    FROM visitors v JOIN workspaces w ON w.id = v.workspace_id
    WHERE v.id = ${token.visitor} AND w.number = ${token.workspace}`
  if (!known) throw new AppError('wrong_credential', 'The visitor of this token is not known any more. Identify again.')
  if (known.ended) throw new AppError('expired_token', 'This visitor has signed out. Identify again.')
  if (known.blocked) throw blocked()
  const { workspaceId, person, own } = known
  return { kind: 'visitor', workspaceId, visitor: token.visitor, person, own, token: text }
}

const blocked = () => new AppError('forbidden', 'This conversation is not available to you.')

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

/** A page may only speak from a site that the conversation's agent may be used on. */
export async function admitPage(
  context: ConversationsContext,
  request: FastifyRequest,
  reply: FastifyReply,
  speaker: Speaker,
  conversation: ConversationRow
): Promise<void> {
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
