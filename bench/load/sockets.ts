import { createInterface } from 'node:readline'
import type { Sender } from './events.ts'
import { inGroups, openLine } from './line.ts'

/**
 * A process of its own: holds sockets of visitors who say nothing. The job is its first line; it says `open` once all are let in, and
 * lets go when its input ends.
 */
export type SocketsJob = { url: string; agentId: string; senders: Sender[]; sockets: number; atOnce?: number }

const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]()
const job = JSON.parse((await lines.next()).value ?? '') as SocketsJob
const places = Array.from({ length: job.sockets }, (_, at) => at)
await inGroups(places, job.atOnce ?? 100, at => {
  const sender = job.senders[at % job.senders.length]
  if (!sender) throw new Error('there is no visitor to connect as')
  return openLine(job.url, { agentId: job.agentId, sender }, () => undefined)
})
console.log('open')
await lines.next()
process.exit(0)
