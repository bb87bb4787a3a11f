import { afterAll, beforeAll, expect, test } from 'vitest'
import { newUuid } from '../src/http/index.ts'
import { createIdentify } from '../src/identity/identify.ts'
import { keyHash, type Sighting } from '../src/identity/sighting.ts'
import { unknownPlace } from '../src/privacy/testing/unknown-place.ts'
import { openTestRecords } from '../src/workspace/test-server.ts'

let store: Awaited<ReturnType<typeof openTestRecords>>
let workspaceId: string
beforeAll(async () => {
  store = await openTestRecords()
  workspaceId = newUuid()
  await store.records.sql`
    INSERT INTO workspaces (id, name, timezone, retention_days, created_at) VALUES (${workspaceId}, 'W', 'UTC', 365, now())`
})
afterAll(() => store.close())

const sighting = (localId: string, more: Partial<Sighting> = {}): Sighting => ({
  workspaceId,
  at: new Date(),
  local: keyHash('local', localId),
  tokenVisitor: null,
  print: null,
  printHint: '',
  parted: false,
  proof: null,
  claims: {},
  sessionId: null,
  where: unknownPlace,
  machine: { browser: '', browserVersion: '', os: '', device: '', bot: '' },
  source: '',
  url: null,
  title: null,
  ...more
})
const proof = {
  userId: 'ana',
  traits: {},
  tokenHash: null,
  oneBrowser: false,
  expiresAt: new Date(Date.now() + 60_000)
}

test('what is counted while two people are being joined is in the sum of the one they become', async () => {
  const { sql } = store.records
  const identify = createIdentify(sql)
  const entersVisit = { entersVisit: true }
  const phone = await identify(sighting('phone', { proof }), entersVisit)
  await identify(sighting('laptop'), entersVisit)
  let joining: ReturnType<typeof identify> | undefined
  await sql.begin(async counting => {
    await counting`SELECT 1 FROM visitors WHERE id = ${phone.visitor} FOR UPDATE`
    await counting`UPDATE visitors SET events = events + 7 WHERE id = ${phone.visitor}`
    await counting`UPDATE people SET events = events + 7 WHERE id = ${phone.person}`
    joining = identify(sighting('laptop', { proof }), entersVisit)
    // The join has come as far as it gets before the count is done.
    await expect
      .poll(() => sql`SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`)
      .toHaveLength(1)
  })
  const joined = await joining
  const people = await sql`SELECT id, events, visits FROM people WHERE workspace_id = ${workspaceId}`
  expect(people).toEqual([{ id: joined?.person, events: 7, visits: 2 }])
})

test('a sighting that fails takes none of its group with it, and the next ones are answered', async () => {
  const { sql } = store.records
  const identify = createIdentify(sql)
  const bad = sighting('bad', { proof: { ...proof, expiresAt: new Date(8.64e15), tokenHash: Buffer.alloc(32) } })
  const outcomes = await Promise.allSettled(
    [sighting('one'), bad, sighting('two')].map(seen => identify(seen, { entersVisit: true }))
  )
  expect(outcomes.map(outcome => outcome.status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  await expect(identify(sighting('three'), { entersVisit: true })).resolves.toMatchObject({ wasKnown: false })
})

test('more sightings at once than can be held are asked to come back, and the others are answered', async () => {
  const identify = createIdentify(store.records.sql)
  const seen = sighting('one browser, many tabs')
  const outcomes = await Promise.allSettled(Array.from({ length: 5_400 }, () => identify(seen, { entersVisit: true })))
  const refused = outcomes.filter(outcome => outcome.status === 'rejected')
  expect(refused.length).toBeGreaterThan(100)
  expect(refused.length).toBeLessThan(500)
  for (const { reason } of refused) expect(reason).toMatchObject({ code: 'store_behind', retryAfterSeconds: 2 })
  await expect(identify(seen, { entersVisit: true })).resolves.toMatchObject({ wasKnown: true, sessionCount: 1 })
})
