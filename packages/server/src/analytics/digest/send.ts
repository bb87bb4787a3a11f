import { toPublic } from '../../http/index.ts'
import { signed, UnreachableError } from '../../outward/index.ts'
import type { DigestContext } from './context.ts'
import { type DigestRow, secretOwner } from './digests.ts'
import type { Due } from './due.ts'
import { digestLetter } from './letter.ts'
import type { Told } from './told.ts'

export type Run = { digestId: string; period: string; testMember: string | null; tries: number }
/** Asked for by hand, beside what is due. */
export const isTest = ({ period }: Pick<Run, 'period'>): boolean => period.startsWith('test ')
export type Sent = { status: 'sent' } | { status: 'failed' | 'given up'; reason: string }

type Reader = { id: string | null; memberId: string | null; address: string; name: string | null }

export const leaveUrl = (publicUrl: string, recipient: string): string =>
  `${publicUrl.replace(/\/+$/, '')}/digest/leave/${recipient.replaceAll('-', '')}`

/** Every letter and the mark that they are written, in one transaction: a crash in between leaves neither. */
export async function sendByMail(
  context: DigestContext,
  digest: DigestRow,
  run: Run,
  due: Due,
  told: Told
): Promise<Sent> {
  const { workspaceId, timezone } = digest
  const sent = await context.sql.begin(async tx => {
    const [mine] = await tx`
      SELECT 1 FROM digest_runs WHERE digest_id = ${run.digestId} AND period = ${run.period} AND status = 'waiting' FOR UPDATE`
    // Another process was quicker after this one's lease ran out.
    if (!mine) return false
    const [workspace] = await tx<{ name: string }[]>`SELECT name FROM workspaces WHERE id = ${workspaceId}`
    const readers = isTest(run)
      ? await tx<Reader[]>`
          SELECT NULL::uuid AS id, id AS "memberId", email AS address, name FROM members
          WHERE id = ${run.testMember} AND workspace_id = ${workspaceId}`
      : await tx<Reader[]>`
          SELECT r.id, r.member_id AS "memberId", coalesce(m.email, r.address) AS address, m.name
          FROM digest_recipients r LEFT JOIN members m ON m.id = r.member_id
          WHERE r.digest_id = ${run.digestId} AND r.left_at IS NULL AND (m.id IS NULL OR m.password_hash IS NOT NULL)
          ORDER BY r.id`
    for (const { id, memberId, address, name } of readers) {
      if (memberId === null && (await context.mail.isRefused(tx, workspaceId, address))) continue
      await context.mail.put(tx, {
        workspaceId,
        conversationId: null,
        memberId,
        kind: 'digest',
        key: `digest ${run.digestId} ${run.period} ${id ?? memberId}`,
        letter: digestLetter({ address, name }, told, {
          workspace: workspace?.name ?? 'Foyer',
          timezone,
          due,
          isTest: isTest(run),
          isOfTeam: memberId !== null,
          leaveUrl: id === null ? null : leaveUrl(context.publicUrl, id)
        })
      })
    }
    await tx`
      UPDATE digest_runs SET status = 'sent', ended_at = ${context.clock()}, leased_until = NULL, reason = NULL
      WHERE digest_id = ${run.digestId} AND period = ${run.period}`
    return true
  })
  if (sent) context.mail.look()
  return { status: 'sent' }
}

const timeoutMs = 15_000
const mostBytes = 64 * 1024

/** Signed, and with the same id on every try: whoever takes it in can tell a second copy. */
export async function sendByWebhook(
  context: DigestContext,
  digest: DigestRow,
  run: Run,
  due: Due,
  told: Told
): Promise<Sent> {
  if (digest.webhookUrl === null || digest.webhookSecret === null)
    return { status: 'given up', reason: 'There is no webhook any more.' }
  const at = context.clock()
  const body = JSON.stringify({
    type: isTest(run) ? 'digest.test' : 'digest',
    timestamp: at.toISOString(),
    data: {
      digestId: toPublic('dig', digest.id),
      name: told.name,
      url: told.url,
      every: digest.every,
      from: due.from,
      to: due.to,
      timezone: digest.timezone,
      reports: told.reports,
      notes: told.notes
    }
  })
  const secret = context.vault.open(digest.webhookSecret, secretOwner(digest.id))
  const id = `${toPublic('dig', digest.id)}_${run.period.replaceAll(/[^A-Za-z0-9]/g, '')}`
  try {
    const reached = await context.reach(digest.webhookUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...signed(secret, id, at, body) },
      body,
      timeoutMs,
      mostBytes
    })
    reached.end()
    if (reached.status >= 200 && reached.status < 300) return { status: 'sent' }
    const reason = `The webhook answered ${reached.status} where 200 was expected.`
    return { status: reached.status === 410 ? 'given up' : 'failed', reason }
  } catch (fault) {
    if (!(fault instanceof UnreachableError)) throw fault
    return {
      status: fault.reason === 'private' || fault.reason === 'address' ? 'given up' : 'failed',
      reason: fault.message
    }
  }
}
