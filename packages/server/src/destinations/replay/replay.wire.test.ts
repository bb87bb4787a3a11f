import type { Destination, Replay } from '@foyer/protocol'
import { describe, expect, test } from 'vitest'
import { ask as askOf, newDataFolder, newVisitors, startFoyer } from '../../../test/durability/process.ts'
import { auditOf } from '../../../test/team.ts'
import { chrome, identify, newLocalId, page, send, track } from '../../../test/visitor.ts'
import { call, type Minted, mintWorkspace } from '../../../test/workspace.ts'
import { eventually, ownServer } from '../testing/own-server.ts'
import { added, ask, change, deliveriesOf, draft, newSecret } from '../testing/team.ts'

const own = ownServer()
const hourMs = 3_600_000
const around = () => ({
  from: new Date(Date.now() - hourMs).toISOString(),
  to: new Date(Date.now() + hourMs).toISOString()
})
const listOf = async (workspace: Minted, id: string) =>
  (await call<{ items: Replay[] }>('GET', `/api/destinations/${id}/replays`, { who: workspace.key })).body.items
const done = (workspace: Minted, id: string) =>
  eventually(
    () => listOf(workspace, id),
    ([newest]) => newest?.state !== 'running'
  )
const browser = async (workspace: Minted) => (await identify(workspace, { localId: newLocalId() })).body

describe('S13 a time that was is replayed', () => {
  test('counted first, then sent in the order of each visitor, as replays, and with progress', async () => {
    const workspace = await mintWorkspace()
    const [ada, bob] = [await browser(workspace), await browser(workspace)]
    const numbered = (from: number) => [0, 1, 2].map(n => track('Order Completed', { n: from + n }))
    for (const visitor of [ada, bob]) {
      await send(workspace, visitor, numbered(0))
      await send(workspace, visitor, [page('/'), ...numbered(3)])
    }
    const there = await own.sink()
    const destination = await added(workspace, { settings: { url: there.url, secret: newSecret() } })
    const path = `/api/destinations/${destination.id}/replay`
    const count = async (more: object) => (await ask(workspace, path, { ...around(), countOnly: true, ...more })).body
    expect(await count({})).toEqual({ count: 14 })
    expect(await count({ events: ['Order Completed'] })).toEqual({ count: 12 })
    expect(await count({ events: ['page'] })).toEqual({ count: 2 })
    expect(await count({ from: '2026-01-01T00:00:00Z', to: '2026-01-02T00:00:00Z' })).toEqual({ count: 0 })
    expect(there.arrived).toHaveLength(0)
    const begun = await ask<Replay>(workspace, path, { ...around(), events: ['Order Completed'] })
    expect(begun).toMatchObject({ status: 202, body: { total: 12, events: ['Order Completed'] } })
    const [replay] = await done(workspace, destination.id)
    expect(replay).toMatchObject({ id: begun.body.id, state: 'done', total: 12, queued: 12, delivered: 12, failed: 0 })
    expect(replay?.finishedAt).toBeDefined()
    const order = (visitorId: string) =>
      there.arrived.map(one => JSON.parse(one.body).data).filter(data => data.visitor.id === visitorId)
    for (const { visitorId } of [ada, bob])
      expect(order(visitorId).map(data => data.properties.n)).toEqual([0, 1, 2, 3, 4, 5])
    for (const data of order(ada.visitorId)) expect(data.context.userAgent).toBe(chrome)
    const { items } = await deliveriesOf(workspace)
    expect(items.map(one => one.origin)).toEqual(Array.from({ length: 12 }, () => 'replay'))
    expect((await auditOf(workspace))[0]).toMatchObject({ action: 'replay.started', target: destination.id })
  })

  test('only what the mapping wants, with its conditions, and of the agents it is for', async () => {
    const workspace = await mintWorkspace()
    const visitor = await browser(workspace)
    await send(
      workspace,
      visitor,
      [5, 50, 500].map(total => track('Order', { total }))
    )
    const there = await own.sink()
    const settings = { url: there.url, secret: newSecret() }
    const rule = {
      name: 'Large ones',
      on: { types: ['track'], names: ['Order'] },
      where: [{ path: 'properties.total', op: 'gt', value: 20 }],
      to: 'event',
      fields: { total: { path: 'properties.total' } }
    } as const
    const destination = await added(workspace, { settings, mapping: { rules: [rule as never] } })
    const path = `/api/destinations/${destination.id}/replay`
    expect((await ask(workspace, path, { ...around(), countOnly: true })).body).toEqual({ count: 2 })
    await ask(workspace, path, around())
    expect((await done(workspace, destination.id))[0]).toMatchObject({ total: 2, queued: 2, delivered: 2 })
    const spare = await call<{ id: string }>('POST', '/api/agents', {
      who: workspace.key,
      body: { name: 'Spare', allowedOrigins: ['*'] }
    })
    await change(workspace, destination.id, { agentIds: [spare.body.id] })
    expect((await ask(workspace, path, { ...around(), countOnly: true })).body).toEqual({ count: 0 })
  })

  test('consent holds for what is replayed as well', async () => {
    const workspace = await mintWorkspace()
    const said = (marketing: boolean) => ({ context: { consent: { marketing } } })
    await send(workspace, await browser(workspace), [track('Yes', {}, said(true))])
    await send(workspace, await browser(workspace), [track('No', {}, said(false))])
    const there = await own.sink()
    const destination = await added(workspace, {
      settings: { url: there.url, secret: newSecret() },
      consentCategories: ['marketing']
    })
    await ask(workspace, `/api/destinations/${destination.id}/replay`, around())
    expect((await done(workspace, destination.id))[0]).toMatchObject({
      total: 2,
      queued: 2,
      delivered: 1,
      failed: 0,
      withheld: 1
    })
    expect(there.arrived.map(one => JSON.parse(one.body).type)).toEqual(['Yes'])
  })

  test('one at a time, and stopped it sends nothing more', async () => {
    const workspace = await mintWorkspace()
    const visitor = await browser(workspace)
    await send(
      workspace,
      visitor,
      Array.from({ length: 30 }, (_, n) => track('Order', { n }))
    )
    const held: (() => void)[] = []
    const there = await own.sink((_one, response) => {
      held.push(() => void response.writeHead(200).end())
      return null
    })
    const destination = await added(workspace, { settings: { url: there.url, secret: newSecret() } })
    const path = `/api/destinations/${destination.id}`
    const begun = await ask<Replay>(workspace, `${path}/replay`, around())
    await there.until(() => there.arrived.length === 1)
    expect((await ask(workspace, `${path}/replay`, around())).status).toBe(409)
    const stopped = await ask<Replay>(workspace, `${path}/replays/${begun.body.id}/stop`)
    expect(stopped).toMatchObject({ status: 200, body: { state: 'stopped', total: 30 } })
    for (const answer of held) answer()
    await eventually(
      () => deliveriesOf(workspace),
      ({ items }) => items.length === 30 && items.every(one => one.finishedAt)
    )
    expect(there.arrived.length).toBeLessThan(30)
    const states = (await deliveriesOf(workspace)).items.map(one => one.state)
    expect(states.filter(state => state === 'cancelled').length).toBe(30 - there.arrived.length)
    // A second stop changes nothing.
    expect((await ask<Replay>(workspace, `${path}/replays/${begun.body.id}/stop`)).body.state).toBe('stopped')
  })

  test('what cannot be replayed says why', async () => {
    const workspace = await mintWorkspace()
    const { id } = await added(workspace, { enabled: false })
    const path = `/api/destinations/${id}/replay`
    const { from, to } = around()
    expect(await ask(workspace, path, { from: to, to: from })).toMatchObject({
      status: 422,
      body: { error: { field: 'to' } }
    })
    expect((await ask(workspace, path, { from, to })).status).toBe(409)
    const other = await mintWorkspace()
    expect((await ask(other, path, { from, to })).status).toBe(404)
    expect((await ask(workspace, `/api/destinations/${id}/replays/rpl_${'0'.repeat(32)}/stop`)).status).toBe(404)
  })
})

