import { createHash, randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Message } from '@foyer/protocol'
import postgres from 'postgres'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startClickhouse } from '../../test/clickhouse.ts'
import { newDataFolder, ownerKey, type Running, startFoyer } from '../../test/durability/process.ts'
import { startServerByUrl } from '../../test/postgres.ts'
import { newLocalId } from '../../test/visitor.ts'

let store: Awaited<ReturnType<typeof startServerByUrl>>
let clickhouse: Awaited<ReturnType<typeof startClickhouse>>
const folders = [newDataFolder(), newDataFolder()] as const
const running: Running[] = []
let stores: Record<string, string> = {}

const start = async (folder: (typeof folders)[number]) => {
  const foyer = await startFoyer(folder.data, {
    more: { ...stores, FOYER_SECRET: 'shared by both of them, and long enough' }
  })
  running.push(foyer)
  return foyer
}
beforeAll(async () => {
  store = await startServerByUrl()
  clickhouse = await startClickhouse()
  stores = { FOYER_POSTGRES_URL: await store.newDatabase(), FOYER_CLICKHOUSE_URL: await clickhouse.newDatabase() }
}, 60_000)
afterAll(async () => {
  for (const foyer of running) if (foyer.child.exitCode === null) await foyer.stop()
  await Promise.all([store.stop(), clickhouse.stop()])
  for (const folder of folders) folder.remove()
})

const call = async <Body>(foyer: Running, who: string, path: string, body?: unknown) => {
  const answer = await fetch(foyer.url + path, {
    ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
    headers: { authorization: `Bearer ${who}`, 'content-type': 'application/json' }
  })
  return { status: answer.status, body: (await answer.json()) as Body }
}
const upload = async (foyer: Running, who: string, conversation: string, bytes: Uint8Array) => {
  const answer = await fetch(`${foyer.url}/api/conversations/${conversation}/attachments?name=photo.png`, {
    method: 'POST',
    headers: { authorization: `Bearer ${who}`, 'content-type': 'image/png' },
    body: Buffer.from(bytes)
  })
  return { status: answer.status, body: (await answer.json()) as { id: string } }
}
const download = async (foyer: Running, who: string, conversation: string, id: string) => {
  const answer = await fetch(`${foyer.url}/api/conversations/${conversation}/attachments/${id}`, {
    headers: { authorization: `Bearer ${who}` }
  })
  return { answer, hash: hashOf(new Uint8Array(await answer.arrayBuffer())) }
}
const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
const png = (more: number) => Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), randomBytes(more)])

async function talking(foyer: Running) {
  const agent = await call<{ id: string }>(foyer, ownerKey, '/api/agents', { name: 'Site', allowedOrigins: ['*'] })
  const seen = await call<{ token: string }>(foyer, '', '/api/visitors/identify', {
    agentId: agent.body.id,
    localId: newLocalId()
  })
  const { token } = seen.body
  const begun = await call<{ conversationId: string }>(foyer, token, '/api/conversations', {
    agentId: agent.body.id,
    message: 'Hello'
  })
  return { token, conversationId: begun.body.conversationId }
}

test('CH8 what one process took, another on the same PostgreSQL serves, to the byte and as a download', async () => {
  const one = await start(folders[0])
  const two = await start(folders[1])
  const { token, conversationId } = await talking(one)
  // The largest there is, and one that ends on a boundary between pieces.
  for (const bytes of [png(10 * 1024 * 1024 - 8), png(2 * 256 * 1024 - 8), png(1)]) {
    const { status, body: file } = await upload(one, token, conversationId, bytes)
    expect(status).toBe(201)
    const sent = await call<Message>(two, token, `/api/conversations/${conversationId}/messages`, {
      attachments: [file.id]
    })
    expect(sent.status).toBe(201)
    for (const who of [token, ownerKey]) {
      const { answer, hash } = await download(two, who, conversationId, file.id)
      expect([answer.status, hash]).toEqual([200, hashOf(bytes)])
      expect(answer.headers.get('content-length')).toBe(String(bytes.length))
      expect(answer.headers.get('content-disposition')).toContain('attachment;')
      expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
    }
  }
  expect(existsSync(join(folders[0].data, 'attachments'))).toBe(false)
}, 120_000)

test('files that lie in a data folder from before are taken into the records at the next start, and the folder goes', async () => {
  const [one] = running
  if (!one) throw new Error('the first test started it')
  const { token, conversationId } = await talking(one)
  const bytes = png(300_000)
  const { body: file } = await upload(one, token, conversationId, bytes)
  await one.stop()
  // As an earlier version left it: the bytes in its folder under a random name, and that name in the record.
  const name = randomBytes(16).toString('hex')
  const inside = join(folders[0].data, 'attachments', name.slice(0, 2))
  mkdirSync(inside, { recursive: true })
  writeFileSync(join(inside, name), bytes)
  writeFileSync(join(inside, `${'f'.repeat(32)}.part`), 'half of something')
  const sql = postgres(stores.FOYER_POSTGRES_URL ?? '', { max: 1 })
  const uuid = file.id.slice('att_'.length)
  await sql`DELETE FROM attachment_pieces WHERE attachment_id = ${uuid}::uuid`
  await sql`UPDATE attachments SET file = ${name} WHERE id = ${uuid}::uuid`
  const again = await start(folders[0])
  for (;;) {
    const [row] = await sql<{ file: string | null }[]>`SELECT file FROM attachments WHERE id = ${uuid}::uuid`
    // Whether it was taken in yet or not, it is there.
    expect((await download(again, token, conversationId, file.id)).hash).toBe(hashOf(bytes))
    if (row?.file === null && !existsSync(join(folders[0].data, 'attachments'))) break
  }
  const [, two] = running
  if (!two) throw new Error('the first test started it')
  expect((await download(two, token, conversationId, file.id)).hash).toBe(hashOf(bytes))
  await sql.end()
}, 120_000)
