import { useEffect, useState } from 'preact/hooks'
import { type AskEmail, asksEmailIn } from '../conversation/asking.ts'
import type { Given } from './parts.ts'

export const askOf = ({ options: { askEmail } }: Given): AskEmail =>
  askEmail === 'always' || askEmail === 'never' ? askEmail : 'away'

/** Milliseconds until the visitor is asked for their address; 0 is now. */
export const useEmailTime = (given: Given): number | null => {
  const { thread, isTeamHere } = given.state
  const [now, setNow] = useState(0)
  const inMs = asksEmailIn(thread, { when: askOf(given), isTeamHere, now: Math.max(now, Date.now()) })
  const isLater = !!inMs
  const due = thread.messages.at(-1)?.id
  useEffect(() => {
    if (!inMs) return
    const timer = setTimeout(() => setNow(Date.now()), inMs)
    return () => clearTimeout(timer)
  }, [isLater, due])
  return inMs
}
