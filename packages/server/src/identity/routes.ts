import { IdentifyAnswer, type IdentifyInPassing, IdentifyRequest } from '@foyer/protocol'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { hostOf, type Machines, sourceOf } from '../facts/index.ts'
import {
  AppError,
  addressBlock,
  normalAddress,
  noteOn,
  type RateLimit,
  takeTurn,
  toPublic,
  toUuid
} from '../http/index.ts'
import type { WhereaboutsIn } from '../privacy/index.ts'
import { admit, answerPreflight, answerReadably, type DoorAgent, type FindAgent, visitorTokenOf } from './door.ts'
import type { Identify } from './identify.ts'
import { namesNobody, type Proof, proveByJwt, proveBySignature } from './proof.ts'
import { keyHash, type Seen, type Sighting } from './sighting.ts'
import type { VisitorTokens } from './tokens.ts'
import { storableText, traitsFrom } from './traits.ts'

export type IdentityRoutes = {
  identify: Identify
  tokens: VisitorTokens
  agents: FindAgent
  identitySecrets(agentId: string): Promise<string[]>
  whereaboutsIn: WhereaboutsIn
  machines: Machines
  publicUrl: string
  perAddress: RateLimit
  clock: () => Date
  /** Somebody's record changed: whoever watches them looks again. */
  changed(workspaceId: string, people: string[]): void
}

const path = '/api/visitors/identify'

export function identityRoutes(app: FastifyInstance, deps: IdentityRoutes): void {
  app.options(path, { config: { access: 'public', page: 'script' } }, answerPreflight)
  app.post<{ Body: IdentifyRequest }>(
    path,
    {
      config: { access: 'visitor', page: 'script' },
      onRequest: answerReadably,
      bodyLimit: 64 * 1024,
      schema: { body: IdentifyRequest, response: { 200: IdentifyAnswer } }
    },
    async (request, reply) => {
      const agent = await deps.agents(request.body.agentId)
      if (!agent) throw unknownAgent()
      admit(request, reply, agent, deps.publicUrl)
      assertKeyMay(request, agent)
      const { seen, answer } = await meet(request, request.body, agent, deps)
      return {
        visitorId: toPublic('vis', answer.person),
        isReturning: answer.wasKnown,
        sessionCount: Math.max(1, answer.sessionCount),
        sessionId: toPublic('ses', answer.sessionId),
        token: deps.tokens.issue({
          workspace: agent.workspaceNumber,
          visitor: answer.visitor,
          shown: answer.person,
          trust: answer.trust,
          issuedAt: seen.at.getTime()
        }),
        verified: seen.proof !== null,
        ...(Object.keys(answer.traits).length > 0 && answer.trust === 'own' ? { traits: answer.traits } : {})
      }
    }
  )
}

/** Who is behind a request that has been let in. */
export async function meet(
  request: FastifyRequest,
  told: IdentifyInPassing,
  agent: DoorAgent,
  deps: IdentityRoutes
): Promise<{ seen: Sighting; answer: Seen }> {
  if (!request.actor)
    takeTurn(deps.perAddress, addressBlock(request.address), 'Too many visitors were identified from this address.')
  const seen = await sighting(request, told, agent, deps)
  const answer = await deps.identify(seen, { entersVisit: !request.actor })
  noteOn(request, { visitor: answer.visitor })
  if (answer.moved.length > 0) deps.changed(agent.workspaceId, answer.moved)
  return { seen, answer }
}

export const unknownAgent = () =>
  new AppError('not_found', 'There is no such agent here. Copy the snippet again from the Agents page.', {
    field: 'agentId'
  })

/** An API key acts for any visitor, of its own workspace only. */
export function assertKeyMay(request: FastifyRequest, agent: DoorAgent): void {
  const actor = request.actor
  if (!actor) return
  if (actor.workspaceId !== agent.workspaceId) throw unknownAgent()
  if (!actor.scopes.has('visitors:write'))
    throw new AppError('forbidden', 'This API key does not include visitors:write. Make one that does.')
}

async function sighting(
  request: FastifyRequest,
  body: IdentifyInPassing,
  agent: DoorAgent,
  deps: IdentityRoutes
): Promise<Sighting> {
  const at = deps.clock()
  const token = deps.tokens.read(visitorTokenOf(request, body) ?? '')
  // A token of another workspace, a forged or an outlived one is no reason to turn a browser away: it just opens nothing.
  const ownToken =
    token && token.workspace === agent.workspaceNumber && !deps.tokens.isExpired(token, at.getTime()) ? token : null
  const context = body.context ?? {}
  const spoken = request.actor ? speaksFor(body.context) : {}
  const userAgent = spoken.userAgent ?? request.headers['user-agent'] ?? ''
  const whereaboutsOf = await deps.whereaboutsIn(agent.workspaceId)
  const url = webAddress(context.url)
  const parted = body.parted === true
  // Before the colon stands the version of what made it.
  const printed = body.fingerprint?.split(':').at(-1) ?? ''
  return {
    workspaceId: agent.workspaceId,
    at,
    local: body.localId && !namesNobody(body.localId) ? keyHash('local', body.localId) : null,
    tokenVisitor: ownToken?.visitor ?? null,
    print: printed && !namesNobody(printed) ? keyHash('print', body.fingerprint ?? '') : null,
    printHint: storableText(printed.slice(0, 8)),
    parted,
    proof: await proofOf(body, agent, deps, at),
    claims: traitsFrom(body.traits),
    sessionId: sessionUuid(body.sessionId),
    where: whereaboutsOf(spoken.ip ?? request.address),
    machine: deps.machines.of(userAgent),
    // A call that says nothing of the page leaves it to the first page view to say where the visit came from.
    source:
      url === null && !context.referrer && !context.campaign
        ? ''
        : sourceOf({
            campaignSource: storableText(context.campaign?.source ?? ''),
            referrer: storableText(context.referrer ?? ''),
            host: hostOf(url ?? '')
          }),
    url,
    title: context.title ? storableText(context.title).slice(0, 512) : null
  }
}

async function proofOf(
  body: IdentifyInPassing,
  agent: DoorAgent,
  deps: IdentityRoutes,
  now: Date
): Promise<Proof | null> {
  if (body.userToken === undefined && body.visitor === undefined) return null
  const secrets = await deps.identitySecrets(agent.id)
  if (body.userToken !== undefined) return proveByJwt(body.userToken, secrets, agent.id, now)
  return body.visitor ? proveBySignature(body.visitor, secrets, now) : null
}

/** A server speaks for its visitor's browser: the address and the user agent are the visitor's, not its own. */
export function speaksFor(context: unknown): { ip?: string; userAgent?: string } {
  if (typeof context !== 'object' || context === null) return {}
  const { ip, userAgent } = context as { ip?: unknown; userAgent?: unknown }
  return {
    ip: typeof ip === 'string' ? (normalAddress(ip) ?? '') : '',
    ...(typeof userAgent === 'string' ? { userAgent: storableText(userAgent) } : {})
  }
}

export function sessionUuid(text: string | undefined): string | null {
  return text !== undefined && /^ses_[0-9a-f]{32}$/.test(text) ? toUuid(text) : null
}

/** Only http and https addresses are kept as such: what is stored is one day a link somebody clicks. */
export function webAddress(text: string | undefined): string | null {
  if (text === undefined || !/^https?:\/\//i.test(text)) return null
  return storableText(text).slice(0, 2048)
}
