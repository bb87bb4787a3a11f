import type { TimelineEvent } from '@foyer/protocol'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { mintWorkspace } from '../../packages/server/test/workspace.ts'
import { eventsWhen, html, listen, ofType, peopleOf, snippet, until, useChromium } from './site.ts'

const chromium = useChromium()
const viewport = { width: 1000, height: 800 }
const tall = (height: number) => `<div style="height:${height}px">content</div>`
const style = '<style>body{margin:0}</style>'

const exits = (events: TimelineEvent[]) => ofType(events, 'exit').map(event => event.properties)
const scrolls = (events: TimelineEvent[]) => ofType(events, 'scroll').map(event => event.properties.percent)

/** As the browser does when another tab or app comes to the front; headless, nothing does. */
const look = (page: Page, state: 'hidden' | 'visible') =>
  page.evaluate(state => {
    Object.defineProperties(document, {
      visibilityState: { value: state, configurable: true },
      hidden: { value: state === 'hidden', configurable: true }
    })
    document.dispatchEvent(new Event('visibilitychange'))
  }, state)

const ready = (page: Page) => page.evaluate('LiveLayer.ready')

test.each([
  ['a page shorter than the screen was seen whole', tall(300), 'scrollTo(0, 0)', 100],
  ['a long page that nobody scrolled was seen as far as the screen', tall(4000), '0', 20],
  ['the deepest point counts, not the last', tall(4000), 'scrollTo(0, 2200); await frame(); scrollTo(0, 0)', 75],
  ['to the end is all', tall(4000), 'scrollTo(0, 99999)', 100],
  [
    'a page that grows under the reader is measured by what there is at the end',
    tall(4000),
    'scrollTo(0, 3200); await frame(); document.body.insertAdjacentHTML("beforeend", "<div style=height:4000px></div>")',
    50
  ],
  [
    'a page that was short before its content came is not 100 %',
    tall(100),
    'document.body.insertAdjacentHTML("beforeend", "<div style=height:7900px></div>")',
    10
  ],
  [
    'an app that scrolls a container of its own is measured by it',
    `<main style="height:800px;overflow:auto">${tall(3200)}</main>`,
    'document.querySelector("main").scrollTop = 800',
    50
  ],
  [
    'a container that grows is measured by what there is at the end',
    `<main style="height:800px;overflow:auto">${tall(1600)}</main>`,
    'document.querySelector("main").scrollTop = 800; await frame(); document.querySelector("main").insertAdjacentHTML("beforeend", "<div style=height:1600px></div>")',
    50
  ]
])('L4 %s', async (_what, body, work, percent) => {
  const workspace = await mintWorkspace()
  const site = await chromium.newSite({ '/': html('Long', body, style + snippet(workspace)) })
  const { page } = await chromium.newVisitor({ viewport })
  await page.goto(site.url('/'))
  await ready(page)
  await page.waitForTimeout(250)
  await page.evaluate(`(async () => {
    const frame = () => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))
    ${work}
    await frame()
  })()`)
  await page.goto('about:blank')
  const events = await eventsWhen(workspace, stored => exits(stored).length > 0)
  expect(scrolls(events)).toEqual([percent])
  expect(exits(events)).toMatchObject([{ scrollPercent: percent, resumed: 0 }])
})

test('L4 L5 each page of a single-page app has its own depth and time', async () => {
  const workspace = await mintWorkspace()
  const site = await chromium.newSite({
    '*': html('App', `<div id="view">${tall(4000)}</div>`, style + snippet(workspace))
  })
  const { page } = await chromium.newVisitor({ viewport })
  await page.goto(site.url('/'))
  await ready(page)
  await page.waitForTimeout(300)
  await page.evaluate('scrollTo(0, 2200)')
  await page.waitForTimeout(100)
  // As a router does: the address first, then the content, then back to the top.
  await page.evaluate(`history.pushState(null, '', '/short');
    requestAnimationFrame(() => { document.querySelector('#view').innerHTML = '<div style="height:1600px">'; scrollTo(0, 0) })`)
  await page.waitForTimeout(400)
  await page.goto('about:blank')
  const events = await eventsWhen(workspace, stored => exits(stored).length === 2)
  expect(scrolls(events)).toEqual([75, 50])
  const [first, second] = ofType(events, 'exit')
  expect([first?.path, second?.path]).toEqual(['/', '/short'])
  for (const exit of exits(events)) {
    expect(exit.durationMs).toBeGreaterThan(300)
    expect(exit.visibleMs).toBe(exit.durationMs)
  }
})

