import { bodyOf, judgeByTable } from '../error-table.ts'
import type { Answer, Mapped, Moment, Verdict } from '../kind.ts'
import { errors } from './errors.ts'

type Said = { detail?: unknown; source?: { pointer?: unknown } }

export function judge(answer: Answer, _mapped: readonly Mapped[], at: Moment): Verdict {
  const verdict = judgeByTable(errors, answer, [], at.now, 'Klaviyo')
  const list = bodyOf(answer).errors
  const said = (Array.isArray(list) ? (list as Said[]) : [])
    .filter(one => typeof one?.detail === 'string')
    .map(one => `${one.detail}${typeof one.source?.pointer === 'string' ? ` (${one.source.pointer})` : ''}`)
    .join(' ')
  if (said === '' || verdict.is === 'delivered') return verdict
  return { ...verdict, advice: `${verdict.advice} Klaviyo says: ${said.slice(0, 300)}` }
}
