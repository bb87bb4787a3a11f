import type { FastifyReply, FastifyRequest } from 'fastify'
import { AppError, isOwnOrigin, noteOn, originMatches } from '../http/index.ts'

/** What the public doors need to know of an agent. */
export type DoorAgent = {
  id: string
  uuid: string
  workspaceId: string
  workspaceNumber: number
  allowedOrigins: string[]
  retentionDays: number
}
export type FindAgent = (agentId: string) => Promise<DoorAgent | null>

// The last three are those of libraries that speak Segment's protocol.
const allowedHeaders = 'authorization, content-type, x-retry-count, x-write-key, anonymousid'
const preflightSeconds = '86400'

/**
 * Lets a page's request in. The list of origins keeps other sites from using an agent by mistake or mischief; it proves
 * nothing about a sender that is no browser, which is what the visitor token is for.
 */
export function admit(request: FastifyRequest, reply: FastifyReply, agent: DoorAgent, publicUrl: string): void {
  noteAgent(request, agent)
  const origin = request.headers.origin
  if (origin === undefined) return
  // The demo shop and the dashboard's own pages may always use it.
  if (!originMatches(origin, agent.allowedOrigins) && !isOwnOrigin(origin, request, publicUrl))
    throw new AppError(
      'origin_not_allowed',
      `Pages of ${origin.slice(0, 200)} may not use this agent. Add that origin to the agent's allowed origins.`
    )
  allowOrigin(reply, origin)
}

/** A key may name an agent of another workspace before it is refused: then the request is still its own workspace's. */
function noteAgent(request: FastifyRequest, agent: DoorAgent): void {
  if (request.actor && request.actor.workspaceId !== agent.workspaceId) return
  noteOn(request, { workspaceId: agent.workspaceId, agent: agent.uuid })
}

/** An answer without this header is unreadable to the page; an error has to carry it too, or it cannot say what is wrong. */
export function allowOrigin(reply: FastifyReply, origin: string): void {
  reply.header('access-control-allow-origin', origin).header('vary', 'origin')
  reply.header('access-control-expose-headers', 'retry-after')
}

/** Before anything can fail: also what refuses a body before it is read can then be read by the page. */
export function answerReadably(request: FastifyRequest, reply: FastifyReply, done: () => void): void {
  if (request.headers.origin) allowOrigin(reply, request.headers.origin)
  done()
}

/** A preflight names no agent, so it is answered for any origin; the request that follows is what is checked. */
export function answerPreflight(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (request.headers.origin) allowOrigin(reply, request.headers.origin)
  return reply
    .header('access-control-allow-methods', 'POST, GET, OPTIONS')
    .header('access-control-allow-headers', allowedHeaders)
    .header('access-control-max-age', preflightSeconds)
    .code(204)
    .send()
}

/** `Authorization: Bearer vt_…`, or the body where a beacon can carry no header. */
export function visitorTokenOf(request: FastifyRequest, body: { token?: string | undefined }): string | undefined {
  const header = /^bearer\s+(vt_\S+)$/i.exec(request.headers.authorization ?? '')
  return header?.[1] ?? body.token
}
