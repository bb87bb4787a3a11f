import type { Invitation, InvitationAccept } from '@foyer/protocol'
import type { FastifyRequest } from 'fastify'
import type { Static } from 'typebox'
import { AppError, addressBlock, createRateLimit, takeTurn, toPublic } from '../http/index.ts'
import { writeAudit } from './audit.ts'
import { type AnySql, changeWorkspace, instant, type WorkspaceContext } from './context.ts'
import type { MemberRow } from './member-rows.ts'
import { endSessionsOf, startSession } from './sessions.ts'
import { asMember, stateOf } from './sign-in.ts'
import { newToken, tokenHash } from './vault.ts'

const invitationMs = 7 * 86_400_000

/** The link as it is shown once. An earlier one stops working. */
export async function renewInvitation(context: WorkspaceContext, tx: AnySql, memberId: string): Promise<string> {
  const token = newToken('inv', context.random)
  const expiresAt = new Date(context.clock().getTime() + invitationMs)
  await tx`
    INSERT INTO invitations (member_id, hash, expires_at) VALUES (${memberId}, ${tokenHash(token)}, ${expiresAt})
    ON CONFLICT (member_id) DO UPDATE SET hash = excluded.hash, expires_at = excluded.expires_at`
  return `${context.publicUrl.replace(/\/+$/, '')}/invite/${token}`
}

type InvitedRow = Pick<MemberRow, 'id' | 'workspaceId' | 'email' | 'name'> & { workspaceName: string; expiresAt: Date }

export function createInvitations(context: WorkspaceContext) {
  const clock = () => context.clock().getTime()
  const byAddress = createRateLimit({ burst: 20, perSecond: 1 / 5, clock })

  const find = async (sql: AnySql, token: string): Promise<InvitedRow> => {
    const [row] = await sql<InvitedRow[]>`
      SELECT m.id, m.workspace_id AS "workspaceId", m.email, m.name, w.name AS "workspaceName", i.expires_at AS "expiresAt"
      FROM invitations i JOIN members m ON m.id = i.member_id JOIN workspaces w ON w.id = m.workspace_id
      WHERE i.hash = ${tokenHash(token)} AND i.expires_at > ${context.clock()}`
    if (row) return row
    throw new AppError('not_found', 'This invitation was used, replaced or is older than 7 days. Ask for a new link.')
  }
  const takeATurn = (request: FastifyRequest) =>
    takeTurn(byAddress, addressBlock(request.address), 'Too many tries. Wait a little and open the link again.')

  return {
    async show(request: FastifyRequest, token: string): Promise<Invitation> {
      takeATurn(request)
      const { email, name, workspaceName, expiresAt } = await find(context.sql, token)
      return { email, name, workspaceName, expiresAt: instant(expiresAt) }
    },

    async accept(request: FastifyRequest, input: Static<typeof InvitationAccept>) {
      takeATurn(request)
      const { workspaceId } = await find(context.sql, input.token)
      const passwordHash = await context.passwords.hash(input.password)
      const accepted = await changeWorkspace(context, workspaceId, async tx => {
        // Found again behind the lock: two clicks on one link make one member, not two sessions.
        const invited = await find(tx, input.token)
        const name = input.name?.trim() ?? invited.name
        await tx`UPDATE members SET name = ${name}, password_hash = ${passwordHash} WHERE id = ${invited.id}`
        await tx`DELETE FROM invitations WHERE member_id = ${invited.id}`
        await endSessionsOf(tx, invited.id)
        await writeAudit(context, tx, asMember({ ...invited, name }), 'member.joined', toPublic('mem', invited.id))
        return { memberId: invited.id, token: await startSession(context, tx, invited.id) }
      })
      return { token: accepted.token, state: await stateOf(context, accepted.memberId) }
    }
  }
}
