import type { Delivery } from '@foyer/protocol'
import { type Actor, AppError, newUuid, toPublic } from '../../http/index.ts'
import type { KnownDestination } from '../directory/destination.ts'
import type { ManageContext } from '../manage/context.ts'
import { workspaceOf } from '../manage/health.ts'
import { destinationIn } from '../manage/rows.ts'
import { rowOf } from '../queue/wanted.ts'
import { type QueuedRow, queueing } from '../queue/write.ts'
import { withTraces } from '../stored/traces.ts'
import { hurry } from './hurry.ts'
import { assertSends, countReceived, openedIn } from './opened.ts'
import { namesOf, shownDelivery, type WholeRow, wholeDelivery } from './rows.ts'
import { deliveryIn } from './show.ts'

/** Sends one delivery once more, as a delivery of its own; one that waits for its next try is tried now. */
export async function resend(context: ManageContext, actor: Actor, id: string): Promise<Delivery> {
  const { workspaceId } = actor
  const row = await deliveryIn(context, workspaceId, id)
  assertSends(await destinationIn(context.sql, workspaceId, row.destination))
  const destination = await openedIn(context, workspaceId, row.destination)
  const [whole = row] = await withTraces(context.events, destination.workspaceNumber, [row])
  const now = context.clock()
  const again = newUuid(context.random)
  const sent = (await context.sql.begin(async tx => {
    await context.audit(actor, 'delivery.resent', toPublic('dlv', id), { event: row.eventName || row.eventType }, tx)
    if (row.state === 'retrying') {
      await hurry(tx, workspaceId, { destinations: [row.destination], states: ['retrying'] }, now, id)
      return id
    }
    if (row.state === 'waiting' || row.state === 'sending')
      throw new AppError('conflict', 'It is on its way already. Look at it again in a moment.')
    const queued = { ...onceMore(destination, whole, now, again), batchId: id }
    await tx`${queueing(tx, [queued])} SELECT 1`
    await countReceived(tx, destination, now, 1)
    return queued.id
  })) as string
  const workspace = await workspaceOf(context.sql, workspaceId)
  const shown = await wholeDelivery(context, workspace, sent)
  return shownDelivery(shown ?? row, await namesOf(context.sql, workspaceId))
}

/** Whoever asks for an event once more means that it is still of use. */
export function onceMore(
  destination: KnownDestination,
  row: Pick<WholeRow, 'event' | 'visitor'>,
  now: Date,
  again: string
) {
  const text = JSON.stringify(row.event)
  const queued = rowOf(destination, row.event, text, row.visitor, { origin: 'resend', now, again })
  return { ...queued, expiresAt: new Date(now.getTime() + destination.delivering.maxAgeMs) } satisfies QueuedRow
}
