import type { Destination, IdentifyAnswer } from '@foyer/protocol'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { startServer } from '../../test/start.ts'
import { chrome, identify, london, newLocalId, send, track } from '../../test/visitor.ts'
import { call, type Minted, mintWorkspace, settled, turnClock, useServer } from '../../test/workspace.ts'
import { everywhere, obeys } from '../privacy/testing/rules.ts'
import { openSink } from './testing/sink.ts'
import { added, change } from './testing/team.ts'

let server: Awaited<ReturnType<typeof startServer>>
const open: { close(): Promise<void> }[] = []
beforeAll(async () => {
  server = await startServer({ allowPrivate: true })
  useServer(server)
})
afterAll(() => server.stop())
afterEach(async () => {
  for (const one of open.splice(0)) await one.close()
})

async function sink(...given: Parameters<typeof openSink>) {
  const one = await openSink(...given)
  open.push(one)
  return one
}
const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`
const webhook = (workspace: Minted, url: string, more = {}) => added(workspace, { settings: { url, secret }, ...more })
const guest = async (workspace: Minted): Promise<IdentifyAnswer> =>
  (await identify(workspace, { localId: newLocalId() })).body
const shown = async (workspace: Minted, { id }: Destination) =>
  (await call<Destination>('GET', `/api/destinations/${id}`, { who: workspace.key })).body
async function sends(workspace: Minted, visitor: IdentifyAnswer, events: ReturnType<typeof track>[]) {
  const began = performance.now()
  expect((await send(workspace, visitor, events)).body).toMatchObject({ accepted: events.length })
  return performance.now() - began
}

test('S7 what a page sends arrives at a webhook as its mapping has it, signed, with what is known of the visitor', async () => {
  const workspace = await mintWorkspace()
  const there = await sink()
  const destination = await webhook(workspace, `${there.url}/hook`)
  const visitor = (await identify(workspace, { localId: newLocalId(), traits: { plan: 'gold' } })).body
  const sent = track('Order Completed', { revenue: 11.7 }, { context: { locale: 'en-GB' } })
  await sends(workspace, visitor, [sent])
  await there.until(() => there.arrived.length === 1)
  const [one] = there.arrived
  expect(one).toMatchObject({ method: 'POST', path: '/hook', eventId: sent.id })
  expect(one?.headers['webhook-id']).toMatch(/^dlv_[0-9a-f]{32}$/)
  expect(JSON.parse(one?.body ?? '')).toMatchObject({
    type: 'Order Completed',
    data: {
      properties: { revenue: 11.7 },
      context: { locale: 'en-GB', userAgent: chrome, location: { country: 'GB' } },
      visitor: { id: visitor.visitorId }
    }
  })
  await settled()
  expect((await shown(workspace, destination)).health).toMatchObject({ delivered: 1, failed: 0, waiting: 0 })
})

test('an address that the workspace does not keep does not leave either, whatever the page says it is', async () => {
  const workspace = await mintWorkspace()
  const there = await sink()
  await webhook(workspace, there.url)
  await obeys(workspace, everywhere({ ip: 'never', place: 'none', forgetAfterDays: 1 }))
  const visitor = await guest(workspace)
  await sends(workspace, visitor, [
    track('Step', {}, { context: { ip: london, location: { city: 'London' } } as never })
  ])
  await there.until(() => there.arrived.length === 1)
  expect(there.arrived[0]?.body).not.toContain(london)
  expect(there.arrived[0]?.body).not.toContain('London')
})

test('the same event twice is one delivery; an event that no rule wants is none, and is counted', async () => {
  const workspace = await mintWorkspace()
  const there = await sink()
  await webhook(workspace, there.url, {
    mapping: {
      rules: [{ name: 'Orders', on: { names: ['Order Completed'] }, to: 'event', fields: { id: { path: 'event.id' } } }]
    }
  })
  const visitor = await guest(workspace)
  const order = track('Order Completed')
  await sends(workspace, visitor, [track('Something else'), order])
  expect((await send(workspace, visitor, [order])).body).toMatchObject({ accepted: 0, duplicates: 1 })
  const last = track('Order Completed')
  await sends(workspace, visitor, [last])
  await there.until(() => there.arrived.some(one => one.eventId === last.id))
  expect(there.arrived.map(one => one.eventId)).toEqual([order.id, last.id])
})

test('a destination that is added, changed or turned off is so for the next event', async () => {
  const workspace = await mintWorkspace()
  const [before, after, watching] = [await sink(), await sink(), await sink()]
  const visitor = await guest(workspace)
  await webhook(workspace, watching.url)
  const destination = await webhook(workspace, before.url)
  const [first, second, third] = [track('One'), track('Two'), track('Three')]
  await sends(workspace, visitor, [first])
  await before.until(() => before.arrived.length === 1)
  await change(workspace, destination.id, { settings: { url: after.url, secret } })
  await expect.poll(async () => (await shown(workspace, destination)).settings.url).toBe(after.url)
  await sends(workspace, visitor, [second])
  await after.until(() => after.arrived.length === 1)
  await change(workspace, destination.id, { enabled: false })
  await sends(workspace, visitor, [third])
  await watching.until(() => watching.arrived.length === 3)
  expect([before.arrived.length, after.arrived.length]).toEqual([1, 1])
})

test('DE3 the events of a visitor arrive in their order, however often one of them is refused', async () => {
  const workspace = await mintWorkspace()
  const tries = new Map<string, number>()
  const seen: string[] = []
  let answers = 0
  const there = await sink(({ eventId }) => {
    const tried = (tries.get(eventId) ?? 0) + 1
    tries.set(eventId, tried)
    answers += 1
    // Never so many in a row that the destination is left to rest, in whatever order ten requests at once are heard.
    if (Number.parseInt(eventId.slice(-2), 16) % 5 === 0 && tried <= 2 && answers % 4 === 0)
      return { status: 503, headers: { 'retry-after': '0' } }
    seen.push(eventId)
    return { status: 200 }
  })
  await webhook(workspace, there.url)
  const visitors = await Promise.all(Array.from({ length: 10 }, () => guest(workspace)))
  const sent = await Promise.all(
    visitors.map(async visitor => {
      const ids: string[] = []
      for (let batch = 0; batch < 10; batch += 1) {
        const events = Array.from({ length: 10 }, () => track('Step'))
        await sends(workspace, visitor, events)
        ids.push(...events.map(event => event.id))
      }
      return ids
    })
  )
  await there.until(() => seen.length >= 1_000)
  expect([...tries.values()].some(tried => tried > 1)).toBe(true)
  expect(new Set(seen).size).toBe(seen.length)
  for (const ids of sent) expect(seen.filter(id => ids.includes(id))).toEqual(ids)
})

describe('DE2 a destination that answers nobody', () => {
  test('delays neither the intake nor another destination, is left to rest, and gets everything when it is back', async () => {
    const workspace = await mintWorkspace()
    let isBack = false
    const dead = await sink((_arrived, response) => {
      if (isBack) return { status: 200 }
      response.destroy()
      return null
    })
    const live = await sink()
    const resting = await webhook(workspace, dead.url)
    await webhook(workspace, live.url)
    const visitors = await Promise.all(Array.from({ length: 20 }, () => guest(workspace)))
    const sentAt = new Map<string, number>()
    const answers: number[] = []
    for (let round = 0; round < 10; round += 1)
      for (const visitor of visitors) {
        const event = track('Step')
        sentAt.set(event.id, Date.now())
        answers.push(await sends(workspace, visitor, [event]))
      }
    await live.until(() => live.arrived.length === 200)
    for (const { eventId, at } of live.arrived) expect(at - (sentAt.get(eventId) ?? 0)).toBeLessThan(5_000)
    await expect.poll(async () => (await shown(workspace, resting)).state, { timeout: 20_000 }).toBe('resting')
    const { problem, health } = await shown(workspace, resting)
    expect(problem?.message).toContain('broke off')
    expect(health.waiting).toBe(200)
    const asked = dead.arrived.length
    expect(asked).toBeLessThan(60)
    isBack = true
    await turnClock(3 * 60_000)
    await dead.until(() => new Set(dead.arrived.slice(asked).map(one => one.eventId)).size === 200)
    await expect.poll(async () => (await shown(workspace, resting)).state, { timeout: 20_000 }).toBe('active')
    await turnClock(0)
  })
})

test('requests that were under way when a destination began to rest do not make it rest for longer', async () => {
  const workspace = await mintWorkspace()
  const held: (() => void)[] = []
  let isBack = false
  const there = await sink((_arrived, response) => {
    if (isBack) return { status: 200 }
    held.push(() => response.destroy())
    return null
  })
  const destination = await webhook(workspace, there.url)
  const visitors = await Promise.all(Array.from({ length: 12 }, () => guest(workspace)))
  for (const visitor of visitors) await sends(workspace, visitor, [track('Step')])
  await there.until(() => there.arrived.length === 10)
  for (const fail of held.splice(0, 5)) fail()
  await expect.poll(async () => (await shown(workspace, destination)).state, { timeout: 20_000 }).toBe('resting')
  for (const fail of held.splice(0)) fail()
  isBack = true
  // Longer than the first rest, and shorter than the second would be.
  await turnClock(3 * 60_000)
  await expect.poll(async () => (await shown(workspace, destination)).state, { timeout: 20_000 }).toBe('active')
  await turnClock(0)
})

test('of what has arrived in part nothing more is sent once the mapping wants no more of it, and what is behind it goes on', async () => {
  const workspace = await mintWorkspace()
  let isBusy = true
  const there = await sink(arrived => {
    const isSecond = arrived.body.includes('second')
    return isSecond && isBusy ? { status: 503, headers: { 'retry-after': '2' } } : undefined
  })
  const rule = (name: string) =>
    ({ name, on: { types: ['track'] }, to: 'event', fields: { [name]: { constant: name } } }) as never
  const destination = await webhook(workspace, there.url, { mapping: { rules: [rule('first'), rule('second')] } })
  const visitor = await guest(workspace)
  await sends(workspace, visitor, [track('Step')])
  await there.until(() => there.arrived.length === 2)
  const changed = await change(workspace, destination.id, { mapping: { rules: [rule('first')] } })
  expect(changed.status, JSON.stringify(changed.body)).toBe(200)
  isBusy = false
  await sends(workspace, visitor, [track('Next')])
  await there.until(() => there.arrived.length === 3)
  expect(JSON.parse(there.arrived[2]?.body ?? '').data).toMatchObject({ first: 'first' })
  await expect.poll(async () => (await shown(workspace, destination)).health.waiting, { timeout: 20_000 }).toBe(0)
  expect(there.arrived).toHaveLength(3)
})

test('what every event would meet pauses the destination once, says so, and loses nothing', async () => {
  const workspace = await mintWorkspace()
  let status = 401
  const there = await sink(() => ({ status }))
  const destination = await webhook(workspace, there.url)
  const visitor = await guest(workspace)
  const events = Array.from({ length: 10 }, () => track('Step'))
  await sends(workspace, visitor, events)
  await expect.poll(async () => (await shown(workspace, destination)).state, { timeout: 20_000 }).toBe('misconfigured')
  expect((await shown(workspace, destination)).problem?.message).toContain('refused the signature')
  expect(there.arrived).toHaveLength(1)
  status = 200
  await change(workspace, destination.id, { enabled: true })
  await there.until(() => there.arrived.length === 11)
  expect(there.arrived.slice(1).map(one => one.eventId)).toEqual(events.map(event => event.id))
})

test('an event that is refused as it is holds up nobody behind it; 429 holds up everybody for as long as it says', async () => {
  const workspace = await mintWorkspace()
  let isBusy = true
  const there = await sink(({ body }) => {
    if (body.includes('"bad"')) return { status: 400, body: 'no such thing' }
    if (isBusy && body.includes('"busy"')) {
      isBusy = false
      return { status: 429, headers: { 'retry-after': '1' } }
    }
    return { status: 200 }
  })
  const destination = await webhook(workspace, there.url)
  const visitor = await guest(workspace)
  const [bad, good, busy] = [track('bad'), track('good'), track('busy')]
  await sends(workspace, visitor, [bad, good, busy])
  await there.until(() => there.arrived.length === 4)
  expect(there.arrived.map(one => one.eventId)).toEqual([bad.id, good.id, busy.id, busy.id])
  const [, , first, second] = there.arrived
  expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(990)
  await settled()
  expect((await shown(workspace, destination)).health).toMatchObject({ delivered: 2, failed: 1, retried: 1 })
})

test('what is older than a destination takes is not sent, nor what waited for too long', async () => {
  const workspace = await mintWorkspace()
  const there = await sink()
  const destination = await webhook(workspace, there.url)
  const visitor = await guest(workspace)
  const [old, young] = [track('Old', {}, { timestamp: Date.now() - 4 * 86_400_000 }), track('Young')]
  await sends(workspace, visitor, [old, young])
  await there.until(() => there.arrived.length === 1)
  expect(there.arrived[0]?.eventId).toBe(young.id)
  await settled()
  expect((await shown(workspace, destination)).health).toMatchObject({ delivered: 1, failed: 1 })
})
