import type { ISql, Sql, TransactionSql } from 'postgres'
import type { RuleTable } from './rule-table.ts'

/** One batch of what is stored already: where it ended, how many rows it looked at, and how many hold less now. */
export type Batch = { after: string | null; done: number; changed: number }

const batch = 1_000

/** Of one workspace, from an id on. In the order everyone locks them in, so that nobody waits for this in a ring. */
async function inBatch(
  sql: Sql,
  of: { table: 'visitors' | 'people' | 'conversations'; workspaceId: string; after: string },
  change: (tx: TransactionSql, ids: string[]) => Promise<number>
): Promise<Batch> {
  const done = await sql.begin(async tx => {
    const rows = await tx<{ id: string }[]>`
      SELECT id FROM ${tx(of.table)} WHERE workspace_id = ${of.workspaceId} AND id > ${of.after || firstId}
      ORDER BY id LIMIT ${batch} FOR UPDATE`
    const ids = rows.map(row => row.id)
    const changed = ids.length === 0 ? 0 : await change(tx, ids)
    return { after: ids.length < batch ? null : (ids.at(-1) ?? null), done: ids.length, changed }
  })
  return done as Batch
}

const firstId = '00000000-0000-0000-0000-000000000000'

/** Browsers, and their visits with them. */
export const obeyVisitors = (sql: Sql, workspaceId: string, rules: RuleTable, after: string): Promise<Batch> =>
  inBatch(sql, { table: 'visitors', workspaceId, after }, async (tx, ids) => {
    const visitors = await tx`
      UPDATE visitors x SET ip = n.ip, ${placeOf(tx)}
      FROM (SELECT t.id, n.* FROM visitors t ${kept(tx, rules, tx`t.ip`, tx`t.last_seen_at`)} WHERE t.id = ANY(${ids}::uuid[])) n
      WHERE x.id = n.id AND (x.ip IS DISTINCT FROM n.ip OR ${differs(tx)})`
    const visits = await tx`
      UPDATE visits x SET ${placeOf(tx)}
      FROM (SELECT t.visitor_id, t.id, n.* FROM visits t ${kept(tx, rules, tx`NULL::inet`, tx`t.started_at`)}
            WHERE t.visitor_id = ANY(${ids}::uuid[])) n
      WHERE x.visitor_id = n.visitor_id AND x.id = n.id AND ${differs(tx)}`
    return visitors.count + visits.count
  })

export const obeyPeople = (sql: Sql, workspaceId: string, rules: RuleTable, after: string): Promise<Batch> =>
  inBatch(sql, { table: 'people', workspaceId, after }, async (tx, ids) => {
    const people = await tx`
      UPDATE people x SET ${placeOf(tx)}
      FROM (SELECT t.id, n.* FROM people t ${kept(tx, rules, tx`NULL::inet`, tx`t.last_seen_at`)} WHERE t.id = ANY(${ids}::uuid[])) n
      WHERE x.id = n.id AND ${differs(tx)}`
    return people.count
  })

export const obeyConversations = (sql: Sql, workspaceId: string, rules: RuleTable, after: string): Promise<Batch> =>
  inBatch(sql, { table: 'conversations', workspaceId, after }, async (tx, ids) => {
    const conversations = await tx`
      UPDATE conversations x SET ip = n.ip, ${placeOf(tx)}
      FROM (SELECT t.id, n.* FROM conversations t ${kept(tx, rules, tx`t.ip`, tx`t.created_at`)}
            WHERE t.id = ANY(${ids}::uuid[])) n
      WHERE x.id = n.id AND (x.ip IS DISTINCT FROM n.ip OR ${differs(tx)})`
    return conversations.count
  })

const placeOf = (tx: ISql) => tx`
  country = n.country, region = n.region, city = n.city, timezone = n.timezone, place_until = n.place_until`

const differs = (tx: ISql) => tx`
  (x.country, x.region, x.city, x.timezone, x.place_until) IS DISTINCT FROM
    (n.country, n.region, n.city, n.timezone, n.place_until)`

/**
 * `n`: what of a row `t` may stay. The country it holds says which rule it is; what was kept for a shorter time goes on being kept
 * for a shorter time, since whoever it was about was told so.
 */
const kept = (tx: ISql, rules: RuleTable, ip: ReturnType<ISql>, seenAt: ReturnType<ISql>) => tx`
  LEFT JOIN unnest(${rules.countries}::text[], ${rules.ips}::text[], ${rules.places}::text[], ${rules.days}::int[])
    AS r (country, ip, place, days) ON r.country = coalesce(t.country, '')
  CROSS JOIN LATERAL (SELECT coalesce(r.ip, ${rules.otherIp}) AS ip, coalesce(r.place, ${rules.otherPlace}) AS place,
    coalesce(r.days, ${rules.otherDays}) AS days) k
  CROSS JOIN LATERAL (SELECT
    CASE k.ip WHEN 'full' THEN ${ip} WHEN 'truncated' THEN host(network(set_masklen(${ip},
      CASE WHEN family(${ip}) = 4 THEN 24 WHEN ${ip} << '2002::/16' THEN 40 ELSE 48 END)))::inet END AS ip,
    CASE WHEN k.place <> 'none' THEN t.country END AS country,
    CASE WHEN k.place IN ('city', 'region') THEN t.region END AS region,
    CASE WHEN k.place = 'city' THEN t.city END AS city,
    CASE WHEN k.place <> 'none' THEN t.timezone END AS timezone) s
  CROSS JOIN LATERAL (SELECT s.*,
    CASE WHEN coalesce(host(s.ip), s.country, s.region, s.city, s.timezone) IS NOT NULL
      THEN least(t.place_until, ${seenAt} + make_interval(days => k.days)) END AS place_until) n`
