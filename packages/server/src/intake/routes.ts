import { type EventBatch, type EventBatchAnswer, isObject, limits } from '@foyer/protocol'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { ISql } from 'postgres'
import type { Machines } from '../facts/index.ts'
import { AppError, noteOn, toUuid } from '../http/index.ts'
import {
  admit,
  answerPreflight,
  answerReadably,
  assertKeyMay,
  type DoorAgent,
  type FindAgent,
  type Meet,
  speaksFor,
  storableText,
  unknownAgent,
  type VisitorTokens,
  visitorTokenOf,
  wasErased
} from '../identity/index.ts'
import type { Whereabouts, WhereaboutsIn } from '../privacy/index.ts'
import { acceptEvents, openBatch, parseBody } from './accept.ts'
import type { Commit } from './commit.ts'
import type { Count } from './count.ts'
import { enrich, type Sender } from './enrich.ts'
import { enter, recordsBehind } from './entry.ts'

export type IntakeRoutes = {
  commit: Commit
  count: Count
  sql: ISql
  tokens: VisitorTokens
  meet: Meet
  agents: FindAgent
  whereaboutsIn: WhereaboutsIn
  machines: Machines
  publicUrl: string
  clock: () => number
  counted(entry: string, count: number): void
}

const path = '/api/visitors/:visitorId/events'
/** In the place of the visitor's id, from a page that is left before it knows one. */
const inPassing = 'identify'
type EventsRequest = FastifyRequest<{ Params: { visitorId: string }; Body: string }>

/** The way of an event, top to bottom. */
export function intakeRoutes(app: FastifyInstance, deps: IntakeRoutes): void {
  // The body is read as text and parsed here: Fastify's own parser would refuse a whole batch for one `__proto__` in it.
  app.removeAllContentTypeParsers()
  app.addContentTypeParser(['application/json', 'text/plain'], { parseAs: 'string' }, (_request, body, done) =>
    done(null, body)
  )

  app.options(path, { config: { access: 'public', page: 'script' } }, answerPreflight)
  app.post(
    path,
    { config: { access: 'visitor', page: 'script' }, onRequest: answerReadably, bodyLimit: limits.bodyBytes },
    async (request: EventsRequest, reply) => {
      const batch = openBatch(parseBody(request.body ?? ''))
      const agent = await deps.agents(batch.agentId)
      if (!agent) throw unknownAgent()
      admit(request, reply, agent, deps.publicUrl)
      const visitor = await writesAs(request, batch, agent, deps)
      noteOn(request, { visitor })
      if (deps.count.isBehind) throw recordsBehind()

      const nowMs = deps.clock()
      if (!request.actor && request.headers['sec-gpc'] === '1') sayGpc(batch)
      const { accepted, rejected } = acceptEvents(batch, { nowMs, retentionDays: agent.retentionDays })
      const whereaboutsOf = await deps.whereaboutsIn(agent.workspaceId)
      const sender = senderOf(request, batch, agent, visitor, { ...deps, whereaboutsOf })
      const enriched = accepted.map(one =>
        enrich(one, 'sender' in sender ? sender.sender : sender.of(one.event.context))
      )
      const answer =
        enriched.length > 0 ? await deps.commit.add(enriched) : { stored: 0, duplicates: 0, refused: [], isGone: false }
      // A page finds out who its visitor is now, and sends them again; what is from before is then refused, and counted, for good.
      if (answer.isGone && !request.actor) {
        noteOn(request, { visitor: '' })
        throw new AppError('wrong_credential', 'The visitor of this token is not known any more. Identify again.')
      }

      const missing =
        batch.unsure && (await deps.commit.missingOf({ workspace: agent.workspaceNumber, visitor }, batch.unsure))
      const refused = [...rejected, ...answer.refused]
      enter(deps, agent, nowMs, batch.events.length, answer.stored, answer.duplicates, refused, batch.dropped)
      return respond(reply, {
        accepted: answer.stored,
        duplicates: answer.duplicates,
        rejected: refused.sort((a, b) => a.index - b.index),
        missing
      })
    }
  )
}

/** What the browser asks for stands in each event, as if its page had said so. */
function sayGpc(batch: EventBatch): void {
  for (const event of batch.events as unknown[]) {
    if (typeof event !== 'object' || event === null) continue
    const { context } = event as { context?: unknown }
    const { consent, ...told } = isObject(context) ? context : {}
    Object.assign(event, { context: { ...told, consent: { ...(isObject(consent) ? consent : {}), gpc: true } } })
  }
}

