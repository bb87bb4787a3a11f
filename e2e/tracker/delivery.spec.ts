import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium as launcher, type Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { chrome } from '../../packages/server/test/visitor.ts'
import { mintWorkspace } from '../../packages/server/test/workspace.ts'
import {
  eventsWhen,
  html,
  kept,
  launchOptions,
  ledgerOf,
  listen,
  ofType,
  snippet,
  storedEvents,
  until,
  useChromium
} from './site.ts'

const chromium = useChromium()
const manual = 'data-tracker="auto" data-track-page-views="false" data-fingerprint="false"'

const throughIt = (line: string) => `data-tracker="auto" data-fingerprint="false" data-api-base="${line}"`

const track = (page: Page, from: number, to: number) =>
  page.evaluate(
    ([from, to]) => {
      for (let number = from as number; number < (to as number); number++) window.LiveLayer.track(`event ${number}`)
    },
    [from, to]
  )
const names = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => `event ${from + index}`)
const queued = async (page: Page) => {
  const entries = Object.entries(await kept(page)).filter(([key]) => key.includes('_queue_'))
  return entries.flatMap(([, text]) => JSON.parse(text).items as unknown[]).length
}

test('L6 fifty events leave at once, fewer within five seconds', async () => {
  const workspace = await mintWorkspace()
  const site = await chromium.newSite({ '/': html('Home', '', snippet(workspace, manual)) })
  const { page, context } = await chromium.newVisitor()
  const wire = listen(context)
  await page.goto(site.url('/'))
  await page.evaluate('LiveLayer.ready')
  const start = Date.now()
  await track(page, 0, 50)
  await until(wire.batches, batches => batches.length === 1)
  // Without waiting for the five seconds.
  expect(Date.now() - start).toBeLessThan(4500)
  await track(page, 50, 53)
  await until(wire.batches, batches => batches.length === 2)
  expect(Date.now() - start).toBeGreaterThan(4000)
  expect(wire.batches().map(batch => batch.events.length)).toEqual([50, 3])
  const events = await eventsWhen(workspace, stored => stored.length === 53)
  expect(events.map(event => event.name)).toEqual(names(0, 53))
})

test('L6 I17 an offline spell and a reload in it lose nothing and double nothing, in their order', async () => {
  const workspace = await mintWorkspace()
  const page0 = html('Home', '', snippet(workspace, manual))
  const site = await chromium.newSite({ '/': page0 })
  const { page, context } = await chromium.newVisitor()
  await page.goto(site.url('/'))
  await page.evaluate('LiveLayer.ready')
  await track(page, 0, 5)
  await context.setOffline(true)
  await track(page, 5, 80)
  await until(
    () => queued(page),
    count => count >= 75
  )
  // Out of the cache, as a visitor in a tunnel sees it: the page and the script are there, the API is not.
  await context.setOffline(false)
  await context.route('**/api/**', route => route.abort())
  const failed = page.waitForEvent('requestfailed', request => request.url().includes('/api/'))
  await page.reload()
  await track(page, 80, 100)
  await failed
  await context.unroute('**/api/**')
  await page.reload()
  const events = await eventsWhen(workspace, stored => stored.length >= 100)
  expect(events.map(event => event.name)).toEqual(names(0, 100))
  expect(
    await until(
      () => queued(page),
      count => count === 0
    )
  ).toBe(0)
})

test('L6 from page to page nothing is posted twice: what a page said last the next one only asks about', async () => {
  const workspace = await mintWorkspace()
  const line = await chromium.newLine()
  const site = await chromium.newSite({ '*': html('Shop', '', snippet(workspace, throughIt(line.url))) })
  const { page } = await chromium.newVisitor()
  for (const number of [1, 2, 3, 4, 5]) {
    await page.goto(site.url(`/${number}`))
    await page.evaluate('LiveLayer.ready')
    await track(page, number, number + 1)
    if (number === 1) await eventsWhen(workspace, stored => ofType(stored, 'page').length === 1)
    // What is under way when a page is left is said once more.
    await until(
      () => line.underWay,
      count => count === 0
    )
  }
  const events = await eventsWhen(workspace, stored => ofType(stored, 'track').length === 5)
  await until(
    () => queued(page),
    count => count === 0
  )
  expect(ofType(events, 'exit').map(event => event.path)).toEqual(['/1', '/2', '/3', '/4'])
  const sent = line.batches().flatMap(batch => batch.events.map(event => event.id))
  expect(sent.filter((id, at) => sent.indexOf(id) < at)).toEqual([])
  // Each of the four pages that were left said something last, and nobody heard the answer.
  expect(new Set(line.batches().flatMap(batch => batch.unsure ?? [])).size).toBeGreaterThanOrEqual(8)
  expect(await ledgerOf(workspace)).toMatchObject({ duplicate: 0, rejected: {} })
})

