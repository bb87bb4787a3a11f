import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import { Invitation, InvitationAccept, PasswordChange, SessionState, Setup, SignIn } from '@foyer/protocol'
import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import { assertNotCrossSite, memberOf } from '../http/index.ts'
import { answers, none } from './answers.ts'
import type { WorkspaceContext } from './context.ts'
import type { createInvitations } from './invitations.ts'
import { type SessionCookie, sessionActor } from './sessions.ts'
import type { SetupDesk } from './setup.ts'
import { type SignIn as SignInDesk, stateOf } from './sign-in.ts'

type Deps = {
  context: WorkspaceContext
  cookie: SessionCookie
  setup: SetupDesk
  signIn: SignInDesk
  invitations: ReturnType<typeof createInvitations>
}

export function sessionRoutes(root: FastifyInstance, { context, cookie, setup, signIn, invitations }: Deps): void {
  const app = root.withTypeProvider<TypeBoxTypeProvider>()
  const open = { access: 'public' } as const
  const own = { access: 'member' } as const
  // Whoever signs in has no cookie to protect yet, but must not be signed in by another site to an account of its choice.
  const fromHere = {
    onRequest: async (request: Parameters<typeof assertNotCrossSite>[0]) =>
      assertNotCrossSite(request, context.publicUrl)
  }

  app.get(
    '/api/session',
    { config: open, schema: { response: answers(200, SessionState) } },
    async (request, reply) => {
      reply.header('cache-control', 'no-store')
      if (!(await setup.isSetUp())) return { state: 'setup' as const }
      const token = cookie.read(request)
      const actor = token === undefined ? null : await sessionActor(context, token)
      if (!actor || token === undefined) return { state: 'signed-out' as const }
      cookie.set(reply, token)
      return stateOf(context, actor.memberId)
    }
  )

  app.post(
    '/api/session',
    { config: open, ...fromHere, schema: { body: SignIn, response: answers(200, SessionState) } },
    async (request, reply) => {
      const { token, state } = await signIn.signIn(request, request.body, cookie.read(request))
      cookie.set(reply, token)
      return state
    }
  )

  app.delete('/api/session', { config: own, schema: { response: none } }, async (request, reply) => {
    await signIn.signOut(memberOf(request))
    cookie.clear(reply)
    return reply.code(204).send(null)
  })

  app.post(
    '/api/session/password',
    { config: own, schema: { body: PasswordChange, response: none } },
    async (request, reply) => {
      cookie.set(reply, await signIn.changePassword(memberOf(request), request.body))
      return reply.code(204).send(null)
    }
  )

  app.post(
    '/api/setup',
    { config: open, ...fromHere, schema: { body: Setup, response: answers(201, SessionState) } },
    async (request, reply) => {
      const { token, state } = await setup.setUp(request, request.body)
      cookie.set(reply, token)
      return reply.code(201).send(state)
    }
  )

  const invitationParams = Type.Object({ token: Type.String({ maxLength: 200 }) })
  app.get(
    '/api/invitations/:token',
    { config: open, schema: { params: invitationParams, response: answers(200, Invitation) } },
    async (request, reply) => {
      reply.header('cache-control', 'no-store')
      return invitations.show(request, request.params.token)
    }
  )

  app.post(
    '/api/invitations/accept',
    { config: open, ...fromHere, schema: { body: InvitationAccept, response: answers(200, SessionState) } },
    async (request, reply) => {
      const { token, state } = await invitations.accept(request, request.body)
      cookie.set(reply, token)
      return state
    }
  )
}
