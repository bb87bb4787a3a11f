import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { newUuid } from '../http/index.ts'
import { unknownPlace } from '../privacy/testing/unknown-place.ts'
import { type EventStore, EventStoreBehind, openEvents } from '../stores/events/index.ts'
import { openTestRecords } from '../workspace/test-server.ts'
import { acceptEvents } from './accept.ts'
import { type Carry, createCarry } from './carry.ts'
import { createCommit } from './commit.ts'
import { mergeCopies } from './copies.ts'
import { type Enriched, enrich, lineOf } from './enrich.ts'
import { createLanding } from './landing.ts'
import { carryLeftBehind } from './left-behind.ts'
import { RecentIds } from './recent-ids.ts'
import { setAside, storeSetAside } from './set-aside.ts'

const hour = 3_600_000
const folder = mkdtempSync(join(tmpdir(), 'foyer-commit-'))
let store: Awaited<ReturnType<typeof openTestRecords>>
let events: EventStore
let workspaces = 0
/** Each test has its own, by the number the event store knows it by. */
let workspace: { id: string; number: number }
/** Each would go on to empty the landing some seconds after its test, under the next one's hands. */
let running: Carry[] = []

beforeAll(async () => {
  store = await openTestRecords()
  events = await openEvents({ folder })
})
afterAll(async () => {
  await events.close()
  await store.close()
  rmSync(folder, { recursive: true, force: true })
})
beforeEach(async () => {
  workspaces += 1
  const id = newUuid()
  const [row] = await store.records.sql<{ number: number }[]>`
    INSERT INTO workspaces (id, name, timezone, retention_days, created_at)
    VALUES (${id}, ${`W${workspaces}`}, 'UTC', 365, now()) RETURNING number`
  workspace = { id, number: row?.number ?? 0 }
})

afterEach(async () => {
  for (const carry of running) carry.giveUp()
  for (const carry of running) await carry.drain()
  running = []
})

const at = Date.parse('2026-11-21T12:00:00Z')
const visitor = newUuid()

function made(ids: string[], timeMs = at, nowMs = timeMs): Enriched[] {
  const batch = ids.map(id => ({ id, type: 'track', name: id.slice(0, 40), timestamp: timeMs }))
  const { accepted } = acceptEvents(
    { agentId: '', events: batch as never, sentAt: nowMs },
    { nowMs, retentionDays: 365 }
  )
  const sender = {
    workspaceId: workspace.id,
    workspaceNumber: workspace.number,
    agentUuid: newUuid(),
    visitor,
    where: unknownPlace,
    machine: { browser: '', browserVersion: '', os: '', device: '', bot: '' },
    userAgent: ''
  }
  return accepted.map(one => ({ ...enrich(one, sender), session: newUuid() }))
}

/** A process of Foyer that starts: its memory of ids begins with `since`. */
type Start = {
  since?: number
  events?: EventStore
  lands?: boolean
  restAfterMs?: number
  setAside?: (event: Enriched, fault: unknown) => Promise<void>
}
function start(options: Start = {}) {
  const { sql } = store.records
  const into = options.events ?? events
  const landing = options.lands === false ? null : createLanding(sql)
  const clock = Date.now
  const warned: string[] = []
  const counted: Enriched[] = []
  const log = { warn: (_details: object, message: string) => void warned.push(message) }
  const carry = createCarry({
    events: into,
    landing,
    clock,
    sleep: ms => sleep(ms),
    ...(options.restAfterMs === undefined ? {} : { restAfterMs: options.restAfterMs }),
    stored: some => void counted.push(...some),
    setAside: options.setAside ?? ((event, fault) => setAside(sql, lineOf(event), fault, new Date(at))),
    log
  })
  running.push(carry)
  const commit = createCommit({
    events: into,
    recent: new RecentIds(options.since ?? 0),
    landing,
    carry,
    clock,
    assignSessions: async () => undefined,
    consented: async () => undefined,
    besideOf: () => null,
    erasedAmong: async () => new Map(),
    log
  })
  return { commit, carry, landing, counted, warned }
}

