import type { Log } from '../guard.ts'
import type { People } from '../record/people.ts'
import type { Lost, Queue, Queued } from '../record/queue.ts'
import type { Surroundings } from '../surroundings.ts'
import type { WireAnswer, WireBatch, WireEvent } from '../wire.ts'
import { backoffMs } from './backoff.ts'
import { batchEvents, cutBatch } from './batch.ts'
import { clearDoubts, isDoubtful, isFree, mayBeHanded } from './doubt.ts'
import type { Identity } from './identity.ts'
import { livePerson } from './live-person.ts'
import { outcomeOf } from './outcome.ts'
import type { Action, Signal, State } from './queue-state.ts'
import { steps } from './queue-state.ts'
import type { Transport } from './transport.ts'

const flushEveryMs = 5000

/** Carries out what the table in queue-state.ts says. */
export const createSender = (given: {
  agentId: string
  queue: Queue
  people: Pick<People, 'localId' | 'known' | 'book' | 'keep'>
  identity: Pick<Identity, 'ensure' | 'isFresh' | 'settledId' | 'settledVisit' | 'told'>
  transport: Pick<Transport, 'send' | 'sendLeaving'>
  now: Surroundings['now']
  later: Surroundings['later']
  random: () => number
  /** What every page view says of the browser, worked out when it is sent rather than stored with each. */
  contextFor: (url: string) => WireEvent['context']
  log: Log
  onVisitor: (heard: 'known' | 'failed' | 'never') => void
}) => {
  const { queue, people, identity, transport, later, now, random } = given
  let state: State = 'resting'
  let attempt = 0
  let retryAfterMs = 0
  let inFlight: Queued[] = []
  let callOffWait: (() => void) | undefined
  let callOffTick: (() => void) | undefined
  /** The doubtful ones that the last request asked about. */
  let asked: Queued[] = []
  /** The counts of dropped events are on their way with a batch; no other carries them meanwhile. */
  let isTelling = false

  const signal = (name: Signal) => {
    const step = steps[state][name]
    if (!step) return
    given.log(state, name, step)
    state = step[0]
    if (step[1]) actions[step[1]]()
  }

  /** The first that is to be sent, or to be asked about. */
  const front = () => queue.items().find(item => isFree(item) || isDoubtful(item, now()))

  const ask = async (renew?: boolean) => {
    const owed = front()
    const outcome = await identity.ensure(owed?.who ?? people.localId(), owed?.event.sessionId, renew)
    retryAfterMs = outcome.retryAfterMs
    if (outcome.signal !== 'refused') given.onVisitor(outcome.signal === 'known' ? 'known' : 'failed')
    signal(outcome.signal)
  }

  const post = (first: Queued, batch: Queued[], isLeaving?: boolean) => {
    const who = identity.settledId(first.who)
    const { id, token } = people.known(who)
    // Left before the server has said who this is, the page may never be followed by another: it says both in one.
    if (!token && !isLeaving) return undefined
    const lost = isTelling ? {} : queue.lost()
    isTelling = isTelling || Object.keys(lost).length > 0
    const body = JSON.stringify({
      agentId: given.agentId,
      sentAt: new Date(now()).toISOString(),
      ...(isLeaving && (token ? { token } : { identify: identity.told(who, first.event.sessionId) })),
      ...(Object.keys(lost).length && { dropped: lost }),
      ...(asked.length && !isLeaving && { unsure: asked.map(item => item.event.id) }),
      events: batch.map(({ event }) => ({
        ...event,
        sessionId: identity.settledVisit(event.sessionId),
        context: {
          ...(event.type === 'page' && given.contextFor(event.url ?? '')),
          ...livePerson(),
          ...event.context
        }
      }))
    } satisfies WireBatch)
    return { path: `/api/visitors/${token ? id : 'identify'}/events`, token, lost, body }
  }
  const heard = (lost: Lost, hasArrived: boolean) => {
    if (Object.keys(lost).length) isTelling = false
    if (hasArrived) queue.told(lost)
  }

  const send = async () => {
    const first = front()
    const isOfFirst = (item: Queued) => identity.settledId(item.who) === identity.settledId(first?.who ?? '')
    const batch = cutBatch(queue.items(), isFree, identity.settledId)
    // What is somebody else's waits until their turn, and so does what comes after it.
    inFlight = batch.every(isOfFirst) ? batch : []
    asked = queue.items().filter(item => isDoubtful(item, now()) && isOfFirst(item))
    if (!first) return signal('sent')
    const letter = post(first, inFlight)
    // Another tab has forgotten them, or the front of the queue is another's by now: ask again.
    if (!letter) return signal('failed')
    const reply = await transport.send(letter.path, letter.body, letter.token)
    const outcome = outcomeOf(reply, 202)
    retryAfterMs = outcome.retryAfterMs
    heard(letter.lost, outcome.signal === 'sent')
    if (outcome.signal === 'sent') clearDoubts(queue, asked, (reply.body as WireAnswer).missing)
    signal(outcome.signal)
  }

  /** Those who signed out and owe no more events are nobody's business. */
  const forgetThePaidUp = () => {
    const all = Object.entries(people.book())
    const owing = new Set([people.localId(), ...queue.items().map(item => item.who)])
    const kept = all.filter(([who]) => owing.has(who))
    if (kept.length < all.length) people.keep(Object.fromEntries(kept))
  }

  /** Whatever breaks inside is one more failed try, never an unhandled rejection in the page. */
  const carefully = (work: Promise<void>) => {
    work.catch(error => {
      given.log(error)
      signal('failed')
    })
  }

  const actions: Record<Action, () => void> = {
    identify: () => carefully(ask()),
    renew: () => carefully(ask(true)),
    send: () => carefully(send()),
    settle() {
      attempt = 0
      queue.remove(inFlight)
      forgetThePaidUp()
      // An empty round goes on by the clock only, else one that never gets anywhere would spin.
      if (inFlight.length) added()
      else tick()
      // What is missing after all has waited long enough.
      if (asked.some(item => queue.items().includes(item))) signal('due')
    },
    discard() {
      queue.remove(inFlight)
      queue.lose('refused', inFlight.length)
      clearDoubts(queue, asked)
      added()
    },
    wait() {
      callOffWait?.()
      callOffWait = later(() => signal('again'), backoffMs(attempt++, random(), retryAfterMs))
    },
    beacon() {
      const batch = cutBatch(queue.items(), item => mayBeHanded(item, now()), identity.settledId)
      const [first] = batch
      const letter = first && post(first, batch, true)
      if (!letter) return
      for (const item of batch) item.handed = now()
      transport.sendLeaving(letter.path, letter.body)?.then(reply => {
        const hasArrived = outcomeOf(reply, 202).signal === 'sent'
        if (hasArrived) queue.remove(batch)
        heard(letter.lost, hasArrived)
        for (const item of batch) item.handed = undefined
      }, given.log)
    },
    excuse: () => given.onVisitor(state === 'turnedAway' ? 'never' : 'failed'),
    halt() {
      given.onVisitor('never')
      callOffWait?.()
      callOffTick?.()
    }
  }

  /** A full batch goes on at once, less waits its five seconds; somebody not yet introduced is introduced now. */
  const added = () => {
    tick()
    if (queue.items().filter(isFree).length >= batchEvents || !isIntroduced()) signal('due')
  }

  const isIntroduced = () => identity.isFresh(people.localId())

  const tick = () => {
    callOffTick =
      callOffTick ??
      later(() => {
        callOffTick = undefined
        if (!queue.items().length && isIntroduced()) return
        signal('due')
        tick()
      }, flushEveryMs)
  }

  return {
    signal,
    state: () => state,
    added,
    /** The page is looked at again: what was sent while leaving may not have arrived. */
    back() {
      isTelling = false
    }
  }
}
