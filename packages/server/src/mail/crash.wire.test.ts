import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ConversationStarted, MailState } from '@foyer/protocol'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { startClickhouse } from '../../test/clickhouse.ts'
import { ask, newDataFolder, newVisitors, type Running, startFoyer } from '../../test/durability/process.ts'
import { startServerByUrl } from '../../test/postgres.ts'
import { body, header, openMailServer } from './testing/mail-server.ts'

const owner = 'owner@example.com'
let folder: ReturnType<typeof newDataFolder>
let mail: Awaited<ReturnType<typeof openMailServer>>
const running: Running[] = []
beforeEach(async () => {
  folder = newDataFolder()
  mail = await openMailServer()
})
afterEach(async () => {
  for (const server of running.splice(0)) await server.stop()
  await mail.close()
  folder.remove()
})

const secret = 'the same secret on every process of this test'
const setUp = (url: string) => ({ FOYER_SMTP_URL: url, FOYER_MAIL_FROM: 'foyer@mail.example', FOYER_SECRET: secret })

async function run(data: string, more: Record<string, string>): Promise<Running> {
  const server = await startFoyer(data, { more })
  running.push(server)
  return server
}
async function kill(server: Running): Promise<void> {
  running.splice(running.indexOf(server), 1)
  await server.kill()
}

/** A conversation, and who is mentioned in notes of it. */
async function conversationAt(url: string) {
  const { agentId, visitors } = await newVisitors(url, 1)
  const token = visitors[0]?.token ?? ''
  const started = await ask<ConversationStarted>(url, '/api/conversations', { agentId, message: 'Hi' }, token)
  const members = await ask<{ items: { id: string }[] }>(url, '/api/members')
  const path = `/api/conversations/${started.body.conversationId}/notes`
  const memberId = members.body.items[0]?.id
  return (at: string, text: string) => ask(at, path, { text, clientId: text, mentions: [memberId] })
}
const sentBy = async (url: string) => (await ask<MailState>(url, '/api/mail')).body.sent

test('killed between the answer and the sending, and again while the mail server was reading: it is sent, and a second copy is known for one', async () => {
  // Nobody listens there yet.
  const nowhere = await openMailServer()
  await nowhere.close()
  let server = await run(folder.data, setUp(nowhere.url))
  const mention = await conversationAt(server.url)
  expect((await mention(server.url, 'look at this')).status).toBe(201)
  await kill(server)

  mail.treat(owner, 'silence')
  server = await run(folder.data, setUp(mail.url))
  await expect.poll(() => mail.tries(owner).length, { timeout: 30_000 }).toBe(1)
  await kill(server)

  mail.treat(owner, 'take')
  server = await run(folder.data, setUp(mail.url))
  const told = await mail.heard(owner, 1, 90_000)
  expect(body(told, 'plain')).toContain('> look at this')
  expect(mail.tries(owner).map(one => header(one, 'Message-ID'))).toEqual([
    header(told, 'Message-ID'),
    header(told, 'Message-ID')
  ])
  // The note said again is no second mail.
  expect((await mention(server.url, 'look at this')).status).toBe(201)
  await expect.poll(() => sentBy(server.url)).toBe(1)
  expect((await mention(server.url, 'and at this')).status).toBe(201)
  await mail.heard(owner, 2)
}, 180_000)

test('two processes on one PostgreSQL send each mail once', async () => {
  const [postgres, clickhouse] = await Promise.all([startServerByUrl(), startClickhouse()])
  try {
    const stores = {
      FOYER_POSTGRES_URL: await postgres.newDatabase(),
      FOYER_CLICKHOUSE_URL: await clickhouse.newDatabase()
    }
    const [one, two] = await Promise.all(
      ['one', 'two'].map(name => run(join(folder.root, name), { ...setUp(mail.url), ...stores }))
    )
    if (!one || !two) throw new Error('two processes were asked for')
    const mention = await conversationAt(one.url)
    const texts = Array.from({ length: 30 }, (_, index) => `note ${index}`)
    await Promise.all(texts.map((text, index) => mention(index % 2 === 0 ? one.url : two.url, text)))
    await expect.poll(() => sentBy(two.url), { timeout: 60_000 }).toBe(texts.length)
    expect(mail.to(owner)).toHaveLength(texts.length)
    expect(new Set(mail.tries(owner).map(told => header(told, 'Message-ID'))).size).toBe(texts.length)
    for (const server of running.splice(0)) await server.stop()
  } finally {
    await Promise.all([postgres.stop(), clickhouse.stop()])
  }
}, 120_000)

test('where no mail server is set, mail is written to a file, and the start says so', async () => {
  const server = await run(folder.data, {})
  const path = join(folder.data, 'mailbox.mbox')
  expect(server.printed()).toContain(`is not sent but written to ${path}`)
  const mention = await conversationAt(server.url)
  expect((await mention(server.url, 'From here on it is written down')).status).toBe(201)
  await expect.poll(() => sentBy(server.url), { timeout: 20_000 }).toBe(1)
  const file = readFileSync(path, 'utf8')
  expect(file).toMatch(/^From foyer@localhost \w{3} \w{3} +\d+ [\d:]+ \d{4}\n/)
  expect(file).toContain(`To: Owner <${owner}>`.slice(0, 4))
  expect(file).toContain('From here on it is written down')
})
