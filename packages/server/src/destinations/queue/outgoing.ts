import { toPublic } from '../../http/index.ts'
import type { OutgoingEvent } from '../kind.ts'

/** An event that was accepted and is about to be stored, as far as destinations look at it. Ids are UUIDs. */
export type Happened = {
  /** Under which it is stored. */
  id: string
  visitor: string
  session: string | null
  timeMs: number
  type: string
  name: string
  url: string
  path: string
  title: string
  referrer: string
  /** As it was sent. */
  sent: { id: string; properties?: Record<string, unknown>; context?: Record<string, unknown> }
  sender: {
    workspaceId: string
    agentUuid: string
    userAgent: string
    /** What the workspace keeps of it. */
    where: {
      asked: boolean
      ip: string
      place: { country: string; region: string; city: string; timezone: string }
      keepsTimezone: boolean
    }
  }
}

/** What leaves for a destination, but for what is known of the visitor: that is looked up when it is sent. */
export function outgoing(event: Happened): OutgoingEvent {
  return {
    id: event.sent.id,
    type: event.type,
    name: event.name,
    timeMs: event.timeMs,
    url: event.url,
    path: event.path,
    title: event.title,
    referrer: event.referrer,
    properties: event.sent.properties ?? {},
    context: contextOf(event),
    visitor: { id: toPublic('vis', event.visitor), traits: {} },
    session: event.session === null ? '' : toPublic('ses', event.session)
  }
}

/** What the sender says of its own address and place goes by the same rules as what was found. */
function contextOf({ sent, sender: { where, userAgent } }: Happened): Record<string, unknown> {
  const { ip: _ip, userAgent: _userAgent, location, timezone, ...told } = sent.context ?? {}
  const { country, region, city } = where.place
  const found = Object.fromEntries(Object.entries({ country, region, city }).filter(([, value]) => value !== ''))
  const isPlaced = Object.keys(found).length > 0
  return {
    ...told,
    ...(where.keepsTimezone && timezone !== undefined ? { timezone } : {}),
    ...(where.place.timezone === '' ? {} : { timezone: where.place.timezone }),
    ...(isPlaced ? { location: found } : where.asked || location === undefined ? {} : { location }),
    ...(where.ip === '' ? {} : { ip: where.ip }),
    ...(userAgent === '' ? {} : { userAgent })
  }
}