test('S13 a replay that is killed in the middle goes on after the next start: every event once, none left out', async () => {
  const folder = newDataFolder()
  const more = { FOYER_ALLOW_PRIVATE_DESTINATIONS: 'true' }
  let running = await startFoyer(folder.data, { more })
  try {
    const { agentId, visitors } = await newVisitors(running.url, 4)
    const events = new Set<string>()
    for (const { visitorId, token } of visitors)
      for (let batch = 0; batch < 2; batch += 1) {
        const some = Array.from({ length: 400 }, (_, n) => track('Order', { n }))
        for (const event of some) events.add(event.id)
        const path = `/api/visitors/${visitorId}/events`
        const answer = await askOf(running.url, path, { agentId, sentAt: Date.now(), events: some }, token)
        expect(answer.body).toMatchObject({ accepted: 400 })
      }
    const there = await own.sink()
    const made = await askOf<Destination>(
      running.url,
      '/api/destinations',
      draft({ settings: { url: there.url, secret: newSecret() } })
    )
    const path = `/api/destinations/${made.body.id}`
    const begun = await askOf<Replay>(running.url, `${path}/replay`, around())
    expect(begun.body).toMatchObject({ total: 3200 })
    await there.until(() => there.arrived.length > 200)
    await running.kill()
    running = await startFoyer(folder.data, { more })
    const { url } = running
    const [replay] = await eventually(
      async () => (await askOf<{ items: Replay[] }>(url, `${path}/replays`)).body.items,
      ([newest]) => newest?.state === 'done'
    )
    expect(replay).toMatchObject({ total: 3200, queued: 3200, delivered: 3200, failed: 0 })
    expect(new Set(there.arrived.map(one => one.eventId))).toEqual(events)
    // What was on its way when it was killed may arrive a second time, as the same delivery.
    expect(new Set(there.arrived.map(one => one.headers['webhook-id'])).size).toBe(3200)
  } finally {
    await running.stop()
    folder.remove()
  }
})
