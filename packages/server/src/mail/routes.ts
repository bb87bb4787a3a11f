import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { MailState } from '@foyer/protocol'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Sql } from 'postgres'
import { actorOf, addressBlock, notFound, type RateLimit, takeTurn } from '../http/index.ts'
import { leavePage } from './leave-page.ts'
import { mailCounts } from './outbox.ts'
import type { Refusals } from './refusals.ts'

export type MailRoutes = {
  sql: Sql
  clock: () => Date
  refusals: Refusals
  limit: RateLimit
  way: MailState['way']
  from: string
}

type LeaveRequest = FastifyRequest<{ Params: { token: string }; Querystring: { lang?: string } }>

export function mailRoutes(context: MailRoutes): FastifyPluginAsyncTypebox {
  const { sql, refusals } = context

  function refusalOf(request: LeaveRequest) {
    takeTurn(context.limit, addressBlock(request.address), 'Too many tries. Wait a little and open the link again.')
    const refusal = refusals.read(request.params.token)
    if (!refusal) throw notFound('link')
    return refusal
  }
  const show = (request: LeaveRequest, reply: FastifyReply, state: Parameters<typeof leavePage>[1]) =>
    reply
      .type('text/html; charset=utf-8')
      .header('cache-control', 'no-store')
      .send(leavePage(request.query.lang, state))

  return async app => {
    app.get(
      '/api/mail',
      { config: { access: 'workspace:read' }, schema: { response: { 200: MailState } } },
      async request => {
        const { failures, ...counts } = await mailCounts(sql, actorOf(request).workspaceId)
        return {
          way: context.way,
          from: context.from,
          ...counts,
          failures: failures.map(({ at, ...failure }) => ({ ...failure, at: at.toISOString() }))
        }
      }
    )
    await app.register(async open => {
      // A mail program posts `List-Unsubscribe=One-Click` (RFC 8058), a person the form of the page.
      open.addContentTypeParser('*', { parseAs: 'string', bodyLimit: 10_000 }, (_request, body, done) =>
        done(null, body)
      )
      open.get('/mail/leave/:token', (request: LeaveRequest, reply) => {
        refusalOf(request)
        return show(request, reply, 'ask')
      })
      open.post('/mail/leave/:token', async (request: LeaveRequest, reply) => {
        const refusal = refusalOf(request)
        const isBack = new URLSearchParams(String(request.body ?? '')).get('again') === 'yes'
        if (isBack) await refusals.allow(sql, refusal)
        else await refusals.refuse(sql, refusal, context.clock())
        return show(request, reply, isBack ? 'again' : 'left')
      })
    })
  }
}