const stored = async () => {
  const rows = await events.query<{ name: string }>(
    'SELECT name FROM events WHERE workspace = {workspace:UInt32} ORDER BY name',
    { workspace: workspace.number }
  )
  return rows.map(row => row.name)
}
const lying = async () => {
  const [row] = await store.records.sql<{ groups: number }[]>`
    SELECT (SELECT count(*) FROM landing_0) + (SELECT count(*) FROM landing_1) AS groups`
  return row?.groups
}
const asideHere = async () => {
  const rows = await store.records.sql<{ reason: string; event: string }[]>`
    SELECT reason, event FROM set_aside WHERE workspace_id = ${workspace.id} ORDER BY id`
  return [...rows]
}
/** The event store while it is broken: it fails the inserts that `fails` says. */
const brokenStore = (fails: () => boolean): EventStore => ({
  ...events,
  insert: (lines, storedAt) =>
    fails() ? Promise.reject(new EventStoreBehind('no space left')) : events.insert(lines, storedAt)
})

/** How often each event lies there, before any merge: what a report counts. */
const lyingTwice = () =>
  events.report<{ name: string; copies: number }>(
    'SELECT name, count() AS copies FROM events WHERE workspace = {workspace:UInt32} GROUP BY name ORDER BY name',
    { workspace: workspace.number },
    'ask_copies'
  )

describe('I7 what reports count, which do not wait for a merge', () => {
  test('an insert that was stored and seemed to fail is not written again', async () => {
    let answers = 0
    const forgetful: EventStore = {
      ...events,
      async insert(lines, storedAt) {
        await events.insert(lines, storedAt)
        answers += 1
        if (answers === 1) throw new EventStoreBehind('the answer was lost on its way')
      }
    }
    for (const lands of [true, false]) {
      answers = 0
      const { commit, counted } = start({ events: forgetful, lands })
      const ids = [`one ${lands}`, `two ${lands}`]
      expect(await commit.add(made(ids))).toMatchObject({ stored: 2, duplicates: 0 })
      await commit.drain()
      expect(counted).toHaveLength(2)
    }
    expect((await lyingTwice()).map(row => row.copies)).toEqual([1, 1, 1, 1])
  })

  test('what two nodes stored in the same moment is made one within a minute or two', async () => {
    const lines = made(['of both', 'of one']).map(lineOf)
    await events.command('SYSTEM STOP MERGES events')
    try {
      const now = Math.floor(Date.now() / 1000)
      await events.insert(lines, now)
      await events.insert(lines.slice(0, 1), now)
      expect(await lyingTwice()).toMatchObject([{ copies: 2 }, { copies: 1 }])
    } finally {
      await events.command('SYSTEM START MERGES events')
    }
    expect(await mergeCopies(events, Date.now())).toBe(1)
    expect(await lyingTwice()).toMatchObject([{ copies: 1 }, { copies: 1 }])
    expect(await mergeCopies(events, Date.now())).toBe(0)
  })
})

