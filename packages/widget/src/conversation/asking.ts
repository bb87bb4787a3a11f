import type { Thread } from './thread.ts'

export type AskEmail = 'away' | 'always' | 'never'

const patienceMs = 60_000

/**
 * When to ask for an e-mail address: once something was said, by setting at once or when nobody answers in time. Milliseconds
 * until then; 0 is now, null is not at all.
 */
export const asksEmailIn = (
  thread: Thread,
  asked: { when: AskEmail; isTeamHere: boolean | null; now: number }
): number | null => {
  if (asked.when === 'never' || thread.facts?.email !== 'unknown' || thread.facts.status !== 'open') return null
  const first = thread.messages.find(message => message.author.kind === 'visitor')
  if (!first) return null
  if (asked.when === 'always') return 0
  const last = thread.messages.at(-1)
  // What answers by itself has said that a person will: that is no answer yet.
  if (thread.facts.responder || !last || !/visitor|responder/.test(last.author.kind)) return null
  if (asked.isTeamHere === false) return 0
  const unanswered = thread.messages.findLast((message, at) => {
    const before = thread.messages[at - 1]
    return message.author.kind === 'visitor' && before?.author.kind !== 'visitor'
  })
  if (!unanswered) return null
  return Math.max(0, Date.parse(unanswered.at) + patienceMs - asked.now)
}
