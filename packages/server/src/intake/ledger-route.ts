import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { AgentId, Instant, LedgerRow } from '@foyer/protocol'
import type { ISql } from 'postgres'
import { Type } from 'typebox'
import { AppError, actorOf, toUuid } from '../http/index.ts'
import { ledgerRows } from './ledger-rows.ts'

const query = Type.Object({
  from: Type.Optional(Instant),
  to: Type.Optional(Instant),
  agentId: Type.Optional(AgentId)
})
const answer = Type.Object({ items: Type.Array(LedgerRow) })

const dayMs = 86_400_000
const mostDays = 92
/** The hour that the time begins in and the one it ends in among them. */
const mostHours = 24 * mostDays + 1

/** `GET /api/ledger`: what arrived and what became of it, the newest hour first. */
export function ledgerRoute(sql: ISql, clock: () => number): FastifyPluginAsyncTypebox {
  return async app => {
    app.get(
      '/api/ledger',
      { config: { access: 'workspace:read' }, schema: { querystring: query, response: { 200: answer } } },
      async request => {
        const { workspaceId } = actorOf(request)
        const to = instantOf(request.query.to, 'to') ?? new Date(clock())
        const from = instantOf(request.query.from, 'from') ?? new Date(to.getTime() - 7 * dayMs)
        if (to <= from) throw new AppError('invalid', 'to must be later than from.', { field: 'to' })
        if (to.getTime() - from.getTime() > mostDays * dayMs)
          throw new AppError('invalid', `from and to may be ${mostDays} days apart at most.`, { field: 'from' })
        const agent = request.query.agentId ? toUuid(request.query.agentId) : null
        return { items: await ledgerRows(sql, { workspaceId, from, to, agent, hours: mostHours }) }
      }
    )
  }
}

/** A leap second and the year 0 have the form of a time, and are none that a store knows. */
function instantOf(text: string | undefined, field: string): Date | undefined {
  if (text === undefined) return undefined
  const at = new Date(text)
  if (Number.isNaN(at.getTime()) || at.getUTCFullYear() < 1970 || at.getUTCFullYear() > 9999)
    throw new AppError('invalid', `${field} must be a time from 1970 on, such as 2031-05-04T12:30:00Z.`, { field })
  return at
}
