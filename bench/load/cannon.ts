import autocannon, { type Client } from 'autocannon'
import { readJob } from '../measure.ts'
import { type Sender, StampedRequest } from './events.ts'

/** A process of its own: autocannon against one address, as fast as the answers come. Prints one line of JSON. */
export type CannonJob = {
  url: string
  agentId: string
  senders: Sender[]
  eventsPerBody: number
  connections: number
  seconds: number
  /** Requests a second over all connections; as fast as the answers come when absent. */
  rate?: number
}
export type CannonResult = {
  requestsPerSecond: number
  p50Ms: number
  p99Ms: number
  answered: number
  refused: number
  errors: number
  bodyBytes: number
}

const job = await readJob<CannonJob>()
const { host } = new URL(job.url)
let clients = 0
let bodyBytes = 0

/** Each connection is some of the visitors, in turn. */
function dress(client: Client): void {
  const own = job.senders.filter((_, index) => index % job.connections === clients)
  clients += 1
  const requests = own.map(
    (sender, index) => new StampedRequest(job.agentId, sender, job.eventsPerBody, clients * 1000 + index, host)
  )
  bodyBytes = requests[0]?.bodyBytes ?? 0
  let next = 0
  // autocannon would build each request anew from its parts; the bytes are ready and only the ids and times in them change.
  Object.assign(client, {
    getRequestBuffer: () => {
      next = (next + 1) % requests.length
      return requests[next]?.stamp(Date.now())
    }
  })
}

const result = await autocannon({
  url: job.url,
  connections: job.connections,
  duration: job.seconds,
  timeout: 60,
  ...(job.rate ? { overallRate: job.rate } : {}),
  setupClient: dress
})
const answer: CannonResult = {
  requestsPerSecond: result.requests.total / result.duration,
  p50Ms: result.latency.p50,
  p99Ms: result.latency.p99,
  answered: result['2xx'],
  refused: result.non2xx,
  errors: result.errors + result.timeouts,
  bodyBytes
}
console.log(JSON.stringify(answer))
