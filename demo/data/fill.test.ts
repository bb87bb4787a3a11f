import { EventBatch, IdentifyRequest } from '@foyer/protocol'
import { jwtVerify } from 'jose'
import { Value } from 'typebox/value'
import { describe, expect, test } from 'vitest'
import { fillWorkspace } from './fill.ts'
import { generateVisitors } from './visitors.ts'

const identitySecret = 'a secret of thirty-two characters'
const story = {
  seed: 'filling',
  now: Date.parse('2025-11-21T09:00:00Z'),
  days: 30,
  visitors: 60,
  site: 'http://localhost'
}
type Sent = { path: string; body: Record<string, unknown>; authorization: string | null }

/** The door's side of the wire, answering as it would. */
function door(answerFirst?: () => Response | undefined) {
  const sent: Sent[] = []
  let open = 0
  let mostOpen = 0
  const fetch = async (url: string | URL | Request, init?: RequestInit): Promise<Response> => {
    open += 1
    mostOpen = Math.max(mostOpen, open)
    await new Promise(done => setImmediate(done))
    open -= 1
    const early = answerFirst?.()
    if (early) return early
    const body = JSON.parse(String(init?.body)) as Record<string, unknown>
    sent.push({
      path: new URL(String(url)).pathname,
      body,
      authorization: new Headers(init?.headers).get('authorization')
    })
    if (Array.isArray(body.events))
      return Response.json({ accepted: body.events.length, duplicates: 0, rejected: [] }, { status: 202 })
    return Response.json({ visitorId: `vis_${String(sent.length).padStart(32, '0')}` })
  }
  return { fetch, sent, mostOpen: () => mostOpen }
}

const fill = (given: ReturnType<typeof door>, more: { sleep?: (ms: number) => Promise<void> } = {}) =>
  fillWorkspace({
    apiBase: 'http://foyer.example',
    apiKey: 'fk_key',
    agentId: `agt_${'0'.repeat(32)}`,
    identitySecret,
    histories: generateVisitors(story),
    fetch: given.fetch,
    ...more
  })

describe('filling a workspace', () => {
  test('sends every visitor and every event in the shape of the wire, as an API key', async () => {
    const there = door()
    const filled = await fill(there)
    const events = (await Array.fromAsync(generateVisitors(story))).flatMap(one =>
      one.visits.flatMap(visit => visit.events)
    )
    expect(filled).toEqual({ visitors: 60, events: events.length, duplicates: 0, rejected: 0 })
    for (const { path, body, authorization } of there.sent) {
      expect(authorization).toBe('Bearer fk_key')
      expect(Value.Check(path.endsWith('/identify') ? IdentifyRequest : EventBatch, body)).toBe(true)
      expect(body.context).toMatchObject({
        ip: expect.stringMatching(/^[\d.]+$/),
        userAgent: expect.stringContaining('Mozilla')
      })
    }
  })

  test('proves who signed in, and only says who filled in a form', async () => {
    const there = door()
    await fill(there)
    const tokens = there.sent.flatMap(({ body }) => (typeof body.userToken === 'string' ? [body.userToken] : []))
    expect(tokens.length).toBeGreaterThan(0)
    for (const token of tokens) {
      const { payload } = await jwtVerify(token, new TextEncoder().encode(identitySecret))
      expect(payload.sub).toMatch(/^customer-\d+$/)
      expect(payload.exp).toBeTypeOf('number')
      expect(payload.traits).toMatchObject({ email: expect.stringContaining('@') })
    }
    const claimed = there.sent.filter(({ body }) => body.traits)
    expect(claimed.length).toBeGreaterThan(0)
    for (const { body } of claimed) expect(body.userToken).toBeUndefined()
  })

  test('keeps a bounded number of requests open', async () => {
    const there = door()
    await fill(there)
    expect(there.mostOpen()).toBe(32)
  })

  test('waits as long as a store that is behind asks for, and loses nothing', async () => {
    let refusals = 3
    const waits: number[] = []
    const there = door(() =>
      refusals-- > 0 ? new Response('{}', { status: 503, headers: { 'retry-after': '2' } }) : undefined
    )
    const filled = await fill(there, { sleep: async ms => void waits.push(ms) })
    expect(waits).toEqual([2000, 2000, 2000])
    expect(filled.visitors).toBe(60)
  })

  test('ends with the answer of the server when it is refused', async () => {
    const there = door(() => new Response('{"error":{"code":"forbidden"}}', { status: 403 }))
    await expect(fill(there)).rejects.toThrow(/refused at \/api\/visitors\/identify with 403.*forbidden/)
  })
})
