import type { Signal } from './queue-state.ts'
import type { Reply } from './transport.ts'

export type Outcome = { signal: Signal; retryAfterMs: number }

/**
 * What an answer means for the queue. `success` is the one status that says it is done, and Foyer's success is always JSON:
 * any other 2xx comes from a stranger in between. A 401 to an identify is a refusal, there is nobody else to be.
 */
export const outcomeOf = ({ status, retryAfterMs, body }: Reply, success: 200 | 202): Outcome => {
  const signal = (): Signal => {
    if (status === success && body) return success === 200 ? 'known' : 'sent'
    if (status === 401 && success === 202) return 'denied'
    if (status < 400 || status >= 500 || status === 408 || status === 429) return retryAfterMs ? 'told' : 'failed'
    return 'refused'
  }
  return { signal: signal(), retryAfterMs }
}
