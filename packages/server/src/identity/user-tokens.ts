import type { ISql } from 'postgres'
import { AppError } from '../http/index.ts'
import type { Proof } from './proof.ts'
import type { Sighting } from './sighting.ts'

/** Longer than the tolerance a token's expiry is checked with, so that none is forgotten while it could be believed. */
const keptAfterExpiry = '1 hour'

/**
 * Notes that this browser brought a signed user token, and refuses one that was signed out of, in whichever browser, or that
 * bears a jti and was brought by another.
 */
export async function acceptUserToken(sql: ISql, seen: Sighting, proof: Proof, visitor: string): Promise<void> {
  // A signature that never changes cannot be told from its repetition: what ends it is turning the secret.
  if (proof.tokenHash === null) return
  const before = await sql<{ visitorId: string; endedAt: Date | null }[]>`
    SELECT visitor_id AS "visitorId", ended_at AS "endedAt" FROM user_tokens
    WHERE workspace_id = ${seen.workspaceId} AND hash = ${proof.tokenHash}`
  if (before.some(one => one.endedAt !== null))
    throw new AppError('expired_token', 'This user token was signed out of. Sign a new one for the signed-in user.')
  if (proof.oneBrowser && before.some(one => one.visitorId !== visitor))
    throw new AppError(
      'wrong_credential',
      'This user token was already used by another browser (its jti). Sign one for each.'
    )
  await sql`
    INSERT INTO user_tokens (workspace_id, hash, visitor_id, first_at, expires_at)
    VALUES (${seen.workspaceId}, ${proof.tokenHash}, ${visitor}, ${seen.at}, ${proof.expiresAt})
    ON CONFLICT DO NOTHING`
  await sql`
    DELETE FROM user_tokens
    WHERE workspace_id = ${seen.workspaceId} AND expires_at < ${seen.at}::timestamptz - ${keptAfterExpiry}::interval`
}

/** Somebody signed out in this browser. */
export async function endUserTokens(sql: ISql, workspaceId: string, visitor: string, at: Date): Promise<void> {
  await sql`
    UPDATE user_tokens SET ended_at = ${at}
    WHERE workspace_id = ${workspaceId} AND visitor_id = ${visitor} AND ended_at IS NULL`
}
