import type { ISql } from 'postgres'
import { daysUntil } from '../privacy/index.ts'
import type { Commit } from './commit.ts'
import { enrich } from './enrich.ts'

/** `key` and time make the event's id: told again it is stored once. */
export type Fact = {
  key: string
  at: Date
  workspaceId: string
  agent: string
  visitor: string
  name: string
  properties: Record<string, unknown>
}

type Known = {
  id: string
  workspaceNumber: number
  session: string
  country: string | null
  region: string | null
  city: string | null
  timezone: string | null
  browser: string | null
  os: string | null
  device: string | null
  bot: string
  ip: string | null
  placeUntil: Date | null
}

/** Events that Foyer itself writes into a visitor's history, in the visit they were last in. */
export async function recordFacts(sql: ISql, commit: Commit, facts: Fact[]): Promise<void> {
  const known = await sql<Known[]>`
    SELECT v.id, w.number AS "workspaceNumber", v.session_id AS session, v.country, v.region, v.city, v.timezone, v.browser,
      v.os, v.device, v.bot, host(v.ip) AS ip,
      v.place_until AS "placeUntil"
    FROM visitors v JOIN workspaces w ON w.id = v.workspace_id
    WHERE v.id = ANY(${[...new Set(facts.map(fact => fact.visitor))]}::uuid[])`
  const byId = new Map(known.map(row => [row.id, row]))
  const events = facts.flatMap((fact, index) => {
    const visitor = byId.get(fact.visitor)
    // Erased in the meantime: nothing more is written about them.
    if (!visitor) return []
    const atMs = fact.at.getTime()
    return enrich(
      {
        index,
        event: {
          id: `${fact.name} ${fact.key}`,
          type: 'track',
          name: fact.name,
          timestamp: atMs,
          sessionId: `ses_${visitor.session.replaceAll('-', '')}`
        },
        type: 'conversation',
        sentTimeMs: atMs,
        timeMs: atMs,
        properties: JSON.stringify(fact.properties)
      },
      {
        workspaceId: fact.workspaceId,
        workspaceNumber: visitor.workspaceNumber,
        agentUuid: fact.agent,
        visitor: fact.visitor,
        // What is known of the visitor was kept by the rules of when they were seen, and is kept no longer for being told again.
        where: {
          asked: false,
          ip: visitor.ip ?? '',
          place: {
            country: visitor.country ?? '',
            region: visitor.region ?? '',
            city: visitor.city ?? '',
            timezone: visitor.timezone ?? ''
          },
          keepsTimezone: false,
          days: daysUntil(visitor.placeUntil, atMs)
        },
        machine: {
          browser: visitor.browser ?? '',
          browserVersion: '',
          os: visitor.os ?? '',
          device: visitor.device ?? '',
          bot: visitor.bot
        },
        userAgent: ''
      }
    )
  })
  if (events.length === 0) return
  await commit.add(events)
  // Whoever is told of it looks at the history next.
  await commit.drain()
}
