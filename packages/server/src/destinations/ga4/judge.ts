import { bodyOf } from '../error-table.ts'
import { textOf } from '../fields.ts'
import { judgeHttp } from '../judge-http.ts'
import type { Answer, Mapped, Moment, Verdict } from '../kind.ts'
import { notesOn } from './build.ts'

const unseen =
  'Google found nothing wrong with the form of this test event. It is counted nowhere, and neither measurement ID nor API secret was checked: look into Realtime after the next event.'

/** Google takes everything, and says what is wrong only to a test. */
export function judge(answer: Answer, mapped: readonly Mapped[], at: Moment): Verdict {
  const verdict = judgeHttp(answer, at.now, 'Google Analytics')
  if (verdict.is !== 'delivered') return verdict
  if (at.isTest) return judgeTest(answer)
  const notes = notesOn(mapped, at)
  return notes.length === 0 ? verdict : { ...verdict, advice: notes.join(' ') }
}

function judgeTest(answer: Answer): Verdict {
  const messages = bodyOf(answer).validationMessages
  if (!Array.isArray(messages) || messages.length === 0) return { is: 'delivered', advice: unseen }
  const said = messages.map(one => textOf((one as { description?: unknown } | null)?.description) || 'no reason given')
  return { is: 'invalid', reason: 'validation', advice: `Google would not count this event: ${said.join(' ')}` }
}
