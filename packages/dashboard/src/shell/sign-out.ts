import type { UseNavigateResult } from '@tanstack/react-router'
import { api } from '../api.ts'
import { queryClient } from '../query-client.ts'
import { sessionQuery } from '../session.ts'
import { faultText } from '../ui/states.tsx'
import { toast } from '../ui/toasts.tsx'

/** What this member saw goes with them: the next one at this machine starts with nothing in memory. */
export async function signOut(navigate: UseNavigateResult<string>): Promise<void> {
  try {
    await api.delete('/api/session')
  } catch (fault) {
    toast(`You are still signed in. ${faultText(fault)}`)
    return
  }
  queryClient.clear()
  queryClient.setQueryData(sessionQuery.queryKey, { state: 'signed-out' })
  await navigate({ to: '/sign-in' })
}
