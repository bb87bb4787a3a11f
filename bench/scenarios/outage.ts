import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { asOwner, newFolder, removeFolder, startFoyer, startSink } from '../foyer.ts'
import type { RateJob, RateResult } from '../load/events-at-a-rate.ts'
import type { SinkFigures } from '../load/sink.ts'
import { openSite } from '../load/visitors.ts'
import { bytesUnder, inOwnProcess } from '../measure.ts'
import type { Scenario } from './scenario.ts'
import { addWebhook, figuresOf } from './sink-site.ts'

const perSecond = 100

/**
 * DE2: a destination answers nobody for a while (`--outage 3600`, in seconds) beside one that does, and is then back. It is left to find that
 * out by itself.
 */
export const outage: Scenario = async options => {
  const folder = newFolder()
  const [live, failing] = [await startSink(), await startSink()]
  const foyer = await startFoyer(folder, options.profiles, [], { FOYER_ALLOW_PRIVATE_DESTINATIONS: 'true' })
  try {
    const site = await openSite(foyer.url, options.quick ? 64 : 1024)
    await addWebhook(foyer, `${live.url}/live`)
    const { id } = await addWebhook(foyer, `${failing.url}/live`)
    const seconds = options.outageSeconds
    const load = (forSeconds: number) =>
      inOwnProcess<RateResult>('load/events-at-a-rate.ts', {
        ...site,
        url: foyer.url,
        events: perSecond * forSeconds,
        eventsPerBody: 4,
        eventsPerSecond: perSecond,
        connections: 64
      } satisfies RateJob)
    const figuresWhile = async (forSeconds: number): Promise<{ answers: RateResult; arrivals: SinkFigures }> => {
      await figuresOf(live, 'DELETE')
      const answers = await load(forSeconds)
      await sleep(2_000)
      return { answers, arrivals: await figuresOf(live, 'GET') }
    }
    await load(options.quick ? 1 : 5)
    const before = await figuresWhile(options.quick ? 2 : 20)
    const bytesBefore = bytesUnder(join(folder, 'records'))
    await fetch(`${failing.url}/off`, { method: 'POST' })
    const during = await figuresWhile(seconds)
    const bytes = bytesUnder(join(folder, 'records')) - bytesBefore
    await figuresOf(failing, 'DELETE')
    await fetch(`${failing.url}/on`, { method: 'POST' })
    const backMs = Date.now()
    const drained = await drain(failing, during.answers.accepted)
    const { state } = await asOwner<{ state: string }>(foyer.url, 'GET', `/api/destinations/${id}`)
    return [
      {
        scenario: 'outage',
        method: `${perSecond} events a second from ${site.senders.length} visitors to two webhooks, of which one answers nobody for ${seconds} s. Then it is back, and is found to be so by the try after its rest (2, 4, 8 minutes). Drained: from the first that arrives after the rest to the last of what waited.`,
        figures: [
          { what: 'intake before, p99', value: before.answers.p99Ms, unit: 'ms' },
          { what: 'intake during the outage, p99', value: during.answers.p99Ms, unit: 'ms' },
          { what: 'the other destination before, p99', value: before.arrivals.p99Ms, unit: 'ms' },
          {
            what: 'the other destination during the outage, p99',
            value: during.arrivals.p99Ms,
            unit: 'ms',
            target: { atMost: 5_000 }
          },
          { what: 'waited', value: during.answers.accepted, unit: 'deliveries' },
          { what: 'records on disk, for each that waited', value: bytes / during.answers.accepted, unit: 'bytes' },
          { what: 'back until the first arrives', value: (drained.firstMs - backMs) / 1000, unit: 's' },
          {
            what: 'drained',
            value: (drained.count / (drained.lastMs - drained.firstMs)) * 1000,
            unit: 'deliveries/s',
            target: { atLeast: 1_000 }
          },
          { what: 'not delivered', value: during.answers.accepted - drained.once, unit: '', target: { atMost: 0 } }
        ],
        runs: { before, during, drained, state }
      }
    ]
  } finally {
    await foyer.stop()
    await Promise.all([live.stop(), failing.stop()])
    removeFolder(folder)
  }
}

/** Until all that waited has arrived, or nothing more does for longer than it rests. */
async function drain(sink: { url: string; pid: number; readyMs: number; stop(): Promise<void> }, count: number) {
  const patienceMs = 9 * 60_000
  let figures = await figuresOf(sink, 'GET')
  for (let quietMs = 0; figures.once < count && quietMs < patienceMs; quietMs += 500) {
    await sleep(500)
    const now = await figuresOf(sink, 'GET')
    if (now.once > figures.once) quietMs = 0
    figures = now
  }
  return figures
}
