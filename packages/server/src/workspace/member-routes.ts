import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import { Member, MemberChange, MemberId, MemberInvite, MemberInvited, PageQuery, pageOf } from '@foyer/protocol'
import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import { actorOf, toUuid } from '../http/index.ts'
import { answers, none } from './answers.ts'
import type { WorkspaceContext } from './context.ts'
import { changeMember, inviteMember, listMembers, reinviteMember, removeMember } from './members.ts'

export function memberRoutes(root: FastifyInstance, context: WorkspaceContext): void {
  const app = root.withTypeProvider<TypeBoxTypeProvider>()
  const reading = { access: 'members:read' } as const
  const writing = { access: 'members:write' } as const
  const params = Type.Object({ id: MemberId })

  app.get(
    '/api/members',
    { config: reading, schema: { querystring: Type.Object(PageQuery), response: answers(200, pageOf(Member)) } },
    async request => listMembers(context, actorOf(request).workspaceId, request.query)
  )

  app.post(
    '/api/members',
    { config: writing, schema: { body: MemberInvite, response: answers(201, MemberInvited) } },
    async (request, reply) => reply.code(201).send(await inviteMember(context, actorOf(request), request.body))
  )

  app.post(
    '/api/members/:id/invite',
    { config: writing, schema: { params, response: answers(200, MemberInvited) } },
    async request => reinviteMember(context, actorOf(request), toUuid(request.params.id))
  )

  app.patch(
    '/api/members/:id',
    { config: writing, schema: { params, body: MemberChange, response: answers(200, Member) } },
    async request => changeMember(context, actorOf(request), toUuid(request.params.id), request.body)
  )

  app.delete('/api/members/:id', { config: writing, schema: { params, response: none } }, async (request, reply) => {
    await removeMember(context, actorOf(request), toUuid(request.params.id))
    return reply.code(204).send(null)
  })
}
