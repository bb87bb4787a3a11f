import { expect, test } from 'vitest'
import { mintWorkspace } from '../../packages/server/test/workspace.ts'
import {
  eventsWhen,
  html,
  kept,
  listen,
  ofType,
  peopleOf,
  scriptUrl,
  snippet,
  storedEvents,
  until,
  useChromium
} from './site.ts'

const chromium = useChromium()
const stub = `<script>
(function(w,l,s){l=w.LiveLayer=w.LiveLayer||{q:[]};if(l.version)return;w.datafly=w.datafly||l;
s=function(o,n){n.split(' ').forEach(function(m){o[m]=function(){o.q.push([m].concat([].slice.call(arguments)))}})};
s(l,'identify track page group consent reset optOut optIn');s(l.chat=l.chat||{q:[]},'open close toggle show hide on');
l.ready=new Promise(function(r){l.q.push(['ready',r])})})(window)
</script>`

test.each([
  ['in the head', (tag: string) => html('Home', '<p>Hello</p>', tag)],
  ['in the body', (tag: string) => html('Home', `<p>Hello</p>${tag}<p>More</p>`)],
  ['async', (tag: string) => html('Home', '<p>Hello</p>', tag.replace('<script', '<script async'))],
  ['deferred', (tag: string) => html('Home', '<p>Hello</p>', tag.replace('<script', '<script defer'))],
  ['as a module', (tag: string) => html('Home', '<p>Hello</p>', tag.replace('<script', '<script type="module"'))],
  ['twice', (tag: string) => html('Home', tag, tag)]
])('L1 the snippet %s boots one tracker, and the visit is on the timeline', async (_where, pageWith) => {
  const workspace = await mintWorkspace()
  const site = await chromium.newSite({ '/': pageWith(snippet(workspace)) })
  const { page, context, troubles } = await chromium.newVisitor()
  const wire = listen(context)
  await page.goto(site.url('/?utm_source=news&utm_campaign=spring'))
  const visitor = await page.evaluate(() => window.LiveLayer.ready)
  expect(visitor).toEqual({ id: expect.stringMatching(/^vis_[0-9a-f]{32}$/), isReturning: false, sessionCount: 1 })
  const events = await eventsWhen(workspace, stored => stored.length > 0)
  expect(events).toMatchObject([{ type: 'page', title: 'Home', path: '/', visitorId: visitor.id }])
  expect(wire.identifies()).toHaveLength(1)
  expect(troubles).toEqual([])
})

test('L1 a script that the page adds later boots too', async () => {
  const workspace = await mintWorkspace()
  const site = await chromium.newSite({ '/': html('Home', '') })
  const { page } = await chromium.newVisitor()
  await page.goto(site.url('/'))
  await page.evaluate(
    ([src, agentId]) => {
      const tag = document.createElement('script')
      Object.assign(tag.dataset, { agentId, tracker: 'auto' })
      tag.src = src as string
      document.head.append(tag)
    },
    [scriptUrl(), workspace.agentId]
  )
  await eventsWhen(workspace, stored => stored.length === 1)
})

const origin = () => new URL(scriptUrl()).origin
test.each([
  ['by origin', () => `default-src 'none'; script-src ${origin()}; connect-src ${origin()}`, ''],
  ['by nonce', () => `default-src 'none'; script-src 'nonce-n1'; connect-src ${origin()}`, 'nonce="n1"'],
  [
    'strict-dynamic',
    () => `default-src 'none'; script-src 'nonce-n1' 'strict-dynamic'; connect-src ${origin()}`,
    'nonce="n1"'
  ]
])(
  'L1 inside a strict CSP, %s, nothing of ours is refused, the device print included',
  async (_how, policy, attribute) => {
    const workspace = await mintWorkspace()
    const site = await chromium.newSite(
      { '/': html('Home', '<a href="#x">x</a>', snippet(workspace, `${attribute} data-tracker="auto"`)) },
      { 'content-security-policy': policy() }
    )
    const { page, context, troubles } = await chromium.newVisitor()
    const wire = listen(context)
    await page.goto(site.url('/'))
    await eventsWhen(workspace, stored => stored.length > 0)
    expect(JSON.parse(wire.identifies()[0]?.body ?? '{}').fingerprint).toMatch(/^5\.2:[0-9a-f]{32}$/)
    expect(troubles).toEqual([])
  }
)

