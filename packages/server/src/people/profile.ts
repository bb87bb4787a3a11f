import type { Attribute, Evidence, IdentityChain, Person } from '@foyer/protocol'
import type { ISql } from 'postgres'
import { notFound, toPublic, toUuid } from '../http/index.ts'
import type { EventStore } from '../stores/events/index.ts'
import { type PersonRow, personColumns, present, summaryOf } from './summary.ts'
import { lastPages, type Member, newestVisits } from './timeline.ts'

export type Found = Member & { person: string; workspaceId: string }

/** The person any of whose visitor ids this is: an address kept from before a join still leads there. */
export async function findPerson(sql: ISql, workspaceId: string, publicId: string): Promise<Found> {
  const rows = await sql<{ person: string; number: number; visitors: string[] }[]>`
    SELECT me.person_id AS person, w.number, array_agg(v.id) AS visitors
    FROM visitors me JOIN visitors v ON v.person_id = me.person_id JOIN workspaces w ON w.id = me.workspace_id
    WHERE me.id = ${toUuid(publicId)} AND me.workspace_id = ${workspaceId}
    GROUP BY me.person_id, w.number`
  const row = rows[0]
  if (!row) throw notFound('person')
  return { person: row.person, workspaceId, workspaceNumber: row.number, visitors: row.visitors }
}

const pagesShown = 10
const visitsShown = 50

export async function personProfile(sql: ISql, events: EventStore, found: Found, now: Date): Promise<Person> {
  const [rows, devices, attributes, visits, pages] = await Promise.all([
    sql<PersonRow[]>`SELECT ${personColumns(sql, now)} FROM people p WHERE p.id = ${found.person}`,
    devicesOf(sql, found.person),
    attributesOf(sql, found.person),
    newestVisits(sql, found.visitors, visitsShown),
    lastPages(events, found, pagesShown)
  ])
  const row = rows[0]
  if (!row) throw notFound('person')
  const summary = summaryOf(row)
  return {
    ...summary,
    attributes: [...attributes, ...inferredOf(summary)],
    devices: devices.map(device => ({
      visitorId: toPublic('vis', device.id),
      firstSeenAt: device.firstSeenAt.toISOString(),
      lastSeenAt: device.lastSeenAt.toISOString(),
      ...present({ browser: device.browser, os: device.os, device: device.device })
    })),
    places: placesOf(devices),
    lastPages: pages,
    visitList: visits,
    ...present({ ip: devices[0]?.ip ?? null })
  }
}

type Device = {
  id: string
  userId: string | null
  firstSeenAt: Date
  lastSeenAt: Date
  browser: string | null
  os: string | null
  device: string | null
  country: string | null
  region: string | null
  city: string | null
  timezone: string | null
  ip: string | null
}

const devicesOf = (sql: ISql, person: string) => sql<Device[]>`
  SELECT id, user_id AS "userId", first_seen_at AS "firstSeenAt", last_seen_at AS "lastSeenAt", browser, os, device, country,
    region, city, timezone, host(ip) AS ip
  FROM visitors WHERE person_id = ${person} ORDER BY last_seen_at DESC, id LIMIT 200`

/** One value a key: the proven one if there is one, else the last that was said. */
async function attributesOf(sql: ISql, person: string): Promise<Attribute[]> {
  const rows = await sql<{ key: string; value: unknown; kind: 'verified' | 'claimed'; at: Date }[]>`
    SELECT DISTINCT ON (a.key) a.key, a.value, a.kind, a.at
    FROM visitors v JOIN attributes a ON a.visitor_id = v.id
    WHERE v.person_id = ${person} ORDER BY a.key, a.kind = 'verified' DESC, a.at DESC`
  return rows.map(row => ({ key: row.key, value: row.value, kind: row.kind, at: row.at.toISOString() }))
}

function inferredOf(summary: ReturnType<typeof summaryOf>): Attribute[] {
  const { country, region, city, timezone, browser, os, device, firstSource } = summary
  return Object.entries({ country, region, city, timezone, browser, os, device, firstSource }).flatMap(
    ([key, value]) => (value === undefined ? [] : [{ key, value, kind: 'inferred' as const, at: summary.lastSeenAt }])
  )
}

function placesOf(devices: Device[]): Person['places'] {
  const places = new Map<string, Person['places'][number]>()
  for (const { country, region, city, timezone, lastSeenAt } of devices) {
    const key = [country, region, city].join('|')
    if (country === null || places.has(key)) continue
    places.set(key, { ...present({ country, region, city, timezone }), lastSeenAt: lastSeenAt.toISOString() })
  }
  return [...places.values()]
}

/** Why these browsers are one person: every join in force, and those that were taken back. */
export async function identityChain(sql: ISql, found: Found): Promise<IdentityChain> {
  const [devices, joins] = await Promise.all([
    devicesOf(sql, found.person),
    sql<
      {
        id: string
        kind: Evidence['kind']
        key: string
        from: string
        into: string
        at: Date
        undoneAt: Date | null
        undoneBy: string | null
      }[]
    >`
      SELECT id, kind, key, from_visitor AS "from", into_visitor AS "into", at, undone_at AS "undoneAt", undone_by AS "undoneBy"
      FROM joins WHERE from_visitor = ANY(${found.visitors}::uuid[]) OR into_visitor = ANY(${found.visitors}::uuid[])
      ORDER BY at, id`
  ])
  return {
    browsers: devices.map(device => ({
      visitorId: toPublic('vis', device.id),
      firstSeenAt: device.firstSeenAt.toISOString(),
      lastSeenAt: device.lastSeenAt.toISOString(),
      ...present({ userId: device.userId, browser: device.browser, os: device.os, device: device.device })
    })),
    evidence: joins.map(join => ({
      id: toPublic('joi', join.id),
      kind: join.kind,
      from: toPublic('vis', join.from),
      into: toPublic('vis', join.into),
      key: join.key,
      at: join.at.toISOString(),
      ...(join.undoneAt ? { undoneAt: join.undoneAt.toISOString() } : {}),
      ...present({ undoneBy: join.undoneBy })
    }))
  }
}