describe('I7 the same event again', () => {
  test.each([
    ['a moment', 0],
    ['an hour', hour],
    ['47 hours', 47 * hour]
  ])('%s later, after a restart that forgot it, is a duplicate', async (_name, laterMs) => {
    const ids = ['order 1', '01a1fda5-c183-7001-a297-e2bc50c9c6aa'.replace('01a1fda5-c183', v7Start(at))]
    const first = start()
    expect(await first.commit.add(made(ids))).toMatchObject({ stored: 2, duplicates: 0 })
    expect(await first.commit.add(made(ids))).toMatchObject({ stored: 0, duplicates: 2 })
    await first.commit.drain()
    // Everything it could remember happened later than these.
    const later = start({ since: at + laterMs + hour })
    expect(await later.commit.add(made(ids, at, at + laterMs))).toMatchObject({ stored: 0, duplicates: 2 })
    await later.commit.drain()
    expect(await stored()).toHaveLength(2)
    expect(later.counted).toEqual([])
  })

  test('is known to be stored when its page asks, also after a restart that forgot it', async () => {
    const [stored, lost] = ['1', '2'].map(last => `${v7Start(at)}-7001-a297-e2bc50c9c6a${last}`) as [string, string]
    const first = start()
    const whose = { workspace: workspace.number, visitor }
    await first.commit.add(made([stored]))
    expect(await first.commit.missingOf(whose, [stored, lost])).toEqual([lost])
    await first.commit.drain()
    const later = start({ since: at + hour })
    expect(await later.commit.missingOf(whose, [stored, lost, 'order 1'])).toEqual([lost, 'order 1'])
    expect(await later.commit.missingOf({ ...whose, visitor: newUuid() }, [stored])).toEqual([stored])
  })

  test('across the end of a month is a duplicate, for the intake and for the store alone', async () => {
    const lastMinute = Date.parse('2026-10-31T23:59:30Z')
    const ids = ['order 2', `${v7Start(lastMinute)}-7001-a297-e2bc50c9c6aa`]
    const first = start()
    await first.commit.add(made(ids, lastMinute))
    await first.commit.drain()
    const later = start({ since: lastMinute + hour })
    expect(await later.commit.add(made(ids, lastMinute, lastMinute + 60_000))).toMatchObject({ duplicates: 2 })
    // Even one that slipped past the intake would be seen once.
    await events.insert(made(ids, lastMinute, lastMinute + 60_000).map(lineOf), 1)
    expect(await stored()).toHaveLength(2)
  })

  test('in another workspace is another event', async () => {
    const { commit } = start()
    expect(await commit.add(made(['order 3']))).toMatchObject({ stored: 1 })
    const [here] = [workspace]
    const other = await store.records.sql<{ id: string; number: number }[]>`
      INSERT INTO workspaces (id, name, timezone, retention_days, created_at)
      VALUES (${newUuid()}, 'Other', 'UTC', 365, now()) RETURNING id, number`
    workspace = other[0] ?? here
    expect(await commit.add(made(['order 3']))).toMatchObject({ stored: 1, duplicates: 0 })
    await commit.drain()
    expect(await stored()).toEqual(['order 3'])
    workspace = here
    expect(await stored()).toEqual(['order 3'])
  })

  test('twice in one batch and in two at once is stored once', async () => {
    const { commit } = start()
    const answers = await Promise.all([commit.add(made(['a', 'b', 'a'])), commit.add(made(['b', 'c']))])
    expect(answers).toMatchObject([
      { stored: 2, duplicates: 1 },
      { stored: 1, duplicates: 1 }
    ])
    await commit.drain()
    expect(await stored()).toEqual(['a', 'b', 'c'])
  })
})