test('L1 inside a CSP that demands trusted types nothing of ours is refused; only the print library would be, and it is left out', async () => {
  const workspace = await mintWorkspace()
  const policy = `default-src 'none'; script-src ${origin()}; connect-src ${origin()}; require-trusted-types-for 'script'; trusted-types 'none'`
  const tag = snippet(workspace, 'data-tracker="auto" data-fingerprint="false"')
  const site = await chromium.newSite({ '/': html('Home', '', tag) }, { 'content-security-policy': policy })
  const { page, troubles } = await chromium.newVisitor()
  await page.goto(site.url('/'))
  await eventsWhen(workspace, stored => stored.length > 0)
  expect(troubles).toEqual([])
})

test('L1 P18 the names inside of the script are not the page’s: jQuery and a page’s own single letters stay', async () => {
  const workspace = await mintWorkspace()
  const own = '<script>var $ = "jQuery", _ = "lodash"; let e = 1; const t = 2</script>'
  const site = await chromium.newSite({ '/': html('Home', '', `${own}${snippet(workspace)}`) })
  const { page, troubles } = await chromium.newVisitor()
  await page.goto(site.url('/'))
  await page.evaluate('LiveLayer.ready')
  expect(await page.evaluate('[$, _, e, t]')).toEqual(['jQuery', 'lodash', 1, 2])
  const added = await page.evaluate(() => {
    const frame = document.body.appendChild(document.createElement('iframe'))
    const usual = Object.getOwnPropertyNames(frame.contentWindow)
    frame.remove()
    return Object.getOwnPropertyNames(window).filter(name => !usual.includes(name))
  })
  expect(added.sort()).toEqual(expect.arrayContaining(['LiveLayer', 'datafly']))
  expect(added.filter(name => name.length < 3)).toEqual(['$', '_'])
  expect(troubles).toEqual([])
})

test('L1 P18 elements named after what we use do not get in the way', async () => {
  const workspace = await mintWorkspace()
  const clobbering = `<form id="LiveLayer"><input name="version"><input name="q"><input name="track"></form>
    <img name="currentScript"><form name="scripts"><input name="length"></form><a id="LiveLayerTracker"></a>`
  const site = await chromium.newSite({ '/': html('Home', `${clobbering}${snippet(workspace)}`) })
  const { page, troubles } = await chromium.newVisitor()
  await page.goto(site.url('/'))
  await page.evaluate(() => window.LiveLayer.track('works'))
  await eventsWhen(workspace, stored => ofType(stored, 'track').length === 1)
  expect(troubles).toEqual([])
})

test('L9 L10 calls made before the script has loaded are in the timeline, in order, and ready waits for the visitor', async () => {
  const workspace = await mintWorkspace()
  const early = `<script>
    LiveLayer.track('early', { plan: 'pro' })
    LiveLayer.identify({ email: 'jordan@acme.com', name: 'Jordan Park' })
    LiveLayer.ready.then(function (visitor) { window.seen = visitor })
    window.held = LiveLayer
  </script>`
  const site = await chromium.newSite({
    '/': html('Home', '', stub + early + snippet(workspace, 'async data-tracker="auto"'))
  })
  const { page } = await chromium.newVisitor()
  await page.goto(site.url('/'))
  await page.waitForFunction('window.seen')
  await page.evaluate('held.track("late", { through: "the stub" })')
  const seen = await page.evaluate('seen')
  expect(await page.evaluate('[held === LiveLayer, LiveLayer.visitor]')).toEqual([true, seen])
  const events = await eventsWhen(workspace, stored => stored.length === 4)
  expect(events.map(event => event.name ?? event.type)).toEqual(['page', 'early', 'identify', 'late'])
  expect(events[1]).toMatchObject({ properties: { plan: 'pro' } })
})

test('L10 a visitor who comes back is told so, and asked about once a visit', async () => {
  const workspace = await mintWorkspace()
  const site = await chromium.newSite({ '*': html('Home', '', snippet(workspace)) })
  const { page, context } = await chromium.newVisitor()
  const wire = listen(context)
  await page.goto(site.url('/'))
  const first = await page.evaluate(() => window.LiveLayer.ready)
  await page.goto(site.url('/two'))
  // The same visit: known at once, without asking.
  expect(await page.evaluate(() => window.LiveLayer.visitor)).toEqual(first)
  expect(wire.identifies()).toHaveLength(1)
  const later = await context.newPage()
  await page.close()
  await later.clock.install({ time: Date.now() + 31 * 60_000 })
  await later.goto(site.url('/three'))
  const second = await until(
    () => later.evaluate(() => window.LiveLayer.visitor),
    visitor => visitor?.isReturning
  )
  expect(second).toMatchObject({ id: first.id, isReturning: true })
  expect(wire.identifies()).toHaveLength(2)
})

