import { createServer } from 'node:http'
import { percentile } from '../measure.ts'

/** What arrived since the last time it was asked. Times are from when an event was sent to Foyer until it arrived here. */
export type SinkFigures = { count: number; once: number; firstMs: number; lastMs: number; p50Ms: number; p99Ms: number }

// A destination on loopback. `/dead` takes requests and answers none; `/figures` tells what arrived and begins anew.
let times: number[] = []
let ids = new Set<string>()
let firstMs = 0
let lastMs = 0

const server = createServer((request, response) => {
  if (request.url === '/figures') {
    const figures: SinkFigures = {
      count: times.length,
      once: ids.size,
      firstMs,
      lastMs,
      p50Ms: percentile(times, 0.5),
      p99Ms: percentile(times, 0.99)
    }
    if (request.method === 'DELETE') {
      times = []
      ids = new Set()
    }
    response.end(JSON.stringify(figures))
    return
  }
  let body = ''
  request.setEncoding('utf8').on('data', chunk => {
    body += chunk
  })
  request.on('end', () => {
    if (request.url?.startsWith('/dead')) return
    const now = Date.now()
    if (times.length === 0) firstMs = now
    lastMs = now
    const { data } = JSON.parse(body) as { data: { properties: { sentAt: number } } }
    times.push(now - data.properties.sentAt)
    ids.add(String(request.headers['webhook-id']))
    response.end()
  })
})
server.keepAliveTimeout = 60_000
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  if (address && typeof address === 'object') console.log(`http://127.0.0.1:${address.port}`)
})
process.once('SIGTERM', () => process.exit(0))
