import { judgeHttp, retryAfterMs } from '../judge-http.ts'
import type { Answer, Mapped, Moment, Verdict } from '../kind.ts'
import { advice } from './advice.ts'
import { forgotten, type Pair, pairOf, remembered, rememberedBrowser } from './session.ts'
import { type Told, toldBy } from './told.ts'

/** What an answer of the Monitoring API means; the numbers beside the statuses are LivePerson's `internalCode`. */
export function judge(answer: Answer, mapped: readonly Mapped[], at: Moment): Verdict {
  const told = toldBy(answer)
  const pair = pairOf(mapped, at)
  const loading = isLoading(answer.status, told)
  if (loading) {
    const vid = /vid:\s*([\w.~=+/-]+)/.exec(told.message)?.[1]
    return {
      is: 'retry',
      reason: 'loading',
      advice: advice.loading,
      ...(vid === undefined ? {} : { memory: rememberedBrowser(vid, at) })
    }
  }
  if (answer.status >= 200 && answer.status < 300) return delivered(answer, mapped, at, pair)
  const reason = told.code === undefined ? String(answer.status) : `${answer.status}_${told.code}`
  switch (answer.status) {
    case 400:
      return refused(told, reason, mapped, at)
    case 401:
    case 403:
      return {
        is: 'misconfigured',
        reason,
        advice:
          at.settings.authenticated === true
            ? advice.identityRefused(answer.status)
            : advice.demandsIdentity(answer.status)
      }
    case 404:
      return notFound(told, reason, at, pair)
    case 429:
      return {
        is: 'retry',
        reason,
        advice: advice.slower,
        afterMs: Math.max(1000, retryAfterMs(answer, at.now) ?? 1000)
      }
  }
  if (answer.status < 500) return judgeHttp(answer, at.now, 'LivePerson')
  const afterMs = retryAfterMs(answer, at.now)
  return {
    is: 'retry',
    reason,
    advice: advice.unexpected(answer.status),
    ...(afterMs === undefined ? {} : { afterMs })
  }
}

/** Version 1.1 says it with 202, version 1.0 with 500. */
const isLoading = (status: number, { code, message }: Told) =>
  (status === 202 && (code === 38 || /loading account/i.test(message))) ||
  (status === 500 && (code === 20 || /loading account/i.test(message)))

function delivered(answer: Answer, mapped: readonly Mapped[], at: Moment, pair: Pair): Verdict {
  const memory = remembered(answer, pair, at)
  const isNamed = memory.vid !== undefined
  const moved = at.prepared.isLookedUp === undefined ? undefined : at.prepared.host
  return {
    is: 'delivered',
    memory,
    advice: !isNamed
      ? advice.deliveredWithout
      : moved === undefined
        ? advice.delivered(mapped[0]?.event.visitor.id ?? '')
        : advice.moved(moved)
  }
}

function refused({ code, message }: Told, reason: string, mapped: readonly Mapped[], at: Moment): Verdict {
  if (code === 33) return { is: 'misconfigured', reason, advice: advice.version }
  const sentence = code === 5 && message !== '' ? advice.missing(message) : advice.malformed
  const namesCustomer =
    at.settings.send_customer_id !== false && mapped.some(one => one.to === 'ctmrinfo' && hasCustomer(one.fields))
  return { is: 'invalid', reason, advice: namesCustomer ? sentence + advice.customerId : sentence }
}

const hasCustomer = ({ info }: Record<string, unknown>) =>
  typeof info === 'object' && info !== null && Object.hasOwn(info, 'customerId')

function notFound({ code }: Told, reason: string, at: Moment, pair: Pair): Verdict {
  switch (code) {
    case 18:
      return { is: 'misconfigured', reason, advice: advice.unknownApp }
    case 6:
      return { is: 'misconfigured', reason, advice: advice.unknownAccount(String(at.settings.account_id)) }
    case 37:
    case 39:
    case 12:
      if (pair.from === 'nowhere') return { is: 'retry', reason, advice: advice.noVisit }
      return {
        is: 'retry',
        reason,
        advice: advice.newVisit,
        afterMs: 0,
        memory: forgotten(pair, at.memory),
        isFree: true
      }
  }
  if (at.prepared.isLookedUp !== undefined) return { is: 'misconfigured', reason, advice: advice.notFound }
  return { is: 'retry', reason, advice: advice.lookedUpAgain, afterMs: 0, memory: null, isFree: true }
}