test('L6 what a page said last and the server never got is missing when the next page asks, and goes again', async () => {
  const workspace = await mintWorkspace()
  const line = await chromium.newLine()
  const site = await chromium.newSite({ '*': html('Shop', '', snippet(workspace, throughIt(line.url))) })
  const { page } = await chromium.newVisitor()
  await page.goto(site.url('/left'))
  await page.evaluate('LiveLayer.ready')
  await eventsWhen(workspace, stored => ofType(stored, 'page').length === 1)
  await track(page, 0, 3)
  line.isCut = true
  await page.goto(site.url('/next'))
  await until(
    () => line.lost,
    lost => lost > 0
  )
  line.isCut = false
  const events = await eventsWhen(workspace, stored => ofType(stored, 'exit').length === 1)
  expect(ofType(events, 'track').map(event => event.name)).toEqual(names(0, 3))
  expect(await ledgerOf(workspace)).toMatchObject({ duplicate: 0, rejected: {} })
})

test('L6 what a tab could not send while it was closed, another tab of the site sends soon', async () => {
  const workspace = await mintWorkspace()
  const line = await chromium.newLine()
  const site = await chromium.newSite({ '*': html('Shop', '', snippet(workspace, throughIt(line.url))) })
  const { page, context } = await chromium.newVisitor()
  const other = await context.newPage()
  for (const [tab, path] of [
    [page, '/closed'],
    [other, '/open']
  ] as const) {
    await tab.goto(site.url(path))
    await tab.evaluate('LiveLayer.ready')
  }
  await eventsWhen(workspace, stored => ofType(stored, 'page').length === 2)
  await track(page, 0, 3)
  line.isCut = true
  const closed = page.waitForEvent('close')
  await page.close({ runBeforeUnload: true })
  await closed
  await until(
    () => line.lost > 0 && line.underWay === 0,
    isLost => isLost
  )
  line.isCut = false
  // Long before the minute in which tabs look for what others have left.
  const events = await eventsWhen(workspace, stored => ofType(stored, 'track').length === 3)
  expect(events.map(event => event.name ?? event.type)).toEqual(['page', 'page', ...names(0, 3), 'scroll', 'exit'])
})

test('L6 a page out of the back/forward cache has nothing of its own that another page has taken over', async () => {
  const workspace = await mintWorkspace()
  const line = await chromium.newLine()
  const site = await chromium.newSite({ '*': html('Shop', '', snippet(workspace, throughIt(line.url))) })
  const { page } = await chromium.newVisitor()
  await page.goto(site.url('/first'))
  await page.evaluate('LiveLayer.ready')
  await eventsWhen(workspace, stored => ofType(stored, 'page').length === 1)
  await page.evaluate('Object.assign(window, { isTheSame: true })')
  await track(page, 0, 3)
  await page.goto(site.url('/second'))
  await page.evaluate('LiveLayer.ready')
  await page.evaluate('setTimeout(() => history.back(), 0)')
  await page.waitForURL('**/first', { waitUntil: 'commit' })
  // Shown again, not loaded again.
  await page.waitForFunction('window.isTheSame')
  await track(page, 3, 6)
  const events = await eventsWhen(workspace, stored => ofType(stored, 'track').length === 6)
  await until(
    () => queued(page),
    count => count === 0
  )
  expect(ofType(events, 'track').map(event => event.name)).toEqual(names(0, 6))
  expect(await ledgerOf(workspace)).toMatchObject({ duplicate: 0, rejected: {} })
})

test('L6 back online, the queue leaves without waiting for the next try', async () => {
  const workspace = await mintWorkspace()
  const site = await chromium.newSite({ '/': html('Home', '', snippet(workspace, manual)) })
  const { page, context } = await chromium.newVisitor()
  await page.goto(site.url('/'))
  await page.evaluate('LiveLayer.ready')
  await context.setOffline(true)
  await track(page, 0, 60)
  await page.waitForTimeout(500)
  await context.setOffline(false)
  await eventsWhen(workspace, stored => stored.length === 60)
})

