import type { Sql } from 'postgres'

/**
 * NOTIFY is committed under a lock that the whole database shares, and a commit that waits for the disk holds it for as long: with two
 * hundred messages a second each waited for the syncs of all before it. What is only told needs no disk.
 */
export async function notifyOthers(sql: Sql, channel: string, payloads: string[]): Promise<void> {
  await sql`
    SELECT set_config('synchronous_commit', 'off', true), pg_notify(${channel}, payload) FROM unnest(${payloads}::text[]) AS payload`
}
