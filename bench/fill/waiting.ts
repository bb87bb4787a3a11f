import { join } from 'node:path'
import { claim } from '../../packages/server/src/destinations/sender/claim.ts'
import { openRecords } from '../../packages/server/src/stores/records/index.ts'
import { median, readJob } from '../measure.ts'
import { visitorSql } from './sql.ts'

/** A process of its own: lays deliveries for every destination of a data folder that nobody has open, one for each of its visitors. */
export type WaitingJob = { folder: string; deliveries: number }
export type WaitingResult = { seconds: number; deliveries: number; claimMs: number; plan: string[] }

const job = await readJob<WaitingJob>()
const began = performance.now()
const log = { info: () => undefined, warn: () => undefined, error: () => undefined }
const records = await openRecords({ folder: join(job.folder, 'records'), log })
const { sql } = records
const [workspace] = await sql<{ id: string }[]>`SELECT id FROM workspaces`
const destinations = (await sql<{ id: string }[]>`SELECT id FROM destinations ORDER BY id`).map(row => row.id)
if (!workspace || destinations.length === 0) throw new Error('there is no destination to fill')

const now = new Date()
const visitors = Math.ceil(job.deliveries / destinations.length)
const step = 25_000
for (let from = 0; from < visitors; from += step) {
  const to = Math.min(visitors, from + step) - 1
  await sql.unsafe(visitorSql, [workspace.id, from, to, now, 50, 10])
  // In the order in which events would have brought them: one visitor after another, for all destinations.
  await sql.unsafe(
    `INSERT INTO deliveries (id, workspace_id, destination_id, lane, origin, visitor_id, event_id, event_type, event_name, event_url,
       event_at, event, state, created_at, expires_at, next_at)
     SELECT md5(d || ' ' || n)::uuid, $1, d, v, 'live', v, 'event ' || n, 'track', 'Product Viewed', 'https://shop.example/products/chair',
       $4::timestamptz, json_build_object('id', 'event ' || n, 'type', 'track', 'name', 'Product Viewed', 'timeMs', $5::bigint,
         'url', 'https://shop.example/products/chair', 'path', '/products/chair', 'title', 'Chair', 'referrer', '',
         'properties', json_build_object('sentAt', $5::bigint, 'product_id', '507f1f77bcf86cd799439011', 'price', 18.99, 'currency', 'EUR'),
         'context', json_build_object('locale', 'en-GB', 'ip', '81.2.69.142', 'userAgent', 'Mozilla/5.0 (Windows NT 10.0; Win64; x64)'),
         'visitor', json_build_object('id', 'vis_' || md5('visitor ' || n), 'traits', json_build_object()), 'session', '')::text,
       'waiting', $4::timestamptz, $4::timestamptz + interval '3 days', $4::timestamptz
     FROM (SELECT n, md5('visitor ' || n)::uuid AS v FROM generate_series($2::bigint, $3::bigint) n) numbered, unnest($6::uuid[]) d`,
    [workspace.id, from, to, now, now.getTime(), destinations]
  )
}
await sql`
  INSERT INTO delivery_lanes (destination_id, lane, due_at, queued, used_at)
  SELECT destination_id, lane, min(next_at), count(*), max(created_at) FROM deliveries GROUP BY 1, 2`
await sql`ANALYZE deliveries, delivery_lanes, visitors`
const seconds = (performance.now() - began) / 1000

// What a sender asks for: four rounds of ten requests, of every destination.
const asked = destinations.map(destinationId => ({ destinationId, lanes: 40, deliveries: 20 }))
const times: number[] = []
for (let round = 0; round < 9; round += 1) {
  const from = performance.now()
  const lanes = await claim(sql, asked, new Date())
  times.push(performance.now() - from)
  if (lanes.length !== asked.length * 40) throw new Error(`${lanes.length} lanes were claimed`)
}
const plan = await sql<{ 'QUERY PLAN': string }[]>`
  EXPLAIN (ANALYZE, BUFFERS, COSTS OFF, TIMING OFF)
  SELECT lane FROM delivery_lanes WHERE destination_id = ${destinations[0] ?? ''} AND due_at <= now() ORDER BY due_at LIMIT 40
  FOR UPDATE SKIP LOCKED`
await sql`UPDATE delivery_lanes SET due_at = now()`
await sql`VACUUM ANALYZE delivery_lanes`
await records.close()
console.log(
  JSON.stringify({
    seconds,
    deliveries: visitors * destinations.length,
    claimMs: median(times),
    plan: plan.map(row => row['QUERY PLAN'])
  } satisfies WaitingResult)
)
