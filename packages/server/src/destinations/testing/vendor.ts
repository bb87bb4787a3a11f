import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'

export type Asked = {
  method: string
  path: string
  query: URLSearchParams
  headers: IncomingHttpHeaders
  body: Buffer
  host: string
}
export type Said = { status: number; body?: unknown; headers?: Record<string, string> }

export const jsonOf = (asked: Asked): Record<string, unknown> | undefined => {
  try {
    return JSON.parse(asked.body.toString('utf8')) as Record<string, unknown>
  } catch {
    return undefined
  }
}

/** A vendor on loopback: it answers as `answer` says, and writes down what it was asked. `says` puts other answers before that. */
export async function openVendor(answer: (asked: Asked) => Said) {
  const heard: Asked[] = []
  let instead: (Said | 'break off')[] = []
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    try {
      for await (const chunk of request) chunks.push(chunk as Buffer)
    } catch {
      // A sender that was killed in the middle has asked nothing.
      return
    }
    const url = new URL(request.url ?? '/', 'http://vendor')
    const asked: Asked = {
      method: request.method ?? '',
      path: url.pathname,
      query: url.searchParams,
      headers: request.headers,
      body: Buffer.concat(chunks),
      host: request.headers.host ?? ''
    }
    heard.push(asked)
    const said = instead.shift() ?? answer(asked)
    if (said === 'break off') return request.socket.destroy()
    const isText = typeof said.body === 'string'
    response.writeHead(said.status, { 'content-type': isText ? 'text/plain' : 'application/json', ...said.headers })
    response.end(said.body === undefined ? undefined : isText ? said.body : JSON.stringify(said.body))
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    heard,
    says: (...answers: (Said | 'break off')[]) => void instead.push(...answers),
    forget() {
      heard.length = 0
      instead = []
    },
    async close() {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    }
  }
}
export type Vendor = Awaited<ReturnType<typeof openVendor>>
