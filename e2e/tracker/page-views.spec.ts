import { expect, test } from 'vitest'
import { mintWorkspace } from '../../packages/server/test/workspace.ts'
import { eventsWhen, html, ofType, snippet, storedEvents, useChromium } from './site.ts'

const chromium = useChromium()

test('L2 the first load and every change of the address are page views, each naming the one before', async () => {
  const workspace = await mintWorkspace()
  const site = await chromium.newSite({ '*': html('Home', '', snippet(workspace)) })
  const { page } = await chromium.newVisitor()
  await page.goto(site.url('/'), { referer: 'https://search.example/' })
  const go = async (what: string, title: string) => {
    await page.evaluate(`${what}; document.title = ${JSON.stringify(title)}`)
    await page.waitForTimeout(250)
  }
  await go('history.pushState(null, "", "/pushed")', 'Pushed')
  await go('history.replaceState(null, "", "/replaced?q=1")', 'Replaced')
  await go('history.replaceState({ scroll: 100 }, "", location.href)', 'Replaced')
  await go('location.hash = "part"', 'Part')
  await go('history.back()', 'Back')
  const pages = ofType(await eventsWhen(workspace, stored => ofType(stored, 'page').length >= 5), 'page')
  const seen = pages.map(event => [
    event.url?.replace(site.origin, ''),
    event.title,
    event.referrer?.replace(site.origin, '')
  ])
  expect(seen).toEqual([
    ['/', 'Home', 'https://search.example/'],
    ['/pushed', 'Pushed', '/'],
    ['/replaced?q=1', 'Replaced', '/pushed'],
    ['/replaced?q=1#part', 'Part', '/replaced?q=1'],
    ['/replaced?q=1', 'Back', '/replaced?q=1#part']
  ])
})

test('L2 a title that the app sets after it has changed the address is the title of the new page', async () => {
  const workspace = await mintWorkspace()
  const app = `<script>setTimeout(() => { document.title = 'Shop, loaded' }, 50)
    function go(path, title) { history.pushState(null, '', path); setTimeout(() => { document.title = title }, 100) }</script>`
  const site = await chromium.newSite({ '*': html('Loading…', app, snippet(workspace)) })
  const { page } = await chromium.newVisitor()
  await page.goto(site.url('/'))
  await page.waitForTimeout(300)
  await page.evaluate('go("/pricing", "Pricing")')
  const events = await eventsWhen(workspace, stored => ofType(stored, 'page').length === 2)
  expect(ofType(events, 'page').map(event => event.title)).toEqual(['Shop, loaded', 'Pricing'])
})

test('L2 L5 a page that comes back out of the back/forward cache is a page view, and its first exit stays the only one', async () => {
  const workspace = await mintWorkspace()
  const site = await chromium.newSite({ '*': request => html(`Page ${request.url}`, '', snippet(workspace)) })
  const { page } = await chromium.newVisitor()
  await page.goto(site.url('/one'))
  await page.evaluate('window.stays = 1; LiveLayer.ready')
  await page.goto(site.url('/two'))
  await page.evaluate('LiveLayer.ready')
  await page.evaluate('setTimeout(() => history.back(), 0)')
  await page.waitForURL('**/one', { waitUntil: 'commit' })
  await page.waitForFunction('window.stays')
  await page.evaluate('LiveLayer.track("restored")')
  const events = await eventsWhen(
    workspace,
    stored => ofType(stored, 'track').length === 1 && ofType(stored, 'exit').length === 2
  )
  // The page that comes back and the one it replaces run side by side: whose event is first, nobody can say.
  const told = events.filter(event => event.type !== 'scroll').map(event => `${event.type} ${event.title}`)
  expect(told.slice(0, 3)).toEqual(['page Page /one', 'exit Page /one', 'page Page /two'])
  expect(told.slice(3).sort()).toEqual(['exit Page /two', 'page Page /one', 'track Page /one'])
})

test('L2 a page that is only rendered ahead is no page view until somebody looks at it', async () => {
  const workspace = await mintWorkspace()
  const rules = '<script type="speculationrules">{"prerender":[{"source":"list","urls":["/next"]}]}</script>'
  const site = await chromium.newSite({
    '/': html('Home', '<a href="/next">Next</a>', snippet(workspace) + rules),
    '/next': html('Next', '<script>window.wasAhead = document.prerendering</script>', snippet(workspace))
  })
  const { page } = await chromium.newVisitor()
  await page.goto(site.url('/'))
  await eventsWhen(workspace, stored => stored.length === 1)
  await page.waitForTimeout(1500)
  expect(ofType(await storedEvents(workspace), 'page').map(event => event.title)).toEqual(['Home'])
  await page.click('a')
  await page.waitForURL('**/next')
  const events = await eventsWhen(workspace, stored => ofType(stored, 'page').length === 2)
  expect(ofType(events, 'page').map(event => event.title)).toEqual(['Home', 'Next'])
})
