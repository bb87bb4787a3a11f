import type { Member, MemberInvited, Role } from '@foyer/protocol'
import { useMutation, useQuery } from '@tanstack/react-query'
import { MoreHorizontal, RotateCw, UserPlus, UserRoundMinus } from 'lucide-react'
import { useState } from 'react'
import { api } from '../../api.ts'
import { queryClient } from '../../query-client.ts'
import { useCan, useSignedIn } from '../../session.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Select } from '../../ui/field.tsx'
import { Menu, MenuItem } from '../../ui/menu.tsx'
import { Failure, FormFault, faultText, Loading, Skeleton } from '../../ui/states.tsx'
import { Ago } from '../../ui/time.tsx'
import { toast } from '../../ui/toasts.tsx'
import { InviteDialog, InviteLink } from './invite-dialog.tsx'
import { roleChoices, roleWords } from './roles.ts'
import { SettingsPage } from './settings-page.tsx'
import { Cell, Table } from './table.tsx'

const membersKey = ['members']
const lookAgain = () => queryClient.invalidateQueries({ queryKey: membersKey })

export function MembersPage() {
  const mayWrite = useCan('members:write')
  const [isInviting, setInviting] = useState(false)
  const [renewed, setRenewed] = useState<MemberInvited | null>(null)
  const members = useQuery({
    queryKey: membersKey,
    queryFn: ({ signal }) => api.get<{ items: Member[] }>('/api/members', { limit: 500 }, signal)
  })
  return (
    <SettingsPage
      isWide
      title="Members"
      lead="Whoever works with this workspace, and what each may do."
      actions={
        mayWrite && (
          <Button look="primary" icon={<UserPlus aria-hidden className="size-4" />} onClick={() => setInviting(true)}>
            Invite
          </Button>
        )
      }
    >
      {members.isPending ? (
        <Loading what="members" className="flex flex-col gap-2">
          <Skeleton className="h-11" />
          <Skeleton className="h-11" />
          <Skeleton className="h-11" />
        </Loading>
      ) : members.isError && !members.data ? (
        <Failure fault={members.error} what="The members" onRetry={() => void members.refetch()} />
      ) : (
        <Table
          label="Members"
          columns={[
            { label: 'Member' },
            { label: 'Role' },
            { label: 'Last here' },
            { label: 'Actions', isHidden: true, isNumber: true }
          ]}
        >
          {members.data.items.map(member => (
            <MemberRow key={member.id} member={member} mayWrite={mayWrite} onRenewed={setRenewed} />
          ))}
        </Table>
      )}
      <RoleLegend />
      {isInviting && <InviteDialog onDone={lookAgain} onClose={() => setInviting(false)} />}
      {renewed && (
        <Dialog
          isOpen
          isSticky
          onClose={() => setRenewed(null)}
          title={`A new link for ${renewed.member.name}`}
          description={`${renewed.mailed ? `It is on its way to ${renewed.member.email}. ` : ''}The link sent before no longer opens.`}
          actions={
            <Button look="primary" onClick={() => setRenewed(null)}>
              Done
            </Button>
          }
        >
          <InviteLink invited={renewed} />
        </Dialog>
      )}
    </SettingsPage>
  )
}

type RowProps = { member: Member; mayWrite: boolean; onRenewed: (invited: MemberInvited) => void }

function MemberRow({ member, mayWrite, onRenewed }: RowProps) {
  const { member: me } = useSignedIn()
  const [isRemoving, setRemoving] = useState(false)
  const isMe = me.id === member.id
  // What only an owner may do to owners, and nobody to themself here, is not offered.
  const mayChange = mayWrite && !isMe && (member.role !== 'owner' || me.role === 'owner')
  const changing = useMutation({
    mutationFn: (role: Role) => api.patch<Member>(`/api/members/${member.id}`, { role }),
    onSuccess: async ({ name, role }) => {
      toast(`${name} is now ${roleWords[role].label.toLowerCase()}`)
      await lookAgain()
    },
    onError: fault => toast(`The role stays as it was. ${faultText(fault)}`)
  })
  const renewing = useMutation({
    mutationFn: () => api.post<MemberInvited>(`/api/members/${member.id}/invite`),
    onSuccess: onRenewed,
    onError: fault => toast(faultText(fault))
  })
  return (
    <tr>
      <Cell className="min-w-48 py-1.5">
        <span className="block font-medium">
          {member.name} {isMe && <span className="font-normal text-ink-faint">(you)</span>}
        </span>
        <span className="block text-xs text-ink-faint">{member.email}</span>
      </Cell>
      <Cell className="whitespace-nowrap">
        {mayChange ? (
          <Select
            aria-label={`Role of ${member.name}`}
            className="w-32"
            value={member.role}
            disabled={changing.isPending}
            onChange={event => changing.mutate(event.target.value as Role)}
          >
            {roleChoices(me.role).map(role => (
              <option key={role} value={role}>
                {roleWords[role].label}
              </option>
            ))}
          </Select>
        ) : (
          roleWords[member.role].label
        )}
      </Cell>
      <Cell className="whitespace-nowrap text-ink-soft">
        {member.pending ? (
          <span className="rounded-sm bg-warning-soft px-1.5 py-0.5 text-xs text-warning">invited, not here yet</span>
        ) : member.lastSeenAt ? (
          <Ago at={member.lastSeenAt} />
        ) : (
          '—'
        )}
      </Cell>
      <Cell isNumber>
        {mayChange && (
          <Menu
            trigger={
              <IconButton label={`Actions for ${member.name}`}>
                <MoreHorizontal aria-hidden className="size-4" />
              </IconButton>
            }
          >
            {member.pending && (
              <MenuItem icon={<RotateCw aria-hidden className="size-4" />} onSelect={() => renewing.mutate()}>
                Make a new invitation link
              </MenuItem>
            )}
            <MenuItem
              isDanger
              icon={<UserRoundMinus aria-hidden className="size-4" />}
              onSelect={() => setRemoving(true)}
            >
              Remove from the workspace
            </MenuItem>
          </Menu>
        )}
        {isRemoving && <RemoveDialog member={member} onClose={() => setRemoving(false)} />}
      </Cell>
    </tr>
  )
}

function RemoveDialog({ member, onClose }: { member: Member; onClose: () => void }) {
  const removing = useMutation({
    mutationFn: () => api.delete(`/api/members/${member.id}`),
    onSuccess: async () => {
      onClose()
      toast(`${member.name} was removed`)
      await lookAgain()
    }
  })
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={`Remove ${member.name}?`}
      description="They are signed out everywhere at once, and their invitation link stops opening. What they did stays in the audit trail."
      actions={
        <>
          <Button onClick={onClose}>Keep them</Button>
          <Button look="danger" isBusy={removing.isPending} onClick={() => removing.mutate()}>
            {removing.isPending ? 'Removing…' : 'Remove'}
          </Button>
        </>
      }
    >
      <FormFault text={removing.error ? faultText(removing.error) : undefined} />
    </Dialog>
  )
}

function RoleLegend() {
  return (
    <dl className="grid gap-x-4 gap-y-1 text-sm sm:grid-cols-[5rem_1fr]">
      {Object.values(roleWords).map(({ label, meaning }) => (
        <div key={label} className="contents">
          <dt className="font-medium">{label}</dt>
          <dd className="mb-1 text-ink-soft">{meaning}</dd>
        </div>
      ))}
    </dl>
  )
}
