import { join } from 'node:path'
import { newFolder, removeFolder, startEcho, startFoyer } from '../foyer.ts'
import type { CannonResult } from '../load/cannon.ts'
import { browsers, type Sender } from '../load/events.ts'
import { openSite } from '../load/visitors.ts'
import { bytesUnder, inOwnProcess, median } from '../measure.ts'
import type { Figure, Options } from '../report.ts'

const visitors = 2048

/**
 * Batches of 1 and of 50 events from 2 048 visitors, each event with an id of its own, driven by autocannon from another process on
 * the same cores. Every 202 is durable. The ceiling is a bare Fastify that sends the same bodies back.
 */
export async function ingest(options: Options): Promise<Figure[]> {
  const seconds = options.isQuick ? 3 : 8
  const rounds = options.isQuick ? 1 : 3
  const folder = newFolder()
  const foyer = await startFoyer(folder)
  const echo = await startEcho()
  try {
    const site = await openSite(foyer.url, visitors)
    const figures: Figure[] = []
    const run = (
      url: string,
      senders: Sender[],
      eventsPerBody: number,
      connections: number,
      rate?: number,
      length = seconds
    ) =>
      inOwnProcess<CannonResult>('load/cannon.ts', {
        url,
        agentId: site.agentId,
        senders,
        eventsPerBody,
        connections,
        seconds: length,
        ...(rate ? { rate } : {})
      })
    const strangers = echoSenders()
    for (const eventsPerBody of [1, 50]) {
      for (const connections of [32, 128]) {
        await run(foyer.url, site.senders, eventsPerBody, connections, undefined, 3)
        const stored: number[] = []
        const echoed: number[] = []
        // Turn about, so that whatever else the machine does meets both.
        for (let round = 0; round < rounds; round += 1) {
          const ours = await run(foyer.url, site.senders, eventsPerBody, connections)
          if (ours.refused + ours.errors > 0)
            options.note(
              `${eventsPerBody}-event bodies, ${connections} connections: ${ours.refused} refused, ${ours.errors} errors`
            )
          stored.push(ours.requestsPerSecond)
          echoed.push((await run(echo.url, strangers, eventsPerBody, connections)).requestsPerSecond)
        }
        const requests = median(stored)
        const name = `${eventsPerBody}-event bodies, ${connections} connections`
        figures.push({
          name: `${name}: stored events/s`,
          value: requests * eventsPerBody,
          unit: '/s',
          ...(eventsPerBody === 50 ? { target: 40_000, isReached: requests * eventsPerBody >= 40_000 } : {}),
          detail: stored.map(value => Math.round(value * eventsPerBody))
        })
        const ratio = requests / median(echoed)
        figures.push({
          name: `${name}: share of the bare echo`,
          value: ratio * 100,
          unit: '%',
          ...(eventsPerBody === 1 ? { target: 30, isReached: ratio >= 0.3 } : {}),
          detail: echoed.map(Math.round)
        })
        if (connections === 32) {
          const half = await run(
            foyer.url,
            site.senders,
            eventsPerBody,
            connections,
            Math.max(1, Math.floor(requests / 2))
          )
          figures.push({
            name: `${name}, half that load: p99`,
            value: half.p99Ms,
            unit: 'ms',
            target: 100,
            isReached: half.p99Ms < 100
          })
        }
      }
    }
    await foyer.stop()
    const bytes = bytesUnder(join(folder, 'events'))
    options.note(`the event store of this run: ${(bytes / 1e6).toFixed(0)} MB, parts not yet merged`)
    return figures
  } finally {
    await echo.stop()
    await foyer.stop()
    removeFolder(folder)
  }
}

const echoSenders = (): Sender[] =>
  Array.from({ length: visitors }, (_, index) => ({
    visitorId: 'vis_0123456789abcdef0123456789abcdef',
    token: 'x'.repeat(83),
    sessionId: 'ses_0123456789abcdef0123456789abcdef',
    ip: '1.2.3.4',
    browser: browsers[index % browsers.length] ?? ''
  }))
