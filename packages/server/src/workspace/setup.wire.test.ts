import type { Workspace } from '@foyer/protocol'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Records } from '../stores/records/index.ts'
import type { WorkspacesOptions } from './index.ts'
import { cookieOf, errorOf, openTestRecords, password, startTestServer } from './test-server.ts'

// Set-up is about a database with nothing in it: each test gets the tables anew, in a schema of its own.
let store: Awaited<ReturnType<typeof openTestRecords>>
const closing: (() => Promise<unknown>)[] = []

beforeAll(async () => {
  store = await openTestRecords()
})
afterAll(async () => {
  for (const close of closing) await close()
  await store.close()
})

let databases = 0
async function emptyRecords(): Promise<Records> {
  const name = `empty_${databases++}`
  const { sql } = store.records
  const tables = ['workspaces', 'members', 'sessions', 'invitations', 'api_keys', 'agents', 'agent_origins', 'audit']
  await sql`CREATE SCHEMA ${sql(name)}`
  for (const table of tables)
    await sql`CREATE TABLE ${sql(name)}.${sql(table)} (LIKE public.${sql(table)} INCLUDING ALL)`
  const { options } = sql
  const { default: postgres } = await import('postgres')
  const own = postgres({
    ...(options as object),
    max: 4,
    connection: { ...options.connection, search_path: name },
    types: { int8: { to: 20, from: [20], serialize: String, parse: Number } }
  })
  closing.unshift(() => own.end())
  return { ...store.records, sql: own as unknown as Records['sql'] }
}

async function start(options: Partial<WorkspacesOptions> = {}, records?: Records) {
  const server = await startTestServer(records ?? (await emptyRecords()), options)
  closing.unshift(() => server.close())
  const { setupCode } = await server.workspaces.bootstrap()
  const setUp = (code: string, more: Record<string, unknown> = {}, headers: Record<string, string> = {}) =>
    server.send(
      'POST',
      '/api/setup',
      { code, name: 'Olga', email: 'olga@shop.example', password, workspaceName: 'Tea and Co', ...more },
      headers
    )
  return { server, setupCode: setupCode ?? '', setUp }
}

describe('the first start', () => {
  test('prints a code, and the first page asked for is the set-up', async () => {
    const { server, setupCode } = await start()
    expect(setupCode).toMatch(/^[2-9A-HJKMNP-Z]{4}-[2-9A-HJKMNP-Z]{4}-[2-9A-HJKMNP-Z]{4}$/)
    expect((await server.send('GET', '/api/session')).body).toEqual({ state: 'setup' })
  })

  test('whoever types the code becomes the owner, signed in, in a workspace of that name', async () => {
    const { server, setupCode, setUp } = await start()
    const answer = await setUp(setupCode.toLowerCase().replaceAll('-', ' '), { timezone: 'europe/lisbon' })
    expect(answer.status).toBe(201)
    expect(answer.body).toMatchObject({
      state: 'signed-in',
      member: { email: 'olga@shop.example', role: 'owner' },
      workspace: { name: 'Tea and Co', timezone: 'Europe/Lisbon' }
    })
    const owner = server.byCookie(cookieOf(answer))
    expect((await owner('GET', '/api/workspace')).status).toBe(200)
    expect((await server.send('GET', '/api/session')).body).toEqual({ state: 'signed-out' })
  })

  test('the code works once', async () => {
    const { setupCode, setUp } = await start()
    expect((await setUp(setupCode)).status).toBe(201)
    const again = await setUp(setupCode, { email: 'second@shop.example' })
    expect(again.status).toBe(409)
    expect(errorOf(again).code).toBe('conflict')
  })

  test('two people who type it at once make one owner', async () => {
    const { server, setupCode, setUp } = await start()
    const answers = await Promise.all([1, 2, 3].map(n => setUp(setupCode, { email: `n${n}@shop.example` })))
    expect(answers.map(answer => answer.status).sort()).toEqual([201, 409, 409])
    const owner = server.byCookie(answers.map(cookieOf).find(cookie => cookie !== '') ?? '')
    expect((await owner<{ items: unknown[] }>('GET', '/api/members')).body.items).toHaveLength(1)
  })

  test('a wrong code is refused, and after five tries there is a wait', async () => {
    const { server, setupCode, setUp } = await start()
    for (let round = 0; round < 5; round++) {
      const answer = await setUp('AAAA-BBBB-CCCC')
      expect(answer.status).toBe(401)
      expect(errorOf(answer).field).toBe('code')
    }
    const blocked = await setUp(setupCode)
    expect(blocked.status).toBe(429)
    expect(Number(blocked.headers['retry-after'])).toBeGreaterThan(0)
    server.pass(11_000)
    expect((await setUp(setupCode)).status).toBe(201)
  })

  test('nothing is made when a field is wrong, and the code still works', async () => {
    const { setupCode, setUp } = await start()
    expect((await setUp(setupCode, { timezone: 'Mars/Olympus' })).status).toBe(422)
    expect((await setUp(setupCode, { password: 'short' })).status).toBe(422)
    expect((await setUp(setupCode)).status).toBe(201)
  })
})

