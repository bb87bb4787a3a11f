import { fill } from '../words/words.ts'
import type { Given } from './parts.ts'

/** Whether anybody is there, and when to expect an answer: what is known, in this order. */
export const standingOf = (
  { state, words, options, locale, opensAt }: Given,
  now: number
): { isHere: boolean; text: string } => {
  const { assignee, status, responder } = state.thread.facts ?? {}
  if (responder) return { isHere: true, text: fill(words.answersAtOnce, { name: responder.name }) }
  if (state.isTeamHere) {
    const name = status === 'open' ? assignee?.name : undefined
    return { isHere: true, text: name ? `${name} · ${words.here}` : words.here }
  }
  const opens = opensAt?.(now) ?? null
  if (opens !== null) {
    const isSoon = opens - now < 86_400_000 && new Date(opens).getDate() === new Date(now).getDate()
    const time = new Intl.DateTimeFormat(locale, {
      ...(!isSoon && { weekday: 'long' }),
      hour: 'numeric',
      minute: '2-digit'
    }).format(opens)
    return { isHere: false, text: fill(words.back, { time }) }
  }
  const { replyTime = '' } = options
  if (replyTime === 'minutes' || replyTime === 'hours' || replyTime === 'day')
    return { isHere: false, text: words[replyTime] }
  return { isHere: false, text: replyTime || words.away }
}
