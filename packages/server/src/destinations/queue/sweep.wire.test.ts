import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { newUuid } from '../../http/index.ts'
import { openTestRecords } from '../../workspace/test-server.ts'
import { openDirectory } from '../directory/directory.ts'
import { fromSample } from '../sample.ts'
import { createTally } from '../tally.ts'
import { startSweeping } from './sweep.ts'
import { rowOf } from './wanted.ts'
import { hold, queueing } from './write.ts'

const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`
const log = { warn: (details: object) => void warned.push(details) }
const vault = {
  seal: (text: string) => Buffer.from(text),
  open: (sealed: Uint8Array) => Buffer.from(sealed).toString()
}
const warned: object[] = []
const workspaceId = newUuid()
let store: Awaited<ReturnType<typeof openTestRecords>>
let now = new Date('2026-11-26T12:00:00Z')
beforeAll(async () => {
  store = await openTestRecords()
  await store.records.sql`
    INSERT INTO workspaces (id, name, timezone, retention_days, created_at) VALUES (${workspaceId}, 'W', 'UTC', 365, now())`
})
afterAll(() => store.close())
beforeEach(() => {
  now = new Date('2026-11-26T12:00:00Z')
})

async function opened(more: { enabled?: boolean; isStored?: (id: string) => boolean } = {}) {
  const { sql } = store.records
  const id = newUuid()
  await sql`
    INSERT INTO destinations (id, workspace_id, type, name, preset, enabled, state, settings, sealed, mapping, consent_categories,
      when_consent_unknown, personal, agents, revision, created_at, updated_at)
    VALUES (${id}, ${workspaceId}, 'webhook', ${id}, 'everything', ${more.enabled ?? true}, 'active',
      ${sql.json({ url: 'https://a.example' })}, ${Buffer.from(JSON.stringify({ secret }))}, ${sql.json({ rules: [] })}, '{}', 'send', '{}', '{}', 1,
      now(), now())`
  const directory = await openDirectory({ sql, vault, log })
  const destination = directory.byId(id)
  if (!destination) throw new Error('the destination is not known')
  const tally = createTally(sql, log)
  const woken: string[] = []
  const sweeping = startSweeping({
    sql,
    events: {
      lookUp: async (_sql, { ids, visitors } = {}) =>
        (ids as string[])
          .filter(stored => more.isStored?.(stored))
          .flatMap(stored => (visitors as string[]).map(visitor => ({ visitor, id: stored }))) as never
    },
    directory,
    tally,
    clock: () => now,
    log,
    wake: ids => woken.push(...ids)
  })
  const row = (visitor: string) =>
    rowOf(destination, fromSample({ type: 'track', name: 'A', id: newUuid() }, now), '{}', visitor, {
      origin: 'live',
      now
    })
  return {
    sql,
    id,
    row,
    woken,
    sweep: async () => {
      await sweeping.sweep()
      await sweeping.sweep()
    },
    async close() {
      await sweeping.close()
      await tally.close()
      await directory.close()
    }
  }
}
const lanesOf = (id: string) => store.records.sql<{ dueAt: Date | null }[]>`
  SELECT due_at AS "dueAt" FROM delivery_lanes WHERE destination_id = ${id}`

test('a process died before it could let deliveries go: those whose event is stored are sent, the others are not', async () => {
  const stored = newUuid()
  const { sql, id, row, woken, sweep, close } = await opened({ isStored: one => one === stored })
  const [there, missing] = [row(newUuid()), row(newUuid())]
  await hold(sql, [
    { ...there, stored },
    { ...missing, stored: newUuid() }
  ])
  await sweep()
  expect(await lanesOf(id)).toEqual([])
  now = new Date(now.getTime() + 60_000)
  await sweep()
  expect(await lanesOf(id)).toHaveLength(1)
  expect(woken).toEqual([id])
  const held = await sql<{ id: string }[]>`SELECT id FROM deliveries WHERE held_for IS NOT NULL`
  expect(held.map(one => one.id)).toEqual([missing.id])
  now = new Date(now.getTime() + 2 * 86_400_000)
  await sweep()
  expect(await sql`SELECT 1 FROM deliveries WHERE held_for IS NOT NULL`).toHaveLength(0)
  await close()
})

test('what waits behind a destination that is turned off ends when it is too old', async () => {
  const { sql, id, row, sweep, close } = await opened({ enabled: false })
  await sql`${queueing(sql, [row(newUuid())])} SELECT 1`
  await sweep()
  const states = () => sql<{ state: string }[]>`SELECT state FROM deliveries WHERE destination_id = ${id}`
  expect(await states()).toEqual([{ state: 'waiting' }])
  now = new Date(now.getTime() + 4 * 86_400_000)
  await sweep()
  expect(await states()).toEqual([{ state: 'expired' }])
  await close()
})

test('nothing is left of a destination that was deleted', async () => {
  const { sql, id, row, sweep, close } = await opened()
  await sql`${queueing(sql, [row(newUuid()), row(newUuid())])} SELECT 1`
  await sql`DELETE FROM destinations WHERE id = ${id}`
  await sweep()
  expect(await sql`SELECT 1 FROM deliveries WHERE destination_id = ${id}`).toHaveLength(0)
  expect(await lanesOf(id)).toEqual([])
  expect(warned).toEqual([])
  await close()
})
