import type { Deliveries, Destination, EventBatchAnswer, IdentifyAnswer } from '@foyer/protocol'
import { afterEach, expect, test } from 'vitest'
import { type Arrived, openSink } from '../../src/destinations/testing/sink.ts'
import { startClickhouse } from '../clickhouse.ts'
import { startServerByUrl } from '../postgres.ts'
import { track } from '../visitor.ts'
import { ask, newDataFolder, newVisitors, type Running, startFoyer } from './process.ts'

const closing: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})
const newFolder = () => {
  const folder = newDataFolder()
  closing.push(async () => folder.remove())
  return folder
}
async function start(data: string, more: Record<string, string> = {}): Promise<Running> {
  const running = await startFoyer(data, { more: { FOYER_ALLOW_PRIVATE_DESTINATIONS: 'true', ...more } })
  closing.push(async () => running.child.exitCode === null && running.child.signalCode === null && running.stop())
  return running
}
async function sinkWith(...given: Parameters<typeof openSink>) {
  const sink = await openSink(...given)
  closing.push(sink.close)
  return sink
}
const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`
const addWebhook = (url: string, target: string) =>
  ask<Destination>(url, '/api/destinations', { type: 'webhook', name: target, settings: { url: target, secret } })

/** Numbered events of each visitor, until told to stop or nobody answers; what is not answered is sent again by whoever comes next. */
function load(urls: () => string[], agentId: string, visitors: IdentifyAnswer[], sent: Map<string, string[]>) {
  let isStopping = false
  const waiting = new Map<string, ReturnType<typeof track>[]>()
  const one = async (visitor: IdentifyAnswer, index: number) => {
    for (let turn = index; !isStopping; turn += 1) {
      const all = urls()
      const batch = waiting.get(visitor.visitorId) ?? [track('Step'), track('Step')]
      waiting.set(visitor.visitorId, batch)
      const url = all[turn % all.length] ?? ''
      const path = `/api/visitors/${visitor.visitorId}/events`
      const answer = await ask<EventBatchAnswer>(url, path, { agentId, events: batch }, visitor.token).catch(
        () => undefined
      )
      if (answer?.status !== 202) return
      waiting.delete(visitor.visitorId)
      sent.get(visitor.visitorId)?.push(...batch.map(event => event.id))
    }
  }
  return {
    run: () => {
      isStopping = false
      const running = Promise.all(visitors.map(one))
      return async () => {
        isStopping = true
        await running
      }
    },
    /** What nobody answered for yet, once more. */
    async rest(url: string) {
      for (const [visitorId, events] of waiting) {
        const visitor = visitors.find(known => known.visitorId === visitorId)
        const path = `/api/visitors/${visitorId}/events`
        const answer = await ask<EventBatchAnswer>(url, path, { agentId, events }, visitor?.token)
        expect(answer.status).toBe(202)
        sent.get(visitorId)?.push(...events.map(event => event.id))
      }
      waiting.clear()
    }
  }
}

const delivered = (arrived: Arrived[]) => new Set(arrived.map(one => one.eventId))

/** In the order of their first arrival, those of each visitor come as they were sent. */
function expectOrder(arrived: Arrived[], sent: Map<string, string[]>): void {
  const first = new Map<string, number>()
  for (const [place, { eventId }] of arrived.entries()) if (!first.has(eventId)) first.set(eventId, place)
  for (const ids of sent.values()) {
    const places = ids.map(id => first.get(id) ?? -1)
    expect(places).toEqual(places.toSorted((a, b) => a - b))
  }
}

test('DE1 killed in the middle, twenty times: every event is delivered, twice only around a kill and then by the same id', async () => {
  let requests = 0
  const sink = await sinkWith((_arrived, response) => {
    requests += 1
    if (requests % 97 === 0) return { status: 500 }
    if (requests % 101 === 0) return { status: 429, headers: { 'retry-after': '1' } }
    if (requests % 89 === 0) {
      response.destroy()
      return null
    }
    return { status: 200 }
  })
  const folder = newFolder()
  let running = await start(folder.data)
  const { agentId, visitors } = await newVisitors(running.url, 12)
  expect((await addWebhook(running.url, sink.url)).status).toBe(201)
  const sent = new Map(visitors.map(visitor => [visitor.visitorId, [] as string[]]))
  const loading = load(() => [running.url], agentId, visitors, sent)
  const rounds = 20
  for (let round = 0; round < rounds; round += 1) {
    if (round > 0) running = await start(folder.data)
    await loading.rest(running.url)
    const end = loading.run()
    await new Promise(resolve => setTimeout(resolve, 60 + ((round * 41) % 230)))
    await running.kill()
    await end()
  }
  running = await start(folder.data)
  await loading.rest(running.url)
  const all = [...sent.values()].flat()
  expect(all.length).toBeGreaterThan(rounds * 12)
  await sink.until(() => delivered(sink.arrived).size >= all.length)
  expect(delivered(sink.arrived)).toEqual(new Set(all))
  const ids = Map.groupBy(sink.arrived, one => one.eventId)
  for (const [eventId, times] of ids) expect(new Set(times.map(one => one.headers['webhook-id'])).size, eventId).toBe(1)
  expectOrder(sink.arrived, sent)
  // What was on its way at each kill: no more than there are requests at once. And those that were refused, once more each.
  const refused = Math.floor(requests / 97) + Math.floor(requests / 101) + Math.floor(requests / 89)
  expect(sink.arrived.length - all.length).toBeLessThanOrEqual(refused + rounds * 10)
}, 600_000)

test('what was on its way at a kill and would count twice is not sent again: a person is told to look', async () => {
  let isHolding = true
  const sink = await sinkWith(() => (isHolding ? null : { status: 200, body: 'ok' }))
  const folder = newFolder()
  let running = await start(folder.data)
  const { agentId, visitors } = await newVisitors(running.url, 1)
  const [visitor] = visitors
  const rule = { name: 'Said', on: { types: ['track'] }, to: 'message', fields: { text: { path: 'event.name' } } }
  const added = await ask<Destination>(running.url, '/api/destinations', {
    type: 'slack',
    name: 'Slack',
    settings: { webhook_url: `${sink.url}/services/T/B/x` },
    mapping: { rules: [rule] },
    consentCategories: []
  })
  expect(added.status).toBe(201)
  const path = `/api/visitors/${visitor?.visitorId}/events`
  const [first, second] = [track('First'), track('Second')]
  await ask(running.url, path, { agentId, events: [first, second] }, visitor?.token)
  await sink.until(() => sink.arrived.length === 1)
  await running.kill()
  isHolding = false
  running = await start(folder.data)
  await sink.until(() => sink.arrived.length === 2)
  expect(sink.arrived.map(one => one.body)).toEqual([
    expect.stringContaining('First'),
    expect.stringContaining('Second')
  ])
  const { body } = await ask<Deliveries>(running.url, '/api/deliveries?state=unknown')
  expect(body.items).toHaveLength(1)
  expect(body.items[0]).toMatchObject({ event: { id: first.id }, reason: 'interrupted' })
}, 120_000)

test('X3 two processes, one of them halted for longer than its lease and one killed: nothing is lost, and order is kept', async () => {
  const [clickhouse, postgres] = await Promise.all([startClickhouse(), startServerByUrl()])
  closing.push(clickhouse.stop, postgres.stop)
  const more = {
    FOYER_CLICKHOUSE_URL: await clickhouse.newDatabase(),
    FOYER_POSTGRES_URL: await postgres.newDatabase(),
    FOYER_SECRET: 'a secret that both processes know, long enough'
  }
  const sink = await sinkWith()
  const one = await start(newFolder().data, more)
  const other = await start(newFolder().data, more)
  const { agentId, visitors } = await newVisitors(one.url, 8)
  await addWebhook(one.url, sink.url)
  const sent = new Map(visitors.map(visitor => [visitor.visitorId, [] as string[]]))
  const both = load(() => [one.url, other.url], agentId, visitors, sent)
  const end = both.run()
  await sink.until(() => sink.arrived.length > 40)
  await end()
  // Halted with whatever it has in hand; the other takes it over when the lease has run out.
  other.child.kill('SIGSTOP')
  const alone = load(() => [one.url], agentId, visitors, sent)
  const endAlone = alone.run()
  const reached = sink.arrived.length + 60
  await sink.until(() => sink.arrived.length > reached)
  await endAlone()
  await sink.until(() => delivered(sink.arrived).size >= [...sent.values()].flat().length)
  other.child.kill('SIGCONT')
  const again = load(() => [one.url, other.url], agentId, visitors, sent)
  const endAgain = again.run()
  const further = sink.arrived.length + 40
  await sink.until(() => sink.arrived.length > further)
  await one.kill()
  await endAgain()
  await again.rest(other.url)
  const all = [...sent.values()].flat()
  await sink.until(() => delivered(sink.arrived).size >= all.length)
  expect(delivered(sink.arrived)).toEqual(new Set(all))
  expect(sink.arrived.length - all.length).toBeLessThanOrEqual(2 * 10)
  expectOrder(sink.arrived, sent)
}, 300_000)
