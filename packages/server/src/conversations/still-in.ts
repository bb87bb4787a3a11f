import type { Actor } from '../http/index.ts'
import type { ISql } from './context.ts'

/** Which of these may still act, asked for all of them at once: before every message that is told to a team's sockets. */
export async function stillIn(sql: ISql, actors: Actor[], now: Date): Promise<(actor: Actor) => boolean> {
  const ids = actors.map(credentialOf)
  const rows = await sql<{ id: string }[]>`
    SELECT id FROM sessions WHERE id = ANY(${ids}::uuid[]) AND expires_at > ${now}
    UNION ALL SELECT id FROM api_keys WHERE id = ANY(${ids}::uuid[])`
  const still = new Set(rows.map(row => row.id))
  return actor => still.has(credentialOf(actor))
}

const credentialOf = (actor: Actor) => (actor.kind === 'member' ? actor.sessionId : actor.keyId)
