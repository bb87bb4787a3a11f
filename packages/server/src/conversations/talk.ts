import type { ConversationRequest, LiveRequest } from '@foyer/protocol'
import type { FastifyRequest } from 'fastify'
import { type Actor, AppError, isOwnOrigin, originMatches, takeTurn, toUuid } from '../http/index.ts'
import { assignWaiting } from './assign.ts'
import type { ConversationsContext } from './context.ts'
import { type Ear, type Line, newEar } from './ear.ts'
import type { Hub } from './hub.ts'
import { mark } from './marks.ts'
import { arrive, depart, isTeamOnline, setPresence, teamPresence } from './presence.ts'
import { shownMessage } from './rows.ts'
import { say } from './say.ts'
import { ownSaying } from './saying.ts'
import { openConversation, readerOf, takeVisitorTurn } from './speaker.ts'
import { tellTyping } from './typing.ts'
import { createLookAgain, visitorOf } from './visitors.ts'

type VisitorEntry = Extract<ConversationRequest, { type: 'authenticate' }>
/** The same word again within this time tells nobody anything. */
const typingEveryMs = 2_000
const mostFollowed = 50

/** A socket's part in conversations. */
export type Talk = {
  workspaceId: string
  /** False when the frame is none of its own. */
  obey(frame: LiveRequest): Promise<boolean>
  /** False once whoever speaks may not go on. */
  mayGoOn(): Promise<boolean>
  closed(): Promise<void>
}

