import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { text as textOf } from 'node:stream/consumers'
import type { Dashboard, Digest, DigestCreated, SavedReport, TrendAnswer } from '@foyer/protocol'
import postgres from 'postgres'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { startClickhouse } from '../../../test/clickhouse.ts'
import {
  ask,
  newDataFolder,
  newVisitors,
  ownerKey,
  type Running,
  startFoyer
} from '../../../test/durability/process.ts'
import { startServerByUrl } from '../../../test/postgres.ts'
import { body, header, openMailServer } from '../../mail/testing/mail-server.ts'

const owner = 'owner@example.com'
const dayMs = 86_400_000
let database: Awaited<ReturnType<typeof startServerByUrl>>
let clickhouse: Awaited<ReturnType<typeof startClickhouse>>
let folder: ReturnType<typeof newDataFolder>
let mail: Awaited<ReturnType<typeof openMailServer>>
let hook: Awaited<ReturnType<typeof openHook>>
let records: postgres.Sql
let settings: Record<string, string>
const running: Running[] = []

beforeAll(async () => {
  database = await startServerByUrl()
  clickhouse = await startClickhouse()
}, 60_000)
afterAll(async () => {
  await database.stop()
  await clickhouse.stop()
})
beforeEach(async () => {
  folder = newDataFolder()
  mail = await openMailServer()
  hook = await openHook()
  const url = await database.newDatabase()
  records = postgres(url, { max: 1 })
  settings = {
    FOYER_POSTGRES_URL: url,
    FOYER_SMTP_URL: mail.url,
    FOYER_MAIL_FROM: 'foyer@mail.example',
    FOYER_SECRET: 'the same secret on every process of this test',
    FOYER_PUBLIC_URL: 'https://foyer.example',
    FOYER_ALLOW_PRIVATE_DESTINATIONS: 'true'
  }
})
afterEach(async () => {
  for (const server of running.splice(0)) await server.stop()
  await records.end({ timeout: 1 })
  await mail.close()
  await hook.close()
  folder.remove()
})

async function run(name: string, more: Record<string, string> = {}): Promise<Running> {
  const server = await startFoyer(join(folder.root, name), { more: { ...settings, ...more } })
  running.push(server)
  return server
}

