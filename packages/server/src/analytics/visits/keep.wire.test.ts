import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type EventStore, openEvents } from '../../stores/events/index.ts'
import { openRecords } from '../../stores/records/index.ts'
import { createCurrent } from './current.ts'
import { currentGeneration, makeGeneration, storedGenerations } from './generations.ts'
import { createVisitKeeper } from './keep.ts'

const folder = mkdtempSync(join(tmpdir(), 'foyer-keep-visits-'))
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined }
let events: EventStore
let records: Awaited<ReturnType<typeof openRecords>>
let keeper: ReturnType<typeof createVisitKeeper>
let nowMs = Date.parse('2026-11-20T12:00:00Z')
const warned: string[] = []
beforeAll(async () => {
  events = await openEvents({ folder: join(folder, 'events') })
  records = await openRecords({ folder: join(folder, 'records'), log: silent })
  keeper = createVisitKeeper({
    sql: records.sql,
    events,
    clock: () => new Date(nowMs),
    log: { warn: (details, message) => warned.push(`${message} ${JSON.stringify(details)}`) }
  })
}, 60_000)
afterAll(async () => {
  await keeper?.close()
  await records?.close()
  await events?.close()
  rmSync(folder, { recursive: true, force: true })
})

async function store(workspace: number, count: number, from = 0): Promise<void> {
  await events.command(
    `INSERT INTO events (workspace, visitor, id, time, stored_at, session, type, path, bot)
     SELECT {workspace:UInt32}, toUUID(concat(leftPad(hex(number % 997), 8, '0'), '-0000-4000-8000-000000000001')),
       toUUID(concat('019a1c00-0000-7000-8000-', leftPad(hex(number), 12, '0'))), toDateTime64('2026-11-18 00:00:00', 3, 'UTC') + toIntervalSecond(number % 80000),
       fromUnixTimestamp({storedAt:UInt32}), toUUID(concat(leftPad(hex(number % 9973), 8, '0'), '-0000-4000-8000-000000000002')), 'page', '/', ''
     FROM numbers({from:UInt64}, {count:UInt64})`,
    { workspace, count, from, storedAt: nowMs / 1_000 }
  )
}
const later = (minutes: number) => {
  nowMs += minutes * 60_000
  return keeper.look()
}
const generationsOf = async (workspace: number) =>
  (await storedGenerations(events)).filter(one => one.workspace === workspace).map(one => one.generation)

test('a table is made where there are enough events, renewed when enough came, dropped when nobody reads it, and never read once events were erased', {
  timeout: 120_000
}, async () => {
  await store(1, 120_000)
  await store(2, 1_000)
  expect(await keeper.storedBefore()).toBe(0)
  await later(10)
  const first = await currentGeneration(events, 1)
  // Of the small one no table is made, and none is missing.
  expect(await keeper.storedBefore()).toBe(first?.storedBefore)
  expect(first).toEqual({ generation: nowMs, storedBefore: nowMs / 1_000 - 240 })
  expect(await currentGeneration(events, 2)).toBe(null)

  // A thousand more are grouped when a report is asked; twenty thousand are worth another table, but not at once.
  await store(1, 1_000, 120_000)
  await later(11)
  expect(await currentGeneration(events, 1)).toEqual(first)
  await store(1, 20_000, 121_000)
  await later(11)
  const second = await currentGeneration(events, 1)
  expect(second?.generation).toBe(nowMs)
  const [row] = await events.lookUp<{ pages: number; visits: number }>(
    'SELECT sum(pages) AS pages, uniqExact(session) AS visits FROM visits WHERE generation = {generation:UInt64}',
    { generation: nowMs }
  )
  expect(row).toEqual({ pages: 141_000, visits: 9_973 })
  const [views] = await events.lookUp<{ views: number; visits: number }>(
    'SELECT count() AS views, uniqExact(session) AS visits FROM page_views WHERE generation = {generation:UInt64}',
    { generation: nowMs }
  )
  expect(views).toEqual({ views: 141_000, visits: 9_973 })
  // A report that has looked which one to read may still wait for its turn.
  expect(await generationsOf(1)).toEqual([first?.generation, second?.generation])
  await later(6)
  expect(await generationsOf(1)).toEqual([second?.generation])

  await events.command('DELETE FROM events WHERE workspace = 1 AND visitor = {visitor:UUID}', {
    visitor: '00000007-0000-4000-8000-000000000001'
  })
  expect(await currentGeneration(events, 1)).toBe(null)
  expect(await keeper.storedBefore()).toBe(0)
  await later(1)
  expect((await currentGeneration(events, 1))?.generation).toBe(nowMs)
  await later(6)
  for (const table of ['visits', 'page_views']) {
    const [left] = await events.lookUp<{ rows: number }>(
      `SELECT count() AS rows FROM ${table} WHERE visitor = reinterpretAsUInt64(toUUID('00000007-0000-4000-8000-000000000001'))`
    )
    expect(left, table).toEqual({ rows: 0 })
  }
  expect(warned).toEqual([])
})

test('what was looked up of a table is held until something is done to the store, and asked for each question where others write to it too', {
  timeout: 120_000
}, async () => {
  await store(3, 1_000)
  const next = { generation: nowMs, storedBefore: nowMs / 1_000 + 1 }
  expect(await makeGeneration(events, 3, next)).toBe(true)
  let lookedUp = 0
  const counting: EventStore = {
    ...events,
    lookUp(sql, params) {
      lookedUp += 1
      return events.lookUp(sql, params)
    }
  }
  const current = createCurrent(counting)
  for (const workspace of [3, 3, 4, 3, 4]) expect(await current(workspace)).toEqual(workspace === 3 ? next : null)
  expect(lookedUp).toBe(2)

  await events.command('ALTER TABLE events DELETE WHERE workspace = 3 AND visitor = {visitor:UUID}', {
    visitor: '00000007-0000-4000-8000-000000000001'
  })
  expect(await current(3)).toBe(null)
  const anew = { ...next, generation: nowMs + 1_000 }
  await expect.poll(() => makeGeneration(events, 3, anew), { timeout: 60_000 }).toBe(true)
  expect(await current(3)).toEqual(anew)

  lookedUp = 0
  const shared = createCurrent({ ...counting, exclusive: false })
  for (const _ of [1, 2, 3]) expect(await shared(3)).toEqual(anew)
  expect(lookedUp).toBe(3)
})
