import type { RequestSource } from '@foyer/protocol'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { toUuid } from '../http/index.ts'
import type { Told } from './gather.ts'

/** Whoever watches the log would otherwise fill it. */
const itself = '/api/requests'
const trackerRoutes = new Set(['/api/visitors/identify', '/api/visitors/:visitorId/events'])

export function isLogged({ routeOptions, method }: FastifyRequest): boolean {
  const endpoint = routeOptions.url ?? ''
  return endpoint.startsWith('/api/') && !endpoint.startsWith(itself) && method !== 'OPTIONS'
}

/** What a request is logged as; null for what belongs to no workspace. */
export function toldOf(request: FastifyRequest, reply: FastifyReply, nowMs: number): Told | null {
  const endpoint = request.routeOptions.url ?? ''
  const { noted, actor } = request
  const workspaceId = actor?.workspaceId ?? noted?.workspaceId ?? null
  const agentId = workspaceId === null ? agentNamedBy(request) : null
  if (workspaceId === null && agentId === null) return null
  const durationMs = reply.elapsedTime
  const named = reply.statusCode < 400 && actor !== null ? namedBy(request, endpoint) : nothingNamed
  return {
    atMs: Math.round(nowMs - durationMs),
    id: request.id,
    method: request.method,
    endpoint,
    status: reply.statusCode,
    durationMs,
    source: noted?.source ?? sourceOf(request, endpoint),
    workspaceId,
    agentId,
    agent: noted?.agent ?? '',
    visitor: noted?.visitor ?? named.visitor,
    conversation: noted?.conversation ?? named.conversation,
    error: noted?.error ?? '',
    ip: request.address,
    userAgent: request.headers['user-agent'] ?? ''
  }
}

function sourceOf({ actor }: FastifyRequest, endpoint: string): RequestSource {
  if (actor) return actor.kind === 'key' ? 'api' : 'dashboard'
  return trackerRoutes.has(endpoint) ? 'tracker' : 'widget'
}

/** An agent's id is public, and stands in what was asked also where nobody was let in. */
function agentNamedBy({ body, params }: FastifyRequest): string | null {
  for (const from of [params, body]) {
    if (typeof from !== 'object' || from === null || !('agentId' in from)) continue
    if (typeof from.agentId === 'string' && /^agt_[0-9a-f]{32}$/.test(from.agentId)) return from.agentId
  }
  return null
}

const nothingNamed = { visitor: '', conversation: '' }

/** What the address of a request is about, where whoever asked was let in and answered. */
function namedBy({ params }: FastifyRequest, endpoint: string): { visitor: string; conversation: string } {
  const id = typeof params === 'object' && params !== null && 'id' in params ? String(params.id) : ''
  if (endpoint.startsWith('/api/people/:id') && /^vis_[0-9a-f]{32}$/.test(id))
    return { visitor: toUuid(id), conversation: '' }
  if (endpoint.startsWith('/api/conversations/:id') && /^cnv_[0-9a-f]{32}$/.test(id))
    return { visitor: '', conversation: toUuid(id) }
  return nothingNamed
}
