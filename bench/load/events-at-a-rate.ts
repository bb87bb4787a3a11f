import { randomBytes } from 'node:crypto'
import { Agent, request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { percentile, readJob } from '../measure.ts'
import type { Site } from './visitors.ts'

export type RateJob = Site & {
  url: string
  events: number
  eventsPerBody: number
  /** As fast as they are answered where it is left out. */
  eventsPerSecond?: number
  connections: number
}
export type RateResult = { accepted: number; p50Ms: number; p99Ms: number }

// Events that carry when they were sent, from all visitors in turn.
const job = await readJob<RateJob>()
const agent = new Agent({ keepAlive: true, maxSockets: job.connections })
const times: number[] = []
let accepted = 0
let next = 0
/** Of each visitor: how many events, and the last request, which the next one comes after, as a browser has it. */
const sent = new Map<string, { events: number; last: Promise<void> }>()

function newId(atMs: number): string {
  const time = atMs.toString(16).padStart(12, '0')
  const random = randomBytes(9).toString('hex')
  return `${time.slice(0, 8)}-${time.slice(8)}-7${random.slice(0, 3)}-8${random.slice(3, 6)}-${random.slice(6)}`
}

function post(): Promise<void> {
  const sender = job.senders[next % job.senders.length]
  next += 1
  if (!sender) throw new Error('there are no visitors')
  const known = sent.get(sender.visitorId) ?? { events: 0, last: Promise.resolve() }
  const from = known.events
  const last = known.last.then(() => postOf(sender, from))
  sent.set(sender.visitorId, { events: from + job.eventsPerBody, last })
  return last
}

function postOf(sender: Site['senders'][number], from: number): Promise<void> {
  const now = Date.now()
  const events = Array.from({ length: job.eventsPerBody }, (_, at) => ({
    id: newId(now),
    type: 'track',
    name: 'Product Viewed',
    timestamp: now,
    sessionId: sender.sessionId,
    url: 'https://shop.example/products/chair',
    properties: { sentAt: now, n: from + at, product_id: '507f1f77bcf86cd799439011', price: 18.99, currency: 'EUR' }
  }))
  const body = JSON.stringify({ agentId: job.agentId, token: sender.token, sentAt: now, events })
  const began = performance.now()
  return new Promise((resolve, reject) => {
    const posting = request(
      `${job.url}/api/visitors/${sender.visitorId}/events`,
      {
        method: 'POST',
        agent,
        headers: {
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
          'x-forwarded-for': sender.ip,
          'user-agent': sender.browser
        }
      },
      response => {
        let text = ''
        response.setEncoding('utf8').on('data', chunk => {
          text += chunk
        })
        response.on('end', () => {
          times.push(performance.now() - began)
          if (response.statusCode === 202) accepted += (JSON.parse(text) as { accepted: number }).accepted
          resolve()
        })
      }
    )
    posting.on('error', reject)
    posting.end(body)
  })
}

const bodies = Math.ceil(job.events / job.eventsPerBody)
if (job.eventsPerSecond === undefined) {
  let left = bodies
  await Promise.all(
    Array.from({ length: job.connections }, async () => {
      while (left > 0) {
        left -= 1
        await post()
      }
    })
  )
} else {
  const began = performance.now()
  const under: Promise<void>[] = []
  for (let at = 0; at < bodies; at += 1) {
    const dueMs = began + (at * job.eventsPerBody * 1000) / job.eventsPerSecond
    const waitMs = dueMs - performance.now()
    if (waitMs > 0) await sleep(waitMs)
    under.push(post())
  }
  await Promise.all(under)
}
agent.destroy()
console.log(
  JSON.stringify({ accepted, p50Ms: percentile(times, 0.5), p99Ms: percentile(times, 0.99) } satisfies RateResult)
)
