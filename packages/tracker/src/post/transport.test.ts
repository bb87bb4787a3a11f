import { expect, test } from 'vitest'
import { outcomeOf } from './outcome.ts'
import { createTransport } from './transport.ts'

type Sent = { url: string; init: RequestInit }

function transport(answer: (init: RequestInit) => Promise<Response>, now = 0) {
  const sent: Sent[] = []
  const waits: { work: () => void; ms: number }[] = []
  const made = createTransport(
    {
      now: () => now,
      later(work, ms) {
        waits.push({ work, ms })
        return () => undefined
      },
      fetch(url, init) {
        sent.push({ url, init })
        return answer(init)
      }
    },
    'https://foyer.example'
  )
  return { ...made, sent, waits }
}

test('a batch travels as JSON with the token in the header, and without cookies', async () => {
  const { send, sent } = transport(async () => Response.json({}, { status: 202 }))
  expect(await send('/api/x', '{}', 'vt_1')).toMatchObject({ status: 202 })
  expect(sent[0]).toMatchObject({
    url: 'https://foyer.example/api/x',
    init: {
      credentials: 'omit',
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Authorization: 'Bearer vt_1' }
    }
  })
})

test('L5 from a page being left it travels without preflight: plain text, no header of ours, outliving the page', async () => {
  const { sendLeaving, sent } = transport(async () => Response.json({}, { status: 202 }))
  await sendLeaving('/api/x', '{"token":"vt_1"}')
  expect(sent[0]?.init).toMatchObject({ keepalive: true, headers: { 'Content-Type': 'text/plain' } })
})

test('no network, a blocked request and an answer that never comes are all no answer', async () => {
  const blocked = transport(async () => {
    throw new TypeError('Failed to fetch')
  })
  expect(await blocked.send('/api/x', '{}')).toMatchObject({ status: 0 })
  const silent = transport(
    init =>
      new Promise((_resolve, reject) => init.signal?.addEventListener('abort', () => reject(new Error('aborted'))))
  )
  const reply = silent.send('/api/x', '{}')
  expect(silent.waits[0]?.ms).toBe(15_000)
  silent.waits[0]?.work()
  expect(await reply).toMatchObject({ status: 0 })
})

test('Retry-After is read as seconds and as a date, and nonsense as nothing', async () => {
  const now = Date.parse('2026-11-21T08:00:00Z')
  const asked = async (header: string) =>
    (
      await transport(async () => Response.json({}, { status: 429, headers: { 'Retry-After': header } }), now).send(
        '/',
        ''
      )
    ).retryAfterMs
  expect(await asked('30')).toBe(30_000)
  expect(await asked('Sat, 21 Nov 2026 08:01:00 GMT')).toBe(60_000)
  expect(await asked('-5')).toBe(0)
  expect(await asked('soon')).toBe(0)
  expect(await asked('99999999')).toBe(86_400_000)
})

test.each([
  [202, {}, 'sent'],
  [200, {}, 'failed'],
  [202, undefined, 'failed'],
  [204, undefined, 'failed'],
  [302, {}, 'failed'],
  [0, undefined, 'failed'],
  [408, {}, 'failed'],
  [429, {}, 'failed'],
  [500, {}, 'failed'],
  [503, {}, 'failed'],
  [401, {}, 'denied'],
  [400, {}, 'refused'],
  [403, {}, 'refused'],
  [404, {}, 'refused'],
  [413, {}, 'refused'],
  [422, {}, 'refused']
])('L6 to a batch, %s with %j means: %s', (status, body, signal) => {
  expect(outcomeOf({ status, body, retryAfterMs: 0 }, 202).signal).toBe(signal)
})

test('L6 a server that names a time is told apart from one that only failed', () => {
  expect(outcomeOf({ status: 503, body: {}, retryAfterMs: 5000 }, 202)).toEqual({ signal: 'told', retryAfterMs: 5000 })
})

test('after close nothing goes out, and abort ends what is under way', async () => {
  let hasEnded = false
  const { send, close, abort, sent } = transport(
    init =>
      new Promise((_resolve, reject) => {
        init.signal?.addEventListener('abort', () => {
          hasEnded = true
          reject(new Error('aborted'))
        })
      })
  )
  const reply = send('/api/x', '{}')
  close()
  abort()
  expect(await reply).toMatchObject({ status: 0 })
  expect(hasEnded).toBe(true)
  expect(await send('/api/x', '{}')).toMatchObject({ status: 0 })
  expect(sent).toHaveLength(1)
})
