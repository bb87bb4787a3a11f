import { setTimeout as sleep } from 'node:timers/promises'
import type { WaitingJob, WaitingResult } from '../fill/waiting.ts'
import { asOwner, type Foyer, newFolder, removeFolder, startFoyer, startSink } from '../foyer.ts'
import { familyOf, inOwnProcess, median, memoryOf } from '../measure.ts'
import type { Scenario } from './scenario.ts'
import { addWebhook, figuresOf, secret } from './sink-site.ts'

type Looked = { ownMb: number; allMb: number }

/** A million deliveries at eight destinations that answer nobody, laid straight into the records; then they are brought back. */
export const waiting: Scenario = async options => {
  const folder = newFolder()
  const sink = await startSink()
  let foyer: Foyer | null = null
  const look = (of: Foyer): Looked => ({ ownMb: memoryOf([of.pid]).pssMb, allMb: memoryOf(familyOf(of.pid)).pssMb })
  const restMs = options.quick ? 2_000 : 15_000
  const start = async () => startFoyer(folder, options.profiles, [], { FOYER_ALLOW_PRIVATE_DESTINATIONS: 'true' })
  try {
    foyer = await start()
    const added: { id: string }[] = []
    for (let index = 0; index < 8; index += 1) added.push(await addWebhook(foyer, `${sink.url}/dead${index}`))
    await foyer.stop()
    // Started as it will be then, so that both have done the same.
    foyer = await start()
    await sleep(restMs)
    const before = look(foyer)
    await foyer.stop()
    foyer = null
    const laid = await inOwnProcess<WaitingResult>('fill/waiting.ts', {
      folder,
      deliveries: options.quick ? 8_000 : 1_000_000
    } satisfies WaitingJob)
    foyer = await start()
    const { readyMs } = foyer
    await sleep(restMs)
    const dead = look(foyer)
    await figuresOf(sink, 'DELETE')
    for (const [index, { id }] of added.entries())
      await asOwner(foyer.url, 'PATCH', `/api/destinations/${id}`, {
        settings: { url: `${sink.url}/live${index}`, secret }
      })
    const seen: Looked[] = []
    for (let second = 0; second < (options.quick ? 3 : 20); second += 1) {
      await sleep(1_000)
      seen.push(look(foyer))
    }
    const drained = await figuresOf(sink, 'GET')
    const count = laid.deliveries.toLocaleString('en')
    return [
      {
        scenario: 'waiting',
        method: `${count} deliveries of as many lanes (125,000 visitors, eight webhooks) laid into the records by SQL, the program started on them while nobody answers, and again after the eight answer. Memory is PSS; before: the same program and destinations with nothing waiting.`,
        figures: [
          { what: 'memory of the process, nothing waiting', value: before.ownMb, unit: 'MB' },
          { what: `the same, ${count} waiting at dead destinations`, value: dead.ownMb, unit: 'MB' },
          { what: 'the most of it while they are sent', value: Math.max(...seen.map(one => one.ownMb)), unit: 'MB' },
          { what: 'with PostgreSQL, nothing waiting', value: before.allMb, unit: 'MB' },
          { what: `with PostgreSQL, ${count} waiting`, value: dead.allMb, unit: 'MB' },
          {
            what: 'with PostgreSQL, the most while they are sent',
            value: Math.max(...seen.map(one => one.allMb)),
            unit: 'MB'
          },
          { what: 'claim of 320 lanes with what waits in them', value: laid.claimMs, unit: 'ms' },
          { what: 'start to ready', value: readyMs, unit: 'ms' },
          {
            what: 'sent once they answer',
            value: (drained.count / (drained.lastMs - drained.firstMs)) * 1000,
            unit: 'deliveries/s',
            target: { atLeast: 1_000 }
          },
          { what: 'delivered twice', value: drained.count - drained.once, unit: '', target: { atMost: 0 } }
        ],
        runs: { before, laid, dead, seen, drained, middle: median(seen.map(one => one.ownMb)) }
      }
    ]
  } finally {
    await foyer?.stop()
    await sink.stop()
    removeFolder(folder)
  }
}
