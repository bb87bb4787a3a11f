import type { Answer, Verdict } from './kind.ts'

/** `Retry-After` as seconds or as a date. */
export function retryAfterMs(answer: Answer, now: Date): number | undefined {
  const text = answer.headers['retry-after']
  if (text === undefined) return undefined
  const seconds = Number(text)
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000)
  const at = Date.parse(text)
  return Number.isNaN(at) ? undefined : Math.max(0, at - now.getTime())
}

/** What a status means where its vendor says nothing else. */
export function judgeHttp(answer: Answer, now: Date, who: string): Verdict {
  const { status } = answer
  if (status >= 200 && status < 300) return { is: 'delivered' }
  const reason = String(status)
  const afterMs = retryAfterMs(answer, now)
  const later = (advice: string): Verdict => ({
    is: 'retry',
    reason,
    advice,
    ...(afterMs === undefined ? {} : { afterMs })
  })
  if (status === 429) return later(`${who} asks for fewer requests. It is sent again when ${who} allows it.`)
  if (status === 408 || status === 425 || status >= 500)
    return later(`${who} has a problem of its own (${status}). It is sent again.`)
  if (status >= 300 && status < 400)
    return {
      is: 'misconfigured',
      reason,
      advice: `${who} answered with a redirect (${status}), which is not followed. Give the address it leads to.`
    }
  if (status === 401 || status === 403)
    return {
      is: 'misconfigured',
      reason,
      advice: `${who} does not accept the credentials (${status}). Check the key in the settings.`
    }
  if (status === 404 || status === 410)
    return {
      is: 'misconfigured',
      reason,
      advice: `${who} knows nothing at this address (${status}). Check the address and the ids in the settings.`
    }
  if (status === 413)
    return { is: 'invalid', reason, advice: `The event is larger than ${who} takes. Map fewer of its fields.` }
  return {
    is: 'invalid',
    reason,
    advice: `${who} does not take this event (${status}). Its answer says why; change the mapping and send it again.`
  }
}
