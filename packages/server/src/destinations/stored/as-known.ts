import type { PersonalRules, SampleEvent } from '@foyer/protocol'
import type { ISql } from 'postgres'
import type { OutgoingEvent } from '../kind.ts'
import { withPersonalRules } from '../personal/personal.ts'
import { knownVisitors } from '../sender/known-visitors.ts'
import type { StoredEvent } from './stored-event.ts'

/** Events with what is known of their visitors today, as a destination with these rules may know it. Of who was erased, nothing. */
export async function asKnown(
  sql: ISql,
  stored: readonly StoredEvent[],
  personal: PersonalRules
): Promise<StoredEvent[]> {
  const known = await knownVisitors(
    sql,
    stored.map(one => one.visitor)
  )
  return stored.flatMap(one => {
    const visitor = known.get(one.visitor)
    if (!visitor) return []
    const { userId, traits, proven } = visitor
    const whole = {
      ...one.event,
      visitor: { id: one.event.visitor.id, ...(userId === undefined ? {} : { userId }), traits }
    }
    return [{ ...one, event: withPersonalRules(whole, personal, proven) }]
  })
}

/** As examples are written, and as the wire carries it. */
export function sampleOf(event: OutgoingEvent): SampleEvent {
  const { id, type, name, timeMs, url, title, referrer, properties, context, visitor } = event
  return {
    id,
    type,
    ...(name === '' ? {} : { name }),
    time: new Date(timeMs).toISOString(),
    ...(url === '' ? {} : { url }),
    ...(title === '' ? {} : { title }),
    ...(referrer === '' ? {} : { referrer }),
    properties,
    context,
    visitor
  }
}
