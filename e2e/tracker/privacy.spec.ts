import { expect, test } from 'vitest'
import { mintWorkspace } from '../../packages/server/test/workspace.ts'
import { eventsWhen, html, kept, listen, snippet, until, useChromium } from './site.ts'

const chromium = useChromium()
const dnt = 'Object.defineProperty(Navigator.prototype, "doNotTrack", { get: () => "1" })'
const gpc = 'Object.defineProperty(Navigator.prototype, "globalPrivacyControl", { get: () => true })'

test.each([
  ['Do Not Track', dnt],
  ['Global Privacy Control', gpc]
])(
  'L12 PR5 under %s nothing happens by itself: no request, no storage, and ready says that there is nobody',
  async (_signal, script) => {
    const workspace = await mintWorkspace()
    const site = await chromium.newSite({ '*': html('Home', '<button>Buy</button>', snippet(workspace)) })
    const { page, context } = await chromium.newVisitor()
    await page.addInitScript(script)
    const wire = listen(context)
    await page.goto(site.url('/'))
    expect(await page.evaluate(() => window.LiveLayer.ready)).toBeNull()
    await page.click('button')
    await page.evaluate('history.pushState(null, "", "/two"); scrollTo(0, 100)')
    await page.goto(site.url('/three'))
    expect(wire.requests.map(request => request.path)).toEqual(['/v1.js', '/v1.js'])
    expect(await kept(page)).toEqual({})
    expect(await context.cookies()).toEqual([])
  }
)

test.each([
  ['Do Not Track', dnt],
  ['Global Privacy Control', gpc]
])(
  'L12 PR5 under %s what the page says by name works, without a device print and without automatic events',
  async (_signal, script) => {
    const workspace = await mintWorkspace()
    const site = await chromium.newSite({ '/': html('Home', '<button>Buy</button>', snippet(workspace)) })
    const { page, context } = await chromium.newVisitor()
    await page.addInitScript(script)
    const wire = listen(context)
    await page.goto(site.url('/'))
    await page.evaluate('LiveLayer.track("asked for")')
    await page.evaluate('LiveLayer.identify({ name: "Jo" })')
    await page.click('button')
    await page.goto('about:blank')
    const events = await eventsWhen(workspace, stored => stored.length >= 2)
    expect(events.map(event => event.name ?? event.type)).toEqual(['asked for', 'identify'])
    for (const request of wire.identifies()) expect(JSON.parse(request.body)).not.toHaveProperty('fingerprint')
  }
)

test('L12 PR6 optOut clears what is stored, and nothing is sent or stored after it while the tab lasts', async () => {
  const workspace = await mintWorkspace()
  const site = await chromium.newSite({ '*': html('Home', '<button>Buy</button>', snippet(workspace)) })
  const { page, context } = await chromium.newVisitor()
  const wire = listen(context)
  await page.goto(site.url('/'))
  await page.evaluate('localStorage.setItem("theirs", "stays"); LiveLayer.ready')
  await page.click('button')
  await page.evaluate('LiveLayer.track("unsent"); LiveLayer.optOut()')
  expect(await kept(page)).toEqual({ theirs: 'stays' })
  const before = wire.posts().length
  await page.click('button')
  await page.evaluate('LiveLayer.track("later"); LiveLayer.page(); history.pushState(null, "", "/two")')
  expect(await page.evaluate('LiveLayer.identify({ name: "Jo" })')).toBeNull()
  await page.waitForTimeout(6000)
  await page.goto(site.url('/three'))
  expect(await page.evaluate('LiveLayer.ready')).toBeNull()
  await page.waitForTimeout(1000)
  expect(wire.posts()).toHaveLength(before)
  expect(await kept(page)).toEqual({ theirs: 'stays' })
})

test('L12 PR6 opting out in the middle of being identified leaves nothing behind', async () => {
  const workspace = await mintWorkspace()
  const site = await chromium.newSite({ '/': html('Home', '', snippet(workspace)) })
  const { page, context } = await chromium.newVisitor()
  const wire = listen(context)
  await page.goto(site.url('/'), { waitUntil: 'commit' })
  await page.waitForFunction('window.LiveLayer && LiveLayer.version')
  await page.evaluate('LiveLayer.optOut()')
  const before = wire.posts().length
  await page.waitForTimeout(2500)
  expect(wire.posts()).toHaveLength(before)
  expect(await kept(page)).toEqual({})
})

test('L12 PR6 optOut reaches the other tabs, optIn begins anew, and remember outlasts the tab', async () => {
  const workspace = await mintWorkspace()
  const site = await chromium.newSite({ '*': html('Home', '<button>Buy</button>', snippet(workspace)) })
  const { page, context } = await chromium.newVisitor()
  const other = await context.newPage()
  for (const tab of [page, other]) await tab.goto(site.url('/'))
  await Promise.all([page, other].map(tab => tab.evaluate('LiveLayer.ready')))
  const first = await page.evaluate(() => window.LiveLayer.visitor)
  await page.evaluate('LiveLayer.optOut({ remember: true })')
  await until(
    () => other.evaluate(() => window.LiveLayer.visitor),
    visitor => visitor === null
  )
  // Two tabs may be two processes, which see each other's writes a little later.
  await expect.poll(() => kept(other)).toEqual({ ll_out: '1' })
  const later = await context.newPage()
  await later.goto(site.url('/later'))
  expect(await later.evaluate('LiveLayer.ready')).toBeNull()
  await later.evaluate('LiveLayer.optIn()')
  const again = await until(
    () => later.evaluate(() => window.LiveLayer.visitor),
    visitor => visitor !== null
  )
  expect(again.id).toMatch(/^vis_/)
  expect(first.id).toMatch(/^vis_/)
})
