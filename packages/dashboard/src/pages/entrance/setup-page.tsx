import type { SessionState } from '@foyer/protocol'
import { useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type ComponentProps, type FormEvent, type ReactNode, useState } from 'react'
import { api } from '../../api.ts'
import { queryClient } from '../../query-client.ts'
import { ownTimezone, sessionQuery } from '../../session.ts'
import { Button } from '../../ui/button.tsx'
import { Field, Input } from '../../ui/field.tsx'
import { FormFault, fieldFault, formFault } from '../../ui/states.tsx'
import { TimezoneSelect } from '../../ui/timezone-select.tsx'
import { Entrance } from './entrance.tsx'

const empty = { code: '', name: '', email: '', password: '', workspaceName: '', timezone: ownTimezone() }
type Values = typeof empty
const fields = Object.keys(empty)

export function SetupPage() {
  const navigate = useNavigate()
  const [values, setValues] = useState(empty)
  const making = useMutation({
    mutationFn: () => api.enter<SessionState>('/api/setup', { ...values, email: values.email.trim() }),
    onSuccess: async state => {
      queryClient.setQueryData(sessionQuery.queryKey, state)
      await navigate({ to: '/welcome', replace: true })
    }
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!making.isPending) making.mutate()
  }
  const line = (key: keyof Values, label: string, more: ComponentProps<'input'> & { hint?: ReactNode }) => {
    const { hint, ...rest } = more
    return (
      <Field label={label} hint={hint} error={fieldFault(making.error, key)}>
        {state => (
          <Input
            {...state}
            required
            value={values[key]}
            onChange={event => setValues({ ...values, [key]: event.target.value })}
            {...rest}
          />
        )}
      </Field>
    )
  }
  return (
    <Entrance title="Open the foyer" lead="Make the first account, and name the workspace your visitors arrive in.">
      <form onSubmit={submit} className="flex flex-col gap-4">
        <FormFault text={formFault(making.error, fields)} />
        {line('code', 'Set-up code', {
          hint: 'It stands in the console where Foyer was started.',
          autoComplete: 'one-time-code',
          autoFocus: true,
          spellCheck: false,
          className: 'font-mono uppercase placeholder:normal-case',
          placeholder: 'XXXX-XXXX-XXXX'
        })}
        {line('name', 'Your name', { autoComplete: 'name' })}
        {line('email', 'Your e-mail', { type: 'email', autoComplete: 'username' })}
        {line('password', 'Password', {
          type: 'password',
          autoComplete: 'new-password',
          minLength: 10,
          maxLength: 200,
          hint: 'At least 10 characters. A few words in a row are good.'
        })}
        {line('workspaceName', 'Workspace', {
          autoComplete: 'organization',
          hint: 'Usually the name of your company or product.'
        })}
        <Field
          label="Timezone"
          hint="Times and days are shown in it. You can change it later."
          error={fieldFault(making.error, 'timezone')}
        >
          {state => (
            <TimezoneSelect
              {...state}
              value={values.timezone}
              onChange={event => setValues({ ...values, timezone: event.target.value })}
            />
          )}
        </Field>
        <Button type="submit" look="primary" size="large" isBusy={making.isPending}>
          {making.isPending ? 'Making it…' : 'Create the workspace'}
        </Button>
      </form>
    </Entrance>
  )
}
