// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test } from 'vitest'
import { LiveLayerTracker } from './index.ts'
import type { TrackerOptions } from './types.ts'

type Sent = { path: string; body: Record<string, unknown> & { events?: Record<string, unknown>[] } }

let sent: Sent[] = []
let tracker: LiveLayerTracker
const realFetch = globalThis.fetch
const identifies = () => sent.filter(one => one.path.endsWith('/identify'))
/** Each once: what is under way when a page is left goes out a second time, with the same id. */
const events = () => [...new Map(sent.flatMap(one => one.body.events ?? []).map(event => [event.id, event])).values()]
const keys = () => Object.keys(localStorage).filter(key => key.startsWith('ll_'))

/** Waits for a fact; a test that waits in vain fails by its time limit. */
const until = async (isTrue: () => boolean) => {
  while (!isTrue()) await new Promise(resolve => setTimeout(resolve, 5))
}

function open(options: Partial<TrackerOptions> = {}) {
  tracker = new LiveLayerTracker({ agentId: 'agt_1', fingerprint: false, ...options })
  return tracker
}

beforeEach(() => {
  sent = []
  localStorage.clear()
  sessionStorage.clear()
  globalThis.fetch = async (url, init) => {
    const path = String(url).replace(location.origin, '')
    sent.push({ path, body: JSON.parse(String(init?.body)) })
    if (!path.endsWith('/identify')) return Response.json({ accepted: 1, duplicates: 0, rejected: [] }, { status: 202 })
    const count = identifies().length
    const answer = { visitorId: `vis_${count}`, isReturning: count > 1, sessionCount: count, token: `vt_${count}` }
    return Response.json({ ...answer, sessionId: sent.at(-1)?.body.sessionId, verified: false })
  }
})
afterEach(() => {
  tracker.destroy()
  globalThis.fetch = realFetch
})

test('L16 nothing happens before init: nothing stored, nothing sent, nothing patched', async () => {
  const { pushState } = history
  open().track('early')
  await new Promise(resolve => setTimeout(resolve, 20))
  expect([keys(), sent, history.pushState]).toEqual([[], [], pushState])
})

test('L16 init answers the visitor, and calls made before it are not lost', async () => {
  open().track('early', { n: 1 })
  expect(await tracker.init()).toEqual({ id: 'vis_1', isReturning: false, sessionCount: 1 })
  expect(await tracker.ready).toEqual(tracker.visitor)
  tracker.destroy()
  expect(events()).toMatchObject([
    { type: 'page' },
    { type: 'track', name: 'early', properties: { n: 1 } },
    { type: 'exit' }
  ])
})

test('L8 identify sends the attributes to the server and puts them on the timeline, once for the same in a visit', async () => {
  open({ autoTrack: false })
  await tracker.init()
  await tracker.identify({ email: 'jordan@acme.com', plan: 'pro' })
  await tracker.identify({ email: 'jordan@acme.com', plan: 'pro' })
  expect(identifies().at(-1)?.body).toMatchObject({ traits: { email: 'jordan@acme.com', plan: 'pro' }, token: 'vt_1' })
  expect(identifies()).toHaveLength(2)
  tracker.destroy()
  expect(events()).toMatchObject([{ type: 'identify', properties: { email: 'jordan@acme.com', plan: 'pro' } }])
})

test('S12 a user id is a claim: the trait userId, and an identify event with the traits', async () => {
  open({ autoTrack: false })
  await tracker.init()
  await tracker.identify('u_42', { plan: 'pro' })
  expect(identifies().at(-1)?.body).toMatchObject({ traits: { userId: 'u_42', plan: 'pro' } })
  expect(identifies().at(-1)?.body).not.toHaveProperty('userToken')
  tracker.group('acme', { seats: 3 })
  tracker.page('Pricing', { section: 'shop' })
  tracker.destroy()
  expect(events()).toMatchObject([
    { type: 'identify', properties: { userId: 'u_42', plan: 'pro' } },
    { type: 'group', properties: { groupId: 'acme', seats: 3 } },
    { type: 'page', properties: { name: 'Pricing', section: 'shop' } }
  ])
})

