import { afterAll, beforeAll, expect, test } from 'vitest'
import { newUuid } from '../../http/index.ts'
import { openTestRecords } from '../../workspace/test-server.ts'
import { mostCounted, waitingOf } from './waiting.ts'

let store: Awaited<ReturnType<typeof openTestRecords>>
beforeAll(async () => {
  store = await openTestRecords()
})
afterAll(() => store.close())

/** So many deliveries, a second apart from then on. */
async function put(destination: string, from: Date, count: number, isEnded = false) {
  await store.records.sql`
    INSERT INTO deliveries (id, workspace_id, destination_id, lane, origin, visitor_id, event_id, event_type, event_name, event_url, event_at,
      event, state, created_at, expires_at, finished_at)
    SELECT gen_random_uuid(), ${destination}, ${destination}, gen_random_uuid(), 'live', ${destination}, n::text, 'track', '', '', at, '{}',
      ${isEnded ? 'withheld' : 'waiting'}, at, at + interval '1 day', CASE WHEN ${isEnded} THEN at END
    FROM generate_series(1, ${count}) n, LATERAL (SELECT ${from}::timestamptz + n * interval '1 second' AS at) t`
}

test('what waits is counted as far as anybody reads, says so where there is more, and knows since when', async () => {
  const { sql } = store.records
  const [few, exactly, many, none] = [newUuid(), newUuid(), newUuid(), newUuid()]
  const at = new Date('2026-11-26T12:00:00Z')
  const first = '2026-11-26T12:00:01.000Z'
  await put(few, at, 3)
  await put(few, new Date('2026-11-26T11:00:00Z'), 5, true)
  await put(exactly, at, mostCounted)
  await put(many, at, mostCounted + 2)
  await put(many, new Date('2026-11-26T11:00:00Z'), 50, true)
  const found = await waitingOf(sql, [few, exactly, many, none])
  expect(found.get(few)).toEqual({ waiting: 3, oldestWaiting: first })
  expect(found.get(exactly)).toEqual({ waiting: mostCounted, oldestWaiting: first })
  expect(found.get(many)).toEqual({ waiting: mostCounted, moreWaiting: true, oldestWaiting: first })
  expect(found.get(none)).toEqual({ waiting: 0 })
})
