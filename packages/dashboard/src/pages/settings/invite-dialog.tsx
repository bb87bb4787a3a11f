import type { MemberInvited, Role } from '@foyer/protocol'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useId, useState } from 'react'
import { api } from '../../api.ts'
import { useSignedIn } from '../../session.ts'
import { Button } from '../../ui/button.tsx'
import { CopyButton } from '../../ui/copy.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field, Input, Select } from '../../ui/field.tsx'
import { FormFault, fieldFault, formFault } from '../../ui/states.tsx'
import { roleChoices, roleWords } from './roles.ts'

const fields = ['email', 'name', 'role']

export function InviteDialog({ onDone, onClose }: { onDone: () => Promise<void>; onClose: () => void }) {
  const formId = useId()
  const { member: me } = useSignedIn()
  const [email, setEmail] = useState('')
  const [name, setName] = useState('')
  const [role, setRole] = useState<Role>('agent')
  const inviting = useMutation({
    mutationFn: () => api.post<MemberInvited>('/api/members', { email: email.trim(), name: name.trim(), role }),
    onSuccess: onDone
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!inviting.isPending) inviting.mutate()
  }
  if (inviting.data)
    return (
      <Dialog
        isOpen
        isSticky
        onClose={onClose}
        title={`${inviting.data.member.name} can come in`}
        description={`${inviting.data.mailed ? `The link is on its way to ${inviting.data.member.email}.` : 'Send them this link.'} Whoever opens it within 7 days chooses the password.`}
        actions={
          <Button look="primary" onClick={onClose}>
            Done
          </Button>
        }
      >
        <InviteLink invited={inviting.data} />
      </Dialog>
    )
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="Invite somebody"
      description="They get a link with which they choose a password. Where no mail server is set, you send it to them."
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={formId} look="primary" isBusy={inviting.isPending}>
            {inviting.isPending ? 'Making the link…' : 'Make the link'}
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={submit} className="flex flex-col gap-4">
        <FormFault text={formFault(inviting.error, fields)} />
        <Field label="Their name" error={fieldFault(inviting.error, 'name')}>
          {state => (
            <Input
              {...state}
              required
              autoComplete="off"
              value={name}
              onChange={event => setName(event.target.value)}
            />
          )}
        </Field>
        <Field label="Their e-mail" error={fieldFault(inviting.error, 'email')}>
          {state => (
            <Input
              {...state}
              required
              type="email"
              autoComplete="off"
              value={email}
              onChange={event => setEmail(event.target.value)}
            />
          )}
        </Field>
        <Field label="Role" hint={roleWords[role].meaning} error={fieldFault(inviting.error, 'role')}>
          {state => (
            <Select {...state} value={role} onChange={event => setRole(event.target.value as Role)}>
              {roleChoices(me.role).map(choice => (
                <option key={choice} value={choice}>
                  {roleWords[choice].label}
                </option>
              ))}
            </Select>
          )}
        </Field>
      </form>
    </Dialog>
  )
}

export function InviteLink({ invited }: { invited: MemberInvited }) {
  return (
    <div className="flex items-center gap-2 rounded-md border border-line bg-sunken p-2 pl-3">
      <code className="min-w-0 flex-1 font-mono text-xs break-all select-all">{invited.inviteUrl}</code>
      <CopyButton text={invited.inviteUrl} />
    </div>
  )
}
