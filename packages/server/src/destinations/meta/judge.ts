import { bodyOf, judgeByTable } from '../error-table.ts'
import { record, textOf } from '../fields.ts'
import type { Answer, Mapped, Moment, Verdict } from '../kind.ts'
import { errors } from './errors.ts'

type MetaError = {
  code?: number
  error_subcode?: number
  is_transient?: boolean
  message?: string
  error_user_msg?: string
}

export function judge(answer: Answer, _mapped: readonly Mapped[], at: Moment): Verdict {
  if (answer.status < 300)
    return at.settings.test_event_code
      ? { is: 'delivered', advice: 'Sent as a test event: it shows up under Test events, and counts for nothing else.' }
      : { is: 'delivered' }
  const error = record(bodyOf(answer).error) as MetaError
  const verdict = judgeByTable(errors, answer, words(error), at.now, 'Meta')
  const said = error.error_user_msg ?? error.message
  if (typeof said !== 'string' || verdict.is === 'delivered') return verdict
  return { ...verdict, advice: `${verdict.advice} Meta says: ${said.slice(0, 300)}` }
}

function words({ code, error_subcode: subcode, is_transient: isTransient }: MetaError): string[] {
  if (typeof code !== 'number') return []
  // All of 200 to 299 are about permissions.
  const plain = code >= 200 && code < 300 ? '200' : String(code)
  return [`${plain}/${textOf(subcode)}`, ...(isTransient === true ? ['transient'] : []), plain]
}
