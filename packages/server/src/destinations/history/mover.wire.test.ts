import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newUuid } from '../../http/index.ts'
import { type EventStore, openEvents } from '../../stores/events/index.ts'
import { openTestRecords } from '../../workspace/test-server.ts'
import { fromSample } from '../sample.ts'
import { startMover } from './mover.ts'

const folder = mkdtempSync(join(tmpdir(), 'foyer-mover-'))
let store: Awaited<ReturnType<typeof openTestRecords>>
let events: EventStore
const workspaceId = newUuid()
const warned: object[] = []
const now = new Date('2026-11-26T12:00:00Z')
beforeAll(async () => {
  store = await openTestRecords()
  events = await openEvents({ folder })
  await store.records.sql`
    INSERT INTO workspaces (id, name, timezone, retention_days, created_at) VALUES (${workspaceId}, 'W', 'UTC', 365, now())`
})
afterAll(async () => {
  await events.close()
  await store.close()
  rmSync(folder, { recursive: true, force: true })
})

const event = {
  ...fromSample({ type: 'track', name: "It's a \\ test\t\n" }, now),
  context: { ip: '81.2.69.142', userAgent: 'a browser', locale: 'en' }
}
const ended = (id: string, more: { state?: string; expiresAt?: Date } = {}) => store.records.sql`
  INSERT INTO deliveries (id, workspace_id, destination_id, lane, origin, visitor_id, event_id, event_type, event_name, event_url, event_at,
    event, state, attempts, log, status, duration_ms, advice, rules, created_at, expires_at, finished_at)
  VALUES (${id}, ${workspaceId}, ${newUuid()}, ${newUuid()}, 'live', ${newUuid()}, 'e-1', 'track', ${event.name}, '', ${now},
    ${JSON.stringify(event)}, ${more.state ?? 'delivered'}, 1, '[]', 200, 12.5, 'It arrived.', ${["It's \\ a rule", 'another']}, ${now},
    ${more.expiresAt ?? new Date(now.getTime() + 60_000)}, ${now})`
const waiting = async () =>
  (await store.records.sql<{ id: string }[]>`SELECT id FROM deliveries ORDER BY id`).map(row => row.id)
const kept = (id: string) =>
  events.query<Record<string, unknown>>('SELECT * FROM deliveries WHERE id = {id:UUID}', { id })
const mover = (more: { events?: Pick<EventStore, 'insertDeliveries'> } = {}) =>
  startMover({
    sql: store.records.sql,
    events,
    clock: () => now,
    log: { warn: details => void warned.push(details) },
    ...more
  })

test('what has ended goes to the event store as it was, without the address and the browser of the visitor', async () => {
  const id = newUuid()
  await ended(id)
  const moving = mover()
  await moving.settled()
  await moving.close()
  expect(warned).toEqual([])
  expect(await waiting()).toEqual([])
  const [row] = await kept(id)
  expect(row).toMatchObject({
    state: 'delivered',
    event_name: event.name,
    rules: ["It's \\ a rule", 'another'],
    status: 200,
    duration: 12.5,
    advice: 'It arrived.'
  })
  expect(JSON.parse(String(row?.event)).context).toEqual({ locale: 'en' })
})

test('while the event store fails all of it stays, and an end between the two doubles nothing', async () => {
  const id = newUuid()
  await ended(id)
  const failing = mover({ events: { insertDeliveries: () => Promise.reject(new Error('the disk is full')) } })
  await failing.settled()
  await failing.close()
  expect(await waiting()).toEqual([id])
  // Stored, and then the process is gone before it has deleted them.
  const dying = mover({
    events: {
      async insertDeliveries(lines) {
        await events.insertDeliveries(lines)
        throw new Error('killed')
      }
    }
  })
  await dying.settled()
  await dying.close()
  expect(await waiting()).toEqual([id])
  const moving = mover()
  await moving.settled()
  await moving.close()
  expect(await waiting()).toEqual([])
  expect(await kept(id)).toHaveLength(1)
})

test('what is withheld stays until it is too old to be sent', async () => {
  const [young, old] = [newUuid(), newUuid()]
  await ended(young, { state: 'withheld' })
  await ended(old, { state: 'withheld', expiresAt: new Date(now.getTime() - 1) })
  const moving = mover()
  await moving.settled()
  await moving.close()
  expect(await waiting()).toEqual([young])
  await store.records.sql`DELETE FROM deliveries`
})
