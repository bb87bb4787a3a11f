import { adminKey, type Foyer } from '../foyer.ts'
import { hold } from '../load/holding.ts'
import type { TalkJob, TalkResult } from '../load/talk.ts'
import type { Site } from '../load/visitors.ts'
import { inOwnProcess, memoryOf } from '../measure.ts'
import type { Options } from '../options.ts'
import type { Report } from '../report.ts'

/** CH7, shortened: idle sockets and talking ones together, then all idle ones come back in the same moment. */
export async function crowd(foyer: Foyer, { agentId, senders }: Site, options: Options): Promise<Report> {
  const [idle, active, seats] = options.quick ? [100, 30, 2] : [2_000, 500, 20]
  const seconds = options.quick ? 3 : 60
  const quiet = { url: foyer.url, agentId, senders, sockets: idle }
  const holder = await hold(quiet)
  const talk = await inOwnProcess<TalkResult>('load/talk.ts', {
    url: foyer.url,
    key: adminKey,
    agentId,
    visitors: senders.slice(0, active - seats),
    team: seats,
    messagesPerSecond: options.quick ? 20 : 100,
    seconds
  } satisfies TalkJob)
  const { rssMb } = memoryOf([foyer.pid])
  await holder.letGo()
  const began = performance.now()
  const back = await hold({ ...quiet, atOnce: idle })
  const backSeconds = (performance.now() - began) / 1000
  await back.letGo()
  return {
    scenario: 'chat: a crowd',
    method: `${idle.toLocaleString('en')} idle sockets and ${active} that talk, ${options.quick ? 20 : 100} messages a second, for ${seconds} s (the case asks for an hour: what grows slowly is not seen here); then all the idle ones are cut off and connect again in the same moment, counted from the start of the process that does it to its last socket let in.`,
    figures: [
      { what: 'visitor to team, p99', value: talk.there.p99Ms, unit: 'ms', target: { atMost: 300 } },
      { what: 'there and back, p99', value: talk.andBack.p99Ms, unit: 'ms', target: { atMost: 300 } },
      { what: 'messages lost', value: talk.lost, unit: '', target: { atMost: 0 } },
      { what: 'RSS of our process', value: rssMb, unit: 'MB', target: { atMost: 1536 } },
      {
        what: `${idle.toLocaleString('en')} sockets back at once`,
        value: backSeconds,
        unit: 's',
        target: { atMost: 30 }
      }
    ],
    runs: { talk, rssMb, backSeconds }
  }
}
