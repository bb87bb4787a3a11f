import type { ProactiveSettings, WidgetProactive } from '@foyer/protocol'
import { toPublic } from '../http/index.ts'
import { visitMinutes } from '../identity/index.ts'
import { mayShow, type Shown } from './caps.ts'
import { cartOf } from './cart.ts'
import type { ISql, ProactiveContext } from './context.ts'
import { isWithinHours } from './hours.ts'
import { factsOf, matchesPerson, type PersonFacts } from './people.ts'
import { findRules, type RuleRow } from './rows.ts'
import { settingsOf } from './rules.ts'
import { type InSegments, segmentsOf } from './segments.ts'
import { pageSideOf, serverSideOf } from './sides.ts'

/** Whose page asks, as their token has shown. */
export type Asking = {
  workspaceId: string
  workspaceNumber: number
  agent: string
  visitor: string
  person: string
  /** Known by print alone: told nothing of what was kept. */
  byPrint: boolean
}

/** Whether anything might be shown on this agent's pages to anybody; what is loaded into a page depends on it. */
export async function hasMessages(sql: ISql, agent: string, now: Date): Promise<boolean> {
  const rows = await sql`
    SELECT 1 FROM proactive_rules WHERE agent_id = ${agent} AND enabled AND (active_to IS NULL OR active_to > ${now}) LIMIT 1`
  return rows.length > 0
}

/** The rules a visitor may still be shown, with nothing in them but what their page has to watch for. */
export async function standingRules(context: ProactiveContext, asking: Asking): Promise<WidgetProactive> {
  const { sql } = context
  const rules = await sql<RuleRow[]>`
    ${findRules(sql)} WHERE r.agent_id = ${asking.agent} AND r.enabled ORDER BY r.position, r.id`
  if (rules.length === 0) return { rules: [] }
  const open = await fitting(sql, rules, asking, context.clock(), await segmentsOf(context, rules, asking))
  const asksOfCart = open.some(rule => rule.conditions.some(condition => condition.kind === 'cart'))
  const cart = asksOfCart && !asking.byPrint ? await cartOf(context, asking) : undefined
  return {
    rules: open.map(rule => ({ id: toPublic('prl', rule.id), conditions: pageSideOf(rule.conditions) })),
    ...(cart ? { cart } : {})
  }
}

/** Of these rules, those that nothing known here speaks against. */
export async function fitting(
  sql: ISql,
  rules: RuleRow[],
  asking: Asking,
  now: Date,
  segments: InSegments
): Promise<RuleRow[]> {
  const { workspaceId, visitor, agent } = asking
  const inTime = rules.filter(rule => isInTime(rule, now))
  if (inTime.length === 0) return []
  const conditions = inTime.flatMap(rule => serverSideOf(rule.conditions))
  const [facts, settings, past, visitSinceMs] = await Promise.all([
    factsOf(sql, workspaceId, [visitor], conditions, now),
    settingsOf(sql, agent),
    shownTo(sql, asking),
    visitSince(sql, visitor, now)
  ])
  const found = facts.get(visitor)
  if (!found || found.isTalking) return []
  const own = { ...found, segments }
  return inTime.filter(rule => fits(rule, own, settings, past, { now, visitSinceMs }))
}

const isInTime = ({ activeFrom, activeTo, hours, timezone }: RuleRow, now: Date) =>
  (activeFrom === null || activeFrom <= now) &&
  (activeTo === null || activeTo > now) &&
  (hours === null || isWithinHours(hours, timezone, now))

const fits = (
  rule: RuleRow,
  facts: PersonFacts,
  settings: ProactiveSettings,
  past: Shown[],
  { now, visitSinceMs }: { now: Date; visitSinceMs: number }
) =>
  mayShow(rule, settings, past, { nowMs: now.getTime(), visitSinceMs }) &&
  matchesPerson(facts, serverSideOf(rule.conditions), { at: now, isNow: true })

/** On all devices of the person, by whichever agent. */
async function shownTo(sql: ISql, { workspaceId, person }: Asking): Promise<Shown[]> {
  const rows = await sql<{ rule: string; at: Date; dismissedAt: Date | null }[]>`
    SELECT s.rule_id AS rule, s.at, s.dismissed_at AS "dismissedAt"
    FROM visitors v JOIN proactive_shown s ON s.visitor_id = v.id
    WHERE v.person_id = ${person} AND s.workspace_id = ${workspaceId}`
  return rows.map(({ rule, at, dismissedAt }) => ({
    rule,
    atMs: at.getTime(),
    dismissedMs: dismissedAt?.getTime() ?? null
  }))
}

async function visitSince(sql: ISql, visitor: string, now: Date): Promise<number> {
  const [row] = await sql<{ startedAt: Date }[]>`
    SELECT x.started_at AS "startedAt" FROM visitors v JOIN visits x ON x.visitor_id = v.id AND x.id = v.session_id
    WHERE v.id = ${visitor} AND v.session_at > ${now}::timestamptz - make_interval(mins => ${visitMinutes})`
  return row?.startedAt.getTime() ?? now.getTime()
}
