import type { lookup } from 'node:dns'
import { createServer, type ServerResponse } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import { type AddressInfo, createServer as createSocketServer, type Socket } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterEach, describe, expect, test } from 'vitest'
import { createReach } from '../../outward/index.ts'
import type { KnownDestination } from '../directory/destination.ts'
import { applyMapping } from '../mapping/apply.ts'
import { fromSample } from '../sample.ts'
import { slack } from '../slack/index.ts'
import { untrusted } from '../testing/untrusted.ts'
import { webhook } from '../webhook/index.ts'
import { createPreparing } from './prepare.ts'
import { tryOnce } from './try-once.ts'

const closing: (() => void)[] = []
afterEach(() => {
  for (const close of closing.splice(0)) close()
})

/** A server that answers in bytes of its own. */
async function socketServer(answer: (socket: Socket) => void): Promise<string> {
  const sockets = new Set<Socket>()
  const server = createSocketServer(socket => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.once('data', () => answer(socket))
  })
  closing.push(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
async function httpServer(answer: (response: ServerResponse, path: string) => void) {
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(request.url ?? '')
    request.resume()
    request.on('end', () => answer(response, request.url ?? ''))
  })
  closing.push(() => {
    server.closeAllConnections()
    server.close()
  })
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked }
}

const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`
const warned: unknown[] = []
async function tryAt(
  url: string,
  options: { allowPrivate?: boolean; lookUp?: typeof lookup; kind?: typeof webhook; timeoutMs?: number } = {}
) {
  const { allowPrivate = true, kind = webhook, lookUp } = options
  const settings: Record<string, unknown> = kind === webhook ? { url, secret } : { webhook_url: url }
  const preset = kind.presets[0]
  if (!preset || typeof kind.delivering === 'function') throw new Error('the kind is another than the test knows')
  const destination = {
    kind,
    settings,
    mapping: preset.mapping,
    revision: 1,
    delivering: { ...kind.delivering, timeoutMs: options.timeoutMs ?? 1_000 }
  } as unknown as KnownDestination
  const event = fromSample(kind.examples[0]?.in ?? { type: 'page' }, new Date())
  return tryOnce(
    {
      reach: createReach({ allowPrivate, ...(lookUp ? { lookUp } : {}) }),
      allowPrivate,
      clock: () => new Date(),
      log: { warn: details => void warned.push(details) }
    },
    {
      destination,
      preparing: createPreparing(),
      mapped: applyMapping(preset.mapping, event).slice(0, 1),
      deliveryId: '00000000-0000-0000-0000-000000000001',
      part: 0,
      memory: {},
      together: 1,
      isTest: false,
      signal: new AbortController().signal,
      leaves: async () => true
    }
  )
}

describe('DE4 P38 P43 an answer that is none', () => {
  test('a redirect, even to the inside, is followed by nobody', async () => {
    const inside = await httpServer(response => response.end())
    const there = await httpServer(response => response.writeHead(307, { location: inside.url }).end())
    const { verdict, status } = await tryAt(there.url)
    expect({ verdict, status }).toMatchObject({ verdict: { is: 'misconfigured' }, status: 307 })
    expect(inside.asked).toEqual([])
  })

  test.each([
    ['endless', (response: ServerResponse) => void endless(response)],
    ['of 100 MB', (response: ServerResponse) => void response.end(Buffer.alloc(100 * 1024 * 1024))],
    [
      'that says it is shorter than it is',
      (response: ServerResponse) => void response.writeHead(200, { 'content-length': '1000000' }).write('x')
    ]
  ])('one %s has arrived by its status, and no more of it is read', async (_what, answer) => {
    const there = await httpServer(response => answer(response))
    const before = process.memoryUsage().rss
    const tried = await tryAt(there.url)
    expect(tried).toMatchObject({ verdict: { is: 'delivered' }, status: 200 })
    expect(tried.attempt.response?.body.length).toBeLessThan(10_000)
    expect(tried.attempt.fault).toBeTruthy()
    expect(process.memoryUsage().rss - before).toBeLessThan(400 * 1024 * 1024)
  })

  test('what is packed a thousandfold is not unpacked', async () => {
    const bomb = gzipSync(Buffer.alloc(50 * 1024 * 1024))
    const there = await httpServer(response => response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb))
    const tried = await tryAt(there.url)
    expect(tried.verdict.is).toBe('delivered')
    expect(tried.attempt.response?.body.length).toBeLessThan(10_000)
  })

  test.each([
    ['says nothing at all', () => undefined],
    ['breaks off after the request', (socket: Socket) => void socket.resetAndDestroy()],
    ['breaks off in the middle of its headers', (socket: Socket) => void socket.end('HTTP/1.1 200 OK\r\ncontent-')],
    ['speaks no HTTP', (socket: Socket) => void socket.end('220 smtp.example ESMTP\r\n')],
    ['drips its headers', (socket: Socket) => void drip(socket)]
  ])('one that %s is asked again where it may be asked twice, and left where it may not', async (_what, answer) => {
    const url = await socketServer(answer)
    const repeated = await tryAt(url)
    expect(repeated).toMatchObject({ verdict: { is: 'retry', reason: 'no_answer' }, status: null, isOutage: true })
    expect(repeated.attempt.fault).toBeTruthy()
    const once = await tryAt(`${url}/services/T/B/x`, { kind: slack })
    expect(once).toMatchObject({ verdict: { is: 'unknown' }, isOutage: true })
    expect(once.verdict.advice).toContain('twice')
  })

  test('one that takes no connection was sent nothing, so it is asked again whatever it is', async () => {
    const { url } = await httpServer(response => response.end())
    closing.splice(0).forEach(close => void close())
    for (const kind of [webhook, slack])
      expect(await tryAt(`${url}/services/T`, { kind })).toMatchObject({
        verdict: { is: 'retry', reason: 'unreachable' }
      })
  })

  test('one that speaks no TLS was sent nothing, and nothing of the event is seen', async () => {
    const seen: Buffer[] = []
    const url = await socketServer(socket => {
      socket.on('data', chunk => seen.push(chunk))
      socket.end('HTTP/1.1 200 OK\r\n\r\n')
    })
    const tried = await tryAt(url.replace('http:', 'https:'))
    expect(tried).toMatchObject({ verdict: { is: 'retry', reason: 'unreachable' }, status: null })
    expect(Buffer.concat(seen).toString()).not.toContain('Order')
  })

  test('one whose certificate nobody vouches for is sent nothing, and the team is told why', async () => {
    const asked: string[] = []
    const server = createSecureServer(untrusted, (request, response) => {
      asked.push(request.url ?? '')
      response.end()
    })
    closing.push(() => void server.close())
    await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
    for (const kind of [webhook, slack]) {
      const tried = await tryAt(`https://127.0.0.1:${(server.address() as AddressInfo).port}/services/T`, { kind })
      expect(tried).toMatchObject({ verdict: { is: 'retry', reason: 'unreachable' }, status: null, isOutage: true })
      expect(tried.attempt.fault).toContain('certificate')
    }
    expect(asked).toEqual([])
  })
})

