import { asOwner, newFolder, removeFolder, startFoyer } from '../foyer.ts'
import { browsers } from '../load/events.ts'
import { addressOf } from '../load/visitors.ts'
import { median, percentile } from '../measure.ts'
import type { Figure, Options } from '../report.ts'

/** New browsers, then the same ones again, 64 at a time over HTTP from this process, each from an address of its own. */
export async function identify(options: Options): Promise<Figure[]> {
  const folder = newFolder()
  const foyer = await startFoyer(folder)
  try {
    const agent = await asOwner<{ id: string }>(foyer.url, 'POST', '/api/agents', {
      name: 'Bench',
      allowedOrigins: ['*']
    })
    const count = options.isQuick ? 2_000 : 10_000
    const figures: Figure[] = []
    for (const what of ['new browsers', 'known browsers']) {
      const tookMs: number[] = []
      const began = performance.now()
      let next = 0
      const work = async () => {
        for (let index = next++; index < count; index = next++) {
          const asked = performance.now()
          const answer = await fetch(`${foyer.url}/api/visitors/identify`, {
            method: 'POST',
            headers: {
              'content-type': 'application/json',
              'x-forwarded-for': addressOf(index),
              'user-agent': browsers[index % browsers.length] ?? ''
            },
            body: JSON.stringify({
              agentId: agent.id,
              localId: `bench-browser-${index}`,
              fingerprint: `5.2:${index}`.padEnd(20, 'f')
            })
          })
          if (!answer.ok) throw new Error(`identify: ${answer.status} ${await answer.text()}`)
          await answer.arrayBuffer()
          tookMs.push(performance.now() - asked)
        }
      }
      await Promise.all(Array.from({ length: 64 }, work))
      figures.push({ name: `identify, ${what}`, value: count / ((performance.now() - began) / 1000), unit: '/s' })
      figures.push({ name: `identify, ${what}: p50`, value: median(tookMs), unit: 'ms' })
      figures.push({ name: `identify, ${what}: p99`, value: percentile(tookMs, 0.99), unit: 'ms' })
    }
    return figures
  } finally {
    await foyer.stop()
    removeFolder(folder)
  }
}