function respond(reply: FastifyReply, answer: EventBatchAnswer): FastifyReply {
  return reply.code(202).type('application/json').send(JSON.stringify(answer))
}

/**
 * Whose events these are. A visitor token speaks for its own browser, an API key for any visitor of its workspace. A page may also
 * be met in passing, which gives it no more than asking identify first would.
 */
async function writesAs(
  request: EventsRequest,
  batch: Pick<EventBatch, 'token' | 'identify'>,
  agent: DoorAgent,
  deps: IntakeRoutes
): Promise<string> {
  const { visitorId } = request.params
  if (visitorId === inPassing && !request.actor) {
    if (batch.identify) return deps.meet(request, batch.identify, agent)
    throw new AppError('invalid', 'Say in "identify" who sends these events, as identify takes it.', {
      field: 'identify'
    })
  }
  const named = /^vis_[0-9a-f]{32}$/.test(visitorId) ? toUuid(visitorId) : null
  if (request.actor) {
    assertKeyMay(request, agent)
    if (named === null || !(await isKnown(deps.sql, agent.workspaceId, named)))
      throw new AppError('not_found', 'There is no such visitor in this workspace. Identify it first.')
    // identify answers the person's id; the token beside it says which of their browsers is meant.
    const token = batch.token === undefined ? null : deps.tokens.read(batch.token)
    const isTheirs = token?.workspace === agent.workspaceNumber && (token.shown === named || token.visitor === named)
    return token && isTheirs ? token.visitor : named
  }
  const text = visitorTokenOf(request, batch)
  if (text === undefined)
    throw new AppError(
      'no_credential',
      'Send the visitor token that identify returned, as Authorization: Bearer vt_… or "token" in the body.'
    )
  const token = deps.tokens.read(text)
  if (!token) throw new AppError('wrong_credential', 'This visitor token was not made here. Identify again.')
  if (token.workspace !== agent.workspaceNumber)
    throw new AppError('forbidden', 'This visitor token belongs to another workspace. Identify again with this agent.')
  if (deps.tokens.isExpired(token, deps.clock()))
    throw new AppError('expired_token', 'This visitor token has expired. Identify again.')
  if (named !== token.shown && named !== token.visitor)
    throw new AppError('forbidden', 'This visitor token belongs to another visitor.')
  return token.visitor
}

async function isKnown(sql: ISql, workspaceId: string, visitor: string): Promise<boolean> {
  const rows = await sql`SELECT 1 FROM visitors WHERE id = ${visitor} AND workspace_id = ${workspaceId}`
  // Each of the events of somebody who was erased is refused, and counted; a server that tries again and again would never hear why.
  return rows.length > 0 || wasErased(sql, workspaceId, visitor)
}

/** A page is its own sender; a server says for each event whose browser it was. */
function senderOf(
  request: EventsRequest,
  batch: object,
  agent: DoorAgent,
  visitor: string,
  deps: Pick<IntakeRoutes, 'machines'> & { whereaboutsOf(ip: string): Whereabouts }
): { sender: Sender } | { of(context: unknown): Sender } {
  const base = {
    workspaceId: agent.workspaceId,
    workspaceNumber: agent.workspaceNumber,
    agentUuid: agent.uuid,
    visitor
  }
  const from = (ip: string, userAgent: string): Sender => ({
    ...base,
    where: deps.whereaboutsOf(ip),
    machine: deps.machines.of(userAgent),
    userAgent
  })
  if (!request.actor) return { sender: from(request.address, storableText(request.headers['user-agent'] ?? '')) }
  const shared = speaksFor('context' in batch ? batch.context : undefined)
  const known = new Map<string, Sender>()
  return {
    of(context) {
      const own = speaksFor(context)
      const ip = own.ip || shared.ip || ''
      const userAgent = own.userAgent ?? shared.userAgent ?? ''
      const key = `${ip} ${userAgent}`
      const sender = known.get(key) ?? from(ip, userAgent)
      // A server sending for people without saying what they use is no bot for that.
      if (userAgent === '') sender.machine = { ...sender.machine, bot: '' }
      known.set(key, sender)
      return sender
    }
  }
}
