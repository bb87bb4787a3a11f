import { judgeHttp, retryAfterMs } from './judge-http.ts'
import type { Answer, ErrorRow, Verdict } from './kind.ts'

/** The first row that fits the status and one of the words; without one, what the status means by itself. */
export function judgeByTable(
  rows: readonly ErrorRow[],
  answer: Answer,
  says: readonly string[],
  now: Date,
  who: string
): Verdict {
  const row = rows.find(
    one => (!one.status || one.status.includes(answer.status)) && (one.says === undefined || says.includes(one.says))
  )
  if (!row) return judgeHttp(answer, now, who)
  const { is, advice } = row
  if (is === 'delivered') return { is, advice }
  const reason = row.reason ?? row.says ?? String(answer.status)
  const afterMs = retryAfterMs(answer, now)
  return { is, reason, advice, ...(is === 'retry' && afterMs !== undefined ? { afterMs } : {}) } as Verdict
}

/** What a body says, where it is JSON; most errors of a gateway on the way are not. */
export function bodyOf(answer: Answer): Record<string, unknown> {
  try {
    const body: unknown = JSON.parse(answer.body)
    return typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}
