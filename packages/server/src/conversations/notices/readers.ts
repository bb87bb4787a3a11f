import type { ISql, Sql } from 'postgres'
import { seenSeconds } from '../presence.ts'

export type Reader = { conversation: string; member: string }

/** A member has looked at a conversation up to a place in it. */
export async function noteRead(sql: ISql, reader: Reader, read: number, at: Date): Promise<void> {
  await sql`
    INSERT INTO conversation_readers (conversation_id, member_id, seen_at, read)
    VALUES (${reader.conversation}, ${reader.member}, ${at}, ${read})
    ON CONFLICT (conversation_id, member_id) DO UPDATE
      SET seen_at = greatest(conversation_readers.seen_at, excluded.seen_at),
        read = greatest(conversation_readers.read, excluded.read)`
}

/** They still have these open. */
export async function vouchForReaders(sql: Sql, readers: Reader[], now: Date): Promise<void> {
  if (readers.length === 0) return
  await sql`
    UPDATE conversation_readers r SET seen_at = ${now}
    FROM unnest(${readers.map(one => one.conversation)}::uuid[], ${readers.map(one => one.member)}::uuid[]) AS open (conversation, member)
    WHERE r.conversation_id = open.conversation AND r.member_id = open.member`
}

/** Whether member `m` has conversation `c` open and has seen everything the visitor wrote: they need no mail about it. */
export const isReading = (sql: ISql, conversation: string, now: Date) => sql`
  EXISTS (SELECT 1 FROM conversation_readers r
    WHERE r.conversation_id = ${conversation} AND r.member_id = m.id
      AND r.seen_at > ${now}::timestamptz - make_interval(secs => ${seenSeconds})
      AND r.read >= (SELECT coalesce(max(x.seq), 0) FROM messages x
        WHERE x.conversation_id = ${conversation} AND x.kind = 'message' AND x.author = 'visitor'))`

export async function forgetReaders(sql: Sql, now: Date): Promise<void> {
  await sql`DELETE FROM conversation_readers WHERE seen_at < ${now}::timestamptz - interval '1 day'`
}
