import { useMutation } from '@tanstack/react-query'
import { LogOut } from 'lucide-react'
import { type FormEvent, useState, useSyncExternalStore } from 'react'
import { ApiError, api } from '../../api.ts'
import { useSignedIn } from '../../session.ts'
import { themeChoices } from '../../shell/member-menu.tsx'
import { signOut } from '../../shell/sign-out.ts'
import { chooseTheme, onTheme, readTheme } from '../../shell/theme.ts'
import { Button } from '../../ui/button.tsx'
import { Field, Input } from '../../ui/field.tsx'
import { Section } from '../../ui/page.tsx'
import { FormFault, fieldFault, formFault } from '../../ui/states.tsx'
import { toast } from '../../ui/toasts.tsx'
import { MailNotices } from './mail-notices.tsx'
import { roleWords } from './roles.ts'
import { SettingsPage } from './settings-page.tsx'

export function AccountPage() {
  const { member, scopes } = useSignedIn()
  const theme = useSyncExternalStore(onTheme, readTheme)
  return (
    <SettingsPage
      title="Your account"
      lead={`${member.name} · ${member.email} · ${roleWords[member.role].label.toLowerCase()}`}
      actions={
        <Button icon={<LogOut aria-hidden className="size-4" />} onClick={() => void signOut()}>
          Sign out
        </Button>
      }
    >
      <Section title="Theme" hint="In this browser.">
        <fieldset aria-label="Theme" className="flex flex-wrap gap-2">
          {themeChoices.map(({ value, label, icon }) => (
            <Button
              key={value}
              icon={icon}
              aria-pressed={theme === value}
              look={theme === value ? 'chosen' : 'plain'}
              onClick={() => chooseTheme(value)}
            >
              {label}
            </Button>
          ))}
        </fieldset>
      </Section>
      {scopes.includes('conversations:write') && <MailNotices />}
      <PasswordForm email={member.email} />
    </SettingsPage>
  )
}

const fields = ['current', 'next']

function PasswordForm({ email }: { email: string }) {
  const [current, setCurrent] = useState('')
  const [next, setNext] = useState('')
  const changing = useMutation({
    // A wrong current password is answered with 401, which is no end of this session.
    mutationFn: () => api.enter<void>('/api/session/password', { current, next }),
    onSuccess: () => {
      setCurrent('')
      setNext('')
      toast('Your password is changed. Your other sessions were signed out.')
    }
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!changing.isPending) changing.mutate()
  }
  const fault = changing.error
  const isWrong = fault instanceof ApiError && fault.code === 'wrong_credential'
  return (
    <Section title="Password">
      <form onSubmit={submit} className="flex max-w-sm flex-col gap-4">
        <FormFault text={isWrong ? undefined : formFault(fault, fields)} />
        <input type="email" autoComplete="username" value={email} readOnly hidden />
        <Field label="Current password" error={isWrong ? fault.message : fieldFault(fault, 'current')}>
          {state => (
            <Input
              {...state}
              type="password"
              autoComplete="current-password"
              required
              value={current}
              onChange={event => setCurrent(event.target.value)}
            />
          )}
        </Field>
        <Field label="New password" hint="At least 10 characters." error={fieldFault(fault, 'next')}>
          {state => (
            <Input
              {...state}
              type="password"
              autoComplete="new-password"
              required
              minLength={10}
              maxLength={200}
              value={next}
              onChange={event => setNext(event.target.value)}
            />
          )}
        </Field>
        <div>
          <Button type="submit" look="primary" isBusy={changing.isPending}>
            {changing.isPending ? 'Changing…' : 'Change the password'}
          </Button>
        </div>
      </form>
    </Section>
  )
}
