import type { ConversationStart } from '@foyer/protocol'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { type Actor, AppError, notFound, toUuid } from '../http/index.ts'
import { admit, type DoorAgent, speaksFor, unknownAgent } from '../identity/index.ts'
import type { ConversationsContext } from './context.ts'
import { sayingOf } from './saying.ts'
import { noteConversation, type Speaker, speakerOf, takeVisitorTurn, type VisitorSpeaker } from './speaker.ts'
import { type Begin, type Begun, begin } from './start.ts'

type StartRequest = FastifyRequest<{ Body: ConversationStart }>

/** A visitor starts their own conversation; a server one for any visitor; a member one with the agent itself, to try it. */
export async function startFrom(
  context: ConversationsContext,
  request: StartRequest,
  reply: FastifyReply
): Promise<Begun> {
  const { body } = request
  const speaker = await speakerOf(context, request)
  const agent = await context.agents(body.agentId)
  if (!agent || agent.workspaceId !== speaker.workspaceId) throw unknownAgent()
  if (speaker.kind === 'visitor') admit(request, reply, agent, context.publicUrl)
  takeVisitorTurn(context, context.limits.starts, speaker, request.address, 'conversations')
  const who = await whose(context, speaker, body)
  const begun = await begin(context, {
    agent,
    ...who,
    startId: body.clientId ?? null,
    // Whoever answers in two tabs at once answers in one conversation.
    another: body.proactive === undefined && (body.another ?? who.source !== 'widget'),
    proactive: body.proactive,
    saying: await firstSaying(context, speaker, agent, who, body),
    context: body.context,
    ...(await seenFrom(context, request, speaker))
  })
  noteConversation(request, begun.conversation)
  return begun
}

async function whose(
  context: ConversationsContext,
  speaker: Speaker,
  body: ConversationStart
): Promise<Pick<Begin, 'visitor' | 'source'>> {
  if (speaker.kind === 'visitor') {
    if (body.visitorId !== undefined || body.source !== undefined || body.as !== undefined)
      throw new AppError('forbidden', 'visitorId, source and as are for API keys. A visitor speaks for themselves.')
    return { visitor: ownVisitor(speaker), source: 'widget' }
  }
  if (body.proactive !== undefined)
    throw new AppError('forbidden', 'Only the visitor answers a message that was shown to them.', {
      field: 'proactive'
    })
  if (speaker.kind === 'member') {
    if (body.source !== 'playground')
      throw new AppError('invalid', 'A member starts a conversation in the playground: send source "playground".', {
        field: 'source'
      })
    return { visitor: null, source: 'playground' }
  }
  if (body.source === 'widget' || body.source === 'playground')
    throw new AppError(
      'invalid',
      'widget and playground are not for API keys. Name your integration, or leave it out.',
      {
        field: 'source'
      }
    )
  return { visitor: await visitorNamed(context, speaker, body.visitorId), source: body.source ?? 'api' }
}

const ownVisitor = ({ visitor, person, own }: VisitorSpeaker) => ({ id: visitor, person, own })

async function visitorNamed({ sql }: ConversationsContext, actor: Actor, visitorId: string | undefined) {
  if (visitorId === undefined)
    throw new AppError('invalid', 'Say whose conversation it is: send visitorId.', { field: 'visitorId' })
  const [row] = await sql<{ id: string; person: string }[]>`
    SELECT id, person_id AS person FROM visitors
    WHERE id = ${toUuid(visitorId)} AND workspace_id = ${actor.workspaceId}`
  if (!row) throw notFound('visitor')
  return { ...row, own: [row.id] }
}

async function firstSaying(
  context: ConversationsContext,
  speaker: Speaker,
  agent: DoorAgent,
  who: Pick<Begin, 'visitor' | 'source'>,
  { message, as, clientId }: ConversationStart
) {
  if (message === undefined) return null
  const given: { text: string; clientId?: string | undefined } =
    typeof message === 'string' ? { text: message } : message
  // A widget that has nothing to send yet may say so with an empty text.
  if (given.text.trim() === '') return null
  const conversation = { source: who.source, visitorId: who.visitor?.id ?? null, workspaceId: agent.workspaceId }
  return sayingOf(context, speaker, conversation, {
    text: given.text,
    // The whole start sent again must not say it twice.
    clientId: given.clientId ?? (clientId === undefined ? undefined : `start ${clientId}`.slice(0, 100)),
    kind: 'message',
    as: speaker.kind === 'visitor' ? undefined : (as ?? 'visitor')
  })
}

/** A server speaks of its visitor's browser, not of its own; what it leaves out is what was last known. */
async function seenFrom(
  context: ConversationsContext,
  request: StartRequest,
  speaker: Speaker
): Promise<Pick<Begin, 'where' | 'userAgent'>> {
  const whereaboutsOf = await context.whereaboutsIn(speaker.workspaceId)
  if (speaker.kind === 'visitor')
    return { where: whereaboutsOf(request.address), userAgent: request.headers['user-agent'] ?? null }
  if (speaker.kind === 'member') return { where: whereaboutsOf(''), userAgent: null }
  const { ip, userAgent } = speaksFor(request.body.context)
  return { where: whereaboutsOf(ip ?? ''), userAgent: userAgent ?? null }
}
