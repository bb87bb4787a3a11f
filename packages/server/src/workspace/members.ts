import type { Member, MemberChange, MemberInvite, MemberInvited, Role } from '@foyer/protocol'
import type { Static } from 'typebox'
import { AppError, decodeCursor, encodeCursor, newUuid, notFound, pageOfRows, toPublic } from '../http/index.ts'
import { writeAudit } from './audit.ts'
import {
  type AnySql,
  type By,
  changeWorkspace,
  type PageOf,
  type PageRequest,
  type WorkspaceContext
} from './context.ts'
import { mailInvitation } from './invitation-mail.ts'
import { renewInvitation } from './invitations.ts'
import { findMember, type MemberRow, shownMember } from './member-rows.ts'
import { assertMayHandle } from './roles.ts'
import { endSessionsOf } from './sessions.ts'

export async function listMembers(context: WorkspaceContext, workspaceId: string, page: PageRequest): PageOf<Member> {
  const { sql } = context
  const limit = page.limit ?? 200
  const after = decodeCursor('members', ['instant', 'uuid'], page.cursor)
  const rows = await sql<MemberRow[]>`
    ${findMember(sql)} WHERE workspace_id = ${workspaceId}
    ${after ? sql`AND (created_at, id) > (${after[0]}, ${after[1]})` : sql``}
    ORDER BY created_at, id LIMIT ${limit + 1}`
  return pageOfRows(rows, limit, shownMember, row => encodeCursor('members', [row.createdAt, row.id]))
}

async function memberIn(tx: AnySql, workspaceId: string, id: string): Promise<MemberRow> {
  const [row] = await tx<MemberRow[]>`${findMember(tx)} WHERE workspace_id = ${workspaceId} AND id = ${id}`
  if (!row) throw notFound('member')
  return row
}

export type NewMember = { email: string; name: string; role: Role; passwordHash: string | null }

export async function insertMember(context: WorkspaceContext, tx: AnySql, workspaceId: string, input: NewMember) {
  const id = newUuid(context.random)
  const email = input.email.trim()
  const added = await tx`
    INSERT INTO members (id, workspace_id, email, name, role, password_hash, created_at)
    VALUES (${id}, ${workspaceId}, ${email}, ${input.name.trim()}, ${input.role}, ${input.passwordHash}, ${context.clock()})
    ON CONFLICT (lower(email)) DO NOTHING`
  if (added.count === 0)
    throw new AppError('conflict', `${email} is a member already. Every e-mail address signs in to one account.`, {
      field: 'email'
    })
  return memberIn(tx, workspaceId, id)
}

export async function inviteMember(
  context: WorkspaceContext,
  by: By,
  input: Static<typeof MemberInvite>
): Promise<MemberInvited> {
  assertMayHandle(by, input.role)
  const invited = await changeWorkspace(context, by.workspaceId, async tx => {
    const { email, name, role } = input
    const row = await insertMember(context, tx, by.workspaceId, { email, name, role, passwordHash: null })
    const inviteUrl = await renewInvitation(context, tx, row.id)
    await writeAudit(context, tx, by, 'member.invited', toPublic('mem', row.id), {
      email: row.email,
      name: row.name,
      role
    })
    return { member: shownMember(row), inviteUrl, mailed: await mailInvitation(context, tx, row, inviteUrl) }
  })
  context.mail?.look()
  return invited
}

/** For somebody who has not come yet, a new link. For a member who forgot their password, only from an owner: it opens the account. */
export async function reinviteMember(context: WorkspaceContext, by: By, id: string): Promise<MemberInvited> {
  const invited = await changeWorkspace(context, by.workspaceId, async tx => {
    const row = await memberIn(tx, by.workspaceId, id)
    assertMayHandle(by, row.role)
    const isOwner = by.kind === 'member' && by.role === 'owner'
    if (row.passwordHash !== null && !isOwner)
      throw new AppError('forbidden', 'This member has a password already. Only an owner can give them a new link.')
    const inviteUrl = await renewInvitation(context, tx, row.id)
    await writeAudit(context, tx, by, 'member.invited_again', toPublic('mem', row.id), { email: row.email })
    return { member: shownMember(row), inviteUrl, mailed: await mailInvitation(context, tx, row, inviteUrl) }
  })
  context.mail?.look()
  return invited
}

export async function changeMember(
  context: WorkspaceContext,
  by: By,
  id: string,
  input: Static<typeof MemberChange>
): Promise<Member> {
  return changeWorkspace(context, by.workspaceId, async tx => {
    const before = await memberIn(tx, by.workspaceId, id)
    const after = { name: input.name?.trim() ?? before.name, role: input.role ?? before.role }
    assertMayHandle(by, before.role, after.role)
    if (before.role === 'owner' && after.role !== 'owner') await assertOtherOwner(tx, before)
    await tx`UPDATE members SET name = ${after.name}, role = ${after.role} WHERE id = ${id}`
    const detail = { before: { name: before.name, role: before.role }, after }
    await writeAudit(context, tx, by, 'member.changed', toPublic('mem', id), detail)
    return shownMember({ ...before, ...after })
  })
}

/** Their sessions and invitation go with them, in the same moment. */
export async function removeMember(context: WorkspaceContext, by: By, id: string): Promise<void> {
  await changeWorkspace(context, by.workspaceId, async tx => {
    const row = await memberIn(tx, by.workspaceId, id)
    assertMayHandle(by, row.role)
    if (row.role === 'owner') await assertOtherOwner(tx, row)
    await endSessionsOf(tx, id)
    await tx`DELETE FROM members WHERE id = ${id}`
    const { email, name, role } = row
    await writeAudit(context, tx, by, 'member.removed', toPublic('mem', id), { before: { email, name, role } })
  })
}

/** An invited owner who never came cannot sign in, so they do not count. */
async function assertOtherOwner(tx: AnySql, owner: MemberRow): Promise<void> {
  const [other] = await tx`
    SELECT 1 FROM members
    WHERE workspace_id = ${owner.workspaceId} AND role = 'owner' AND password_hash IS NOT NULL AND id <> ${owner.id}
    LIMIT 1`
  if (!other && owner.passwordHash !== null)
    throw new AppError('conflict', 'This is the last owner. Make another member an owner first.')
}
