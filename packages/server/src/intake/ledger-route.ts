import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { AgentId, Instant, LedgerRow } from '@foyer/protocol'
import type { ISql } from 'postgres'
import { Type } from 'typebox'
import { AppError, actorOf, toPublic, toUuid } from '../http/index.ts'

const query = Type.Object({
  from: Type.Optional(Instant),
  to: Type.Optional(Instant),
  agentId: Type.Optional(AgentId)
})
const answer = Type.Object({ items: Type.Array(LedgerRow) })

const dayMs = 86_400_000
const mostHours = 24 * 92

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
        const agent = request.query.agentId ? toUuid(request.query.agentId) : null
        const rows = await sql<{ hour: Date; agent: string; entries: Record<string, number> }[]>`
          SELECT hour, agent_id AS agent, jsonb_object_agg(entry, count) AS entries FROM ledger
          WHERE workspace_id = ${workspaceId} AND hour >= date_trunc('hour', ${from}::timestamptz) AND hour <= ${to}
            AND (${agent}::uuid IS NULL OR agent_id = ${agent})
          GROUP BY hour, agent_id ORDER BY hour DESC, agent_id LIMIT ${mostHours}`
        return { items: rows.map(rowOf) }
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

function rowOf({ hour, agent, entries }: { hour: Date; agent: string; entries: Record<string, number> }): LedgerRow {
  const { received = 0, stored = 0, duplicate = 0, ...others } = entries
  const inPage = (entry: string) => entry.startsWith('page:')
  return {
    hour: hour.toISOString(),
    agentId: toPublic('agt', agent),
    received,
    stored,
    duplicate,
    rejected: Object.fromEntries(Object.entries(others).filter(([entry]) => !inPage(entry))),
    droppedInPage: Object.fromEntries(
      Object.entries(others).flatMap(([entry, count]) => (inPage(entry) ? [[entry.slice('page:'.length), count]] : []))
    )
  }
}