export function createTalks(context: ConversationsContext, hub: Hub) {
  const lookAgain = createLookAgain(context)

  /** Throws what is wrong with the token, the agent or the page. */
  async function visitor(entry: VisitorEntry, request: FastifyRequest, line: Line): Promise<Talk> {
    const speaker = await visitorOf(context, entry.token)
    const agent = await context.agents(entry.agentId)
    if (!agent || agent.workspaceId !== speaker.workspaceId)
      throw new AppError('not_found', 'There is no such agent here. Copy the snippet again from the Agents page.')
    const { origin } = request.headers
    if (
      origin !== undefined &&
      !originMatches(origin, agent.allowedOrigins) &&
      !isOwnOrigin(origin, request, context.publicUrl)
    )
      throw new AppError('origin_not_allowed', 'Pages of this site may not use this agent.')
    const ear = newEar(line, speaker)
    const [online, proactive] = await Promise.all([
      isTeamOnline(context.sql, speaker.workspaceId, context.clock()),
      context.hasMessages(agent.uuid)
    ])
    hub.add(ear)
    line.send({ type: 'team', online, ...(proactive ? { proactive } : {}) })
    return {
      ...talkOf(ear, request.address),
      async mayGoOn() {
        const found = await lookAgain(entry.token)
        if (found instanceof AppError) return false
        // Who they have proven to be may have changed, and with it what is theirs.
        hub.goesOnAs(ear, found)
        return true
      }
    }
  }

  async function member(actor: Actor, request: FastifyRequest, line: Line): Promise<Talk | null> {
    if (!actor.scopes.has('conversations:read')) return null
    const ear = newEar(line, actor)
    hub.add(ear)
    return { ...talkOf(ear, request.address), mayGoOn: async () => true }
  }

  function talkOf(ear: Ear, address: string): Omit<Talk, 'mayGoOn'> {
    return {
      workspaceId: ear.speaker.workspaceId,
      obey: frame => obey(ear, frame, address),
      async closed() {
        hub.remove(ear)
        for (const [id, { isTyping }] of ear.typing) if (isTyping) await typing(ear, id, { isTyping: false })
        const { speaker } = ear
        if (speaker.kind !== 'member' || hub.members().some(one => one.memberId === speaker.memberId)) return
        await depart(context.sql, speaker.memberId, context.clock())
      }
    }
  }

  async function obey(ear: Ear, frame: LiveRequest, address: string): Promise<boolean> {
    if (frame.type === 'say') {
      await hearSaid(ear, frame, address)
      return true
    }
    try {
      return await act(ear, frame)
    } catch (fault) {
      if (!(fault instanceof AppError)) throw fault
      ear.line.send({ type: 'error', code: fault.code, message: fault.message })
      return true
    }
  }

  async function act(ear: Ear, frame: LiveRequest): Promise<boolean> {
    const { speaker } = ear
    if (frame.type === 'follow') {
      const conversation = await openConversation(context.sql, speaker, toUuid(frame.conversationId))
      if (ear.followed.size >= mostFollowed)
        throw new AppError('too_many_requests', `One connection follows at most ${mostFollowed} conversations.`)
      const { lastSeq } = conversation
      await hub.follow(ear, conversation.id, Math.min(frame.after ?? lastSeq, lastSeq))
    } else if (frame.type === 'unfollow') hub.unfollow(ear, toUuid(frame.conversationId))
    else if (frame.type === 'typing') await typing(ear, toUuid(frame.conversationId), frame)
    else if (frame.type === 'mark') await mark(context, speaker, toUuid(frame.conversationId), frame)
    else if (frame.type === 'inbox') await showInbox(ear, frame.on)
    else if (frame.type === 'presence') await presence(ear, frame.status)
    else return false
    return true
  }

  async function hearSaid(
    ear: Ear,
    frame: Extract<ConversationRequest, { type: 'say' }>,
    address: string
  ): Promise<void> {
    const { speaker, line } = ear
    try {
      mayWrite(ear)
      takeVisitorTurn(context, context.limits.messages, speaker, address, 'messages')
      const kind = frame.note && speaker.kind !== 'visitor' ? 'note' : 'message'
      const saying = await ownSaying(context, speaker, { kind, text: frame.text, clientId: frame.clientId })
      const message = await say(context, speaker, toUuid(frame.conversationId), saying)
      line.send({ type: 'said', clientId: frame.clientId, message: shownMessage(message, readerOf(speaker)) })
    } catch (fault) {
      if (!(fault instanceof AppError)) throw fault
      const { code, message, retryAfterSeconds } = fault
      line.send({
        type: 'refused',
        clientId: frame.clientId,
        code,
        message,
        ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds })
      })
    }
  }

  function mayWrite({ speaker }: Ear): void {
    if (speaker.kind !== 'visitor' && !speaker.scopes.has('conversations:write'))
      throw new AppError('forbidden', 'Your role does not include conversations:write. Ask an owner or admin for it.')
  }

  async function typing(ear: Ear, id: string, { isTyping, note }: { isTyping: boolean; note?: boolean | undefined }) {
    mayWrite(ear)
    const at = context.clock().getTime()
    const before = ear.typing.get(id)
    if (before?.isTyping === isTyping && at - before.at < typingEveryMs) return
    if (ear.speaker.kind === 'visitor')
      takeTurn(context.limits.notices, ear.speaker.visitor, 'Too many notices at once. Wait a moment.')
    const conversation = await openConversation(context.sql, ear.speaker, id)
    if (ear.typing.size > mostFollowed) ear.typing.clear()
    ear.typing.set(id, { isTyping, at })
    await tellTyping(context, ear.speaker, conversation, { isTyping, note })
  }

  async function showInbox(ear: Ear, on: boolean): Promise<void> {
    const { speaker } = ear
    if (speaker.kind === 'visitor') throw new AppError('forbidden', 'The inbox is the team’s.')
    ear.inbox = on
    if (!on) return
    if (speaker.kind === 'member') {
      await arrive(context, speaker)
      void assignWaiting(context, speaker.workspaceId).catch(fault =>
        context.log.warn({ err: fault }, 'waiting conversations were not handed out')
      )
    }
    ear.line.send({
      type: 'presence',
      items: await teamPresence(context.sql, speaker.workspaceId, context.clock())
    })
  }

  async function presence(ear: Ear, status: 'available' | 'busy' | 'away'): Promise<void> {
    mayWrite(ear)
    const { speaker } = ear
    if (speaker.kind !== 'member') throw new AppError('forbidden', 'Only a member is present.')
    await setPresence(context, speaker, status)
    if (status === 'available') await assignWaiting(context, speaker.workspaceId)
  }

  return { visitor, member }
}
