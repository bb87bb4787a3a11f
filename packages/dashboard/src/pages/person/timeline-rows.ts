import type { TimelineEvent, Visit } from '@foyer/protocol'
import { clockTime, dayName, durationText } from '../../time/relative.ts'
import { counted } from '../../words/numbers.ts'

export type VisitRow = { row: 'visit'; key: string; sessionId: string; visit: Visit | undefined; newest: TimelineEvent }
/** `folded`: what the event beside it tells already. */
export type Line = { event: TimelineEvent; folded: TimelineEvent | undefined }
export type EventRow = Line & { row: 'event'; key: string; isLast: boolean }
export type TimelineRow = VisitRow | EventRow

/**
 * Newest first, as it is read: each visit once, where its newest event stands, with all its events below. Two tabs or two
 * devices at once are two visits side by side in time; they are not cut into shreds.
 */
export function rowsOf(events: readonly TimelineEvent[], visits: Readonly<Record<string, Visit>>): TimelineRow[] {
  const bySession = new Map<string, TimelineEvent[]>()
  for (const event of events) {
    const known = bySession.get(event.sessionId)
    if (known) known.push(event)
    else bySession.set(event.sessionId, [event])
  }
  const rows: TimelineRow[] = []
  for (const [sessionId, inVisit] of bySession) {
    const newest = inVisit[0]
    if (!newest) continue
    rows.push({ row: 'visit', key: `visit ${sessionId}`, sessionId, visit: visits[sessionId], newest })
    const lines = linesOf(inVisit)
    for (const line of lines) rows.push({ row: 'event', key: line.event.id, ...line, isLast: line === lines.at(-1) })
  }
  return rows
}

/** Newest first, one line for what is one thing to whoever reads it. */
export function linesOf(events: readonly TimelineEvent[]): Line[] {
  const lines: Line[] = []
  for (const event of events) {
    const newer = lines.at(-1)
    if (!newer || newer.folded) lines.push({ event, folded: undefined })
    else if (tells(newer.event, event)) newer.folded = event
    else if (isAnswerOf(event, newer.event)) lines.splice(-1, 1, { event, folded: newer.event })
    else lines.push({ event, folded: undefined })
  }
  return lines
}

const tells = (event: TimelineEvent, older: TimelineEvent) => isDepthOf(event, older) || isAnswerOf(event, older)

/** An answer, a first reply and the call for a person each come with the message that was written: at the same moment, in either order. */
function isAnswerOf(event: TimelineEvent, out: TimelineEvent): boolean {
  if (event.type !== 'conversation' || out.type !== 'conversation' || out.name !== 'message out') return false
  if (event.properties.conversationId !== out.properties.conversationId) return false
  return event.name === 'first reply'
    ? out.properties.by === event.properties.by
    : (event.name === 'answered' || event.name === 'handed over') && out.properties.by === 'responder'
}

/** The tracker reports the depth of a page right before it reports the exit. */
function isDepthOf(exit: TimelineEvent, scroll: TimelineEvent): boolean {
  const { scrollPercent, pageId } = exit.properties
  return (
    exit.type === 'exit' &&
    scroll.type === 'scroll' &&
    pageId === scroll.properties.pageId &&
    scrollPercent === scroll.properties.percent
  )
}

/** Both newest first. An event told live and loaded again is one event; what came late is put where it belongs in time. */
export function mergeEvents(newer: readonly TimelineEvent[], older: readonly TimelineEvent[]): TimelineEvent[] {
  const known = new Set<string>()
  const all = [...newer, ...older].filter(event => {
    if (known.has(event.id)) return false
    known.add(event.id)
    return true
  })
  return all.sort((left, right) => (left.at < right.at ? 1 : left.at > right.at ? -1 : left.id < right.id ? 1 : -1))
}

/** "Tuesday 14:05", "from Google", "6 min", "8 pages". */
export function visitHeading(
  { visit, newest }: Pick<VisitRow, 'visit' | 'newest'>,
  now: number,
  timezone: string
): { when: string; facts: string[] } {
  const startedAt = visit?.startedAt ?? newest.at
  const when = `${dayName(startedAt, now, timezone)}, ${clockTime(startedAt, timezone)}`
  if (!visit) return { when, facts: [] }
  const lengthMs = Date.parse(visit.lastAt) - Date.parse(visit.startedAt)
  const facts = [
    visit.source === undefined ? undefined : visit.source === 'Direct' ? 'came directly' : `from ${visit.source}`,
    lengthMs >= 1000 ? durationText(lengthMs) : undefined,
    visit.pages > 0 ? counted(visit.pages, 'page') : counted(visit.events, 'event')
  ]
  return { when, facts: facts.filter(fact => fact !== undefined) }
}
