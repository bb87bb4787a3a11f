import type { Role, Scope } from '@foyer/protocol'
import { scopes } from '@foyer/protocol'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { AppError } from './app-error.ts'
import { assertSameOrigin, isMutating } from './same-origin.ts'

/** Who is acting. Everything an actor does happens inside its workspace. */
export type Actor =
  | {
      kind: 'member'
      memberId: string
      workspaceId: string
      role: Role
      scopes: ReadonlySet<Scope>
      sessionId: string
      label: string
    }
  | { kind: 'key'; keyId: string; workspaceId: string; scopes: ReadonlySet<Scope>; label: string }

/**
 * `public`: anyone. `visitor`: whoever carries a visitor token or an API key; the route checks the token itself.
 * `member`: a signed-in person, about themself. A scope: a member or a key that has it.
 */
export type AccessLevel = 'public' | 'visitor' | 'member' | Scope

/** Finds out who sends a request; null when it carries no credential. A wrong credential throws. */
export type Authenticate = (request: FastifyRequest) => Promise<Actor | null>

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: AccessLevel
    /** A visitor token goes past the scope; the route itself checks what it opens. */
    orVisitor?: boolean
  }
  interface FastifyRequest {
    actor: Actor | null
  }
}

const levels = new Set<string>(['public', 'visitor', 'member', ...scopes])

/** Must be installed before the routes are: it looks at each one as it is registered. */
export function installAccess(app: FastifyInstance, options: { authenticate: Authenticate; publicUrl: string }): void {
  app.decorateRequest('actor', null)
  app.addHook('onRoute', route => {
    const access = route.config?.access
    const isApi = route.url === '/api' || route.url.startsWith('/api/')
    if (access === undefined ? isApi : !levels.has(access))
      throw new Error(`${route.method} ${route.url} does not say who may call it: give it config.access`)
  })
  app.addHook('onRequest', (request, _reply, done) => {
    const { access: level, orVisitor } = request.routeOptions.config
    // A visitor's page may share the dashboard's origin (the demo shop does), so a member's cookie means nothing there.
    if (level === undefined || level === 'public' || (level === 'visitor' && !carriesApiKey(request))) done()
    else if (orVisitor && carriesVisitorToken(request)) done()
    else admit(request, level, options).then(() => done(), done)
  })
}

async function admit(
  request: FastifyRequest,
  level: Exclude<AccessLevel, 'public'>,
  options: { authenticate: Authenticate; publicUrl: string }
): Promise<void> {
  request.actor = await options.authenticate(request)
  if (level === 'visitor') return
  const { actor } = request
  if (!actor) throw noCredential()
  if (actor.kind === 'member' && isMutating(request)) assertSameOrigin(request, options.publicUrl)
  assertMay(actor, level)
}

const noCredential = () => new AppError('no_credential', 'Sign in, or send an API key as Authorization: Bearer fk_….')

const carriesVisitorToken = (request: FastifyRequest) => /^bearer\s+vt_/i.test(request.headers.authorization ?? '')
const carriesApiKey = (request: FastifyRequest) => /^bearer\s+fk_/i.test(request.headers.authorization ?? '')

function assertMay(actor: Actor, level: 'member' | Scope): void {
  if (level === 'member') {
    if (actor.kind !== 'member')
      throw new AppError('forbidden', 'Only a signed-in member can do this; an API key cannot.')
  } else if (!actor.scopes.has(level)) {
    const who = actor.kind === 'key' ? 'This API key' : 'Your role'
    throw new AppError('forbidden', `${who} does not include ${level}. Ask an owner or admin for it.`)
  }
}

/** The actor of a route that declared a scope or `member`. */
export function actorOf(request: FastifyRequest): Actor {
  if (!request.actor) throw noCredential()
  return request.actor
}

export function memberOf(request: FastifyRequest): Extract<Actor, { kind: 'member' }> {
  const actor = actorOf(request)
  if (actor.kind !== 'member')
    throw new AppError('forbidden', 'Only a signed-in member can do this; an API key cannot.')
  return actor
}
