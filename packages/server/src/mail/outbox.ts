import type { ISql, Sql } from 'postgres'
import type { Letter } from './letter.ts'

export type MailKind = 'waiting' | 'mention' | 'reply' | 'invitation' | 'digest'

export type NewMail = {
  id: string
  workspaceId: string
  conversationId: string | null
  memberId: string | null
  kind: MailKind
  /** What it tells: the same key again is no second mail. */
  key: string
  letter: Letter
  /** Of its kind to one address; what comes beyond is held back for good. */
  mostADay?: number
}

export type WaitingMail = { id: string; kind: MailKind; letter: Letter; tries: number; createdAt: Date }

/** Longer than one try may take; after a crash the mail is tried again once it is over. */
const leaseSeconds = 60
const keptDays = 30

/** In the transaction of what it tells. False when this was told before. */
export async function putMail(sql: ISql, mail: NewMail, at: Date): Promise<boolean> {
  const put = await sql`
    INSERT INTO mails (id, workspace_id, conversation_id, member_id, kind, key, recipient, letter, due_at, created_at)
    VALUES (${mail.id}, ${mail.workspaceId}, ${mail.conversationId}, ${mail.memberId}, ${mail.kind}, ${mail.key},
      ${mail.letter.to.address}, ${sql.json(mail.letter as never)}, ${at}, ${at})
    ON CONFLICT DO NOTHING`
  return put.count === 1
}

/** Whether an address was written to as often as is decent, however it was spelled. */
export async function isEnough(
  sql: ISql,
  { workspaceId, kind, letter, mostADay }: Omit<NewMail, 'id'>,
  at: Date
): Promise<boolean> {
  if (mostADay === undefined) return false
  const [row] = await sql<{ count: number }[]>`
    SELECT count(*)::int AS count FROM mails
    WHERE workspace_id = ${workspaceId} AND kind = ${kind} AND lower(recipient) = lower(${letter.to.address})
      AND created_at > ${at}::timestamptz - interval '1 day'`
  return (row?.count ?? 0) >= mostADay
}

/** What is due and in nobody else's hands; theirs who asked, for as long as the lease holds. */
export async function claimMails(sql: Sql, now: Date, count: number): Promise<WaitingMail[]> {
  return sql<WaitingMail[]>`
    UPDATE mails SET tries = tries + 1, leased_until = ${now}::timestamptz + make_interval(secs => ${leaseSeconds})
    WHERE id IN (
      SELECT id FROM mails
      WHERE status = 'waiting' AND due_at <= ${now} AND (leased_until IS NULL OR leased_until <= ${now})
      ORDER BY due_at LIMIT ${count} FOR UPDATE SKIP LOCKED)
    RETURNING id, kind, letter, tries, created_at AS "createdAt"`
}

export async function endMail(
  sql: Sql,
  id: string,
  status: 'sent' | 'given up',
  reason: string | null,
  at: Date
): Promise<void> {
  await sql`
    UPDATE mails SET status = ${status}, reason = ${reason}, ended_at = ${at}, leased_until = NULL, letter = NULL
    WHERE id = ${id}`
}

export async function putOff(sql: Sql, id: string, reason: string, until: Date): Promise<void> {
  await sql`UPDATE mails SET due_at = ${until}, reason = ${reason}, leased_until = NULL WHERE id = ${id}`
}

/** What ended is shown for a while and then forgotten; that it was told stands beside what it told. */
export async function forgetMails(sql: Sql, now: Date): Promise<void> {
  await sql`DELETE FROM mails WHERE ended_at < ${now}::timestamptz - make_interval(days => ${keptDays})`
}

export async function mailCounts(sql: ISql, workspaceId: string) {
  const [row] = await sql<{ waiting: number; sent: number; givenUp: number }[]>`
    SELECT count(*) FILTER (WHERE status = 'waiting') AS waiting, count(*) FILTER (WHERE status = 'sent') AS sent,
      count(*) FILTER (WHERE status = 'given up') AS "givenUp"
    FROM mails WHERE workspace_id = ${workspaceId}`
  const failures = await sql<{ recipient: string; reason: string; at: Date; status: 'waiting' | 'given up' }[]>`
    SELECT recipient, reason, coalesce(ended_at, due_at) AS at, status FROM mails
    WHERE workspace_id = ${workspaceId} AND reason IS NOT NULL AND status IN ('waiting', 'given up')
    ORDER BY created_at DESC, id LIMIT 20`
  return { ...(row ?? { waiting: 0, sent: 0, givenUp: 0 }), failures }
}
