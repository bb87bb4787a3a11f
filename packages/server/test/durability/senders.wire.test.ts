import type { Destination, IdentifyAnswer } from '@foyer/protocol'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type Arrived, openSink, type SinkAnswer } from '../../src/destinations/testing/sink.ts'
import { startClickhouse } from '../clickhouse.ts'
import { startServerByUrl } from '../postgres.ts'
import { track } from '../visitor.ts'
import { ask, newDataFolder, newVisitors, type Running, startFoyer } from './process.ts'

let clickhouse: Awaited<ReturnType<typeof startClickhouse>>
let postgres: Awaited<ReturnType<typeof startServerByUrl>>
const closing: (() => Promise<unknown>)[] = []
beforeAll(async () => {
  const stores = await Promise.all([startClickhouse(), startServerByUrl()])
  clickhouse = stores[0]
  postgres = stores[1]
}, 120_000)
afterAll(() => Promise.all([clickhouse.stop(), postgres.stop()]))
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

async function start(more: Record<string, string>): Promise<Running> {
  const folder = newDataFolder()
  closing.push(async () => folder.remove())
  const running = await startFoyer(folder.data, { more })
  closing.push(async () => running.child.exitCode === null && running.child.signalCode === null && running.kill())
  return running
}

/** Two processes on the same stores, and a vendor that notes how many of its requests are under way. */
async function two(answer: (arrived: Arrived) => SinkAnswer = () => ({ status: 200, body: '{}' })) {
  const more = {
    FOYER_CLICKHOUSE_URL: await clickhouse.newDatabase(),
    FOYER_POSTGRES_URL: await postgres.newDatabase(),
    FOYER_SECRET: 'a secret that both processes know, long enough',
    FOYER_ALLOW_PRIVATE_DESTINATIONS: 'true'
  }
  let underWay = 0
  let most = 0
  const times: number[] = []
  const sink = await openSink((arrived, response) => {
    underWay += 1
    most = Math.max(most, underWay)
    times.push(arrived.at)
    const said = answer(arrived)
    setTimeout(() => {
      underWay -= 1
      response.writeHead(said?.status ?? 200, said?.headers).end(said?.body ?? '')
    }, 150)
    return null
  })
  closing.push(sink.close)
  const one = await start(more)
  const other = await start(more)
  const { agentId, visitors } = await newVisitors(one.url, 60)
  const sends = (url: string, each: number) =>
    Promise.all(
      visitors.map(async (visitor: IdentifyAnswer) => {
        const events = Array.from({ length: each }, () => track('Step'))
        const path = `/api/visitors/${visitor.visitorId}/events`
        expect((await ask(url, path, { agentId, events }, visitor.token)).status).toBe(202)
      })
    )
  return { sink, one, other, sends, times, most: () => most }
}

const rule = (to: string, fields: object) => ({ rules: [{ name: 'All', on: { types: ['track'] }, to, fields }] })
/** HubSpot takes 8 requests a second and 4 at once. */
async function addHubspot(url: string, endpoint: string): Promise<Destination> {
  const fields = { event_name: { path: 'event.name' }, email: { constant: 'jo@example.com' } }
  const added = await ask<Destination>(url, '/api/destinations', {
    type: 'hubspot',
    name: 'HubSpot',
    settings: { access_token: 'pat-1', hub_id: '12345678', endpoint },
    mapping: rule('event', fields),
    consentCategories: []
  })
  expect(added.body).toMatchObject({ state: 'active' })
  return added.body
}

/** The most that arrived within any second. */
const mostInASecond = (times: readonly number[]) =>
  Math.max(...times.map(from => times.filter(at => at >= from && at < from + 1_000).length))
test('two processes together ask a vendor no more than it takes; when one is killed the other takes over its part', async () => {
  const { sink, one, other, sends, times, most } = await two()
  await addHubspot(one.url, sink.url)
  await Promise.all([sends(one.url, 2), sends(other.url, 2)])
  await sink.until(() => times.length >= 60)
  expect(most()).toBeLessThanOrEqual(4)
  // On a busy machine what left apart arrives together now and then.
  expect(mostInASecond(times)).toBeLessThanOrEqual(8 + 4)
  const took = (times[59] ?? 0) - (times[0] ?? 0)
  expect(took).toBeGreaterThan((59 / 8) * 1_000 * 0.9)
  await other.kill()
  const left = times.length
  const killedAt = Date.now()
  await sink.until(() => times.filter(at => at > killedAt + 12_000).length >= 24)
  const after = times.filter(at => at > killedAt + 12_000)
  // Alone it may send all 8 of a second: half of them would take 6 s.
  expect((after[23] ?? 0) - (after[0] ?? 0)).toBeLessThan(5_000)
  expect(times.length).toBeGreaterThan(left)
}, 120_000)

test('where one process hears that a vendor takes nothing for a while, the other sends nothing either', async () => {
  let isFull = false
  const { sink, one, other, sends, times } = await two(() =>
    isFull ? { status: 429, headers: { 'retry-after': '6' } } : { status: 200, body: '{}' }
  )
  await addHubspot(one.url, sink.url)
  await Promise.all([sends(one.url, 4), sends(other.url, 4)])
  await sink.until(() => times.length >= 12)
  isFull = true
  const since = times.length
  await sink.until(() => times.length > since)
  const toldAt = times[since] ?? 0
  isFull = false
  await expect.poll(() => times.some(at => at > toldAt + 5_500), { timeout: 30_000, interval: 100 }).toBe(true)
  // What was under way when it was said, and what left before the other process had heard of it.
  expect(times.filter(at => at > toldAt + 1_500 && at < toldAt + 5_500)).toEqual([])
}, 120_000)

test('a vendor that answers nobody is left alone by both processes after five failures, and one goes to see', async () => {
  const { sink, one, other, sends, times } = await two(() => ({ status: 500, body: '{}' }))
  const { id } = await addHubspot(one.url, sink.url)
  await Promise.all([sends(one.url, 2), sends(other.url, 2)])
  const state = async (url: string) => (await ask<Destination>(url, `/api/destinations/${id}`)).body.state
  await expect.poll(() => state(other.url), { timeout: 30_000, interval: 100 }).toBe('resting')
  const asked = times.length
  // Five, and what was under way beside the fifth: at most four at once, of both together.
  expect(asked).toBeLessThanOrEqual(5 + 4 + 1)
}, 120_000)