test('S12 what is agreed to is told at once, stands beside every event from there on and on the next page, and goes with optOut', async () => {
  open({ autoTrack: false })
  await tracker.init()
  tracker.track('before')
  tracker.consent({ marketing: true, analytics: false })
  await until(() => events().length === 2)
  tracker.track('after')
  tracker.destroy()
  open({ autoTrack: false })
  await tracker.init()
  tracker.consent({ marketing: false })
  tracker.consent({ marketing: false })
  tracker.track('later')
  tracker.destroy()
  const said = events().map(({ name, context }) => [name, (context as { consent?: unknown }).consent])
  expect(said).toEqual([
    ['before', undefined],
    ['Consent Changed', { marketing: true, analytics: false }],
    ['after', { marketing: true, analytics: false }],
    ['Consent Changed', { marketing: false, analytics: false }],
    ['later', { marketing: false, analytics: false }]
  ])
  expect(localStorage.getItem('ll_context')).toContain('marketing')
  open().optOut()
  expect(localStorage.getItem('ll_context')).toBeNull()
})

test('S12 only true is a yes, and Global Privacy Control is a no to marketing', async () => {
  Object.defineProperty(navigator, 'globalPrivacyControl', { value: true, configurable: true })
  open({ autoTrack: false })
  tracker.consent({ marketing: true, analytics: 'yes', functional: true } as never)
  await tracker.init()
  tracker.destroy()
  Object.defineProperty(navigator, 'globalPrivacyControl', { value: undefined, configurable: true })
  await until(() => events().length === 1)
  expect(events()).toMatchObject([
    { context: { consent: { marketing: false, advertising: false, analytics: false, functional: true } } }
  ])
})

test('S12 with LivePerson’s tag on the page its ids go along, and whatever it does harms nothing', async () => {
  const sdk = { getVid: (): unknown => 'Q0MmM1N2Y', getSid: (): unknown => 'rY2pX9' }
  const tag = { taglets: { lp_monitoringSDK: sdk } }
  for (const [odd, expected] of [
    [() => 'Q0MmM1N2Y', { vid: 'Q0MmM1N2Y', sid: 'rY2pX9' }],
    // Not yet known: nobody takes that for an id.
    [() => undefined, { vid: '', sid: 'rY2pX9' }],
    [() => Symbol('odd'), undefined],
    [
      () => {
        throw new Error('not yet')
      },
      undefined
    ]
  ] as const) {
    sdk.getVid = odd
    Object.assign(window, { lpTag: tag })
    sent = []
    open({ autoTrack: false })
    await tracker.init()
    tracker.track('Order Completed')
    tracker.destroy()
    expect(events()[0]?.context).toEqual(expected ? { liveperson: expected } : {})
  }
  delete (window as { lpTag?: unknown }).lpTag
})

test('F11 a user token and a signature travel as proof, never as attributes', async () => {
  open({ autoTrack: false })
  await tracker.init()
  await tracker.identify({ userToken: 'eyJ', plan: 'pro' })
  expect(identifies().at(-1)?.body).toMatchObject({ userToken: 'eyJ', traits: { plan: 'pro' } })
  await tracker.identify({ name: 'Jo', email: 'jo@acme.com', data: { seats: 3 }, signature: 'the-hex-hmac' })
  expect(identifies().at(-1)?.body).toMatchObject({
    visitor: { name: 'Jo', email: 'jo@acme.com', data: { seats: 3 }, signature: 'the-hex-hmac' },
    traits: { name: 'Jo', email: 'jo@acme.com' }
  })
  tracker.destroy()
  expect(JSON.stringify(events())).not.toMatch(/eyJ|signature|userToken/)
  expect(JSON.stringify(localStorage)).not.toMatch(/eyJ|the-hex-hmac/)
})

test('reset lets somebody new begin', async () => {
  open({ autoTrack: false })
  await tracker.init()
  tracker.track('as the first')
  const first = localStorage.getItem('ll_id')
  expect(await tracker.reset()).toMatchObject({ id: 'vis_2' })
  expect(localStorage.getItem('ll_id')).not.toBe(first)
  expect(identifies().at(-1)?.body).toMatchObject({ parted: true, token: 'vt_1' })
  tracker.track('as the second')
  tracker.destroy()
  const batches = sent.filter(one => one.path.endsWith('/events'))
  expect(batches.map(one => [one.path, one.body.events?.[0]?.name])).toEqual([
    ['/api/visitors/vis_1/events', 'as the first'],
    ['/api/visitors/vis_2/events', 'as the second']
  ])
})

