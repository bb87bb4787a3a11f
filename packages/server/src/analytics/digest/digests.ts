import type { Digest, DigestChange, DigestCreate, DigestCreated } from '@foyer/protocol'
import { type Actor, AppError, newUuid, notFound, toPublic, toUuid } from '../../http/index.ts'
import type { Tx } from '../saved/context.ts'
import { lockDashboard } from '../saved/dashboards.ts'
import { reportIn } from '../saved/reports.ts'
import type { DigestContext, ISql } from './context.ts'
import { nextDue } from './due.ts'

const mostDigests = 100

export type DigestRow = {
  id: string
  workspaceId: string
  timezone: string
  dashboardId: string | null
  reportId: string | null
  every: Digest['every']
  weekday: number
  hour: number
  enabled: boolean
  since: Date
  webhookUrl: string | null
  webhookSecret: Buffer | null
  createdAt: Date
  updatedAt: Date
}
type Recipient = { digestId: string; memberId: string | null; address: string; left: boolean }
type Last = {
  digestId: string
  period: string
  status: 'waiting' | 'sent' | 'given up'
  at: Date | null
  reason: string | null
}

export const findDigests = (sql: ISql) => sql`
  SELECT d.id, d.workspace_id AS "workspaceId", w.timezone, d.dashboard_id AS "dashboardId", d.report_id AS "reportId",
    d.every, d.weekday, d.hour, d.enabled, d.since, d.webhook_url AS "webhookUrl", d.webhook_secret AS "webhookSecret",
    d.created_at AS "createdAt", d.updated_at AS "updatedAt"
  FROM digests d JOIN workspaces w ON w.id = d.workspace_id`

export const secretOwner = (digestId: string) => `digest ${digestId}`

async function shown(sql: ISql, rows: readonly DigestRow[], nowMs: number): Promise<Digest[]> {
  const ids = rows.map(row => row.id)
  const recipients = await sql<Recipient[]>`
    SELECT r.digest_id AS "digestId", r.member_id AS "memberId", coalesce(m.email, r.address) AS address,
      r.left_at IS NOT NULL AS left
    FROM digest_recipients r LEFT JOIN members m ON m.id = r.member_id
    WHERE r.digest_id = ANY(${ids}::uuid[]) ORDER BY lower(coalesce(m.email, r.address))`
  const lasts = await sql<Last[]>`
    SELECT DISTINCT ON (digest_id) digest_id AS "digestId", period, status, ended_at AS at, reason FROM digest_runs
    WHERE digest_id = ANY(${ids}::uuid[]) ORDER BY digest_id, due_at DESC`
  return rows.map(row => {
    const last = lasts.find(run => run.digestId === row.id)
    return {
      id: toPublic('dig', row.id),
      ...(row.dashboardId === null ? {} : { dashboardId: toPublic('dsh', row.dashboardId) }),
      ...(row.reportId === null ? {} : { reportId: toPublic('rep', row.reportId) }),
      every: row.every,
      weekday: row.weekday,
      hour: row.hour,
      enabled: row.enabled,
      to:
        row.webhookUrl === null
          ? {
              recipients: recipients
                .filter(one => one.digestId === row.id)
                .map(({ memberId, address, left }) => ({
                  ...(memberId === null ? {} : { memberId: toPublic('mem', memberId) }),
                  address,
                  left
                }))
            }
          : { webhook: row.webhookUrl },
      ...(row.enabled ? { nextAt: new Date(nextDue(row, nowMs, row.timezone).atMs).toISOString() } : {}),
      ...(last
        ? {
            last: {
              period: last.period,
              status: last.status,
              ...(last.at === null ? {} : { at: last.at.toISOString() }),
              ...(last.reason === null ? {} : { reason: last.reason })
            }
          }
        : {}),
      createdAt: row.createdAt.toISOString(),
      updatedAt: row.updatedAt.toISOString()
    }
  })
}