test('L5 a tab that is closed still tells what happened in it', async () => {
  const workspace = await mintWorkspace()
  const site = await chromium.newSite({ '/': html('Home', '<button>Buy</button>', snippet(workspace)) })
  const { page } = await chromium.newVisitor()
  await page.goto(site.url('/'))
  await ready(page)
  await page.evaluate('LiveLayer.track("last words")')
  await page.close({ runBeforeUnload: true })
  const events = await eventsWhen(workspace, stored => exits(stored).length === 1)
  expect(events.map(event => event.type)).toEqual(['page', 'track', 'scroll', 'exit'])
})

test('L5 a page left before anybody was identified is told on the next one', async () => {
  const workspace = await mintWorkspace()
  const site = await chromium.newSite({ '*': html('Home', '', snippet(workspace)) })
  const { page } = await chromium.newVisitor()
  await page.route('**/v1/*.js', route => setTimeout(() => route.continue().catch(() => undefined), 1000))
  await page.goto(site.url('/bounced'))
  await page.goto(site.url('/stayed'))
  const events = await eventsWhen(workspace, stored => ofType(stored, 'page').length === 2)
  expect(ofType(events, 'page').map(event => event.path)).toEqual(['/bounced', '/stayed'])
  expect(exits(events)).toHaveLength(1)
})

test.each([
  ['the server has said who they are', '**/identify', 1],
  // The first part of the two that are loaded is what sends.
  ['their device has been looked at', '**/v1/part-*.js', 2]
])('L5 who leaves before %s, for good, is told all the same, once', async (_what, late, number) => {
  const workspace = await mintWorkspace()
  const site = await chromium.newSite({ '*': html('Home', '<button>Buy</button>', snippet(workspace)) })
  const { page, context } = await chromium.newVisitor()
  let asked = 0
  // As on a slow line: the answer would come long after the visitor has gone.
  await context.route(late, route => (++asked < number ? route.continue() : undefined))
  await page.goto(site.url('/bounced'))
  await page.getByRole('button').click()
  await until(
    () => asked,
    count => count >= number
  )
  await page.goto('about:blank')
  const events = await eventsWhen(workspace, stored => exits(stored).length === 1)
  expect(events.map(event => event.type)).toEqual(['page', 'click', 'scroll', 'exit'])
  expect(await peopleOf(workspace)).toMatchObject([{ visits: 1 }])
  // Nobody has come back yet. When they do, they are known, and nothing of it is stored again.
  await context.unroute(late)
  await page.goto(site.url('/back'))
  await ready(page)
  expect(await page.evaluate('LiveLayer.visitor')).toMatchObject({ sessionCount: 1 })
  await page.goto('about:blank')
  const all = await eventsWhen(workspace, stored => exits(stored).length === 2)
  expect(all.slice(0, 4)).toEqual(events)
  expect(new Set(all.map(event => event.sessionId)).size).toBe(1)
  expect(await peopleOf(workspace)).toMatchObject([{ visits: 1 }])
})

test('L5 another app on the phone: the exit is sent at once, and told whole again when the visitor has been back', async () => {
  const workspace = await mintWorkspace()
  const site = await chromium.newSite({ '/': html('Home', '', snippet(workspace)) })
  const { page, context } = await chromium.newVisitor({ isMobile: true, viewport: { width: 390, height: 844 } })
  const wire = listen(context)
  await page.goto(site.url('/'))
  await ready(page)
  await page.waitForTimeout(400)
  await look(page, 'hidden')
  await eventsWhen(workspace, stored => exits(stored).length === 1)
  expect(wire.posts().at(-1)?.type).toContain('text/plain')
  await page.waitForTimeout(700)
  await look(page, 'visible')
  await page.waitForTimeout(300)
  await page.goto('about:blank')
  const events = await eventsWhen(workspace, stored => exits(stored).length === 2)
  const [first, last] = exits(events)
  expect(last).toMatchObject({ pageId: first?.pageId, resumed: 1 })
  expect(Number(last?.durationMs)).toBeGreaterThan(Number(first?.durationMs) + 900)
  expect(Number(last?.visibleMs)).toBeLessThan(Number(last?.durationMs) - 600)
  expect(ofType(events, 'page')).toHaveLength(1)
  expect(ofType(events, 'scroll')).toHaveLength(1)
})

test('L5 hidden and then left: one exit', async () => {
  const workspace = await mintWorkspace()
  const site = await chromium.newSite({ '/': html('Home', '', snippet(workspace)) })
  const { page } = await chromium.newVisitor()
  await page.goto(site.url('/'))
  await ready(page)
  await look(page, 'hidden')
  await page.goto('about:blank')
  await page.goto(site.url('/'))
  const events = await eventsWhen(workspace, stored => ofType(stored, 'page').length === 2)
  expect(exits(events)).toHaveLength(1)
})
