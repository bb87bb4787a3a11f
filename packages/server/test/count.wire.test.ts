import { afterAll, beforeAll, expect, test } from 'vitest'
import { newUuid } from '../src/http/index.ts'
import { acceptEvents } from '../src/intake/accept.ts'
import { createCount } from '../src/intake/count.ts'
import { type Enriched, enrich } from '../src/intake/enrich.ts'
import { unknownPlace } from '../src/privacy/testing/unknown-place.ts'
import { openTestRecords } from '../src/workspace/test-server.ts'

let store: Awaited<ReturnType<typeof openTestRecords>>
const workspaceId = newUuid()
const visitors = Array.from({ length: 9 }, () => newUuid())
beforeAll(async () => {
  store = await openTestRecords()
  const { sql } = store.records
  await sql`
    INSERT INTO workspaces (id, name, timezone, retention_days, created_at) VALUES (${workspaceId}, 'W', 'UTC', 365, now())`
  for (const id of visitors) {
    await sql`
      INSERT INTO visitors (id, workspace_id, person_id, first_seen_at, last_seen_at, session_id, session_at)
      VALUES (${id}, ${workspaceId}, ${id}, now(), now(), ${newUuid()}, 'epoch')`
    await sql`
      INSERT INTO people (id, workspace_id, first_seen_at, last_seen_at, words)
      VALUES (${id}, ${workspaceId}, now(), now(), '')`
  }
})
afterAll(() => store.close())

function pageOf(visitor: string, title: string): Enriched {
  const event = { id: newUuid(), type: 'page', timestamp: Date.now(), url: 'https://shop.example/', title }
  const batch = { agentId: `agt_${'0'.repeat(32)}`, events: [event] } as Parameters<typeof acceptEvents>[0]
  const [accepted] = acceptEvents(batch, { nowMs: Date.now(), retentionDays: 365 }).accepted
  if (!accepted) throw new Error('the event of the test was not accepted')
  const machine = { browser: '', browserVersion: '', os: '', device: '', bot: '' }
  const sender = {
    workspaceId,
    workspaceNumber: 1,
    agentUuid: newUuid(),
    visitor,
    where: unknownPlace,
    machine,
    userAgent: ''
  }
  return { ...enrich(accepted, sender), session: newUuid(), title }
}

const countsOf = async () => {
  const rows = await store.records.sql<{ id: string; events: number }[]>`
    SELECT v.id, p.events FROM visitors v JOIN people p ON p.id = v.person_id`
  const counts = new Map(rows.map(row => [row.id, row.events]))
  return visitors.map(id => counts.get(id))
}
const newCount = (agentsHeard: () => Promise<void>, warned: string[]) =>
  createCount({
    sql: store.records.sql,
    node: 'test',
    clock: Date.now,
    log: { warn: (_details, message) => void warned.push(message) },
    moved: () => undefined,
    agentsHeard
  })

test('figures that PostgreSQL refuses cost one visitor their count, and nobody else', async () => {
  const warned: string[] = []
  const count = newCount(async () => undefined, warned)
  // No event gets here with a NUL; should one ever find another way, this is what it may cost.
  count.stored(visitors.map((visitor, n) => pageOf(visitor, n === 4 ? 'a\0b' : 'a')))
  await count.flush()
  expect(await countsOf()).toEqual([1, 1, 1, 1, 0, 1, 1, 1, 1])
  expect(warned).toEqual([expect.stringMatching(/figures of a visitor/)])
  count.stored(visitors.map(visitor => pageOf(visitor, 'again')))
  await count.flush()
  expect(await countsOf()).toEqual([2, 2, 2, 2, 1, 2, 2, 2, 2])
  await count.close()
})

test('what was written is not written again when what follows it fails', async () => {
  const before = await countsOf()
  const warned: string[] = []
  const count = newCount(() => Promise.reject(new Error('nobody listens')), warned)
  count.stored(visitors.map(visitor => pageOf(visitor, 'once')))
  await count.flush()
  await count.flush()
  await count.close()
  expect(await countsOf()).toEqual(before.map(events => (events ?? 0) + 1))
  expect(warned).toHaveLength(1)
})
