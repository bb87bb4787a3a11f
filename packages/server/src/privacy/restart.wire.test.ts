import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { PrivacyApply } from '@foyer/protocol'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { uuidV7 } from '../../test/visitor.ts'
import { newUuid } from '../http/index.ts'
import { type EventStore, eventColumns, eventLine, openEvents, senderPart } from '../stores/events/index.ts'
import { openTestRecords } from '../workspace/test-server.ts'
import { type Applying, applyAsked, applyOf, askToApply } from './apply.ts'
import { enforce } from './enforce.ts'
import { inEurope } from './testing/rules.ts'

const day = 86_400_000
const policy = inEurope({ ip: 'truncated', place: 'country', forgetAfterDays: 30 })
const visitors = 2_500
const log = { warn: (details: object) => expect(details).toBeUndefined() }
let store: Awaited<ReturnType<typeof openTestRecords>>
let folder: string
let events: EventStore
beforeAll(async () => {
  store = await openTestRecords()
  folder = await mkdtemp(join(tmpdir(), 'foyer-apply-'))
  events = await openEvents({ folder })
})
afterAll(async () => {
  await events.close()
  await store.close()
  await rm(folder, { recursive: true, force: true })
})

/** A process that ends after this many looks at whether it has. */
const processOf = (looks: number): Applying => {
  let looked = 0
  return {
    sql: store.records.sql,
    events,
    clock: () => new Date(),
    sleep: async () => undefined,
    drained: async () => undefined,
    hasEnded: () => {
      looked += 1
      return looked > looks
    }
  }
}

async function fill() {
  const { sql } = store.records
  const workspaceId = newUuid()
  const [row] = await sql<{ number: number }[]>`
    INSERT INTO workspaces (id, name, timezone, retention_days, created_at) VALUES (${workspaceId}, 'W', 'UTC', 365, now())
    RETURNING number`
  await sql`
    INSERT INTO visitors (id, workspace_id, person_id, first_seen_at, last_seen_at, session_id, session_at, ip, country, region, city,
      timezone, place_until)
    SELECT md5(n || ${workspaceId})::uuid, ${workspaceId}, md5(n || ${workspaceId})::uuid, now(), now(), gen_random_uuid(), now(),
      ('81.2.' || n / 250 || '.' || n % 250)::inet, 'GB', 'England', 'London', 'Europe/London', now() + interval '365 days'
    FROM generate_series(1, ${visitors}::int) n`
  return { workspaceId, number: row?.number ?? 0 }
}

const lineOf = (workspace: number, atMs: number) =>
  eventLine(
    {
      ...{ id: uuidV7(atMs), timeMs: atMs, type: 'page', name: '', origin: 'https://a.example', path: '/', search: '' },
      ...{
        title: 'A\tB',
        referrer: '',
        source: '',
        campaign: null,
        timezone: 'Europe/London',
        language: 'en',
        consent: ''
      },
      properties: ''
    },
    newUuid(),
    senderPart({
      ...{ workspace, visitor: newUuid(), agent: newUuid(), ip: '81.2.69.142', country: 'GB', region: 'England' },
      ...{ city: 'London', browser: '', browserVersion: '', os: '', device: '', bot: '', placeDays: 365, userAgent: '' }
    })
  )

const keepAside = (workspaceId: string, line: string) => store.records.sql`
  INSERT INTO set_aside (workspace_id, at, reason, event)
  VALUES (${workspaceId}, now(), 'a test', ${JSON.stringify({ columns: eventColumns, line })})`
const asideOf = async (workspaceId: string): Promise<Record<string, string>[]> => {
  const rows = await store.records.sql<{ event: string }[]>`
    SELECT event FROM set_aside WHERE workspace_id = ${workspaceId} ORDER BY id`
  return rows.map(({ event }) => {
    const values = (JSON.parse(event) as { line: string }).line.split('\t')
    return Object.fromEntries(eventColumns.map((column, index) => [column, values[index] ?? '']))
  })
}

test('F14 an apply that was cut off goes on where it was, whoever goes on with it, and does nothing twice', async () => {
  const { sql } = store.records
  const { workspaceId, number } = await fill()
  await events.insert(
    [lineOf(number, Date.now()), lineOf(number, Date.now() - 200 * day)],
    Math.floor(Date.now() / 1000)
  )
  await keepAside(workspaceId, lineOf(number, Date.now()))
  await sql.begin(tx => askToApply(tx, { workspaceId, policy, at: new Date(), by: 'Ana' }))
  const states: PrivacyApply[] = []
  for (let looks = 37; states.at(-1)?.state !== 'done' && states.length < 100; looks += 1) {
    await applyAsked(processOf(looks), log)
    states.push(await applyOf(sql, workspaceId))
  }
  expect(states.length).toBeGreaterThan(1)
  expect(states[0]).toMatchObject({ state: 'running', step: 'visitors', total: visitors + 3 })
  expect(states[0]?.done).toBeGreaterThan(0)
  expect(states.map(state => state.done)).toEqual(states.map(state => state.done).toSorted((a, b) => a - b))
  // Each visitor, both events and the one that was set aside, once.
  expect(states.at(-1)).toMatchObject({ state: 'done', done: visitors + 3, changed: visitors + 3 })
  const [left] = await sql<{ whole: number; longest: number }[]>`
    SELECT count(*) FILTER (WHERE city IS NOT NULL OR host(ip) NOT LIKE '%.0') AS whole,
      max(extract(day FROM place_until - now()))::int AS longest FROM visitors WHERE workspace_id = ${workspaceId}`
  expect(left).toEqual({ whole: 0, longest: expect.toSatisfy((days: number) => days <= 30) })
  const rows = await events.query(
    'SELECT toString(ip) AS ip, city, place_days FROM events WHERE workspace = {number:UInt32}',
    {
      number
    }
  )
  expect(rows).toEqual(Array.from({ length: 2 }, () => ({ ip: '::ffff:81.2.69.0', city: '', place_days: 30 })))
  expect(await asideOf(workspaceId)).toMatchObject([
    { ip: '::ffff:81.2.69.0', country: 'GB', region: '', city: '', place_days: '30', title: 'A\\tB' }
  ])
})

test('F14 events that were set aside forget as well', async () => {
  const { workspaceId, number } = await fill()
  await keepAside(workspaceId, lineOf(number, Date.now() - 366 * day))
  await keepAside(workspaceId, lineOf(number, Date.now()))
  const forgotten: Record<string, number> = {}
  await enforce({
    ...processOf(1_000),
    forgot: (what, count) => {
      forgotten[what] = (forgotten[what] ?? 0) + count
    },
    enforced: () => undefined
  })
  expect(forgotten['set aside']).toBe(1)
  const [old, fresh] = await asideOf(workspaceId)
  expect(old).toMatchObject({ ip: '::', country: '', region: '', city: '', timezone: '', title: 'A\\tB' })
  expect(fresh).toMatchObject({ ip: '::ffff:81.2.69.142', country: 'GB', city: 'London' })
})