test('L11 manual: nothing boots, and LiveLayerTracker is there to be used', async () => {
  const workspace = await mintWorkspace()
  const site = await chromium.newSite({ '/': html('Home', '', snippet(workspace, 'data-tracker="manual"')) })
  const { page, context, troubles } = await chromium.newVisitor()
  const wire = listen(context)
  await page.goto(site.url('/'))
  expect(await page.evaluate('typeof LiveLayer')).toBe('undefined')
  expect([wire.posts(), await kept(page)]).toEqual([[], {}])
  const visitor = await page.evaluate(async agentId => {
    const tracker = new window.LiveLayerTracker({ agentId, autoTrackClicks: false })
    const answer = await tracker.init()
    tracker.track('by hand')
    return [answer, tracker.visitor]
  }, workspace.agentId)
  expect(visitor[0]).toEqual(visitor[1])
  await page.goto('about:blank')
  const events = await eventsWhen(workspace, stored => stored.length >= 3)
  expect(events.map(event => event.type).sort()).toEqual(['exit', 'page', 'scroll', 'track'])
  expect(troubles).toEqual([])
})

test('L11 F13 without data-tracker the page has the API, and nothing is stored or sent before it calls', async () => {
  const workspace = await mintWorkspace()
  const site = await chromium.newSite({ '/': html('Home', '<button>Buy</button>', snippet(workspace, '')) })
  const { page, context } = await chromium.newVisitor()
  const wire = listen(context)
  await page.goto(site.url('/'))
  await page.click('button')
  expect(await page.evaluate('LiveLayer.visitor')).toBeNull()
  expect(wire.requests.map(request => request.path)).toEqual(['/v1.js'])
  expect(await kept(page)).toEqual({})
  await page.evaluate('LiveLayer.track("consented")')
  await page.evaluate('LiveLayer.ready')
  await page.click('button')
  await page.goto('about:blank')
  const events = await eventsWhen(workspace, stored => stored.length > 0)
  expect(events.map(event => event.name)).toEqual(['consented'])
})

test('L11 page views and clicks are switched off each by its attribute', async () => {
  const quiet = await mintWorkspace()
  const still = await mintWorkspace()
  const site = await chromium.newSite({
    '/no-pages': html(
      'One',
      '<button>Buy</button>',
      snippet(quiet, 'data-tracker="auto" data-track-page-views="false"')
    ),
    '/no-clicks': html('Two', '<button>Buy</button>', snippet(still, 'data-tracker="auto" data-track-clicks="false"'))
  })
  const { page } = await chromium.newVisitor()
  for (const path of ['/no-pages', '/no-clicks']) {
    await page.goto(site.url(path))
    await page.evaluate('LiveLayer.ready')
    await page.click('button')
    await page.evaluate('LiveLayer.track("end")')
    await page.goto('about:blank')
  }
  const withoutPages = await eventsWhen(quiet, stored => ofType(stored, 'track').length > 0)
  expect(withoutPages.map(event => event.type)).toEqual(['click', 'track'])
  const withoutClicks = await eventsWhen(still, stored => ofType(stored, 'exit').length > 0)
  expect(ofType(withoutClicks, 'click')).toEqual([])
  expect(ofType(withoutClicks, 'page')).toHaveLength(1)
})

test('L11 data-api-base says where the API is, and by default it is where the script came from', async () => {
  const workspace = await mintWorkspace()
  const site = await chromium.newSite({
    '/v1.js': await (await fetch(scriptUrl())).text(),
    '/': html(
      'Home',
      '',
      `<script src="/v1.js" data-agent-id="${workspace.agentId}" data-tracker="auto" data-api-base="${origin()}/"></script>`
    )
  })
  const { page } = await chromium.newVisitor()
  await page.route('**/v1/*.js', route =>
    route.fulfill({ path: partOf(route.request().url()), contentType: 'text/javascript' })
  )
  await page.goto(site.url('/'))
  await eventsWhen(workspace, stored => stored.length > 0)
  expect(await peopleOf(workspace)).toHaveLength(1)
  expect(await storedEvents(workspace)).toMatchObject([{ title: 'Home' }])
})

const partOf = (url: string) => new URL(`../../packages/tracker/dist${new URL(url).pathname}`, import.meta.url).pathname
