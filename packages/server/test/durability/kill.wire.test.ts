import type { EventBatchAnswer, IdentifyAnswer } from '@foyer/protocol'
import { afterEach, expect, test } from 'vitest'
import { page } from '../visitor.ts'
import { ask, newDataFolder, newVisitors, personOf, type Running, startFoyer, storedIds } from './process.ts'

let folder = newDataFolder()
let running: Running | undefined
afterEach(async () => {
  if (running?.child.exitCode === null) await running.stop()
  folder.remove()
  folder = newDataFolder()
})

type Batch = { visitor: IdentifyAnswer; events: ReturnType<typeof page>[] }

/** Sends batches until told to stop or until nobody answers; what was acknowledged is noted, what was not is kept to be sent again. */
function load(
  url: string,
  agentId: string,
  visitors: IdentifyAnswer[],
  waiting: Batch[],
  acked: Map<string, Set<string>>
) {
  let isStopping = false
  const unanswered: Batch[] = []
  const senders = visitors.map(async visitor => {
    while (!isStopping) {
      const again = waiting.findIndex(batch => batch.visitor === visitor)
      const [batch = { visitor, events: Array.from({ length: 7 }, (_, at) => page(`/${at}`)) }] =
        again < 0 ? [] : waiting.splice(again, 1)
      const path = `/api/visitors/${visitor.visitorId}/events`
      const body = { agentId, sentAt: Date.now(), events: batch.events }
      const answer = await ask<EventBatchAnswer>(url, path, body, visitor.token).catch(() => undefined)
      if (answer?.status !== 202) {
        unanswered.push(batch)
        return
      }
      for (const event of batch.events) acked.get(visitor.visitorId)?.add(event.id)
    }
  })
  return {
    async end() {
      isStopping = true
      await Promise.all(senders)
      return unanswered
    }
  }
}

const rounds = 20

test('I1 killed in the middle of load, twenty times: every acknowledged event is there, once, and counted', async () => {
  running = await startFoyer(folder.data)
  const { agentId, visitors } = await newVisitors(running.url, 6)
  const acked = new Map(visitors.map(visitor => [visitor.visitorId, new Set<string>()]))
  let waiting: Batch[] = []
  for (let round = 0; round < rounds; round += 1) {
    const started = performance.now()
    if (round > 0) running = await startFoyer(folder.data)
    expect(performance.now() - started, 'ready again').toBeLessThan(30_000)
    const loading = load(running.url, agentId, visitors, waiting, acked)
    // A different moment of the commit each time.
    await new Promise(resolve => setTimeout(resolve, 80 + ((round * 37) % 190)))
    await running.kill()
    waiting = await loading.end()
  }
  running = await startFoyer(folder.data)
  const { url } = running
  // What was never acknowledged is sent again, as a page would.
  for (const { visitor, events } of waiting) {
    const again = await ask<EventBatchAnswer>(
      url,
      `/api/visitors/${visitor.visitorId}/events`,
      { agentId, events },
      visitor.token
    )
    expect(again.status).toBe(202)
    for (const event of events) acked.get(visitor.visitorId)?.add(event.id)
  }
  let total = 0
  for (const { visitorId } of visitors) {
    // What was just acknowledged is on its way into the event store.
    const sent = [...(acked.get(visitorId) ?? [])].sort()
    await expect.poll(async () => (await storedIds(url, visitorId)).sort(), { timeout: 15_000 }).toEqual(sent)
    const stored = await storedIds(url, visitorId)
    await expect.poll(async () => (await personOf(url, visitorId)).events, { timeout: 15_000 }).toBe(stored.length)
    total += stored.length
  }
  expect(total).toBeGreaterThan(rounds * 7)
  expect(await running.stop()).toBe(0)
}, 600_000)

test('I12 asked to stop in the middle of load it finishes what it received, and loses nothing acknowledged', async () => {
  running = await startFoyer(folder.data)
  const { agentId, visitors } = await newVisitors(running.url, 4)
  const acked = new Map(visitors.map(visitor => [visitor.visitorId, new Set<string>()]))
  const loading = load(running.url, agentId, visitors, [], acked)
  await expect.poll(() => [...acked.values()].every(ids => ids.size > 20), { timeout: 30_000 }).toBe(true)
  const began = performance.now()
  const [code] = await Promise.all([running.stop(), loading.end()])
  expect(code).toBe(0)
  expect(performance.now() - began).toBeLessThan(10_000)
  running = await startFoyer(folder.data)
  for (const { visitorId } of visitors) {
    const stored = new Set(await storedIds(running.url, visitorId))
    for (const id of acked.get(visitorId) ?? []) expect(stored).toContain(id)
    expect((await personOf(running.url, visitorId)).events).toBe(stored.size)
  }
}, 120_000)

test('I6 the same batch a hundred times, at once and after a restart, is stored and counted once', async () => {
  running = await startFoyer(folder.data)
  const { agentId, visitors } = await newVisitors(running.url, 1)
  const [visitor] = visitors
  if (!visitor) throw new Error('no visitor')
  const events = Array.from({ length: 20 }, (_, at) => page(`/${at}`))
  const sendTo = (url: string) =>
    ask<EventBatchAnswer>(
      url,
      `/api/visitors/${visitor.visitorId}/events`,
      { agentId, sentAt: Date.now(), events },
      visitor.token
    )
  const { url } = running
  const answers = await Promise.all(Array.from({ length: 20 }, () => sendTo(url)))
  for (let time = 0; time < 80; time += 1) answers.push(await sendTo(url))
  expect(answers.every(answer => answer.status === 202)).toBe(true)
  expect(answers.reduce((sum, { body }) => sum + body.accepted, 0)).toBe(20)
  expect(answers.reduce((sum, { body }) => sum + body.duplicates, 0)).toBe(20 * 99)
  await running.stop()
  running = await startFoyer(folder.data)
  expect((await sendTo(running.url)).body).toEqual({ accepted: 0, duplicates: 20, rejected: [] })
  expect(await storedIds(running.url, visitor.visitorId)).toHaveLength(20)
  expect(await personOf(running.url, visitor.visitorId)).toMatchObject({ events: 20 })
}, 120_000)
