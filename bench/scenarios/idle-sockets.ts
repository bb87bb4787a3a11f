import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Foyer } from '../foyer.ts'
import { hold } from '../load/holding.ts'
import type { Site } from '../load/visitors.ts'
import { memoryOf } from '../measure.ts'
import type { Options } from '../options.ts'
import { type Kept, probeFile, probeSignal } from '../probe.ts'
import type { Report } from '../report.ts'

async function collected(foyer: Foyer, folder: string): Promise<Kept> {
  const file = join(folder, probeFile)
  rmSync(file, { force: true })
  process.kill(foyer.pid, probeSignal)
  while (!existsSync(file) || readFileSync(file, 'utf8') === '') await pause(100)
  return JSON.parse(readFileSync(file, 'utf8')) as Kept
}

const pause = (ms: number) => new Promise(resolve => setTimeout(resolve, ms))

export async function idle(
  foyer: Foyer,
  { agentId, senders }: Site,
  folder: string,
  options: Options
): Promise<Report> {
  const sockets = options.quick ? 200 : 10_000
  const settleMs = options.quick ? 2_000 : 20_000
  const settled = async () => {
    await pause(settleMs)
    const asItIs = memoryOf([foyer.pid]).pssMb
    const kept = await collected(foyer, folder)
    return { asItIs, collected: memoryOf([foyer.pid]).pssMb, kept }
  }
  const before = await settled()
  const halves = [senders.slice(0, senders.length / 2), senders.slice(senders.length / 2)]
  const holders = await Promise.all(
    halves.map(half => hold({ url: foyer.url, agentId, senders: half, sockets: sockets / halves.length }))
  )
  const during = await settled()
  for (const holder of holders) await holder.letGo()
  const each = (bytes: (kept: Kept) => number) => (bytes(during.kept) - bytes(before.kept)) / 1024 / sockets
  return {
    scenario: 'chat: idle sockets',
    method: `${sockets.toLocaleString('en')} sockets of ${senders.length.toLocaleString('en')} visitors who say nothing, held by two processes; what our process holds less what it held before the first, shared out, ${settleMs / 1000} s after the last one was let in. First what is reachable once everything was collected: V8's heap in use, and the memory outside that hangs on it. Then, of the whole process as PSS, what V8 keeps ready for more: it grew its room for new objects while they were let in, and gives none of it back. What the kernel keeps for a connection is not in it.`,
    figures: [
      {
        what: 'an idle socket, what is kept of it',
        value: each(kept => kept.heapUsed + kept.external),
        unit: 'KB',
        ...(options.quick ? {} : { target: { atMost: 12 } })
      },
      { what: 'of that in V8’s heap', value: each(kept => kept.heapUsed), unit: 'KB' },
      { what: 'its share of V8’s room for new objects, empty', value: each(kept => kept.young), unit: 'KB' },
      {
        what: 'its share of the process (PSS), all collected',
        value: ((during.collected - before.collected) * 1024) / sockets,
        unit: 'KB'
      },
      {
        what: 'the same, before V8 collects',
        value: ((during.asItIs - before.asItIs) * 1024) / sockets,
        unit: 'KB'
      },
      { what: 'our process before', value: before.collected, unit: 'MB' },
      { what: `our process with ${sockets.toLocaleString('en')} sockets`, value: during.collected, unit: 'MB' }
    ],
    runs: { before, during, sockets }
  }
}
