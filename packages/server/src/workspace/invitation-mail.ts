import { type Letter, nameLine } from '../mail/index.ts'
import type { AnySql, WorkspaceContext } from './context.ts'
import type { MemberRow } from './member-rows.ts'
import { tokenHash } from './vault.ts'

/** Sends the link along, where mail leaves this machine; else whoever invites hands it over. Answers whether it is on its way. */
export async function mailInvitation(
  { mail }: WorkspaceContext,
  tx: AnySql,
  member: Pick<MemberRow, 'id' | 'workspaceId' | 'email' | 'name'>,
  inviteUrl: string
): Promise<boolean> {
  if (!mail?.isSent) return false
  const [workspace] = await tx<{ name: string }[]>`SELECT name FROM workspaces WHERE id = ${member.workspaceId}`
  return mail.put(tx, {
    workspaceId: member.workspaceId,
    conversationId: null,
    memberId: member.id,
    kind: 'invitation',
    key: `invitation ${tokenHash(inviteUrl).toString('hex')}`,
    letter: invitationLetter(member, workspace?.name ?? 'Foyer', inviteUrl)
  })
}

const invitationLetter = (member: Pick<MemberRow, 'email' | 'name'>, workspace: string, url: string): Letter => ({
  to: { address: member.email, name: member.name },
  fromName: workspace,
  subject: `Your invitation to ${nameLine(workspace)}`,
  lead: `You can work with ${nameLine(workspace)} on Foyer. Open the link within 7 days and choose your password.`,
  quotes: [],
  action: { label: 'Choose a password', url },
  foot: ['Whoever has this link can choose the password: do not pass it on. Answers to this mail are not read.'],
  leave: null,
  thread: null,
  direction: 'ltr',
  oneClick: false
})
