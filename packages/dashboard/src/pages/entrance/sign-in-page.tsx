import type { SessionState } from '@foyer/protocol'
import { useMutation } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { api } from '../../api.ts'
import { queryClient } from '../../query-client.ts'
import { safeReturn, sessionQuery } from '../../session.ts'
import { Button } from '../../ui/button.tsx'
import { Field, Input } from '../../ui/field.tsx'
import { FormFault, faultText } from '../../ui/states.tsx'
import { Entrance } from './entrance.tsx'

const route = getRouteApi('/sign-in')

export function SignInPage() {
  const search = route.useSearch()
  const navigate = useNavigate()
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const entering = useMutation({
    mutationFn: () => api.enter<SessionState>('/api/session', { email: email.trim(), password }),
    onSuccess: async state => {
      queryClient.setQueryData(sessionQuery.queryKey, state)
      await navigate({ href: safeReturn(search.return), replace: true })
    }
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!entering.isPending) entering.mutate()
  }
  return (
    <Entrance
      title="Sign in to Foyer"
      lead={search.return === undefined ? undefined : 'After this you are back where you were.'}
      foot="No account yet? Ask an owner or admin of your workspace for an invitation link."
    >
      <form onSubmit={submit} className="flex flex-col gap-4">
        <FormFault text={entering.error ? faultText(entering.error) : undefined} />
        <Field label="E-mail">
          {state => (
            <Input
              {...state}
              type="email"
              autoComplete="username"
              required
              autoFocus
              value={email}
              onChange={event => setEmail(event.target.value)}
            />
          )}
        </Field>
        <Field label="Password">
          {state => (
            <Input
              {...state}
              type="password"
              autoComplete="current-password"
              required
              value={password}
              onChange={event => setPassword(event.target.value)}
            />
          )}
        </Field>
        <Button type="submit" look="primary" size="large" isBusy={entering.isPending}>
          {entering.isPending ? 'Signing in…' : 'Sign in'}
        </Button>
      </form>
    </Entrance>
  )
}
