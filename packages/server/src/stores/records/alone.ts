import type { Sql } from 'postgres'

/** Of several processes one does it. The lock goes with the connection, so one that dies leaves it to the others. */
export async function alone(sql: Sql, what: string, work: () => Promise<void>): Promise<void> {
  const held = await sql.reserve()
  try {
    const [lock] = await held<
      { isMine: boolean }[]
    >`SELECT pg_try_advisory_lock(hashtextextended(${what}, 0)) AS "isMine"`
    if (!lock?.isMine) return
    try {
      await work()
    } finally {
      await held`SELECT pg_advisory_unlock(hashtextextended(${what}, 0))`
    }
  } finally {
    held.release()
  }
}
