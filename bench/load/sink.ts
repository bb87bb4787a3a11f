import { createServer } from 'node:http'
import { percentile } from '../measure.ts'

/** What arrived since the last time it was asked. Times are from when an event was sent to Foyer until it arrived here. */
export type SinkFigures = {
  count: number
  once: number
  firstMs: number
  lastMs: number
  p50Ms: number
  p99Ms: number
  /** Of `/unsteady`. */
  refused: number
  outOfOrder: number
}

// A destination on loopback. `/dead` takes requests and answers none, `/refusing` knows no key, as all do after `/off` until `/on`; `/unsteady` refuses one in fifty
// at first, and looks after the order; `/figures` tells what arrived and begins anew.
let times: number[] = []
let ids = new Set<string>()
let firstMs = 0
let lastMs = 0
let isOff = false
let seen = 0
let refused = new Set<string>()
let outOfOrder = 0
/** The number of a visitor's event that is expected next. */
let nexts = new Map<string, number>()

type Body = { data: { properties: { sentAt: number; n: number }; visitor: { id: string } } }

const server = createServer((request, response) => {
  if (request.url === '/figures') {
    const figures: SinkFigures = {
      count: times.length,
      once: ids.size,
      firstMs,
      lastMs,
      p50Ms: percentile(times, 0.5),
      p99Ms: percentile(times, 0.99),
      refused: refused.size,
      outOfOrder
    }
    if (request.method === 'DELETE') {
      times = []
      ids = new Set()
      refused = new Set()
      nexts = new Map()
      outOfOrder = 0
    }
    response.end(JSON.stringify(figures))
    return
  }
  if (request.url === '/on' || request.url === '/off') {
    isOff = request.url === '/off'
    response.end()
    return
  }
  let body = ''
  request.setEncoding('utf8').on('data', chunk => {
    body += chunk
  })
  request.on('end', () => {
    if (isOff || request.url?.startsWith('/dead')) return
    const now = Date.now()
    if (request.url?.startsWith('/refusing')) {
      response.writeHead(401).end()
      return
    }
    const id = String(request.headers['webhook-id'])
    const { data } = JSON.parse(body) as Body
    if (request.url?.startsWith('/unsteady')) {
      seen += 1
      if (seen % 50 === 0 && !refused.has(id)) {
        refused.add(id)
        response.writeHead(500).end()
        return
      }
      const expected = nexts.get(data.visitor.id) ?? 0
      if (!ids.has(id) && data.properties.n !== expected) outOfOrder += 1
      nexts.set(data.visitor.id, Math.max(expected, data.properties.n + 1))
    }
    if (times.length === 0) firstMs = now
    lastMs = now
    times.push(now - data.properties.sentAt)
    ids.add(id)
    response.end()
  })
})
server.keepAliveTimeout = 60_000
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  if (address && typeof address === 'object') console.log(`http://127.0.0.1:${address.port}`)
})
process.once('SIGTERM', () => process.exit(0))
