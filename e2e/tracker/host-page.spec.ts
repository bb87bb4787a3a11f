import { expect, test } from 'vitest'
import { mintWorkspace } from '../../packages/server/test/workspace.ts'
import {
  eventsWhen,
  html,
  ledgerOf,
  listen,
  ofType,
  scriptUrl,
  snippet,
  storedEvents,
  until,
  useChromium
} from './site.ts'

const chromium = useChromium()

test('a page of an allowed origin is heard, one of a foreign origin is turned away and stays quiet', async () => {
  const body = (agentId: string) =>
    html(
      'Home',
      '<button>Buy</button>',
      `<script src="${scriptUrl()}" data-agent-id="${agentId}" data-tracker="auto"></script>`
    )
  let agentId = ''
  const site = await chromium.newSite({ '/': () => body(agentId) })
  const ours = await mintWorkspace({ allowedOrigins: [site.origin] })
  const theirs = await mintWorkspace({ allowedOrigins: ['https://shop.example'] })

  agentId = ours.agentId
  const welcome = await chromium.newVisitor()
  await welcome.page.goto(site.url('/'))
  await eventsWhen(ours, stored => stored.length > 0)
  expect(welcome.troubles).toEqual([])

  agentId = theirs.agentId
  const turnedAway = await chromium.newVisitor()
  const wire = listen(turnedAway.context)
  await turnedAway.page.goto(site.url('/'))
  expect(await turnedAway.page.evaluate('LiveLayer.ready')).toBeNull()
  await turnedAway.page.click('button')
  expect(await turnedAway.page.evaluate('LiveLayer.identify({ name: "Jo" })')).toBeNull()
  await turnedAway.page.waitForTimeout(6000)
  expect(wire.posts()).toHaveLength(1)
  expect(await storedEvents(theirs)).toEqual([])
})

test.each([
  ['is down', (route: { abort(): Promise<void> }) => route.abort()],
  ['answers 500', (route: { fulfill(options: object): Promise<void> }) => route.fulfill({ status: 500, body: 'oops' })],
  [
    'answers with a page of its own',
    (route: { fulfill(options: object): Promise<void> }) =>
      route.fulfill({ status: 200, contentType: 'text/html', body: '<h1>Hotel</h1>' })
  ]
])(
  'I18 while the server %s, the page works, nothing is thrown at it, and nothing of ours is on the console',
  async (_how, fail) => {
    const workspace = await mintWorkspace()
    const site = await chromium.newSite({
      '/': html('Home', '<button onclick="window.clicked = 1">Buy</button>', snippet(workspace))
    })
    const { page, context, troubles } = await chromium.newVisitor()
    await context.route('**/api/**', fail as never)
    await page.goto(site.url('/'))
    await page.click('button')
    await page.evaluate('LiveLayer.track("x"); LiveLayer.identify({ name: "Jo" }); history.pushState(null, "", "/two")')
    await page.waitForTimeout(3000)
    expect(await page.evaluate('[clicked, location.pathname, LiveLayer.visitor]')).toEqual([1, '/two', null])
    // The browser's own words about a failed request; there is no way for a page to keep it from saying them.
    expect(troubles.filter(trouble => !/Failed to load resource|CORS policy/.test(trouble))).toEqual([])
  }
)

test('I18 a page that has sealed what we would hook into is tracked as far as it goes, and not harmed', async () => {
  const workspace = await mintWorkspace()
  const sealed = `<script>
    Object.freeze(history)
    Object.freeze(Object.prototype); Object.freeze(Array.prototype)
    Storage.prototype.setItem = function () {}
  </script>`
  const site = await chromium.newSite({ '/': html('Home', '<button>Buy</button>', sealed + snippet(workspace)) })
  const { page, context, troubles } = await chromium.newVisitor()
  const wire = listen(context)
  await page.goto(site.url('/'))
  await page.evaluate('LiveLayer.ready')
  await page.click('button')
  await page.evaluate('LiveLayer.track("works"); history.pushState(null, "", "/two")')
  await page.waitForTimeout(1000)
  expect(wire.identifies()).toHaveLength(1)
  await page.goto('about:blank')
  const events = await eventsWhen(workspace, stored => ofType(stored, 'exit').length === 1)
  expect(events.map(event => event.type)).toEqual(['page', 'click', 'track', 'scroll', 'exit'])
  expect(troubles).toEqual([])
})

