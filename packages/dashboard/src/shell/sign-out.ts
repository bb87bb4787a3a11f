import { api } from '../api.ts'
import { faultText } from '../ui/states.tsx'
import { toast } from '../ui/toasts.tsx'

/** Loads the page anew: what this member saw goes with them, and the next one at this machine starts with nothing in memory. */
export async function signOut(): Promise<void> {
  try {
    await api.delete('/api/session')
    location.replace('/sign-in')
  } catch (fault) {
    toast(`You are still signed in. ${faultText(fault)}`)
  }
}
