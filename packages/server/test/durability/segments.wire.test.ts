import { createServer, request as requestTo } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Deliveries, Destination, DestinationFigures, Segment } from '@foyer/protocol'
import { expect, test } from 'vitest'
import { eventually } from '../../src/destinations/testing/own-server.ts'
import { openSink } from '../../src/destinations/testing/sink.ts'
import { draft, newSecret } from '../../src/destinations/testing/team.ts'
import { startClickhouse } from '../clickhouse.ts'
import { chrome, track } from '../visitor.ts'
import { ask, newDataFolder, newVisitors, startFoyer } from './process.ts'

/** Stands before a ClickHouse and passes on what it is asked; while `isSilent`, it breaks off whoever asks who is in a segment. */
async function openBefore(target: string) {
  const { origin, pathname } = new URL(target)
  const before = { url: '', isSilent: false, refused: 0, close: async () => undefined as unknown }
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const body = Buffer.concat(chunks)
    if (before.isSilent && body.includes('SELECT who FROM')) {
      before.refused += 1
      request.socket.destroy()
      return
    }
    const { host: _, 'transfer-encoding': __, ...headers } = request.headers
    const onward = requestTo(origin + request.url, {
      method: request.method,
      headers: { ...headers, 'content-length': body.length }
    })
    onward.on('response', answer => {
      response.writeHead(answer.statusCode ?? 500, answer.headers)
      answer.pipe(response)
    })
    onward.on('error', () => request.socket.destroy())
    onward.end(body)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  before.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}${pathname}`
  before.close = async () => {
    server.closeAllConnections()
    await new Promise(resolve => server.close(resolve))
  }
  return before
}

test('while nobody can say who is in the segment nothing is sent, lost, or counted against the destination; then all of it is', async () => {
  const folder = newDataFolder()
  const clickhouse = await startClickhouse()
  const before = await openBefore(await clickhouse.newDatabase())
  const there = await openSink()
  const running = await startFoyer(folder.data, {
    more: { FOYER_CLICKHOUSE_URL: before.url, FOYER_ALLOW_PRIVATE_DESTINATIONS: 'true' }
  })
  try {
    const { url } = running
    const rule = { filters: [{ did: { event: 'Order Completed' } }] }
    const segment = await ask<Segment>(url, '/api/segments', { name: 'Buyers', rule })
    const settings = { url: there.url, secret: newSecret() }
    const made = await ask<Destination>(url, '/api/destinations', draft({ settings, segmentId: segment.body.id }))
    expect(made.status).toBe(201)
    const { agentId, visitors } = await newVisitors(url, 12)
    before.isSilent = true
    const buyers = visitors.slice(0, 6)
    for (const visitor of visitors)
      for (const name of ['First', buyers.includes(visitor) ? 'Order Completed' : 'Looked', 'Last']) {
        const sent = await fetch(`${url}/api/visitors/${visitor.visitorId}/events`, {
          method: 'POST',
          // Without a browser's name it would be a bot's, and bots are in no segment.
          headers: {
            authorization: `Bearer ${visitor.token}`,
            'content-type': 'application/json',
            'user-agent': chrome
          },
          body: JSON.stringify({ agentId, events: [track(name)] })
        })
        expect(await sent.json()).toMatchObject({ accepted: 1 })
      }
    const list = async (query: string) => (await ask<Deliveries>(url, `/api/deliveries?limit=100&${query}`)).body.items
    const waits = await eventually(
      () => list('state=retrying'),
      items => items.length > 0 && before.refused > 2
    )
    expect(waits[0]).toMatchObject({ reason: 'segment_unknown', attempts: 0 })
    expect(waits[0]?.advice).toContain('could not find out whether the visitor is in the segment “Buyers”')
    expect(there.arrived).toHaveLength(0)
    const shown = await ask<Destination>(url, `/api/destinations/${made.body.id}`)
    expect(shown.body).toMatchObject({ state: 'active', health: { failed: 0, waiting: 36 } })
    before.isSilent = false
    await there.until(() => there.arrived.length === 18)
    const filtered = await eventually(
      () => list('state=filtered'),
      items => items.length === 18
    )
    expect(filtered.every(one => one.reason === 'not_in_segment')).toBe(true)
    const byVisitor = Map.groupBy(there.arrived, one => JSON.parse(one.body).data.visitor.id as string)
    expect([...byVisitor.keys()].toSorted()).toEqual(buyers.map(one => one.visitorId).toSorted())
    for (const own of byVisitor.values())
      expect(own.map(one => JSON.parse(one.body).data.name)).toEqual(['First', 'Order Completed', 'Last'])
    const figures = await eventually(
      async () => (await ask<DestinationFigures>(url, `/api/destinations/${made.body.id}/figures`)).body,
      ({ reasons }) => reasons.some(one => one.count === 18)
    )
    expect(figures.reasons).toMatchObject([{ stage: 'filtered', reason: 'not_in_segment', count: 18 }])
    expect(await running.stop()).toBe(0)
  } finally {
    if (running.child.exitCode === null) await running.stop()
    await before.close()
    await there.close()
    await clickhouse.stop()
    folder.remove()
  }
}, 240_000)