test('I18 with the second part of the script out of reach, nothing is lost: the next page sends it', async () => {
  const workspace = await mintWorkspace()
  const site = await chromium.newSite({ '*': html('Home', '<button>Buy</button>', snippet(workspace)) })
  const { page, context, troubles } = await chromium.newVisitor()
  await context.route('**/v1/*.js', route => route.abort())
  await page.goto(site.url('/one'))
  await page.evaluate('LiveLayer.track("early")')
  await context.unroute('**/v1/*.js')
  await page.goto(site.url('/two'))
  const events = await eventsWhen(workspace, stored => stored.filter(event => event.type === 'page').length === 2)
  expect(events.map(event => event.name ?? event.type)).toEqual(['page', 'early', 'exit', 'page'])
  expect(troubles.filter(trouble => !trouble.includes('Failed to load resource'))).toEqual([])
})

test('I18 a copy of the script that outlived an update of the server works with the newest second part', async () => {
  const workspace = await mintWorkspace()
  const site = await chromium.newSite({ '/': html('Home', '', snippet(workspace)) })
  const { page, context } = await chromium.newVisitor()
  await context.route('**/v1/part-*.js', route => route.fulfill({ status: 404, body: '' }))
  await page.goto(site.url('/'))
  await eventsWhen(workspace, stored => stored.length > 0)
})

test('I18 booting takes a few milliseconds of the page, and no task of ours is long', async () => {
  const workspace = await mintWorkspace()
  const watch = `<script>
    window.long = []
    new PerformanceObserver(list => window.long.push(...list.getEntries().map(entry => entry.duration)))
      .observe({ type: 'longtask', buffered: true })
  </script>`
  const site = await chromium.newSite({ '/': html('Home', '', `${watch}${snippet(workspace)}`) })
  const cost = async () => {
    const { page, context } = await chromium.newVisitor()
    const client = await context.newCDPSession(page)
    const traced: Traced[] = []
    client.on('Tracing.dataCollected', ({ value }) => traced.push(...(value as unknown as Traced[])))
    const done = new Promise(resolve => client.once('Tracing.tracingComplete', resolve))
    await client.send('Tracing.start', {
      traceConfig: { includedCategories: ['devtools.timeline'] },
      transferMode: 'ReportEvents'
    })
    await page.goto(site.url('/'))
    await page.evaluate('LiveLayer.ready')
    const longestMs = await page.evaluate<number>('Math.max(0, ...long)')
    await client.send('Tracing.end')
    await done
    const boot = traced.find(({ name, args }) => name === 'EvaluateScript' && args?.data?.url?.endsWith('/v1.js'))
    // The time of the thread, not of the clock: the machine is busy with the tests themselves.
    return { bootMs: (boot?.tdur ?? Number.NaN) / 1000, longestMs }
  }
  const visits: Awaited<ReturnType<typeof cost>>[] = []
  await until(
    async () => visits.unshift(await cost()) && visits,
    () => visits.some(visit => visit.bootMs < 5) && visits.some(visit => visit.longestMs === 0),
    40_000
  )
})
type Traced = { name: string; tdur?: number; args?: { data?: { url?: string } } }

test('beforeSend of the page sees every event before it is stored, may change or drop it, and its mistakes stay its own', async () => {
  const workspace = await mintWorkspace()
  const hook = `<script>
    window.LiveLayer = { q: [], beforeSend: function (event) {
      if (event.name === 'secret') return null
      if (event.name === 'broken') throw new Error('a mistake in the site')
      return Object.assign({}, event, { properties: Object.assign({ site: 'shop' }, event.properties) })
    } }</script>`
  const site = await chromium.newSite({ '/': html('Home', '', hook + snippet(workspace)) })
  const { page, troubles } = await chromium.newVisitor()
  await page.goto(site.url('/'))
  await page.evaluate('LiveLayer.ready')
  await page.evaluate('LiveLayer.track("secret"); LiveLayer.track("broken"); LiveLayer.track("fine")')
  await page.goto('about:blank')
  const events = await eventsWhen(workspace, stored => stored.some(event => event.type === 'exit'))
  expect(events.map(event => event.name ?? event.type)).toEqual(['page', 'fine', 'scroll', 'exit'])
  for (const event of events) expect(event.properties.site).toBe('shop')
  expect(troubles).toEqual([])
  expect((await ledgerOf(workspace))?.droppedInPage).toEqual({ before_send: 1, before_send_threw: 1 })
})

test('data-debug says on the console what happens, and without it there is silence', async () => {
  const workspace = await mintWorkspace()
  const site = await chromium.newSite({ '/': html('Home', '', snippet(workspace, 'data-tracker="auto" data-debug')) })
  const { page, troubles } = await chromium.newVisitor()
  await page.goto(site.url('/'))
  await page.evaluate('LiveLayer.ready')
  expect(troubles.length).toBeGreaterThan(0)
  for (const line of troubles) expect(line).toContain('[LiveLayer]')
})
