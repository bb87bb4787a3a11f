import type { Scope, SessionState } from '@foyer/protocol'
import { queryOptions, useQuery } from '@tanstack/react-query'
import { api } from './api.ts'

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: ({ signal }) => api.get<SessionState>('/api/session', undefined, signal),
  staleTime: Number.POSITIVE_INFINITY
})

export type SignedIn = Extract<SessionState, { state: 'signed-in' }>

/** Only under the shell, which is not drawn before somebody is signed in. */
export function useSignedIn(): SignedIn {
  const { data } = useQuery(sessionQuery)
  if (data?.state !== 'signed-in') throw new Error('This part of the page needs a signed-in member.')
  return data
}

export const useCan = (scope: Scope): boolean => useSignedIn().scopes.includes(scope)

/** The timezone every time is shown in; outside the shell, the reader's own. */
export function useTimezone(): string {
  const { data } = useQuery(sessionQuery)
  return data?.state === 'signed-in' ? data.workspace.timezone : ownTimezone()
}

export const ownTimezone = () => Intl.DateTimeFormat().resolvedOptions().timeZone

/** Where to go after signing in: an address of this dashboard, never another site's. */
export function safeReturn(address: string | undefined): string {
  const isOurs = address !== undefined && /^\/(?![/\\])/.test(address) && !/^\/(sign-in|setup|invite)\b/.test(address)
  if (!isOurs) return '/live'
  const url = URL.parse(address, 'https://here.invalid')
  return url?.host === 'here.invalid' ? url.pathname + url.search + url.hash : '/live'
}
