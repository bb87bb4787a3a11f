import type { ProactiveCondition, ProactiveFrequency, ProactiveHours, ProactiveRule } from '@foyer/protocol'
import { toPublic } from '../http/index.ts'
import type { ISql } from './context.ts'

export type RuleRow = {
  id: string
  workspaceId: string
  agentId: string
  name: string
  message: string
  authorId: string | null
  authorName: string | null
  agentName: string
  timezone: string
  conditions: ProactiveCondition[]
  frequency: ProactiveFrequency
  hours: ProactiveHours | null
  activeFrom: Date | null
  activeTo: Date | null
  enabled: boolean
  position: number
  shown: number
  dismissed: number
  answered: number
  lastShownAt: Date | null
  createdAt: Date
  updatedAt: Date
}

/** The start of every query that reads rules; what follows it is the condition. */
export const findRules = (sql: ISql) => sql`
  SELECT r.id, r.workspace_id AS "workspaceId", r.agent_id AS "agentId", r.name, r.message, r.author_id AS "authorId",
    m.name AS "authorName", a.name AS "agentName", w.timezone, r.conditions, r.frequency, r.hours,
    r.active_from AS "activeFrom", r.active_to AS "activeTo", r.enabled, r.position, r.shown, r.dismissed, r.answered,
    r.last_shown_at AS "lastShownAt", r.created_at AS "createdAt", r.updated_at AS "updatedAt"
  FROM proactive_rules r JOIN agents a ON a.id = r.agent_id AND a.deleted_at IS NULL
  JOIN workspaces w ON w.id = r.workspace_id LEFT JOIN members m ON m.id = r.author_id`

export function shownRule(row: RuleRow): ProactiveRule {
  return {
    id: toPublic('prl', row.id),
    name: row.name,
    message: row.message,
    authorId: row.authorId === null ? null : toPublic('mem', row.authorId),
    ...(row.authorName === null ? {} : { authorName: row.authorName }),
    conditions: row.conditions,
    frequency: row.frequency,
    hours: row.hours,
    activeFrom: row.activeFrom?.toISOString() ?? null,
    activeTo: row.activeTo?.toISOString() ?? null,
    enabled: row.enabled,
    shown: row.shown,
    dismissed: row.dismissed,
    answered: row.answered,
    ...(row.lastShownAt ? { lastShownAt: row.lastShownAt.toISOString() } : {}),
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString()
  }
}

/** What a visitor reads above the message: a member by name, else the agent. */
export const authorOf = ({ authorId, authorName, agentName }: RuleRow) =>
  authorId !== null && authorName !== null
    ? ({ kind: 'member', id: authorId, name: authorName } as const)
    : ({ kind: 'system', id: null, name: agentName } as const)
