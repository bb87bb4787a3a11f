import { join } from 'node:path'
import pino from 'pino'
import { openEvents } from '../../packages/server/src/stores/events/index.ts'
import { openRecords } from '../../packages/server/src/stores/records/index.ts'
import { bytesUnder, readJob } from '../measure.ts'

/**
 * A process of its own: fills both stores of a stopped Foyer straight, in bulk. Visitor i has the same id in both (the MD5 of its
 * number); 90 days, ten visits a visitor, a fifth of the events custom ones with properties. Prints what it took.
 */
export type FillJob = { folder: string; events: number; visitors: number }
export type FillResult = { seconds: number; bytesPerEvent: number; visitorIds: string[] }

const job = await readJob<FillJob>()
const began = performance.now()
const log = pino({ level: 'fatal' })
const records = await openRecords({ folder: join(job.folder, 'records'), log })
const events = await openEvents({ folder: join(job.folder, 'events') })
const { sql } = records
const [workspace] = await sql<
  { id: string; number: number }[]
>`SELECT id, number FROM workspaces ORDER BY number LIMIT 1`
if (!workspace) throw new Error('the folder has no workspace yet')

const uuid = (of: string) => {
  const digits = `lower(hex(MD5(${of})))`
  const part = (from: number, length: number) => `substring(${digits}, ${from}, ${length})`
  return `toUUID(concat(${part(1, 8)}, '-', ${part(9, 4)}, '-', ${part(13, 4)}, '-', ${part(17, 4)}, '-', ${part(21, 12)}))`
}
const perInsert = 1_000_000
for (let from = 0; from < job.events; from += perInsert) {
  const count = Math.min(perInsert, job.events - from)
  await events.command(
    `INSERT INTO events (workspace, visitor, id, time, stored_at, session, agent, type, name, origin, path, search, title, referrer, source,
       country, region, city, timezone, language, browser, browser_version, os, device, ip, properties)
     SELECT ${workspace.number}, ${uuid('toString(v)')},
       toUUID(concat(substring(time_hex, 1, 8), '-', substring(time_hex, 9, 4), '-7', substring(random_hex, 1, 3), '-a',
         substring(random_hex, 4, 3), '-', substring(random_hex, 7, 12))),
       fromUnixTimestamp64Milli(ms), toDateTime(intDiv(ms, 1000)), ${uuid("concat(toString(v), ' ', toString(visit))")},
       toUUID('00000000-0000-4000-8000-000000000001'),
       if(custom, 'track', ['page', 'page', 'click', 'exit'][1 + n % 4]), if(custom, ['Product Viewed', 'Product Added', 'Order Completed'][1 + n % 3], ''),
       'https://shop.example', concat('/', ['shoes', 'coats', 'bags', 'hats'][1 + n % 4], '/', toString(n % 500)), '',
       concat('Page number ', toString(n % 500), ' of the shop'), if(n % 5 = 0, 'https://www.google.com/', ''), if(n % 5 = 0, 'Google', 'Direct'),
       ['DE', 'GB', 'FR', 'US', 'NL'][1 + v % 5], '', ['Berlin', 'London', 'Paris', 'Boston', 'Utrecht'][1 + v % 5], 'Europe/Berlin', 'en',
       ['Chrome', 'Safari', 'Firefox', 'Edge'][1 + v % 4], '140', ['Windows', 'macOS', 'iOS', 'Android'][1 + v % 4], ['desktop', 'mobile'][1 + v % 2],
       toIPv6(concat('::ffff:81.2.', toString(v % 200), '.', toString(intDiv(v, 200) % 250))),
       if(custom, concat('{"product_id":"p-', toString(n % 500), '","price":', toString(n % 90), '.5,"currency":"EUR"}'), '')
     FROM (
       SELECT number + {from:UInt64} AS n, n % {visitors:UInt64} AS v, intDiv(n, {visitors:UInt64}) AS turn, intDiv(turn, 5) % 10 AS visit,
         toInt64(toUnixTimestamp(now())) * 1000 - toInt64(visit * 9 + v % 9) * 86400000 - toInt64(v * 431 % 86400000) - 1000 * (turn % 5) AS ms,
         leftPad(lower(hex(toUInt64(ms))), 16, '0') AS full_hex, substring(full_hex, 5, 12) AS time_hex,
         concat(lower(hex(rand64(n))), lower(hex(rand64(n + 1)))) AS random_hex, n % 5 = 0 AS custom
       FROM numbers({count:UInt64}))`,
    { from, count, visitors: job.visitors }
  )
}
await events.command('OPTIMIZE TABLE events FINAL')

