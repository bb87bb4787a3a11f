import autocannon, { type Client } from 'autocannon'
import { readJob } from '../measure.ts'
import { browsers, idMark, StampedText } from './events.ts'
import { addressOf } from './visitors.ts'

/** A process of its own: autocannon identifying browsers, each time a new one or always the same few thousand. */
export type IdentifyJob = {
  url: string
  path: string
  agentId: string
  isNew: boolean
  connections: number
  seconds: number
}
export type IdentifyResult = { requestsPerSecond: number; p50Ms: number; p99Ms: number; refused: number }

const job = await readJob<IdentifyJob>()
const { host } = new URL(job.url)
const perConnection = 64
let clients = 0

function dress(client: Client): void {
  const first = clients * perConnection
  clients += 1
  const requests = Array.from({ length: perConnection }, (_, at) => requestOf(first + at))
  let next = 0
  Object.assign(client, {
    getRequestBuffer: () => {
      next = (next + 1) % requests.length
      return requests[next]?.stamp(Date.now())
    }
  })
}

function requestOf(index: number): StampedText {
  const localId = job.isNew ? idMark : `returning-browser-${index}`
  const body = JSON.stringify({
    agentId: job.agentId,
    localId,
    context: { url: 'https://shop.example/', title: 'Shop', referrer: 'https://www.google.com/', locale: 'en-GB' }
  })
  const head = [
    `POST ${job.path} HTTP/1.1`,
    `Host: ${host}`,
    'Connection: keep-alive',
    'Content-Type: application/json',
    `User-Agent: ${browsers[index % browsers.length]}`,
    `X-Forwarded-For: ${addressOf(index)}`,
    `Content-Length: ${Buffer.byteLength(body)}`
  ]
  return new StampedText(`${head.join('\r\n')}\r\n\r\n${body}`)
}

const result = await autocannon({
  url: job.url,
  connections: job.connections,
  duration: job.seconds,
  timeout: 60,
  setupClient: dress
})
const answer: IdentifyResult = {
  requestsPerSecond: result.requests.total / result.duration,
  p50Ms: result.latency.p50,
  p99Ms: result.latency.p99,
  refused: result.non2xx + result.errors + result.timeouts
}
console.log(JSON.stringify(answer))
