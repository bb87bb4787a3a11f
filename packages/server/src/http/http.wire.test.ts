import type { Server } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import Fastify, { type FastifyHttpOptions } from 'fastify'
import { describe, expect, test } from 'vitest'
import { installHttp, parseTrustedProxies, serverOptions } from './index.ts'

// Over a real socket: what never becomes a request, and what a request meets while the server stops.
function build(handle: () => Promise<unknown> = async () => 'ok', more: FastifyHttpOptions<Server> = {}) {
  const app = Fastify({ ...serverOptions, ...more })
  installHttp(app, {
    authenticate: async () => null,
    publicUrl: 'http://127.0.0.1',
    trustedProxies: parseTrustedProxies('127.0.0.1')
  })
  app.get('/api/it', { config: { access: 'public' } }, handle)
  app.get('/api/where', { config: { access: 'public' } }, async request => ({ address: request.address }))
  app.post('/api/body', { config: { access: 'public' } }, async () => 'ok')
  return app
}

async function listening(more: FastifyHttpOptions<Server> = {}) {
  const app = build(undefined, more)
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  return { app, url, port: Number(new URL(url).port) }
}

const readAll = (socket: Socket) =>
  new Promise<string>((resolve, reject) => {
    let answer = ''
    socket.on('data', data => {
      answer += data
    })
    socket.on('end', () => resolve(answer))
    socket.on('error', reject)
  })

function raw(port: number, text: string): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  socket.write(text, 'latin1')
  return readAll(socket)
}

describe('bytes that are not HTTP', () => {
  const cases: [name: string, text: string, status: string, code: string][] = [
    ['noise', 'GARBAGE\r\n\r\n', '400 Bad Request', 'malformed'],
    ['a TLS greeting', '\x16\x03\x01\x02\x00\x01\x00', '400 Bad Request', 'malformed'],
    [
      'headers of 20 kB',
      `GET / HTTP/1.1\r\nhost: x\r\nx-long: ${'x'.repeat(20_000)}`,
      '431 Request Header Fields Too Large',
      'too_large'
    ]
  ]
  for (const [name, text, status, code] of cases)
    test(`${name} get the error shape`, async () => {
      const { app, port } = await listening()
      const answer = await raw(port, text)
      expect(answer.split('\r\n')[0]).toBe(`HTTP/1.1 ${status}`)
      expect(JSON.parse(answer.split('\r\n\r\n')[1] ?? '')).toEqual({
        error: { code, message: expect.any(String), requestId: expect.stringMatching(/^req_/) }
      })
      await app.close()
    })
})

test('a body that lies about its length is malformed', async () => {
  const { app, port } = await listening()
  const head = 'POST /api/body HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\nconnection: close\r\n'
  expect(await raw(port, `${head}content-length: 5\r\n\r\n{"a":`)).toContain('"malformed"')
  await app.close()
})

test('F1 P66 the address of a visitor behind the proxy reaches the route', async () => {
  const { app, url } = await listening()
  const ask = async (forwarded: string) => {
    const answer = await fetch(`${url}/api/where`, { headers: { 'x-forwarded-for': forwarded } })
    return ((await answer.json()) as { address: string }).address
  }
  expect(await ask('198.51.100.9')).toBe('198.51.100.9')
  expect(await ask('6.6.6.6, 2001:db8::9')).toBe('2001:db8::9')
  await app.close()
})

test('while the server stops, what was received is finished and what comes is asked to come back', async () => {
  let finish: (value: string) => void = () => undefined
  let started: () => void = () => undefined
  const isRunning = new Promise<void>(resolve => (started = resolve))
  const app = build(() => {
    started()
    return new Promise<string>(resolve => (finish = resolve))
  })
  let stopping: () => void = () => undefined
  const isStopping = new Promise<void>(resolve => (stopping = resolve))
  app.addHook('preClose', async () => stopping())
  await app.listen({ host: '127.0.0.1', port: 0 })
  const { port } = app.server.address() as AddressInfo

  const early = fetch(`http://127.0.0.1:${port}/api/it`)
  await isRunning
  // Half a request: its connection is not idle, so it outlives the start of the stop.
  const late = connect(port, '127.0.0.1')
  late.write('GET /api/where HTTP/1.1\r\nhost: x\r\n')
  await fetch(`http://127.0.0.1:${port}/api/where`)
  const closed = app.close()
  await isStopping
  const refused = readAll(late)
  late.write('connection: close\r\n\r\n')
  expect(await refused).toMatch(/^HTTP\/1.1 503 [\s\S]*retry-after: 2[\s\S]*"shutting_down"/)
  finish('done')
  expect(await (await early).text()).toBe('done')
  await closed
})

test('P75 a body that never comes to its end is not waited for beyond its time, and is told so', async () => {
  expect(build().server.requestTimeout).toBe(serverOptions.requestTimeout)
  const { app, port } = await listening({ requestTimeout: 300, http: { connectionsCheckingInterval: 50 } })
  // Node waits for the longer of the two.
  app.server.headersTimeout = 200
  const answer = await raw(
    port,
    'POST /api/body HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"begun": '
  )
  expect(answer).toMatch(/^HTTP\/1\.1 408 /)
  expect(answer).toContain('did not arrive in time')
  await app.close()
})
