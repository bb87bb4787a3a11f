import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { waysIn } from '../../test/clickhouse.ts'
import { uuidV7 } from '../../test/visitor.ts'
import { newUuid } from '../http/index.ts'
import {
  type EventFields,
  type EventStore,
  eventLine,
  openEvents,
  type SenderFields,
  senderPart
} from '../stores/events/index.ts'
import { partitionsOf, rewritePartition } from './event-rewrites.ts'
import { forgetEvents } from './forget-events.ts'
import { obeying } from './obey-events.ts'
import { ruleTable } from './rule-table.ts'
import { inEurope } from './testing/rules.ts'

const day = 86_400_000
const nowMs = Date.parse('2026-11-21T12:00:00Z')
const waiting = { sleep: (ms: number) => new Promise<void>(done => setTimeout(done, ms)), hasEnded: () => false }

describe.each(waysIn)('events %s', (_name, open) => {
  let events: EventStore
  let stop: () => Promise<void>
  beforeAll(async () => {
    const { stop: end, ...where } = await open()
    stop = end
    events = await openEvents(where)
  })
  afterAll(async () => {
    await events.close()
    await stop()
  })

  type Told = { title: string; ageDays: number } & Partial<
    Pick<SenderFields, 'ip' | 'country' | 'placeDays' | 'workspace'>
  >

  async function store(...told: Told[]): Promise<void> {
    const lines = told.map(({ title, ageDays, ...from }) => {
      const timeMs = nowMs - ageDays * day
      const event: EventFields = {
        ...{
          id: uuidV7(timeMs),
          timeMs,
          type: 'page',
          name: '',
          origin: 'https://a.example',
          path: '/',
          search: '',
          title
        },
        ...{ referrer: '', source: '', campaign: null, timezone: 'Europe/London', language: 'en', consent: '' },
        properties: '{"plan":"pro"}'
      }
      const sender: SenderFields = {
        ...{ workspace: 1, visitor: newUuid(), agent: newUuid(), ip: '81.2.69.142', country: 'GB', region: 'England' },
        ...{ city: 'London', browser: 'Chrome', browserVersion: '140', os: 'Windows', device: 'desktop', bot: '' },
        placeDays: 30,
        userAgent: 'Mozilla/5.0 (X11)',
        ...from
      }
      return eventLine(event, newUuid(), senderPart(sender))
    })
    // Each a part of its own, as inserts are.
    for (const line of lines) await events.insert([line], nowMs / 1000)
  }

  const rowsOf = (workspace: number) =>
    events.query<Record<string, string | number>>(
      `SELECT title, replaceOne(toString(ip), '::ffff:', '') AS ip, country, region, city, timezone, place_days, browser, properties
       FROM events WHERE workspace = {workspace:UInt32} ORDER BY title`,
      { workspace }
    )

  test('F14 forget where they came from once each has been kept for its own days, in every quarter, and nothing else', async () => {
    const workspace = 1
    await store(
      { title: 'new', ageDays: 1, workspace },
      { title: 'old', ageDays: 31, workspace },
      { title: 'older quarter', ageDays: 200, workspace },
      { title: 'kept longer', ageDays: 200, placeDays: 365, workspace },
      { title: 'of IPv6', ageDays: 40, ip: '2a02:8109:9a80::1', workspace },
      { title: 'theirs', ageDays: 2, placeDays: 1, workspace: 2 }
    )
    const forgotten = await forgetEvents(events, 'events', nowMs, waiting)
    expect(Object.fromEntries(forgotten)).toEqual({ 1: 3, 2: 1 })
    const known = { country: 'GB', region: 'England', city: 'London', timezone: 'Europe/London' }
    const empty = { ip: '::', country: '', region: '', city: '', timezone: '', place_days: 0 }
    const rest = { browser: 'Chrome', properties: '{"plan":"pro"}' }
    expect(await rowsOf(workspace)).toEqual([
      { title: 'kept longer', ip: '81.2.69.142', ...known, place_days: 365, ...rest },
      { title: 'new', ip: '81.2.69.142', ...known, place_days: 30, ...rest },
      { title: 'of IPv6', ...empty, ...rest },
      { title: 'old', ...empty, ...rest },
      { title: 'older quarter', ...empty, ...rest }
    ])
    expect(await rowsOf(2)).toMatchObject([{ title: 'theirs', ...empty }])
    expect(await forgetEvents(events, 'events', nowMs, waiting)).toEqual(new Map())
  })

  test('F14 are made to obey a stricter policy, by the country they hold, in one workspace', async () => {
    const workspace = 3
    await store(
      { title: 'v4', ageDays: 1, workspace },
      { title: 'v6', ageDays: 1, ip: '2a02:8109:9a80:1:2:3:4:5', country: 'DE', workspace },
      { title: '6to4', ageDays: 1, ip: '2002:5102:458e:1::1', country: 'FR', workspace },
      { title: 'elsewhere', ageDays: 1, ip: '216.160.83.57', country: 'US', placeDays: 365, workspace },
      { title: 'unknown', ageDays: 1, ip: '10.1.2.3', country: '', placeDays: 365, workspace },
      { title: 'theirs', ageDays: 1, workspace: 4 }
    )
    const rules = ruleTable(inEurope({ ip: 'truncated', place: 'country', forgetAfterDays: 7 }, { place: 'region' }))
    const obey = async () => {
      let changed = 0
      for (const quarter of await partitionsOf(events, 'events'))
        changed += await rewritePartition(events, quarter, obeying('events', workspace, rules), waiting)
      return changed
    }
    expect(await obey()).toBe(5)
    const place = { region: '', city: '', timezone: 'Europe/London', place_days: 7 }
    expect(await rowsOf(workspace)).toMatchObject([
      { title: '6to4', ip: '2002:5102:4500::', country: 'FR', ...place },
      { title: 'elsewhere', ip: '216.160.83.57', country: 'US', region: 'England', city: '', place_days: 365 },
      { title: 'unknown', ip: '10.1.2.0', country: '', ...place },
      { title: 'v4', ip: '81.2.69.0', country: 'GB', ...place },
      { title: 'v6', ip: '2a02:8109:9a80::', country: 'DE', ...place }
    ])
    expect(await rowsOf(4)).toMatchObject([{ title: 'theirs', ip: '81.2.69.142', city: 'London', place_days: 30 }])
    expect(await obey()).toBe(0)
    const gone = ruleTable(inEurope({ ip: 'never', place: 'none' }))
    for (const quarter of await partitionsOf(events, 'events'))
      await rewritePartition(events, quarter, obeying('events', workspace, gone), waiting)
    expect(await rowsOf(workspace)).toMatchObject([
      { title: '6to4', ip: '::', country: '', timezone: '' },
      { title: 'elsewhere', ip: '216.160.83.57', country: 'US' },
      { title: 'unknown', ip: '::', country: '' },
      { title: 'v4', ip: '::', country: '', timezone: '' },
      { title: 'v6', ip: '::', country: '', timezone: '' }
    ])
  })
})
