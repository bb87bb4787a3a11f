import type { SessionState } from '@foyer/protocol'
import type { FastifyRequest } from 'fastify'
import { type Actor, AppError, addressBlock, createRateLimit, takeTurn, toPublic } from '../http/index.ts'
import { writeAudit } from './audit.ts'
import { type By, changeWorkspace, type WorkspaceContext } from './context.ts'
import { findMember, type MemberRow, shownMember } from './member-rows.ts'
import { roleScopes } from './roles.ts'
import { endSession, endSessionsOf, startSession } from './sessions.ts'
import { readWorkspace, shownWorkspace } from './workspace.ts'

type MemberActor = Extract<Actor, { kind: 'member' }>

export type SignIn = ReturnType<typeof createSignIn>

export function createSignIn(context: WorkspaceContext) {
  const clock = () => context.clock().getTime()
  // One mistyping person stays under both. Only wrong tries count, or an office behind one address would lock itself out.
  const byAddress = createRateLimit({ burst: 30, perSecond: 1 / 5, clock })
  const byEmail = createRateLimit({ burst: 10, perSecond: 1 / 30, clock })
  const byMember = createRateLimit({ burst: 5, perSecond: 1 / 30, clock })
  const slowDown = 'Too many wrong tries. Wait a little and try again.'

  return {
    /** Ends `earlier`, the session the browser came with: an id planted before the sign-in is worth nothing after it. */
    async signIn(request: FastifyRequest, input: { email: string; password: string }, earlier: string | undefined) {
      const address = addressBlock(request.address)
      const email = input.email.trim().replaceAll('\0', '')
      const account = email.toLowerCase()
      takeTurn(byAddress, address, slowDown)
      takeTurn(byEmail, account, slowDown)
      const [member] = await context.sql<MemberRow[]>`
        ${findMember(context.sql)} WHERE lower(email) = lower(${email})`
      const isRight = await context.passwords.matches(input.password, member?.passwordHash ?? null)
      if (!member || !isRight) throw wrongCredential()
      byAddress.giveBack(address)
      byEmail.forget(account)
      const token = await changeWorkspace(context, member.workspaceId, async tx => {
        // Compared again behind the lock: the password may have been changed, or the member removed, while it was checked.
        const [still] =
          await tx`SELECT 1 FROM members WHERE id = ${member.id} AND password_hash = ${member.passwordHash}`
        if (!still) throw wrongCredential()
        if (earlier) await endSession(tx, earlier)
        await writeAudit(context, tx, asMember(member), 'member.signed_in', toPublic('mem', member.id))
        return startSession(context, tx, member.id)
      })
      return { token, state: await stateOf(context, member.id) }
    },

    signOut: (actor: MemberActor) =>
      changeWorkspace(context, actor.workspaceId, async tx => {
        await tx`DELETE FROM sessions WHERE id = ${actor.sessionId}`
        await writeAudit(context, tx, actor, 'member.signed_out', toPublic('mem', actor.memberId))
      }),

    /** Every session of theirs ends, and this browser goes on with a new one. */
    async changePassword(actor: MemberActor, input: { current: string; next: string }): Promise<string> {
      takeTurn(byMember, actor.memberId, slowDown)
      const [member] = await context.sql<MemberRow[]>`${findMember(context.sql)} WHERE id = ${actor.memberId}`
      if (!(await context.passwords.matches(input.current, member?.passwordHash ?? null)))
        throw new AppError('invalid', 'The current password is not right.', { field: 'current' })
      byMember.forget(actor.memberId)
      const hash = await context.passwords.hash(input.next)
      return changeWorkspace(context, actor.workspaceId, async tx => {
        await tx`UPDATE members SET password_hash = ${hash} WHERE id = ${actor.memberId}`
        await endSessionsOf(tx, actor.memberId)
        await writeAudit(context, tx, actor, 'member.password_changed', toPublic('mem', actor.memberId))
        return startSession(context, tx, actor.memberId)
      })
    }
  }
}

const wrongCredential = () => new AppError('wrong_credential', 'The e-mail address or the password is not right.')

/** Who stands in the audit trail for something done before there was a session. */
export const asMember = (member: Pick<MemberRow, 'workspaceId' | 'name' | 'email'>): By => ({
  kind: 'system',
  workspaceId: member.workspaceId,
  label: `${member.name} <${member.email}>`
})

export async function stateOf(context: WorkspaceContext, memberId: string): Promise<SessionState> {
  const [member] = await context.sql<MemberRow[]>`${findMember(context.sql)} WHERE id = ${memberId}`
  if (!member) return { state: 'signed-out' }
  const workspace = await readWorkspace(context.sql, member.workspaceId)
  return {
    state: 'signed-in',
    member: shownMember(member),
    workspace: shownWorkspace(workspace),
    scopes: [...roleScopes[member.role]]
  }
}
