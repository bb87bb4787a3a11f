import type { Known, People } from '../record/people.ts'
import type { Sessions } from '../record/session.ts'
import type { WireIdentified, WireIdentify, WireTold } from '../wire.ts'
import type { Outcome } from './outcome.ts'
import { outcomeOf } from './outcome.ts'
import type { Reply } from './transport.ts'

const settleMs = 60

export type Identity = ReturnType<typeof createIdentity>

/**
 * Has the server say who this browser is, in layers: the local id from storage (or memory), a device print beside it as a weak
 * hint, a token from before, a signed proof. Asked once a visit, and when the page has something new to say.
 */
export const createIdentity = (given: {
  agentId: string
  people: People
  sessions: Pick<Sessions, 'current' | 'minted' | 'change'>
  send: (path: string, body: string) => Promise<Reply>
  /** The device print, or nothing where it is switched off, unwanted or too slow. */
  print: () => Promise<string | undefined>
  context: () => WireIdentify['context']
  lock: (work: () => Promise<void>) => Promise<void>
  pause: (ms: number) => Promise<void>
}) => {
  const { people, sessions } = given
  const isCurrent = (who: string) => who === people.localId()
  const announced = new Set<string>()
  /** An id that this tab has made and another has replaced before anybody heard of it is the other's. */
  const settledId = (who: string) => (who === people.minted() && !people.known(who).token ? people.localId() : who)

  /** Nothing about them is to be asked or told. A current visit that has not begun is announced by its first event. */
  const isFresh = (who: string) => {
    const { token, traits } = people.known(who)
    if (!token || traits) return false
    return !isCurrent(who) || (!people.proof && (sessions.current() ?? { known: true }).known === true)
  }

  const told = (who: string, sessionId: string | undefined, fingerprint?: string, token?: string): WireTold => {
    const { traits, parted } = people.known(who)
    return {
      localId: who,
      fingerprint,
      // After a sign-out the token of the one before says whose sign-ins end with it.
      token: token ?? (parted || undefined),
      ...(parted !== undefined && { parted: true }),
      ...(isCurrent(who) && people.proof),
      traits,
      sessionId: (isCurrent(who) && sessions.current()?.id) || sessionId,
      context: given.context()
    }
  }

  const ask = async (who: string, sessionId: string | undefined, fingerprint: string | undefined, token?: string) => {
    const { traits } = people.known(who)
    const proof = isCurrent(who) ? people.proof : undefined
    const request: WireIdentify = { agentId: given.agentId, ...told(who, sessionId, fingerprint, token) }
    const reply = await given.send('/api/visitors/identify', JSON.stringify(request))
    const answer = reply.body as WireIdentified | undefined
    if (reply.status !== 200 || !answer?.token) return reply
    const later = people.known(who).traits
    const entry: Known = {
      id: answer.visitorId,
      isReturning: answer.isReturning,
      sessionCount: answer.sessionCount,
      token: answer.token,
      // Attributes that came while we asked are still to be told.
      traits: JSON.stringify(later) === JSON.stringify(traits) ? undefined : later
    }
    people.write(who, entry)
    if (people.proof === proof) people.proof = undefined
    if (isCurrent(who)) sessions.change({ id: answer.sessionId, known: true })
    return reply
  }

  /** A forged proof, an old token or an unusable attribute must not silence the visitor: asked again without them. */
  const insist = async (
    who: string,
    sessionId: string | undefined,
    fingerprint: string | undefined,
    renew?: boolean
  ) => {
    const { token, traits } = people.known(who)
    let reply = await ask(who, sessionId, fingerprint, renew ? undefined : token)
    if (reply.status === 401) {
      people.proof = undefined
      reply = await ask(who, sessionId, fingerprint)
    }
    if (traits && [400, 413, 422].includes(reply.status)) {
      people.write(who, { ...people.known(who), traits: undefined })
      reply = await ask(who, sessionId, fingerprint)
    }
    return outcomeOf(reply, 200)
  }

  return {
    isFresh,
    settledId,
    /** What a page that is left says of somebody the server has not yet answered for. */
    told,
    /** The visit of an event as the server knows it: of two tabs that opened one at once, one gives way. */
    settledVisit(sessionId: string | undefined): string | undefined {
      const visit = sessions.current()
      if (!visit?.known) return sessionId
      announced.add(visit.id)
      return sessionId && sessions.minted.includes(sessionId) && !announced.has(sessionId) ? visit.id : sessionId
    },
    /**
     * Makes sure the server knows `who`, their visit and what they said of themselves. `renew`: the token was not taken.
     * `sessionId` is the visit of the events they owe.
     */
    async ensure(owing: string, sessionId: string | undefined, renew?: boolean): Promise<Outcome> {
      let outcome: Outcome = { signal: 'known', retryAfterMs: 0 }
      if (!renew && isFresh(settledId(owing))) return outcome
      const fingerprint = isCurrent(settledId(owing)) ? await given.print() : undefined
      // One tab asks, the others find its answer.
      await given.lock(async () => {
        // What the tab before us has written takes a moment to be seen in this one.
        if (!people.known(settledId(owing)).token) await given.pause(settleMs)
        const who = settledId(owing)
        if (renew || !isFresh(who)) outcome = await insist(who, sessionId, fingerprint, renew)
      })
      return outcome
    }
  }
}