describe('I8 a row the store does not take', () => {
  const withPoison = (count: number) => {
    const all = made(Array.from({ length: count }, (_, n) => `event ${String(n).padStart(3, '0')}`))
    const poison = all[137]
    // No request gets this far with such an id; should one ever find a way, this is what it may cost.
    if (poison) poison.id = 'no uuid'
    return all
  }

  test('costs the 499 beside it nothing, is kept with its reason, and is stored once when its cause was mended', async () => {
    const { commit, counted } = start()
    expect(await commit.add(withPoison(500))).toMatchObject({ stored: 500 })
    await commit.drain()
    expect(await stored()).toHaveLength(499)
    expect(counted).toHaveLength(499)
    const [aside, ...more] = await asideHere()
    expect(more).toEqual([])
    expect(aside?.reason).toMatch(/uuid/i)

    const { sql } = store.records
    expect(await storeSetAside(sql, events, new Date(at))).toEqual([])
    expect(await stored()).toHaveLength(499)
    await sql`UPDATE set_aside SET event = replace(event, 'no uuid', ${`${v7Start(at)}-7001-a297-e2bc50c9c6ab`})`
    expect(await storeSetAside(sql, events, new Date(at))).toEqual([visitor])
    expect(await storeSetAside(sql, events, new Date(at))).toEqual([])
    expect(await stored()).toHaveLength(500)
    expect(await asideHere()).toEqual([])
  })

  test('is set aside once, however many were carried on with it', async () => {
    let isBroken = true
    const { commit } = start({ events: brokenStore(() => isBroken) })
    // Carried on alone: what comes while it waits is carried on together.
    await commit.add(made(['before them']))
    await commit.add(withPoison(200))
    await commit.add(made(['beside it']))
    await commit.add(made(['and beside it']))
    isBroken = false
    await commit.drain()
    expect(await stored()).toHaveLength(202)
    expect(await asideHere()).toHaveLength(1)
  })

  test('is not forgotten before it is set aside: records that fail are asked again, and an end in between loses nothing', async () => {
    let fails = 2
    const { sql } = store.records
    const again = start({
      setAside: async (event, fault) => {
        fails -= 1
        if (fails >= 0) throw new Error('the records do not answer')
        await setAside(sql, lineOf(event), fault, new Date(at))
      }
    })
    await again.commit.add(withPoison(200))
    await again.commit.drain()
    expect(await asideHere()).toHaveLength(1)

    await again.landing?.clear()
    const asked = Promise.withResolvers<void>()
    const ended = start({
      setAside: async () => {
        asked.resolve()
        throw new Error('the records do not answer')
      }
    })
    const poison = withPoison(200).slice(137, 138)
    await ended.commit.add(poison)
    await asked.promise
    ended.carry.giveUp()
    await ended.carry.drain()
    expect(await lying()).toBe(1)
    const { landing } = start()
    if (!landing) throw new Error('nothing lands')
    await carryLeftBehind(
      sql,
      events,
      landing,
      () => new Date(at),
      async () => new Map()
    )
    expect(await asideHere()).toHaveLength(2)
    expect(await lying()).toBe(0)
  })

  test('does not keep a start from carrying on what was left behind', async () => {
    const before = start({ events: brokenStore(() => true) })
    await before.commit.add(withPoison(200))
    before.carry.giveUp()
    await before.carry.drain()
    const { landing } = start()
    if (!landing) throw new Error('nothing lands')
    await carryLeftBehind(
      store.records.sql,
      events,
      landing,
      () => new Date(at),
      async () => new Map()
    )
    expect(await stored()).toHaveLength(199)
    expect(await asideHere()).toHaveLength(1)
    expect(await lying()).toBe(0)
  })

  test('is told to its sender where the answer waits for the store', async () => {
    const { commit } = start({ lands: false })
    const answer = await commit.add(withPoison(500))
    expect(answer).toMatchObject({ stored: 499, duplicates: 0, refused: [{ index: 137, code: 'unstorable' }] })
    expect(await stored()).toHaveLength(499)
    expect(await asideHere()).toHaveLength(1)
  })
})

describe('I5 an event store that takes nothing', () => {
  test('keeps nobody waiting: events land, and are stored once it takes them again', async () => {
    let isBroken = true
    const { commit, counted, warned } = start({ events: brokenStore(() => isBroken) })
    expect(await commit.add(made(['a', 'b']))).toMatchObject({ stored: 2 })
    expect(await commit.add(made(['c']))).toMatchObject({ stored: 1 })
    expect(await commit.add(made(['a']))).toMatchObject({ duplicates: 1 })
    expect(await stored()).toEqual([])
    expect(counted).toEqual([])
    await expect.poll(() => warned, { timeout: 10_000 }).toEqual(['the event store does not take events; they wait'])
    isBroken = false
    await commit.drain()
    expect(await stored()).toEqual(['a', 'b', 'c'])
    expect(counted).toHaveLength(3)
  })

  test('is told as 503 with a time to come back, once enough waits', async () => {
    let isBroken = true
    const { commit } = start({ events: brokenStore(() => isBroken) })
    const many = (n: number) => made(Array.from({ length: 10_000 }, (_, at) => `flood ${n} ${at}`))
    for (let n = 0; n < 5; n += 1) await commit.add(many(n))
    await expect(commit.add(made(['one more']))).rejects.toMatchObject({ code: 'store_behind', retryAfterSeconds: 2 })
    expect(commit.waitingRows).toBe(50_000)
    isBroken = false
    await commit.drain()
    expect(await commit.add(made(['one more']))).toMatchObject({ stored: 1 })
    await commit.drain()
    expect(await stored()).toHaveLength(50_001)
    expect(commit.waitingRows).toBe(0)
  }, 60_000)

  test('is told as 503 after a few tries where the answer waits for it', async () => {
    let tries = 0
    const { commit } = start({ lands: false, events: brokenStore(() => ++tries > 0) })
    await expect(commit.add(made(['a']))).rejects.toMatchObject({ code: 'store_behind', retryAfterSeconds: 2 })
    expect(tries).toBe(4)
    expect(commit.waitingRows).toBe(0)
    const mended = start({ lands: false })
    expect(await mended.commit.add(made(['a']))).toMatchObject({ stored: 1 })
  })
})