test.each(['1e300', 'Infinity', '-1e300', 'NaN', 'tomorrow', '99999999999999999999'])(
  'a destination that asks for a pause of %s is held for an hour at most',
  async asked => {
    const there = await httpServer(response => response.writeHead(429, { 'retry-after': asked }).end())
    const { pauseMs, verdict } = await tryAt(there.url)
    expect(verdict.is).toBe('retry')
    expect(pauseMs).toBeGreaterThanOrEqual(1_000)
    expect(pauseMs).toBeLessThanOrEqual(3_600_000)
  }
)

describe('DE4 P34 P35 P37 P39 P40 where nothing is sent to', () => {
  test.each([
    'https://127.0.0.1/',
    'https://127.1/',
    'https://0x7f.1/',
    'https://2130706433/',
    'https://0177.0.0.1/',
    'https://１２７.0.0.1/',
    'https://[::1]/',
    'https://[::ffff:169.254.169.254]/',
    'https://[fd00::1]/',
    'https://[64:ff9b::a9fe:a9fe]/',
    'https://[::127.0.0.1]/',
    'https://169.254.169.254/latest/meta-data',
    'https://user@169.254.169.254#@example.com',
    'http://example.com/',
    'file:///etc/passwd',
    'gopher://127.0.0.1/',
    'unix:/var/run/docker.sock'
  ])('%s', async url => {
    const tried = await tryAt(url, { allowPrivate: false })
    expect(tried.verdict).toMatchObject({ is: 'misconfigured', reason: 'address' })
    expect(tried.attempt.fault).toBeTruthy()
  })

  test('a name that is public when it is looked at and private when it is called reaches nobody', async () => {
    const inside = await httpServer(response => response.end())
    let asked = 0
    const rebinding = ((_host: string, _options: unknown, done: (fault: null, addresses: unknown) => void) => {
      asked += 1
      done(null, asked === 1 ? [{ address: '93.184.216.34', family: 4 }] : [{ address: '127.0.0.1', family: 4 }])
    }) as unknown as typeof lookup
    const url = inside.url.replace('http://127.0.0.1', 'https://rebinding.example')
    // The first answer is public, and nobody is there; the second is what the trick is about.
    await tryAt(url, { allowPrivate: false, lookUp: rebinding, timeoutMs: 300 })
    const second = await tryAt(url, { allowPrivate: false, lookUp: rebinding })
    expect(asked).toBe(2)
    expect(second.verdict).toMatchObject({ is: 'misconfigured', reason: 'address' })
    expect(inside.asked).toEqual([])
  })

  test('one private address among public ones is enough to be refused', async () => {
    const both = ((_host: string, _options: unknown, done: (fault: null, addresses: unknown) => void) =>
      done(null, [
        { address: '93.184.216.34', family: 4 },
        { address: '10.0.0.1', family: 4 }
      ])) as unknown as typeof lookup
    const tried = await tryAt('https://two.example/', { allowPrivate: false, lookUp: both })
    expect(tried.verdict).toMatchObject({ is: 'misconfigured', reason: 'address' })
  })
})

test('DE6 no secret stands in what is kept of a try, however the answer says it back', async () => {
  const there = await httpServer(response =>
    response
      .writeHead(500, { 'x-echo': secret, 'set-cookie': 'session=abc' })
      .end(`${secret} ${encodeURIComponent(secret)}`)
  )
  const tried = await tryAt(`${there.url}/hook?key=${encodeURIComponent(secret)}`)
  const kept = JSON.stringify(tried.attempt)
  expect(kept).not.toContain(secret)
  expect(kept).not.toContain(encodeURIComponent(secret))
  expect(kept).not.toContain('session=abc')
  expect(warned).toEqual([])
})

function endless(response: ServerResponse): void {
  const chunk = 'x'.repeat(64 * 1024)
  const more = () => {
    while (!response.destroyed && response.write(chunk));
  }
  response.on('drain', more)
  response.on('error', () => undefined)
  more()
}

function drip(socket: Socket): void {
  socket.write('HTTP/1.1 200 OK\r\n')
  const timer = setInterval(() => socket.write('x: y\r\n'), 50)
  socket.once('close', () => clearInterval(timer))
}
