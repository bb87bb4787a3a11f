import { bodyOf, judgeByTable } from '../error-table.ts'
import { textOf } from '../fields.ts'
import type { Answer, Mapped, Moment, Verdict } from '../kind.ts'
import { errors } from './errors.ts'

/** After the requests of a day are used up, HubSpot takes none before midnight of the account’s time zone. */
const dailyMs = 60 * 60_000

export function judge(answer: Answer, _mapped: readonly Mapped[], at: Moment): Verdict {
  const body = bodyOf(answer)
  const verdict = judgeByTable(errors, answer, [textOf(body.category)], at.now, 'HubSpot')
  if (answer.status === 429 && body.policyName === 'DAILY')
    return {
      is: 'retry',
      reason: 'daily_limit',
      advice:
        'HubSpot’s requests of the day are used up, by all that is connected to your account. It is sent again later.',
      afterMs: dailyMs
    }
  const said = messageOf(body)
  if (said === '' || verdict.is === 'delivered') return verdict
  return { ...verdict, advice: `${verdict.advice} HubSpot says: ${said.slice(0, 300)}` }
}

function messageOf(body: Record<string, unknown>): string {
  if (typeof body.message === 'string') return body.message
  const [first] = Array.isArray(body.errors) ? (body.errors as { message?: unknown }[]) : []
  return typeof first?.message === 'string' ? first.message : ''
}