type Call = { headers: IncomingHttpHeaders; body: string }
/** A program of the team's; what it answers is up to the test. */
async function openHook() {
  const calls: Call[] = []
  let answer: (response: ServerResponse) => void = response => void response.end('ok')
  const server = createServer((request, response) => {
    void textOf(request).then(said => {
      calls.push({ headers: request.headers, body: said })
      answer(response)
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/figures`,
    calls,
    answers: (next: (response: ServerResponse) => void) => {
      answer = next
    },
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    }
  }
}

async function change(url: string, method: string, path: string, said?: unknown) {
  const answer = await fetch(url + path, {
    method,
    headers: {
      authorization: `Bearer ${ownerKey}`,
      ...(said === undefined ? {} : { 'content-type': 'application/json' })
    },
    ...(said === undefined ? {} : { body: JSON.stringify(said) })
  })
  return { status: answer.status, body: answer.status === 204 ? {} : await answer.json() }
}

/** A dashboard that counts orders: three yesterday, two the day before. */
async function dashboardAt(url: string): Promise<Dashboard> {
  const { agentId, visitors } = await newVisitors(url, 1)
  const noon = (daysAgo: number) => `${new Date(Date.now() - daysAgo * dayMs).toISOString().slice(0, 10)}T12:00:00Z`
  const order = (daysAgo: number) => ({
    id: crypto.randomUUID(),
    type: 'track',
    name: 'Order <Completed>',
    timestamp: noon(daysAgo)
  })
  const sent = await ask<{ rejected: unknown[] }>(url, `/api/visitors/${visitors[0]?.visitorId}/events`, {
    agentId,
    events: [...[1, 1, 1].map(order), ...[2, 2].map(order)].map((event, index) => ({
      ...event,
      // A UUIDv7 of its own time.
      id: `${Date.parse(event.timestamp)
        .toString(16)
        .padStart(12, '0')
        .replace(/^(.{8})/, '$1-')}-7abc-8def-${String(index).padStart(12, '0')}`
    }))
  })
  expect(sent.body.rejected).toEqual([])
  await change(url, 'PATCH', '/api/workspace', { timezone: 'UTC' })
  const report = await ask<SavedReport>(url, '/api/reports', {
    name: 'Orders & more',
    kind: 'trend',
    range: { last: 7 },
    question: { series: [{ event: 'Order <Completed>' }] }
  })
  const made = await ask<Dashboard>(url, '/api/dashboards', {
    name: 'Monday',
    tiles: [{ reportId: report.body.id, width: 6, height: 1 }]
  })
  expect(made.status).toBe(201)
  return made.body
}

/** Made so long ago that one has been due since; the next look of any process finds it. */
const madeLongAgo = () => records`UPDATE digests SET since = since - interval '40 days'`
const runs = async () =>
  records<{ period: string; status: string; tries: number; reason: string | null }[]>`
    SELECT period, status, tries, reason FROM digest_runs ORDER BY due_at`
const today = () => new Date().toISOString().slice(0, 10)
// Due already, whatever hour the test is run at.
const daily = { every: 'day', hour: 0 }

test('two processes send a digest of a period once, to each reader and to the webhook', async () => {
  const events = { FOYER_CLICKHOUSE_URL: await clickhouse.newDatabase() }
  const one = await run('one', events)
  const two = await run('two', events)
  const { id: dashboardId } = await dashboardAt(one.url)
  // Both can read what was written at the one.
  const ofTwo = { from: '2020-01-01', to: today(), series: [{ event: 'Order <Completed>' }] }
  await expect
    .poll(async () => (await ask<TrendAnswer>(two.url, '/api/analytics/trend', ofTwo)).body.lines?.[0]?.total, {
      timeout: 60_000
    })
    .toBe(5)
  const members = await ask<{ items: { id: string }[] }>(one.url, '/api/members')
  const byMail = await ask<DigestCreated>(one.url, '/api/digests', {
    dashboardId,
    ...daily,
    to: {
      members: [members.body.items[0]?.id],
      // Twice the same, and one who is written to as a member.
      addresses: ['Boss@Shop.example', 'boss@shop.example', owner.toUpperCase()]
    }
  })
  expect(byMail.status, JSON.stringify(byMail.body)).toBe(201)
  const byHook = await ask<DigestCreated>(one.url, '/api/digests', { dashboardId, ...daily, to: { webhook: hook.url } })
  expect(byHook.body.webhookSecret).toMatch(/^whsec_/)
  // What was due before it was made is not made up for.
  expect(await runs()).toEqual([])
  const yesterday = new Date(Date.now() - dayMs).toISOString().slice(0, 10)
  const written = { at: yesterday, text: 'Prices <raised>' }
  expect((await ask(one.url, '/api/annotations', written)).status).toBe(201)
  await ask(one.url, '/api/annotations', { at: '2020-01-01', text: 'Another day' })
  await madeLongAgo()

  const told = await mail.heard('boss@shop.example', 1, 60_000)
  const toldOwner = await mail.heard(owner, 1)
  await expect.poll(() => hook.calls.length, { timeout: 30_000 }).toBe(1)
  await expect.poll(async () => (await runs()).map(row => row.status), { timeout: 20_000 }).toEqual(['sent', 'sent'])

  expect(header(told, 'Subject')).toBe(`Monday, ${yesterday}`)
  expect(body(told, 'plain')).toMatch(/Orders & more\n +Order <Completed> +3 +\(\+50%, 2 before\)/)
  expect(body(told, 'plain')).toContain(`https://foyer.example/analytics/dashboards/${dashboardId}`)
  expect(body(told, 'html')).toContain('<b>3</b>')
  expect(body(told, 'html')).toContain('Order &lt;Completed&gt;')
  // A note is for the team: a member reads it, whoever an address belongs to does not.
  expect(body(toldOwner, 'plain')).toMatch(new RegExp(`Notes of the team\\n +Prices <raised> +${yesterday}`))
  expect(body(toldOwner, 'html')).toContain('Prices &lt;raised&gt;')
  expect(body(toldOwner, 'plain')).not.toContain('Another day')
  expect(body(told, 'plain')).not.toContain('Prices')
  expect(header(told, 'List-Unsubscribe-Post')).toBe('List-Unsubscribe=One-Click')

  const [call] = hook.calls
  const key = Buffer.from((byHook.body.webhookSecret ?? '').slice(6), 'base64')
  const signedText = `${call?.headers['webhook-id']}.${call?.headers['webhook-timestamp']}.${call?.body}`
  expect(call?.headers['webhook-signature']).toBe(`v1,${createHmac('sha256', key).update(signedText).digest('base64')}`)
  expect(JSON.parse(call?.body ?? '')).toMatchObject({
    type: 'digest',
    data: {
      name: 'Monday',
      from: yesterday,
      to: yesterday,
      reports: [{ name: 'Orders & more', figures: [{ label: 'Order <Completed>', value: 3, previous: 2 }] }],
      notes: [written]
    }
  })

  // Whoever sends these has looked at the first two again.
  for (const more of [2, 3, 4]) {
    await ask(one.url, '/api/digests', { dashboardId, ...daily, to: { webhook: hook.url } })
    await madeLongAgo()
    await expect.poll(() => hook.calls.length, { timeout: 30_000 }).toBe(more)
  }
  expect(mail.to('boss@shop.example')).toHaveLength(1)
  expect(mail.to(owner)).toHaveLength(1)
  await expect
    .poll(async () => (await runs()).map(({ period, status }) => `${period} ${status}`))
    .toEqual(Array.from({ length: 5 }, () => `${today()} sent`))
  expect(new Set(hook.calls.map(made => made.headers['webhook-id'])).size).toBe(4)

  // Who says no gets no more, also when the list is written anew; opening the link alone says nothing.
  const leave = /<(https:\S+)>/.exec(header(told, 'List-Unsubscribe') ?? '')?.[1] ?? ''
  const path = new URL(leave).pathname
  const listed = async () =>
    (await ask<{ items: Digest[] }>(one.url, `/api/digests?dashboardId=${dashboardId}`)).body.items.find(
      digest => digest.id === byMail.body.id
    )
  expect((await fetch(one.url + path)).status).toBe(200)
  expect(JSON.stringify((await listed())?.to)).not.toContain('"left":true')
  const said = await fetch(one.url + path, { method: 'POST', body: 'List-Unsubscribe=One-Click' })
  expect(said.status).toBe(200)
  const to = { members: [members.body.items[0]?.id], addresses: ['boss@shop.example'] }
  await change(one.url, 'PATCH', `/api/digests/${byMail.body.id}`, { to })
  expect((await listed())?.to).toMatchObject({
    recipients: [
      { address: 'boss@shop.example', left: true },
      { address: owner, left: false }
    ]
  })
  expect((await fetch(`${one.url}/digest/leave/${'0'.repeat(32)}`)).status).toBe(404)
  await records`UPDATE digest_runs SET period = '2020-01-01', due_at = due_at - interval '1 day'`
  await madeLongAgo()
  const own = await mail.heard(owner, 2, 60_000)
  expect(mail.to('boss@shop.example')).toHaveLength(1)

  // A member says no in the same way. What comes after is heard by whoever was put on the list since.
  const ownLeave = /<(https:\S+)>/.exec(header(own, 'List-Unsubscribe') ?? '')?.[1] ?? ''
  await fetch(one.url + new URL(ownLeave).pathname, { method: 'POST', body: 'List-Unsubscribe=One-Click' })
  await expect.poll(async () => (await runs()).every(row => row.status === 'sent'), { timeout: 30_000 }).toBe(true)
  // A letter of the same digest and day is never a second one: what was sent is made another day's.
  await records`UPDATE mails SET key = key || ' before' WHERE kind = 'digest'`
  await records`UPDATE digest_runs SET period = '2020-01-02', due_at = due_at - interval '2 days' WHERE period = ${today()}`
  await madeLongAgo()
  await expect.poll(async () => (await runs()).length, { timeout: 60_000 }).toBe(15)
  await expect.poll(async () => (await runs()).every(row => row.status === 'sent'), { timeout: 30_000 }).toBe(true)
  // One look finds what is due of both: of the one that was made since, it was due before.
  await ask(one.url, '/api/digests', { dashboardId, ...daily, to: { addresses: ['late@shop.example'] } })
  const toWitness = { addresses: ['witness@shop.example'] }
  const witness = await ask<DigestCreated>(one.url, '/api/digests', { dashboardId, ...daily, to: toWitness })
  await records`UPDATE digests SET since = since - interval '40 days'
    WHERE id = ${witness.body.id.replace('dig_', '')}`
  await mail.heard('witness@shop.example', 1, 60_000)
  expect(mail.to(owner)).toHaveLength(2)
  expect(mail.to('boss@shop.example')).toHaveLength(1)
  expect(mail.to('late@shop.example')).toEqual([])
  expect(await runs()).toHaveLength(16)
}, 240_000)

test('killed while its webhook thinks, the digest is sent again with the same id once the lease is over; then never more', async () => {
  hook.answers(() => undefined)
  const first = await run('one')
  const { id: dashboardId } = await dashboardAt(first.url)
  await ask(first.url, '/api/digests', { dashboardId, ...daily, to: { webhook: hook.url } })
  await madeLongAgo()
  await expect.poll(() => hook.calls.length, { timeout: 60_000 }).toBe(1)
  running.splice(0)
  await first.kill()
  expect((await runs())[0]).toMatchObject({ status: 'waiting', tries: 1 })

  // Away for now, and told so: it is put off and not given up.
  hook.answers(response => void response.writeHead(503).end())
  await records`UPDATE digest_runs SET leased_until = now() - interval '1 second'`
  await run('one')
  await expect.poll(async () => (await runs())[0]?.reason, { timeout: 60_000 }).toContain('503')
  hook.answers(response => void response.end('ok'))
  await records`UPDATE digest_runs SET due_at = now()`
  await expect.poll(async () => (await runs())[0]?.status, { timeout: 60_000 }).toBe('sent')
  expect(hook.calls).toHaveLength(3)
  expect(new Set(hook.calls.map(call => call.headers['webhook-id'])).size).toBe(1)
}, 180_000)

test('an address of a private network is not called, and a schedule that makes no sense is refused by its field', async () => {
  const { url } = await run('one', { FOYER_ALLOW_PRIVATE_DESTINATIONS: 'false' })
  const { id: dashboardId } = await dashboardAt(url)
  const made = await ask<DigestCreated>(url, '/api/digests', { dashboardId, ...daily, to: { webhook: hook.url } })
  expect(await ask(url, `/api/digests/${made.body.id}/send`, {})).toMatchObject({
    status: 202,
    body: { to: new URL(hook.url).host }
  })
  await expect
    .poll(async () => (await runs())[0], { timeout: 30_000 })
    .toMatchObject({ status: 'given up', reason: expect.stringContaining('private network') })
  expect(hook.calls).toEqual([])
  const fields: [Record<string, unknown>, string][] = [
    [{ ...daily, to: { webhook: 'ftp://example.com' } }, 'to.webhook'],
    [{ ...daily, to: { webhook: 'https://u:p@example.com' } }, 'to.webhook'],
    [{ ...daily, to: {} }, 'to'],
    [{ ...daily, to: { members: [`mem_${'0'.repeat(32)}`] } }, 'to.members.0'],
    [{ every: 'day', hour: 24, to: { addresses: ['a@b.example'] } }, 'hour'],
    [{ every: 'year', hour: 1, to: { addresses: ['a@b.example'] } }, 'every']
  ]
  for (const [said, field] of fields)
    expect(await ask(url, '/api/digests', { dashboardId, ...said }), field).toMatchObject({
      status: 422,
      body: { error: { field } }
    })
  const none = await ask(url, '/api/digests', { ...daily, to: { addresses: ['a@b.example'] } })
  expect(none).toMatchObject({ status: 422, body: { error: { field: 'dashboardId' } } })
}, 120_000)
