import { type EventStore, EventStoreBehind } from '../stores/events/index.ts'

/** A line the event store will not take, and what it said. */
export type RefusedLine = { index: number; fault: unknown }

/** Halves a refused insert until the line at fault stands alone: one poison row costs nobody else anything. */
export async function storeLines(events: EventStore, lines: string[], nowMs: number, from = 0): Promise<RefusedLine[]> {
  try {
    await events.insert(lines, Math.floor(nowMs / 1000))
    return []
  } catch (fault) {
    if (fault instanceof EventStoreBehind) throw fault
    if (lines.length === 1) return [{ index: from, fault }]
    const middle = Math.ceil(lines.length / 2)
    const first = await storeLines(events, lines.slice(0, middle), nowMs, from)
    return [...first, ...(await storeLines(events, lines.slice(middle), nowMs, from + middle))]
  }
}