export async function listDigests(
  { sql, clock }: DigestContext,
  workspaceId: string,
  of: { dashboardId?: string; reportId?: string }
) {
  const rows = await sql<DigestRow[]>`
    ${findDigests(sql)} WHERE d.workspace_id = ${workspaceId}
      ${of.dashboardId === undefined ? sql`` : sql`AND d.dashboard_id = ${toUuid(of.dashboardId)}`}
      ${of.reportId === undefined ? sql`` : sql`AND d.report_id = ${toUuid(of.reportId)}`}
    ORDER BY d.created_at, d.id LIMIT ${mostDigests}`
  return { items: await shown(sql, rows, clock().getTime()) }
}

export async function digestIn(sql: ISql, workspaceId: string, id: string): Promise<DigestRow> {
  const [row] = await sql<DigestRow[]>`${findDigests(sql)} WHERE d.id = ${id} AND d.workspace_id = ${workspaceId}`
  if (!row) throw notFound('digest')
  return row
}

const shownOne = async (context: DigestContext, sql: ISql, workspaceId: string, id: string): Promise<Digest> => {
  const [digest] = await shown(sql, [await digestIn(sql, workspaceId, id)], context.clock().getTime())
  if (!digest) throw notFound('digest')
  return digest
}

export async function addDigest(context: DigestContext, actor: Actor, given: DigestCreate): Promise<DigestCreated> {
  const { workspaceId } = actor
  const { dashboardId, reportId } = given
  if ((dashboardId === undefined) === (reportId === undefined))
    throw new AppError('invalid', 'A digest is of one thing: give dashboardId or reportId.', { field: 'dashboardId' })
  const id = newUuid(context.random)
  const at = context.clock()
  const by = actor.kind === 'member' ? actor.memberId : null
  return (await context.sql.begin(async tx => {
    if (dashboardId !== undefined) await lockDashboard(tx, workspaceId, toUuid(dashboardId))
    if (reportId !== undefined) await reportIn(tx, workspaceId, toUuid(reportId))
    await tx`SELECT 1 FROM workspaces WHERE id = ${workspaceId} FOR NO KEY UPDATE`
    const [{ count } = { count: 0 }] = await tx<{ count: number }[]>`
      SELECT count(*)::int AS count FROM digests WHERE workspace_id = ${workspaceId}`
    if (count >= mostDigests)
      throw new AppError('conflict', `There are ${mostDigests} digests already. Delete some first.`)
    await tx`
      INSERT INTO digests (id, workspace_id, dashboard_id, report_id, every, weekday, hour, enabled, since, created_by,
        created_at, updated_at)
      VALUES (${id}, ${workspaceId}, ${dashboardId ? toUuid(dashboardId) : null}, ${reportId ? toUuid(reportId) : null},
        ${given.every}, ${given.weekday ?? 1}, ${given.hour}, ${given.enabled ?? true}, ${at}, ${by}, ${at}, ${at})`
    const secret = await putTo(context, tx, workspaceId, id, given.to)
    await context.audit(actor, 'digest.created', toPublic('dig', id), { ...said(given.to), every: given.every }, tx)
    return {
      ...(await shownOne(context, tx, workspaceId, id)),
      ...(secret === undefined ? {} : { webhookSecret: secret })
    }
  })) as DigestCreated
}

