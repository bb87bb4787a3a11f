import { storableText } from '../../identity/index.ts'
import type { KnownDestination } from '../directory/destination.ts'
import type { Directory } from '../directory/directory.ts'
import type { OutgoingEvent } from '../kind.ts'
import { mayWant } from '../mapping/apply.ts'
import type { Tally } from '../tally.ts'
import { deliveryId, laneOf } from './delivery-id.ts'
import { isLeftOut } from './left-out.ts'
import { type Happened, outgoing } from './outgoing.ts'
import type { HeldRow, QueuedRow } from './write.ts'

/** The deliveries that events ask for, of all destinations of their workspaces. */
export function wanted(directory: Directory, events: readonly Happened[], now: Date, tally: Tally): HeldRow[] {
  const rows: HeldRow[] = []
  for (const event of events) {
    const destinations = directory.of(event.sender.workspaceId)
    if (destinations.length === 0) continue
    let out: OutgoingEvent | undefined
    let text: string | undefined
    for (const destination of destinations) {
      if (!destination.enabled) continue
      if (destination.agents.size > 0 && !destination.agents.has(event.sender.agentUuid)) continue
      out ??= outgoing(event)
      tally.add(destination, 'received', '', now, 1)
      const leftOut = isLeftOut(out.context.integrations, destination)
      if (leftOut || !mayWant(destination.mapping, out)) {
        tally.add(destination, 'filtered', leftOut ? 'integrations' : 'no_rule', now, 1)
        continue
      }
      text ??= JSON.stringify(out)
      rows.push({ ...rowOf(destination, out, text, event.visitor, { origin: 'live', now }), stored: event.id })
    }
  }
  return rows
}

type From = { origin: QueuedRow['origin']; now: Date; batchId?: string; again?: string }

export function rowOf(
  destination: KnownDestination,
  event: OutgoingEvent,
  text: string,
  visitor: string,
  { origin, now, batchId, again }: From
): QueuedRow {
  const { maxAgeMs, together } = destination.delivering
  return {
    id: deliveryId(destination.id, visitor, event.id, again),
    workspaceId: destination.workspaceId,
    destinationId: destination.id,
    lane: laneOf(visitor, destination.delivering),
    origin,
    batchId: batchId ?? null,
    visitor,
    eventId: storableText(event.id),
    eventType: event.type,
    eventName: storableText(event.name),
    eventUrl: storableText(event.url),
    eventAt: new Date(event.timeMs),
    event: text,
    createdAt: now,
    expiresAt: new Date(event.timeMs + maxAgeMs),
    dueAt: together ? new Date(now.getTime() + together.forMs) : now
  }
}
