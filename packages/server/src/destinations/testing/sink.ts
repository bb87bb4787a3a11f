import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export type Arrived = {
  method: string
  path: string
  headers: IncomingHttpHeaders
  body: string
  at: number
  /** Of the event, where the body is a webhook's. */
  eventId: string
}
/** `null` leaves the request without an answer; a function answers as it likes. */
export type SinkAnswer = { status: number; headers?: Record<string, string>; body?: string } | null

/** Somebody else's server on loopback: keeps what arrives and answers as the test says. */
export async function openSink(
  answer: (arrived: Arrived, response: ServerResponse) => SinkAnswer | undefined = () => undefined
) {
  const arrived: Arrived[] = []
  const waiting: { enough: () => boolean; done: () => void }[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', chunk => chunks.push(chunk))
    request.on('error', () => undefined)
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString()
      const one: Arrived = {
        method: request.method ?? '',
        path: request.url ?? '',
        headers: request.headers,
        body,
        at: Date.now(),
        eventId: eventIdOf(body)
      }
      arrived.push(one)
      const said = answer(one, response)
      if (said === undefined) response.writeHead(200).end()
      else if (said !== null) response.writeHead(said.status, said.headers).end(said.body ?? '')
      for (const one of waiting.splice(0)) {
        if (one.enough()) one.done()
        else waiting.push(one)
      }
    })
  })
  server.keepAliveTimeout = 60_000
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    arrived,
    /** Resolves when what has arrived is enough. */
    until(enough: () => boolean): Promise<void> {
      return enough() ? Promise.resolve() : new Promise(done => waiting.push({ enough, done }))
    },
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    }
  }
}

function eventIdOf(body: string): string {
  try {
    return String((JSON.parse(body) as { data?: { id?: unknown } }).data?.id ?? '')
  } catch {
    // No webhook of ours.
    return ''
  }
}