describe('a start whose settings name the owner', () => {
  const settings = { adminEmail: 'olga@shop.example', adminPassword: password, adminKey: 'fk_chosen_by_the_operator' }

  test('makes the owner and the key, and asks for no set-up', async () => {
    const { server, setupCode } = await start(settings)
    expect(setupCode).toBe('')
    expect((await server.send('GET', '/api/session')).body).toEqual({ state: 'signed-out' })
    expect((await server.signIn('olga@shop.example')).body).toMatchObject({
      state: 'signed-in',
      member: { role: 'owner' }
    })
    const byKey = server.byKey('fk_chosen_by_the_operator')
    const agent = await byKey('POST', '/api/agents', { name: 'Shop', allowedOrigins: ['*'] })
    expect(agent.status).toBe(201)
  })

  test('finds everything there at the next start', async () => {
    const records = await emptyRecords()
    const first = await start(settings, records)
    const again = await start(settings, records)
    expect(again.setupCode).toBe('')
    const [one] = await Promise.all(
      [first, again].map(({ server }) => server.byKey(settings.adminKey)<Workspace>('GET', '/api/workspace'))
    )
    const keys = await again.server.byKey(settings.adminKey)<{ items: unknown[] }>('GET', '/api/keys')
    expect(keys.body.items).toHaveLength(1)
    expect(one?.status).toBe(200)
    const [counted] = await records.sql`SELECT count(*)::int AS workspaces FROM workspaces`
    expect(counted).toEqual({ workspaces: 1 })
  })

  test('two processes that start together on one database make one workspace', async () => {
    const records = await emptyRecords()
    await Promise.all([1, 2, 3].map(() => start(settings, records)))
    const [counted] = await records.sql`SELECT count(*)::int AS workspaces FROM workspaces`
    expect(counted).toEqual({ workspaces: 1 })
  })

  test('a password changed since then is not set back', async () => {
    const records = await emptyRecords()
    const { server } = await start(settings, records)
    const owner = await server.member('olga@shop.example')
    await owner('POST', '/api/session/password', { current: password, next: 'another horse battery' })
    const again = await start(settings, records)
    expect((await again.server.signIn('olga@shop.example')).status).toBe(401)
  })

  test('with only a key the set-up still waits for a first person, who joins the same workspace', async () => {
    const { server, setupCode, setUp } = await start({ adminKey: settings.adminKey })
    expect((await server.send('GET', '/api/session')).body).toEqual({ state: 'setup' })
    expect((await setUp(setupCode)).body).toMatchObject({ workspace: { name: 'Tea and Co' } })
    expect((await server.byKey(settings.adminKey)<Workspace>('GET', '/api/workspace')).body.name).toBe('Tea and Co')
  })

  const wrong: [string, Partial<WorkspacesOptions>][] = [
    ['FOYER_ADMIN_EMAIL and FOYER_ADMIN_PASSWORD belong together', { adminEmail: 'olga@shop.example' }],
    ['FOYER_ADMIN_EMAIL must be an e-mail address', { adminEmail: 'olga', adminPassword: password }],
    [
      'FOYER_ADMIN_PASSWORD must have 10 to 200 characters',
      { adminEmail: 'olga@shop.example', adminPassword: 'short' }
    ],
    ['FOYER_ADMIN_KEY must start with fk_ and have at least 20 characters', { adminKey: 'fk_short' }],
    ['FOYER_ADMIN_KEY must start with fk_', { adminKey: 'a-long-key-without-its-prefix' }]
  ]
  for (const [sentence, options] of wrong)
    test(`stops with: ${sentence}`, async () => {
      await expect(start(options)).rejects.toThrow(sentence)
    })
})
