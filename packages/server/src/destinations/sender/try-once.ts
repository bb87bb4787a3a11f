import type { Attempt } from '@foyer/protocol'
import { toPublic } from '../../http/index.ts'
import type { Reach } from '../../outward/index.ts'
import type { KnownDestination } from '../directory/destination.ts'
import { retryAfterMs } from '../judge-http.ts'
import {
  type Built,
  type Mapped,
  type Memory,
  type Moment,
  type OutgoingRequest,
  UnpreparedError,
  type Verdict
} from '../kind.ts'
import { whatIsLacking } from '../mapping/lacking.ts'
import type { createPreparing } from './prepare.ts'
import { type Response, reachDestination } from './reach-destination.ts'
import { recordAttempt } from './record-attempt.ts'

export type Trying = {
  reach: Reach
  allowPrivate: boolean
  clock: () => Date
  log: { warn(details: object, message: string): void }
}

export type Tried = {
  verdict: Verdict | { is: 'unknown'; reason: string; advice: string }
  attempt: Attempt
  status: number | null
  memory: Memory
  /** Nobody answered, or said to be in trouble itself: others would meet the same. */
  isOutage: boolean
  /** It asks for fewer requests, of all events and not of this one. */
  pauseMs: number
}

type Sending = {
  destination: KnownDestination
  preparing: ReturnType<typeof createPreparing>
  mapped: readonly Mapped[]
  /** Of the first of them. */
  deliveryId: string
  part: number
  memory: Memory
  together: number
  isTest: boolean
  signal: AbortSignal
  /** Right before it leaves; false keeps it. */
  leaves(): Promise<boolean>
}

const leastPauseMs = 1_000
/** Whoever asks for longer is asked again by then: others wait behind it. */
const longestPauseMs = 3_600_000
const pauseOf = (askedMs = 0) =>
  Number.isNaN(askedMs) ? leastPauseMs : Math.min(longestPauseMs, Math.max(leastPauseMs, askedMs))

/** One request to a destination, from what it looks up first to what its answer means. Never throws. */
export async function tryOnce(trying: Trying, sending: Sending): Promise<Tried> {
  const { destination, mapped } = sending
  const at = trying.clock()
  const began = performance.now()
  let request: OutgoingRequest | null = null
  let response: Response | null = null
  let sentMs = 0
  const ended = (verdict: Tried['verdict'], more: Partial<Tried> = {}): Tried => {
    const attempt = recordAttempt(destination, {
      at,
      durationMs: sentMs || performance.now() - began,
      verdict: verdict.is,
      advice: verdict.advice ?? 'It arrived.',
      request,
      response,
      addresses: addressesOf(mapped),
      together: sending.together
    })
    return {
      // A vendor's own words can have the key in them; they stand on the delivery and the destination too.
      verdict: verdict.advice === undefined ? verdict : { ...verdict, advice: attempt.advice },
      status: response && 'answer' in response ? response.answer.status : null,
      memory: sending.memory,
      isOutage: false,
      pauseMs: 0,
      ...more,
      attempt
    }
  }

  try {
    const moment: Moment = {
      settings: destination.settings,
      memory: sending.memory,
      now: at,
      deliveryId: toPublic('dlv', sending.deliveryId),
      ...(sending.part > 0 ? { part: sending.part } : {}),
      prepared: await sending.preparing.of(destination, {
        reach: trying.reach,
        now: at,
        allowPrivate: trying.allowPrivate
      }),
      ...(sending.isTest ? { isTest: true } : {})
    }
    const built = builtOf(trying, destination, mapped, moment)
    if ('invalid' in built) return ended({ is: 'invalid', reason: built.reason, advice: built.invalid })
    request = built.request
    if (!(await sending.leaves()))
      return ended({ is: 'retry', reason: 'taken_over', advice: 'Another process sends it.', isFree: true })
    const leftAt = performance.now()
    response = await reachDestination(trying.reach, request, {
      timeoutMs: destination.delivering.timeoutMs,
      allowPrivate: trying.allowPrivate,
      signal: sending.signal
    })
    sentMs = performance.now() - leftAt
    if ('fault' in response) return unanswered(response, sending, ended)
    const { answer } = response
    const verdict = destination.kind.judge(answer, mapped, { ...moment, now: trying.clock() })
    const isTrouble = verdict.is === 'retry' && !verdict.isFree
    return ended(verdict, {
      memory: memoryAfter(verdict, sending),
      isOutage: isTrouble && answer.status >= 500,
      pauseMs: isTrouble && answer.status === 429 ? pauseOf(verdict.afterMs ?? retryAfterMs(answer, at)) : 0
    })
  } catch (fault) {
    if (fault instanceof UnpreparedError) {
      const { verdict } = fault
      return ended(verdict, { isOutage: verdict.is === 'retry' && !verdict.isFree })
    }
    trying.log.warn({ err: fault, destination: destination.id }, 'a delivery failed for a reason of our own')
    if (response !== null && !destination.kind.mayRepeat(mapped))
      return ended({
        is: 'unknown',
        reason: 'unforeseen',
        advice: 'It was sent, and Foyer could not read the answer. Look there, and send it again if it is missing.'
      })
    return ended(
      { is: 'retry', reason: 'unforeseen', advice: 'Foyer could not make the request. It is tried again.' },
      { isOutage: true }
    )
  }
}

/** What cannot be built fails alone: tried again it would fail again, and hold up all that waits behind it. */
function builtOf(trying: Trying, { id, kind }: KnownDestination, mapped: readonly Mapped[], moment: Moment): Built {
  try {
    return whatIsLacking(kind, mapped) ?? kind.build(mapped, moment)
  } catch (fault) {
    trying.log.warn({ err: fault, destination: id }, 'no request could be made of an event')
    return {
      invalid: 'Foyer could not make a request of this event, which is a fault of its own. Its log says more.',
      reason: 'unforeseen'
    }
  }
}

function unanswered(
  { fault, wasSent, isUnknownName, mayNot }: Extract<Response, { fault: string }>,
  { destination, mapped, preparing }: Sending,
  ended: (verdict: Tried['verdict'], more?: Partial<Tried>) => Tried
): Tried {
  if (mayNot) return ended({ is: 'misconfigured', reason: 'address', advice: fault })
  if (isUnknownName) preparing.again('name')
  if (!wasSent) return ended({ is: 'retry', reason: 'unreachable', advice: fault }, { isOutage: true })
  if (destination.kind.mayRepeat(mapped))
    return ended({ is: 'retry', reason: 'no_answer', advice: `${fault} It is sent again.` }, { isOutage: true })
  return ended(
    {
      is: 'unknown',
      reason: 'no_answer',
      advice: `${fault} Nobody can say whether the event arrived, and sent twice it would count twice: look there, and send it again if it is missing.`
    },
    { isOutage: true }
  )
}

function memoryAfter(verdict: Verdict, { memory, preparing }: Sending): Memory {
  if (verdict.is !== 'delivered' && verdict.is !== 'retry') return memory
  if (verdict.memory !== null) return verdict.memory ?? memory
  preparing.again('answer')
  return {}
}

const addressesOf = (mapped: readonly Mapped[]): string[] =>
  [...new Set(mapped.map(one => one.event.context.ip).filter(ip => typeof ip === 'string' && ip !== ''))] as string[]
