import { mayBeSent, readConsent } from '../consent/consent.ts'
import type { CurrentConsents } from '../consent/consents.ts'
import type { KnownDestination } from '../directory/destination.ts'
import type { Members } from '../in-segment/members.ts'
import type { Mapped } from '../kind.ts'
import { applyMapping } from '../mapping/apply.ts'
import { withPersonalRules } from '../personal/personal.ts'
import type { Tally } from '../tally.ts'
import type { Work } from './delivery.ts'
import type { KnownVisitor } from './known-visitors.ts'
import type { Settled } from './settle.ts'
import type { Happening } from './states.ts'
import type { Tried } from './try-once.ts'

export type Known = {
  visitors: ReadonlyMap<string, KnownVisitor>
  consent: CurrentConsents
  /** So many rounds of asking who is in a segment had begun when they were claimed. */
  rounds: number
}

export type Ready = { work: Work; mapped: Mapped[]; rules: string[] }

export type About = {
  reason: string
  advice: string
  afterMs?: number
  tried?: Tried
  rules?: string[]
  together?: number
}

const tooOld = 'It is older than this destination takes, or waited for too long. Replay it if it is still of use.'

/** What is sent of a delivery now; nothing where it ends before it is sent. */
export function look(
  running: { clock: () => Date; tally: Tally },
  destination: KnownDestination,
  work: Work,
  known: Known,
  members: Members | null,
  end: (work: Work, happening: Happening, about: About) => void,
  drop: (settled: Settled) => void
): Ready | null {
  const now = running.clock()
  if (now >= work.expiresAt) {
    end(work, 'too old', { reason: 'too_old', advice: tooOld })
    return null
  }
  const visitor = known.visitors.get(work.visitor)
  if (!visitor) {
    end(work, 'without visitor', { reason: 'erased', advice: 'The visitor was erased, so nothing is sent of them.' })
    return null
  }
  const consent = mayBeSent(
    destination,
    { said: readConsent(work.event.context.consent), timeMs: work.event.timeMs },
    known.consent.get(work.visitor) ?? null
  )
  if (!consent.may) {
    end(work, 'withheld', consent)
    return null
  }
  const event = withPersonalRules(
    {
      ...work.event,
      visitor: {
        id: work.event.visitor.id,
        ...(visitor.userId === undefined ? {} : { userId: visitor.userId }),
        traits: visitor.traits
      }
    },
    destination.personal,
    visitor.proven
  )
  const mapped = applyMapping(destination.mapping, event)
  if (mapped.length <= work.parts) {
    running.tally.add(destination, 'filtered', 'no_rule', now, 1)
    drop({ ...unwanted, id: work.id })
    return null
  }
  if (work.state === 'sending' && !destination.kind.mayRepeat(mapped)) {
    end(work, 'unanswered', {
      reason: 'interrupted',
      advice:
        'Foyer was stopped while it was sent, and sent twice it would count twice. Look there, and send it again if it is missing.'
    })
    return null
  }
  // What has begun to arrive goes on: the destination has a part of it already.
  if (destination.segment && work.parts === 0 && !members?.isIn(work.visitor)) {
    end(work, 'outside', {
      reason: 'not_in_segment',
      advice: `The visitor was not in the segment “${destination.segment.name}” when it was to be sent.`
    })
    return null
  }
  return { work, mapped, rules: mapped.map(one => one.rule) }
}

const unwanted: Settled = {
  id: '',
  next: null,
  parts: 0,
  attempts: 0,
  log: [],
  status: null,
  durationMs: null,
  reason: '',
  advice: '',
  rules: [],
  together: 1
}