await sql`SET statement_timeout = 0`
await sql.begin(async transaction => {
  await transaction`SET LOCAL statement_timeout = 0`
  await transaction`
    INSERT INTO visitors (id, workspace_id, person_id, first_seen_at, last_seen_at, events, visits, session_id, session_at, source, country,
      city, place_until, browser, os, device)
    SELECT md5(v::text)::uuid, ${workspace.id}, md5(v::text)::uuid, now() - interval '90 days', now() - v * interval '30 seconds',
      ${Math.ceil(job.events / job.visitors)}, 10, md5(v || ' 0')::uuid, now() - v * interval '30 seconds', CASE WHEN v % 5 = 0 THEN 'Google' ELSE 'Direct' END,
      (ARRAY['DE','GB','FR','US','NL'])[1 + v % 5], (ARRAY['Berlin','London','Paris','Boston','Utrecht'])[1 + v % 5],
      now() + interval '365 days',
      (ARRAY['Chrome','Safari','Firefox','Edge'])[1 + v % 4], (ARRAY['Windows','macOS','iOS','Android'])[1 + v % 4], (ARRAY['desktop','mobile'])[1 + v % 2]
    FROM generate_series(0, ${job.visitors - 1}::int) v`
  await transaction`
    INSERT INTO people (id, workspace_id, name, email, first_seen_at, last_seen_at, events, visits, source, country, city, place_until,
      browser, os, device, words)
    SELECT v.id, v.workspace_id, CASE WHEN n % 4 = 0 THEN 'Person ' || n END, CASE WHEN n % 4 = 0 THEN 'person' || n || '@acme' || n % 100 || '.com' END,
      v.first_seen_at, v.last_seen_at, v.events, v.visits, v.source, v.country, v.city, v.place_until, v.browser, v.os, v.device,
      to_tsvector('simple', 'Person ' || n || ' acme' || n % 100)
    FROM (SELECT *, row_number() OVER () AS n FROM visitors WHERE workspace_id = ${workspace.id}) v`
  await transaction`
    INSERT INTO visits (visitor_id, id, started_at, last_at, pages, events, source, entry_path)
    SELECT md5(v::text)::uuid, md5(v || ' ' || visit)::uuid, now() - visit * interval '9 days', now() - visit * interval '9 days', 3, 5, 'Direct', '/shoes/1'
    FROM generate_series(0, ${job.visitors - 1}::int) v, generate_series(0, 9) visit`
})
await sql`VACUUM ANALYZE visitors`
await sql`VACUUM ANALYZE people`
await sql`VACUUM ANALYZE visits`
const sample = await sql<{ id: string }[]>`SELECT id FROM people ORDER BY md5(id::text) LIMIT 300`
const [active] = await events.query<{ bytes: string }>(
  `SELECT toString(sum(bytes_on_disk)) AS bytes FROM system.parts WHERE table = 'events' AND active`
)
await events.close()
await records.close()
const answer: FillResult = {
  seconds: (performance.now() - began) / 1000,
  bytesPerEvent: Number(active?.bytes ?? bytesUnder(join(job.folder, 'events'))) / job.events,
  visitorIds: sample.map(row => `vis_${row.id.replaceAll('-', '')}`)
}
console.log(JSON.stringify(answer))
