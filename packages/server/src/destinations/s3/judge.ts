import { judgeByTable } from '../error-table.ts'
import type { Answer, Mapped, Moment, Verdict } from '../kind.ts'
import { errors } from './errors.ts'

export function judge(answer: Answer, _mapped: readonly Mapped[], at: Moment): Verdict {
  if (answer.status >= 200 && answer.status < 300) return { is: 'delivered' }
  const verdict = judgeByTable(errors, answer, [inside(answer, 'Code')], at.now, 'The store')
  const region = inside(answer, 'Region') || (answer.headers['x-amz-bucket-region'] ?? '')
  if (region === '' || region === at.settings.region || verdict.is !== 'misconfigured') return verdict
  return { ...verdict, advice: `${verdict.advice} The store says: ${region.slice(0, 40)}.` }
}

const inside = ({ body }: Answer, name: string) => new RegExp(`<${name}>([^<]*)</${name}>`).exec(body)?.[1] ?? ''
