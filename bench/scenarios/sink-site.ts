import { setTimeout as sleep } from 'node:timers/promises'
import { adminKey, asOwner, type Foyer } from '../foyer.ts'
import type { RateJob, RateResult } from '../load/events-at-a-rate.ts'
import type { SinkFigures } from '../load/sink.ts'
import type { Site } from '../load/visitors.ts'
import { inOwnProcess } from '../measure.ts'

// Webhooks on loopback, in a process of its own: what the scenarios of deliveries share.

export const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`

export const addWebhook = (foyer: Foyer, url: string, more: { segmentId?: string | null } = {}) =>
  asOwner<{ id: string }>(foyer.url, 'POST', '/api/destinations', {
    type: 'webhook',
    name: url,
    settings: { url, secret },
    enabled: true,
    ...more
  })

export const removeWebhook = (foyer: Foyer, id: string) =>
  fetch(`${foyer.url}/api/destinations/${id}`, {
    method: 'DELETE',
    headers: { authorization: `Bearer ${adminKey}` }
  })

export const figuresOf = async (sink: Foyer, method: 'GET' | 'DELETE'): Promise<SinkFigures> =>
  (await (await fetch(`${sink.url}/figures`, { method })).json()) as SinkFigures

export async function arrived(sink: Foyer, count: number): Promise<SinkFigures> {
  for (let tries = 0; tries < 600; tries += 1) {
    if ((await figuresOf(sink, 'GET')).once >= count) return figuresOf(sink, 'DELETE')
    await sleep(200)
  }
  throw new Error(`only ${(await figuresOf(sink, 'GET')).once} of ${count} deliveries arrived in two minutes`)
}

export const steadyPerSecond = 400

/** Events as fast as they are answered, told by what arrives; then at a steady rate, told by how long each took. */
export async function fullAndSteady(foyer: Foyer, sink: Foyer, site: Site, events: number, seconds: number) {
  const load = (job: Omit<RateJob, keyof Site | 'url'>) =>
    inOwnProcess<RateResult>('load/events-at-a-rate.ts', { ...site, url: foyer.url, ...job } satisfies RateJob)
  const full = await load({ events, eventsPerBody: 50, connections: 16 })
  const fast = await arrived(sink, full.accepted)
  const steady = await load({
    events: steadyPerSecond * seconds,
    eventsPerBody: 4,
    eventsPerSecond: steadyPerSecond,
    connections: 64
  })
  const { p50Ms, p99Ms } = await arrived(sink, steady.accepted)
  return { perSecond: (fast.count / (fast.lastMs - fast.firstMs)) * 1000, p50Ms, p99Ms }
}
