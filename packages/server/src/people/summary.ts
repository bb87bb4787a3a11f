import { friendlyName, type PersonSummary } from '@foyer/protocol'
import type { ISql } from 'postgres'
import { toPublic } from '../http/index.ts'
import { goodbyeSeconds, silentMinutes } from './presence.ts'

export type PersonRow = {
  id: string
  name: string | null
  email: string | null
  company: string | null
  userId: string | null
  firstSeenAt: Date
  lastSeenAt: Date
  events: number
  visits: number
  source: string | null
  country: string | null
  region: string | null
  city: string | null
  timezone: string | null
  browser: string | null
  os: string | null
  device: string | null
  bot: boolean
  online: boolean
}

export const personColumns = (sql: ISql, now: Date) => sql`
  p.id, p.name, p.email, p.company, p.user_id AS "userId", p.first_seen_at AS "firstSeenAt", p.last_seen_at AS "lastSeenAt",
  p.events, p.visits, p.source, p.country, p.region, p.city, p.timezone, p.browser, p.os, p.device, p.bot,
  p.last_seen_at > ${now}::timestamptz - make_interval(mins => ${silentMinutes}) AND EXISTS (
    SELECT 1 FROM visitors v WHERE v.person_id = p.id AND ${isHere(sql, now)}) AS online`

/** Of a visitor `v`: a page of theirs is open, as far as anyone can know. */
export const isHere = (sql: ISql, now: Date) => sql`
  (v.last_seen_at > ${now}::timestamptz - make_interval(mins => ${silentMinutes})
    AND (v.left_at IS NULL OR v.left_at > ${now}::timestamptz - make_interval(secs => ${goodbyeSeconds})))`

export function summaryOf(row: PersonRow): PersonSummary {
  const id = toPublic('vis', row.id)
  return {
    id,
    ...present({ name: row.name, email: row.email, company: row.company }),
    friendlyName: friendlyName(id),
    verified: row.userId !== null,
    firstSeenAt: row.firstSeenAt.toISOString(),
    lastSeenAt: row.lastSeenAt.toISOString(),
    visits: row.visits,
    events: row.events,
    ...present({
      firstSource: row.source,
      country: row.country,
      region: row.region,
      city: row.city,
      timezone: row.timezone,
      browser: row.browser,
      os: row.os,
      device: row.device
    }),
    bot: row.bot,
    online: row.online
  }
}

/** Leaves out what is not known: the wire has no nulls. */
export function present<Key extends string>(values: Record<Key, string | null>): Partial<Record<Key, string>> {
  const known: Partial<Record<Key, string>> = {}
  for (const key in values) {
    const value = values[key]
    if (value !== null && value !== '') known[key] = value
  }
  return known
}