describe('what has landed', () => {
  test('and was not carried on before the end is carried on at the next start, once', async () => {
    const first = start({ events: brokenStore(() => true) })
    await first.commit.add(made(['a', 'b']))
    await first.commit.add(made(['c']))
    first.carry.giveUp()
    await first.carry.drain()
    expect(first.carry.rows).toBe(3)
    expect(await stored()).toEqual([])

    const second = start()
    if (!second.landing) throw new Error('nothing lands')
    const left = await carryLeftBehind(
      store.records.sql,
      events,
      second.landing,
      () => new Date(at),
      async () => new Map()
    )
    expect(left).toEqual([visitor])
    expect(await stored()).toEqual(['a', 'b', 'c'])
    expect(await lying()).toBe(0)
    expect(
      await carryLeftBehind(
        store.records.sql,
        events,
        second.landing,
        () => new Date(at),
        async () => new Map()
      )
    ).toEqual([])
  })

  test('and was carried on as well, before the end, is not stored a second time', async () => {
    const first = start()
    await first.commit.add(made(['a', 'b']))
    await first.commit.drain()
    expect(await lying()).toBe(1)
    const { landing } = start()
    if (!landing) throw new Error('nothing lands')
    expect(
      await carryLeftBehind(
        store.records.sql,
        events,
        landing,
        () => new Date(at),
        async () => new Map()
      )
    ).toEqual([visitor])
    const [rows] = await events.lookUp<{ rows: number }>(
      'SELECT count() AS rows FROM events WHERE workspace = {workspace:UInt32}',
      { workspace: workspace.number }
    )
    expect(rows).toEqual({ rows: 2 })
  })

  test('is forgotten after a rest, and not by a process that has ended by then', async () => {
    const ended = start({ restAfterMs: 50 })
    await ended.commit.add(made(['a']))
    ended.carry.giveUp()
    await ended.commit.drain()
    const next = start({ restAfterMs: 2_000 })
    await next.commit.add(made(['b']))
    await next.commit.drain()
    const since = performance.now()
    await expect.poll(lying, { timeout: 20_000, interval: 20 }).toBe(0)
    // Both groups lay there until the one that was still there came to rest.
    expect(performance.now() - since).toBeGreaterThan(1_000)
  })

  test('is forgotten table by table while more lands, and nothing is lost on the way', async () => {
    const { commit, landing } = start()
    const long = 'x'.repeat(190)
    const ids: string[] = []
    // Some 50 MB, which is three turns of the tables.
    for (let n = 0; n < 45; n += 1) {
      const some = Array.from({ length: 3_500 }, (_, m) => `${long} ${n} ${m}`.slice(-100))
      ids.push(...some)
      await commit.add(made(some))
    }
    await commit.drain()
    expect(await stored()).toHaveLength(ids.length)
    const [size] = await store.records.sql<{ bytes: number }[]>`
      SELECT pg_total_relation_size('landing_0') + pg_total_relation_size('landing_1') AS bytes`
    expect(size?.bytes).toBeLessThan(45_000_000)
    await landing?.rest()
    await landing?.rest()
    expect(await lying()).toBe(0)
  }, 120_000)
})

function v7Start(ms: number): string {
  const time = ms.toString(16).padStart(12, '0')
  return `${time.slice(0, 8)}-${time.slice(8)}`
}