test.each([
  [500, {}],
  [503, { 'retry-after': '1' }],
  [429, { 'retry-after': '1' }],
  [200, { 'content-type': 'text/html' }]
])('L6 I18 after an answer of %s the events go again, later and only once stored', async (status, headers) => {
  const workspace = await mintWorkspace()
  const site = await chromium.newSite({ '/': html('Home', '', snippet(workspace, manual)) })
  const { page, context, troubles } = await chromium.newVisitor()
  await page.goto(site.url('/'))
  await page.evaluate('LiveLayer.ready')
  const tries: number[] = []
  await context.route('**/events', route => {
    tries.push(Date.now())
    return tries.length > 2
      ? route.continue()
      : route.fulfill({
          status,
          headers: { ...headers, 'access-control-allow-origin': '*', 'access-control-expose-headers': 'retry-after' },
          body: '<h1>Sorry</h1>'
        })
  })
  await track(page, 0, 50)
  const events = await eventsWhen(workspace, stored => stored.length === 50)
  expect(events.map(event => event.name)).toEqual(names(0, 50))
  expect(tries).toHaveLength(3)
  if ('retry-after' in headers)
    for (const [index, at] of tries.slice(1).entries()) expect(at - (tries[index] ?? 0)).toBeGreaterThanOrEqual(1000)
  // What the browser itself says of a failed request; nothing is ours.
  expect(troubles.filter(trouble => !trouble.includes('Failed to load resource'))).toEqual([])
})

test('L6 a batch that the server refuses is dropped and counted, and the next one is not held up', async () => {
  const workspace = await mintWorkspace()
  const site = await chromium.newSite({ '/': html('Home', '', snippet(workspace, manual)) })
  const { page, context } = await chromium.newVisitor()
  await page.goto(site.url('/'))
  await page.evaluate('LiveLayer.ready')
  await context.route(
    '**/events',
    route => route.fulfill({ status: 422, headers: { 'access-control-allow-origin': '*' }, json: {} }),
    { times: 1 }
  )
  await track(page, 0, 50)
  await page.waitForTimeout(300)
  await track(page, 50, 100)
  const events = await eventsWhen(workspace, stored => stored.length >= 50)
  expect(events.map(event => event.name)).toEqual(names(50, 100))
  expect((await ledgerOf(workspace))?.droppedInPage).toEqual({ refused: 50 })
})

test('L6 a token that is not taken any more is renewed, and the batch goes again', async () => {
  const workspace = await mintWorkspace()
  const site = await chromium.newSite({ '/': html('Home', '', snippet(workspace, manual)) })
  const { page, context } = await chromium.newVisitor()
  const wire = listen(context)
  await page.goto(site.url('/'))
  await page.evaluate('LiveLayer.ready')
  await page.evaluate(() => {
    const key = Object.keys(localStorage).find(name => name.endsWith('_who')) ?? ''
    localStorage.setItem(key, (localStorage.getItem(key) ?? '').replace(/vt_[\w-]{10}/, 'vt_forgedforg'))
  })
  await track(page, 0, 50)
  await eventsWhen(workspace, stored => stored.length === 50)
  expect(wire.identifies()).toHaveLength(2)
})

test('I17 a page that loops is held to its rate, and what it lost is in the ledger', async () => {
  const workspace = await mintWorkspace()
  const site = await chromium.newSite({ '/': html('Home', '', snippet(workspace, manual)) })
  const { page } = await chromium.newVisitor()
  await page.goto(site.url('/'))
  await page.evaluate('LiveLayer.ready')
  await track(page, 0, 500)
  const events = await eventsWhen(workspace, stored => stored.length >= 100)
  expect(events.length).toBeLessThan(120)
  const ledger = await until(
    () => ledgerOf(workspace),
    row => row?.droppedInPage.rate_limited !== undefined
  )
  expect(ledger?.droppedInPage.rate_limited).toBe(500 - events.length)
})

