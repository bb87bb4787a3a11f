import type { Attempt, DeliveryDetail, DeliveryState, TestRequest } from '@foyer/protocol'
import type { Static } from 'typebox'
import { type Actor, AppError, newUuid, toPublic } from '../../http/index.ts'
import { storableJson, storableText } from '../../identity/index.ts'
import type { KnownDestination } from '../directory/destination.ts'
import { withoutTraces } from '../history/without-traces.ts'
import { inSegmentNow } from '../in-segment/now.ts'
import type { Mapped } from '../kind.ts'
import type { ManageContext } from '../manage/context.ts'
import { destinationIn, knownKind } from '../manage/rows.ts'
import { applyMapping } from '../mapping/apply.ts'
import { createPreparing } from '../sender/prepare.ts'
import { type Tried, type Trying, tryOnce } from '../sender/try-once.ts'
import { openedIn } from './opened.ts'
import { deliveryIn, shownWhole } from './show.ts'
import { whichEvent } from './which-event.ts'

const stateOf: Readonly<Record<Tried['verdict']['is'], DeliveryState>> = {
  delivered: 'delivered',
  invalid: 'invalid',
  unknown: 'unknown',
  // Nobody waits for a second try of a test.
  retry: 'refused',
  misconfigured: 'refused'
}

/** Sends one event at once, past consent and whatever waits, and answers what came of it. It stands in the history as a test. */
export async function sendTest(
  context: ManageContext & { trying: Trying },
  actor: Actor,
  id: string,
  which: Static<typeof TestRequest>
): Promise<DeliveryDetail> {
  const { sql, clock } = context
  const { workspaceId } = actor
  const row = await destinationIn(sql, workspaceId, id)
  knownKind(row.type)
  const destination = await openedIn(context, workspaceId, id)
  const { event, visitor } = await whichEvent(context, workspaceId, row, which)
  const mapped = applyMapping(row.mapping, event)
  if (mapped.length === 0)
    throw new AppError(
      'invalid',
      `No rule of the mapping wants “${event.name || event.type}”, so nothing was sent. Choose another event, or add a rule for it.`,
      { field: which.eventId === undefined ? 'event' : 'eventId' }
    )
  const deliveryId = newUuid(context.random)
  const createdAt = clock()
  const { attempts, last } = await tryAll(context.trying, destination, mapped, deliveryId)
  const finishedAt = clock()
  await sql.begin(async tx => {
    await tx`
      INSERT INTO deliveries (id, workspace_id, destination_id, lane, origin, visitor_id, event_id, event_type, event_name, event_url,
        event_at, event, state, tries, attempts, log, status, duration_ms, reason, advice, rules, created_at, expires_at, finished_at)
      VALUES (${deliveryId}, ${workspaceId}, ${id}, ${deliveryId}, 'test', ${visitor}, ${storableText(event.id)}, ${event.type},
        ${storableText(event.name)}, ${storableText(event.url)}, ${new Date(event.timeMs)},
        ${storableJson(withoutTraces(JSON.stringify(event)))}, ${stateOf[last.verdict.is]}, 1, ${attempts.length},
        ${storableJson(JSON.stringify(attempts))}, ${last.status}, ${last.attempt.durationMs},
        ${'reason' in last.verdict ? last.verdict.reason : ''}, ${last.attempt.advice}, ${mapped.map(one => one.rule)}, ${createdAt},
        ${finishedAt}, ${finishedAt})`
    await context.audit(actor, 'destination.tested', toPublic('dst', id), { event: event.name || event.type }, tx)
  })
  const sent = await shownWhole(context, workspaceId, await deliveryIn(context, workspaceId, deliveryId))
  const whose = which.eventId === undefined ? null : visitor
  return { ...sent, ...(await inSegmentNow(context, workspaceId, row, whose, true)) }
}

/** All that the mapping makes of the event; it ends with what does not arrive. */
async function tryAll(
  trying: Trying,
  destination: KnownDestination,
  mapped: readonly Mapped[],
  deliveryId: string
): Promise<{ attempts: Attempt[]; last: Tried }> {
  const preparing = createPreparing()
  const most = destination.delivering.together?.most ?? 1
  const attempts: Attempt[] = []
  for (let at = 0; ; at += most) {
    const last = await tryOnce(trying, {
      destination,
      preparing,
      mapped: mapped.slice(at, at + most),
      deliveryId,
      part: at,
      memory: {},
      together: 1,
      isTest: true,
      signal: new AbortController().signal,
      leaves: async () => true
    })
    attempts.push(last.attempt)
    if (last.verdict.is !== 'delivered' || at + most >= mapped.length) return { attempts, last }
  }
}
