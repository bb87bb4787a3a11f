import type { Invitation, SessionState } from '@foyer/protocol'
import { useMutation, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { ApiError, api } from '../../api.ts'
import { queryClient } from '../../query-client.ts'
import { sessionQuery } from '../../session.ts'
import { Button, buttonClasses } from '../../ui/button.tsx'
import { Field, Input } from '../../ui/field.tsx'
import { Failure, FormFault, fieldFault, formFault, Loading, Skeleton } from '../../ui/states.tsx'
import { Ago } from '../../ui/time.tsx'
import { Entrance } from './entrance.tsx'

const route = getRouteApi('/invite/$token')

export function InvitePage() {
  const { token } = route.useParams()
  const invitation = useQuery({
    queryKey: ['invitation', token],
    queryFn: ({ signal }) => api.get<Invitation>(`/api/invitations/${encodeURIComponent(token)}`, undefined, signal)
  })
  if (invitation.isPending)
    return (
      <Entrance title="Invitation">
        <Loading what="the invitation" className="flex flex-col gap-4">
          <Skeleton className="h-4 w-2/3" />
          <Skeleton className="h-8" />
          <Skeleton className="h-10" />
        </Loading>
      </Entrance>
    )
  if (invitation.isError) {
    const isGone = invitation.error instanceof ApiError && invitation.error.status === 404
    return (
      <Entrance title={isGone ? 'This invitation is no longer open' : 'Invitation'}>
        {isGone ? (
          <div className="flex flex-col gap-4 text-center text-sm text-ink-soft">
            <p>It was used already, was replaced by a newer one, or is older than 7 days. Ask for a new link.</p>
            <Link to="/sign-in" className={buttonClasses({})}>
              Sign in instead
            </Link>
          </div>
        ) : (
          <Failure isCompact fault={invitation.error} what="The invitation" onRetry={() => void invitation.refetch()} />
        )}
      </Entrance>
    )
  }
  return <Accept token={token} invitation={invitation.data} />
}

const fields = ['name', 'password']

function Accept({ token, invitation }: { token: string; invitation: Invitation }) {
  const navigate = useNavigate()
  const [name, setName] = useState(invitation.name)
  const [password, setPassword] = useState('')
  const accepting = useMutation({
    mutationFn: () => api.enter<SessionState>('/api/invitations/accept', { token, name: name.trim(), password }),
    onSuccess: async state => {
      queryClient.clear()
      queryClient.setQueryData(sessionQuery.queryKey, state)
      await navigate({ to: '/live', replace: true })
    }
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!accepting.isPending) accepting.mutate()
  }
  return (
    <Entrance
      title={`Join ${invitation.workspaceName}`}
      lead={`You were invited as ${invitation.email}.`}
      foot={
        Date.parse(invitation.expiresAt) > Date.now() ? undefined : (
          <>
            This invitation ran out <Ago at={invitation.expiresAt} />.
          </>
        )
      }
    >
      <form onSubmit={submit} className="flex flex-col gap-4">
        <FormFault text={formFault(accepting.error, fields)} />
        {/* So that a password manager keeps the password under the right name. */}
        <input type="email" autoComplete="username" value={invitation.email} readOnly hidden />
        <Field label="Your name" error={fieldFault(accepting.error, 'name')}>
          {state => (
            <Input
              {...state}
              required
              autoComplete="name"
              value={name}
              onChange={event => setName(event.target.value)}
            />
          )}
        </Field>
        <Field
          label="Choose a password"
          hint="At least 10 characters. A few words in a row are good."
          error={fieldFault(accepting.error, 'password')}
        >
          {state => (
            <Input
              {...state}
              type="password"
              autoComplete="new-password"
              required
              minLength={10}
              maxLength={200}
              value={password}
              onChange={event => setPassword(event.target.value)}
            />
          )}
        </Field>
        <Button type="submit" look="primary" size="large" isBusy={accepting.isPending}>
          {accepting.isPending ? 'Joining…' : 'Join the workspace'}
        </Button>
      </form>
    </Entrance>
  )
}