test('I17 two tabs send each their own and nothing twice', async () => {
  const workspace = await mintWorkspace()
  const site = await chromium.newSite({ '/': html('Home', '', snippet(workspace, manual)) })
  const { page, context } = await chromium.newVisitor()
  const wire = listen(context)
  const other = await context.newPage()
  await Promise.all([page.goto(site.url('/')), other.goto(site.url('/'))])
  await Promise.all([page, other].map(tab => tab.evaluate('LiveLayer.ready')))
  await Promise.all([track(page, 0, 70), track(other, 100, 170)])
  await eventsWhen(workspace, stored => stored.length >= 140)
  const sent = wire.batches().flatMap(batch => batch.events.map(event => event.id))
  expect(new Set(sent).size).toBe(sent.length)
  expect(await storedEvents(workspace)).toHaveLength(140)
})

test('I17 what a tab that crashed had not sent, the next one sends', async () => {
  const workspace = await mintWorkspace()
  const site = await chromium.newSite({
    '/': html('Home', '', snippet(workspace, manual)),
    '/plain': html('Plain', '')
  })
  const { page, context } = await chromium.newVisitor()
  await page.goto(site.url('/'))
  await page.evaluate('LiveLayer.ready')
  let isDown = true
  await context.route('**/events', route => (isDown ? route.abort() : route.continue()))
  await track(page, 0, 10)
  await until(
    () => queued(page),
    count => count === 10
  )
  const client = await context.newCDPSession(page)
  const crashed = page.waitForEvent('crash')
  client.send('Page.crash').catch(() => undefined)
  await crashed
  isDown = false
  const next = await context.newPage()
  await next.goto(site.url('/plain'))
  expect(await queued(next)).toBe(10)
  // Its lease lapses after three minutes; here it is made to have lapsed.
  await next.evaluate(() => {
    const key = Object.keys(localStorage).find(name => name.includes('_queue_')) ?? ''
    localStorage.setItem(key, (localStorage.getItem(key) ?? '').replace(/"at":\d+/, '"at":1'))
  })
  await next.goto(site.url('/'))
  const events = await eventsWhen(workspace, stored => stored.length === 10)
  expect(events.map(event => event.name)).toEqual(names(0, 10))
})

test('L6 a browser that is closed with a full queue sends it when it is opened again', async () => {
  const workspace = await mintWorkspace()
  const site = await chromium.newSite({
    '/': html('Home', '', snippet(workspace, manual)),
    '/plain': html('Plain', '')
  })
  const profile = await mkdtemp(join(tmpdir(), 'foyer-profile-'))
  const open = () => launcher.launchPersistentContext(profile, { ...launchOptions, userAgent: chrome })
  const first = await open()
  try {
    const page = await first.newPage()
    await page.goto(site.url('/'))
    await page.evaluate('LiveLayer.ready')
    await first.route('**/events', route => route.abort())
    await track(page, 0, 90)
    await until(
      () => queued(page),
      count => count === 90
    )
    // A page being left writes once more, and may be doing so while the next one is shown. A browser that is killed in
    // between leaves a queue that nobody has let go of, and that is another test's.
    await page.goto(site.url('/plain'))
    await until(
      async () => Object.entries(await kept(page)).filter(([key]) => key.includes('_queue_')),
      ([entry]) => entry?.[1].startsWith('{"at":0,') === true
    )
  } finally {
    await first.close()
  }
  const second = await open()
  try {
    const page = await second.newPage()
    await page.goto(site.url('/'))
    const events = await eventsWhen(workspace, stored => stored.length === 90)
    expect(events.map(event => event.name)).toEqual(names(0, 90))
  } finally {
    await second.close()
    await rm(profile, { recursive: true, force: true })
  }
})

test('L6 with localStorage full the events are sent from memory', async () => {
  const workspace = await mintWorkspace()
  const site = await chromium.newSite({ '/': html('Home', '', snippet(workspace)), '/plain': html('Plain', '') })
  const { page, troubles } = await chromium.newVisitor()
  await page.goto(site.url('/plain'))
  await page.evaluate(() => {
    for (let size = 1 << 20; size >= 1; size >>= 1)
      try {
        for (let number = 0; ; number++) localStorage.setItem(`full-${size}-${number}`, 'x'.repeat(size))
      } catch (error) {
        if ((error as Error).name !== 'QuotaExceededError') throw error
      }
  })
  await page.goto(site.url('/'))
  await page.evaluate('LiveLayer.ready')
  await page.evaluate('LiveLayer.track("from memory")')
  await page.goto('about:blank')
  const events = await eventsWhen(workspace, stored => ofType(stored, 'exit').length === 1)
  expect(events.map(event => event.type)).toEqual(['page', 'track', 'scroll', 'exit'])
  expect(troubles).toEqual([])
})
