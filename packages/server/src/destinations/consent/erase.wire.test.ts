import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pino from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newUuid } from '../../http/index.ts'
import { deliveryLine, type EventStore, forgetVisitors, openEvents } from '../../stores/events/index.ts'
import { openRecords, type Records } from '../../stores/records/index.ts'
import { purgeDeliveries } from './erase.ts'

const none = '00000000-0000-0000-0000-000000000000'
let folder: string
let records: Records
let events: EventStore
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'foyer-erase-'))
  records = await openRecords({ folder: join(folder, 'records'), log: pino({ level: 'silent' }) })
  events = await openEvents({ folder: join(folder, 'events') })
})
afterAll(async () => {
  await events.close()
  await records.close()
  await rm(folder, { recursive: true, force: true })
})

test('DE5 nothing of somebody who is erased waits any more, and nothing that was sent is kept; of others all is', async () => {
  const { sql } = records
  const [workspaceId, destination, gone, stays] = [newUuid(), newUuid(), newUuid(), newUuid()]
  const at = new Date()
  const [workspace] = await sql<{ number: number }[]>`
    INSERT INTO workspaces (id, name, timezone, retention_days, created_at) VALUES (${workspaceId}, 'Shop', 'UTC', 365, ${at}) RETURNING number`
  const number = workspace?.number ?? 0
  await sql`
    INSERT INTO destinations (id, workspace_id, type, name, preset, enabled, state, settings, mapping, consent_categories,
      when_consent_unknown, personal, agents, revision, created_at, updated_at)
    VALUES (${destination}, ${workspaceId}, 'webhook', 'Hook', 'everything', true, 'active', '{}', '{"rules": []}', '{}', 'send', '{}',
      '{}', 1, ${at}, ${at})`
  for (const visitor of [gone, stays]) {
    for (const state of ['waiting', 'withheld', 'invalid'])
      await sql`
        INSERT INTO deliveries (id, workspace_id, destination_id, lane, origin, visitor_id, event_id, event_type, event_name, event_url,
          event_at, event, state, created_at, expires_at, finished_at)
        VALUES (${newUuid()}, ${workspaceId}, ${destination}, ${visitor}, 'live', ${visitor}, 'e', 'track', 'Order', '', ${at}, '{}',
          ${state}, ${at}, ${at}, ${state === 'waiting' ? null : at})`
    await sql`
      INSERT INTO delivery_lanes (destination_id, lane, due_at, queued, used_at) VALUES (${destination}, ${visitor}, ${at}, 1, ${at})`
    await events.insertDeliveries([
      deliveryLine({
        ...{
          workspace: number,
          createdMs: at.getTime(),
          id: newUuid(),
          destination,
          origin: 'live',
          batch: none,
          visitor
        },
        ...{ eventId: 'e', eventType: 'track', eventName: 'Order', eventUrl: '', eventMs: at.getTime(), event: '{}' },
        ...{
          state: 'delivered',
          attempts: 1,
          log: '[]',
          status: 200,
          durationMs: 1,
          reason: '',
          advice: '',
          rules: []
        },
        ...{ together: 1, finishedMs: at.getTime() }
      })
    ])
  }
  await sql.begin(tx => purgeDeliveries(tx, workspaceId, [gone]))
  const waiting = { sleep: (ms: number) => new Promise<void>(done => setTimeout(done, ms)), hasEnded: () => false }
  await forgetVisitors(events, { workspace: number, visitors: [gone], conversations: [] }, waiting)
  const left = await sql<{ visitor: string }[]>`SELECT visitor_id AS visitor FROM deliveries`
  expect(left.map(row => row.visitor)).toEqual([stays, stays, stays])
  const lanes = await sql<{ lane: string }[]>`SELECT lane FROM delivery_lanes`
  expect(lanes.map(row => row.lane)).toEqual([stays])
  const sent = await events.query<{ visitor: string }>('SELECT visitor FROM deliveries')
  expect(sent.map(row => row.visitor)).toEqual([stays])
})