test('L12 under Do Not Track nothing happens by itself, and what the page says by name still works', async () => {
  Object.defineProperty(navigator, 'doNotTrack', { value: '1', configurable: true })
  try {
    open()
    expect(await tracker.init()).toBeNull()
    expect([keys(), sent]).toEqual([[], []])
    tracker.track('asked for')
    await until(() => identifies().length > 0)
    tracker.destroy()
    await until(() => events().length > 0)
    expect(events()).toMatchObject([{ type: 'track', name: 'asked for' }])
    expect(identifies()[0]?.body).not.toHaveProperty('fingerprint')
  } finally {
    Object.defineProperty(navigator, 'doNotTrack', { value: null, configurable: true })
  }
})

test('L12 optOut clears localStorage and nothing is sent or stored after it, on the next page of the tab neither', async () => {
  localStorage.setItem('theirs', 'stays')
  open()
  await tracker.init()
  tracker.track('unsent')
  tracker.optOut()
  const before = sent.length
  tracker.track('later')
  tracker.page()
  expect(await tracker.identify({ name: 'Jo' })).toBeNull()
  window.dispatchEvent(new Event('pagehide'))
  await new Promise(resolve => setTimeout(resolve, 300))
  open()
  expect(await tracker.init()).toBeNull()
  expect(sent).toHaveLength(before)
  expect({ ...localStorage }).toEqual({ theirs: 'stays' })
})

test('L12 optOut is remembered for later visits only when the site asks, and optIn begins anew', async () => {
  open()
  await tracker.init()
  tracker.optOut({ remember: true })
  sessionStorage.clear()
  expect(await open().init()).toBeNull()
  tracker.optIn()
  await until(() => tracker.visitor !== null)
  expect(tracker.visitor).toMatchObject({ id: 'vis_2' })
})

test('PR6 another tab that opts out takes this one along', async () => {
  open()
  await tracker.init()
  window.dispatchEvent(new StorageEvent('storage', { key: 'll_id', newValue: null }))
  expect(keys()).toEqual([])
  expect(tracker.visitor).toBeNull()
})

test('PR6 a tab that is taken along does not forget that the other was to remember it', async () => {
  open()
  await tracker.init()
  // The mark of the other tab may be there before this one hears of it.
  localStorage.removeItem('ll_id')
  localStorage.setItem('ll_out', '1')
  window.dispatchEvent(new StorageEvent('storage', { key: 'll_id', newValue: null }))
  expect({ ...localStorage }).toEqual({ ll_out: '1' })
})

test('destroy takes off every listener and puts the history back', async () => {
  const { pushState, replaceState } = history
  open()
  await tracker.init()
  expect(history.pushState).not.toBe(pushState)
  tracker.destroy()
  expect([history.pushState, history.replaceState]).toEqual([pushState, replaceState])
  const before = sent.length
  history.pushState(null, '', '/after')
  document.body.click()
  window.dispatchEvent(new Event('pagehide'))
  expect(sent).toHaveLength(before)
})

test('a refusal is the end on this page: ready answers null, and nothing is tried again', async () => {
  globalThis.fetch = async url => {
    sent.push({ path: String(url), body: {} })
    return Response.json({ error: { code: 'origin_not_allowed' } }, { status: 403 })
  }
  open()
  expect(await tracker.init()).toBeNull()
  expect(await tracker.ready).toBeNull()
  expect(sent).toHaveLength(1)
})

test('whatever a page passes in, nothing is thrown at it', async () => {
  open()
  const wild = tracker as unknown as Record<string, (given?: unknown) => unknown>
  const circle: Record<string, unknown> = {}
  circle.self = circle
  for (const given of [undefined, null, 0, '', Symbol('x'), 1n, circle, () => undefined, { toJSON: null }])
    for (const name of ['track', 'page', 'identify', 'optOut', 'reset', 'optIn', 'init'])
      expect(() => wild[name]?.(given)).not.toThrow()
  expect(() => wild.track?.call(tracker, 'x')).not.toThrow()
})
