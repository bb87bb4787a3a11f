import { Agent, request as open } from 'node:http'
import { percentile, readJob } from '../measure.ts'
import { type Sender, StampedRequest } from './events.ts'

/**
 * A process of its own: one request every so often, whether the last was answered or not, and the time of each counted from when it
 * was due. A generator that waits for answers would send less the slower they get, and so hide the very waits it is to show.
 */
export type SteadyJob = {
  url: string
  agentId: string
  senders: Sender[]
  eventsPerBody: number
  requestsPerSecond: number
  seconds: number
}
export type SteadyResult = {
  sent: number
  answered: number
  refused: number
  p50Ms: number
  p99Ms: number
  maxMs: number
}

const job = await readJob<SteadyJob>()
const { host, hostname, port } = new URL(job.url)
const agent = new Agent({ keepAlive: true, maxSockets: 256 })
const requests = job.senders.map(
  (sender, index) => new StampedRequest(job.agentId, sender, job.eventsPerBody, index + 1, host)
)
const total = Math.floor(job.requestsPerSecond * job.seconds)
const gapMs = 1000 / job.requestsPerSecond
const times: number[] = []
let sent = 0
let refused = 0

const done = Promise.withResolvers<void>()
const began = performance.now() + 50
const finish = () => {
  if (times.length + refused === total) done.resolve()
}

function send(dueMs: number): void {
  const sender = job.senders[sent % job.senders.length]
  const stamped = requests[sent % requests.length]
  sent += 1
  if (!sender || !stamped) return
  const asked = open(
    {
      hostname,
      port,
      agent,
      method: 'POST',
      path: `/api/visitors/${sender.visitorId}/events`,
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${sender.token}`,
        'user-agent': sender.browser,
        'x-forwarded-for': sender.ip,
        'content-length': stamped.bodyBytes
      }
    },
    answer => {
      answer.resume().once('end', () => {
        if ((answer.statusCode ?? 0) < 300) times.push(performance.now() - dueMs)
        else refused += 1
        finish()
      })
    }
  )
  asked.once('error', () => {
    refused += 1
    finish()
  })
  // A copy, because this sender may be due again before the bytes are gone.
  asked.end(Buffer.from(stamped.stamp(Date.now()).subarray(-stamped.bodyBytes)))
}

function tick(): void {
  const now = performance.now()
  while (sent < total && began + sent * gapMs <= now) send(began + sent * gapMs)
  if (sent < total) setTimeout(tick, Math.max(0, began + sent * gapMs - performance.now()))
}

tick()
await done.promise
agent.destroy()
const result: SteadyResult = {
  sent,
  answered: times.length,
  refused,
  p50Ms: percentile(times, 0.5),
  p99Ms: percentile(times, 0.99),
  maxMs: Math.max(...times)
}
console.log(JSON.stringify(result))