export async function changeDigest(
  context: DigestContext,
  actor: Actor,
  id: string,
  change: DigestChange
): Promise<DigestCreated> {
  const { workspaceId } = actor
  const at = context.clock()
  return (await context.sql.begin(async tx => {
    await tx`SELECT 1 FROM digests WHERE id = ${id} AND workspace_id = ${workspaceId} FOR UPDATE`
    const before = await digestIn(tx, workspaceId, id)
    const after = {
      every: change.every ?? before.every,
      weekday: change.weekday ?? before.weekday,
      hour: change.hour ?? before.hour,
      enabled: change.enabled ?? before.enabled
    }
    await tx`
      UPDATE digests SET every = ${after.every}, weekday = ${after.weekday}, hour = ${after.hour}, enabled = ${after.enabled},
        since = ${at}, updated_at = ${at}
      WHERE id = ${id}`
    const secret = change.to && (await putTo(context, tx, workspaceId, id, change.to))
    const { every, weekday, hour, enabled } = before
    const detail = { before: { every, weekday, hour, enabled }, after, ...(change.to ? said(change.to) : {}) }
    await context.audit(actor, 'digest.changed', toPublic('dig', id), detail, tx)
    return {
      ...(await shownOne(context, tx, workspaceId, id)),
      ...(secret === undefined ? {} : { webhookSecret: secret })
    }
  })) as DigestCreated
}

export async function removeDigest(context: DigestContext, actor: Actor, id: string): Promise<void> {
  await context.sql.begin(async tx => {
    const { every } = await digestIn(tx, actor.workspaceId, id)
    await tx`DELETE FROM digests WHERE id = ${id}`
    await context.audit(actor, 'digest.deleted', toPublic('dig', id), { every }, tx)
  })
}

const said = (to: DigestCreate['to']) =>
  'webhook' in to
    ? { url: URL.parse(to.webhook)?.origin ?? '' }
    : { members: to.members?.length ?? 0, addresses: [...(to.addresses ?? [])] }

/** Where it goes, all at once. A webhook gets a secret of its own, which is given back to be shown once. */
async function putTo(
  context: DigestContext,
  tx: Tx,
  workspaceId: string,
  id: string,
  to: DigestCreate['to']
): Promise<string | undefined> {
  if ('webhook' in to) {
    const url = URL.parse(to.webhook)
    if (!url || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '')
      throw new AppError('invalid', 'to.webhook must be an address such as https://hooks.example/foyer.', {
        field: 'to.webhook'
      })
    const secret = `whsec_${Buffer.from(context.random(32)).toString('base64')}`
    const sealed = context.vault.seal(secret, secretOwner(id))
    await tx`DELETE FROM digest_recipients WHERE digest_id = ${id}`
    await tx`UPDATE digests SET webhook_url = ${url.href}, webhook_secret = ${sealed} WHERE id = ${id}`
    return secret
  }
  const members = (to.members ?? []).map(toUuid)
  const own = await tx<{ id: string; email: string }[]>`
    SELECT id, email FROM members WHERE workspace_id = ${workspaceId} AND id = ANY(${members}::uuid[])`
  for (const [index, member] of members.entries())
    if (!own.some(one => one.id === member))
      throw new AppError('invalid', `to.members.${index} is no member of this workspace.`, {
        field: `to.members.${index}`
      })
  // Whoever is chosen as a member is written to once, also when their address is given beside it.
  const emails = new Set(own.map(member => member.email.toLowerCase()))
  const addresses = [...new Set((to.addresses ?? []).map(address => address.toLowerCase()))].filter(
    address => !emails.has(address)
  )
  if (members.length + addresses.length === 0)
    throw new AppError('invalid', 'Give at least one member or address, or a webhook.', { field: 'to' })
  await tx`UPDATE digests SET webhook_url = NULL, webhook_secret = NULL WHERE id = ${id}`
  // Whoever said that they want no more stays out, however often the list is written anew.
  await tx`
    DELETE FROM digest_recipients WHERE digest_id = ${id} AND left_at IS NULL`
  for (const member of members)
    await tx`
      INSERT INTO digest_recipients (id, workspace_id, digest_id, member_id)
      VALUES (${newUuid(context.random)}, ${workspaceId}, ${id}, ${member}) ON CONFLICT DO NOTHING`
  for (const address of addresses)
    await tx`
      INSERT INTO digest_recipients (id, workspace_id, digest_id, address)
      VALUES (${newUuid(context.random)}, ${workspaceId}, ${id}, ${address}) ON CONFLICT DO NOTHING`
  return undefined
}
