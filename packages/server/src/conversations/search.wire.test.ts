import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Actor, newUuid, toPublic } from '../http/index.ts'
import { openTestRecords } from '../workspace/test-server.ts'
import { gatherQuiet } from './gather.ts'
import { inbox } from './inbox.ts'

let store: Awaited<ReturnType<typeof openTestRecords>>
beforeAll(async () => {
  store = await openTestRecords()
})
afterAll(() => store.close())

const clock = () => new Date()

async function workspaceOf(conversations: number) {
  const { sql } = store.records
  const [workspaceId, agentId] = [newUuid(), newUuid()]
  await sql`
    INSERT INTO workspaces (id, name, timezone, retention_days, created_at) VALUES (${workspaceId}, 'W', 'UTC', 365, now())`
  await sql`
    INSERT INTO agents (id, workspace_id, name, allowed_origins, created_at)
    VALUES (${agentId}, ${workspaceId}, 'Site', '{*}', now())`
  const talk = async (words: string[], lastAt: string, status = 'open') => {
    const id = newUuid()
    await sql`
      INSERT INTO conversations (id, workspace_id, agent_id, source, status, created_at, last_at, last_seq)
      VALUES (${id}, ${workspaceId}, ${agentId}, 'widget', ${status}, ${lastAt}, ${lastAt}, ${words.length})`
    for (const [index, text] of words.entries())
      await sql`
        INSERT INTO messages (conversation_id, seq, id, kind, author, text, at)
        VALUES (${id}, ${index + 1}, ${newUuid()}, 'message', 'member', ${text}, ${lastAt})`
    return toPublic('cnv', id)
  }
  await sql`
    WITH made AS (
      INSERT INTO conversations (id, workspace_id, agent_id, source, created_at, last_at, last_seq)
      SELECT gen_random_uuid(), ${workspaceId}, ${agentId}, 'widget', '2021-01-01', '2021-01-01', 1
      FROM generate_series(1, ${conversations}::int) RETURNING id)
    INSERT INTO messages (conversation_id, seq, id, kind, author, text, at)
    SELECT id, 1, gen_random_uuid(), 'message', 'member', 'A parcel', '2021-01-01' FROM made`
  const found = async (search: string, more = {}) => {
    const actor: Actor = { kind: 'key', workspaceId, keyId: newUuid(), scopes: new Set(), label: 'A key' }
    const items: string[] = []
    let cursor: string | undefined
    do {
      const page = await inbox(sql, actor, clock(), { search, limit: 2, ...more, ...(cursor ? { cursor } : {}) })
      items.push(...page.items.map(item => item.id))
      cursor = page.nextCursor
    } while (cursor && items.length < 10)
    return items
  }
  return { talk, found }
}

test('a rare word of old conversations is found behind thousands of newer ones, the latest first, page by page', async () => {
  const { talk, found } = await workspaceOf(4_500)
  const older = await talk(['Another hippopotamus'], '2019-01-01')
  const old = await talk(['A hippopotamus', 'and a parcel'], '2020-01-01', 'resolved')
  const oldest = await talk(['The first hippopotamus'], '2018-01-01')
  const latest = await talk(['A parcel for the hippopotamus'], '2022-01-01')
  await gatherQuiet({ sql: store.records.sql, clock })
  expect(await found('hippo')).toEqual([latest, old, older, oldest])
  expect(await found('hippo', { sort: 'oldest' })).toEqual([oldest, older, old, latest])
  expect(await found('hippopotamus', { status: 'resolved' })).toEqual([old])
  expect(await found('parcel hippopotamus')).toEqual([latest, old])
  expect((await found('parcel'))[0]).toBe(latest)
  expect(await found('rhinoceros')).toEqual([])
  const small = await workspaceOf(3)
  expect(await small.found('hippo')).toEqual([])
  expect(await small.found('parcel')).toHaveLength(3)
}, 60_000)

test('of a long conversation every word is found, and what was said since it was gathered as well', async () => {
  const { talk, found } = await workspaceOf(0)
  const long = await talk(
    Array.from({ length: 450 }, (_, index) => `Number n${index}x of many`),
    '2020-01-01'
  )
  for (const word of ['n0x', 'n199x', 'n200x', 'n449x', 'n19x many']) expect(await found(word), word).toEqual([long])
  await store.records.sql`
    WITH c AS (UPDATE conversations SET last_seq = 451 WHERE last_seq = 450 RETURNING id)
    INSERT INTO messages (conversation_id, seq, id, kind, author, text, at)
    SELECT id, 451, gen_random_uuid(), 'message', 'member', 'Straße to Žižkov', now() FROM c`
  expect(await found('zizkov')).toEqual([long])
})
