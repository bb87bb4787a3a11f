import { expect, test } from 'vitest'
import { foyerUrl, mintWorkspace } from '../../packages/server/test/workspace.ts'
import { html, kept, peopleOf, snippet, until, useChromium } from '../tracker/site.ts'
import { launcher, openChat, saidWhen, shop, teamOf, widgetTag, withWidget, write } from './chat.ts'

const chromium = useChromium()

declare global {
  interface Window {
    // biome-ignore lint/suspicious/noExplicitAny: the page's own globals, which tests call as a site would
    injectWidget: any
    // biome-ignore lint/suspicious/noExplicitAny: as above
    FluentBotChatWidget: any
  }
}

test('F13 before injectWidget is called nothing is stored or requested; the call mounts it', async () => {
  const workspace = await mintWorkspace()
  const site = await chromium.newSite(withWidget({ '/': shop(workspace, '') }))
  const { page, context } = await chromium.newVisitor()
  const requests: string[] = []
  context.on('request', request => requests.push(request.url()))
  await page.goto(site.url('/'))
  await page.waitForLoadState('networkidle')
  await page.mouse.move(600, 400)
  await page.evaluate(() => new Promise(resolve => requestIdleCallback(resolve)))
  expect(requests).toEqual([site.url('/'), site.url('/widget.js')])
  const stored = () =>
    page.evaluate(async () => ({
      local: { ...localStorage },
      session: { ...sessionStorage },
      databases: await indexedDB.databases(),
      caches: await caches.keys(),
      cookie: document.cookie
    }))
  expect(await stored()).toEqual({ local: {}, session: {}, databases: [], caches: [], cookie: '' })
  expect(await context.cookies()).toEqual([])
  expect(await launcher(page).count()).toBe(0)
  await page.evaluate(agentId => window.injectWidget(agentId), workspace.agentId)
  await launcher(page).waitFor()
  // How the widget is to look is the first thing asked for, and only now.
  expect(requests[2]).toBe(`${foyerUrl()}/api/widget/${workspace.agentId}`)
  await until(
    () => kept(page),
    local => 'll_id' in local
  )
  expect(await context.cookies()).toEqual([])
})

test('F13 chat.open before the call is kept as a wish, and carried out after it', async () => {
  const workspace = await mintWorkspace()
  const site = await chromium.newSite(withWidget({ '/': shop(workspace, 'data-widget="manual"') }))
  const { page } = await chromium.newVisitor()
  await page.goto(site.url('/'))
  await page.evaluate(() => window.LiveLayer.chat.open('I would like'))
  expect(await kept(page)).toEqual({})
  await page.evaluate(agentId => window.FluentBotChatWidget.injectWidget(agentId), workspace.agentId)
  await until(
    () => page.getByRole('textbox', { name: 'Write a message' }).inputValue(),
    text => text === 'I would like'
  )
})

test('the visitor the page names is claimed; a signed one is verified, and no address typed later takes its place', async () => {
  const { createHmac } = await import('node:crypto')
  const workspace = await mintWorkspace()
  const site = await chromium.newSite(withWidget({ '/': shop(workspace, '') }))
  const { page } = await chromium.newVisitor()
  await page.goto(site.url('/'))
  const visitor = { name: 'Jordan Park', email: 'jordan@acme.example', data: { plan: 'pro' } }
  const signature = createHmac('sha256', workspace.identitySecret).update(JSON.stringify(visitor)).digest('hex')
  await page.evaluate(([id, given]) => window.injectWidget(id, { visitor: given }), [
    workspace.agentId,
    { ...visitor, signature }
  ] as const)
  await openChat(page)
  await write(page, 'Hello')
  const team = await teamOf(workspace)
  const { id } = await team.conversation()
  const shown = await team.panel(id)
  expect(shown.visitor).toMatchObject({ name: 'Jordan Park', email: 'jordan@acme.example', verified: true })
  const other = await chromium.newVisitor()
  await other.page.goto(site.url('/'))
  await other.page.evaluate(([id, given]) => window.injectWidget(id, { visitor: given }), [
    workspace.agentId,
    { name: 'Mallory', email: 'jordan@acme.example', data: { plan: 'free' } }
  ] as const)
  await openChat(other.page)
  await write(other.page, 'Me too')
  const all = await until(team.list, items => items.length === 2)
  expect(all.map(({ visitor }) => [visitor?.name, visitor?.verified]).toSorted()).toEqual([
    ['Jordan Park', true],
    ['Mallory', false]
  ])
})

test('L17 with the tracker on the page there is one visitor', async () => {
  const workspace = await mintWorkspace()
  const page_ = html('Both', '<h1>Both</h1>', snippet(workspace) + widgetTag(workspace))
  const site = await chromium.newSite(withWidget({ '/': page_ }))
  const { page, troubles } = await chromium.newVisitor()
  await page.goto(site.url('/'))
  const tracked = await page.evaluate(() => window.LiveLayer.ready)
  await openChat(page)
  await write(page, 'Hello')
  const team = await teamOf(workspace)
  const conversation = await team.conversation()
  expect(conversation.visitor?.id).toBe(tracked.id)
  await saidWhen(page, ['Hello'])
  expect(await peopleOf(workspace)).toHaveLength(1)
  expect(troubles).toEqual([])
})

test('the widget may come before the tracker: calls to it wait, and nothing breaks', async () => {
  const workspace = await mintWorkspace()
  const page_ = html(
    'Both',
    '<h1>Both</h1>',
    `${widgetTag(workspace)}<script>LiveLayer.track('early')</script>${snippet(workspace)}`
  )
  const site = await chromium.newSite(withWidget({ '/': page_ }))
  const { page, troubles } = await chromium.newVisitor()
  await page.goto(site.url('/'))
  expect(await page.evaluate(() => window.LiveLayer.ready)).toMatchObject({ sessionCount: 1 })
  expect(await page.evaluate(() => typeof window.LiveLayer.chat.open)).toBe('function')
  expect(troubles).toEqual([])
})

test('F7 without the tracker the pages the visitor saw stand beside the conversation, the newest first', async () => {
  const workspace = await mintWorkspace()
  const titled = (title: string) => html(title, `<h1>${title}</h1>${widgetTag(workspace)}`)
  const site = await chromium.newSite(withWidget({ '/one': titled('One'), '/two': titled('Two') }))
  const { page } = await chromium.newVisitor()
  const told = () => page.waitForResponse(answer => answer.url().endsWith('/events') && answer.status() === 202)
  for (const path of ['/one', '/two?token=secret']) await Promise.all([told(), page.goto(site.url(path))])
  await Promise.all([
    told(),
    page.evaluate(() => {
      history.pushState({}, '', '/three')
      document.title = 'Three'
    })
  ])
  await openChat(page)
  await write(page, 'Hello')
  const team = await teamOf(workspace)
  const { id } = await team.conversation()
  const { lastPages } = await until(
    () => team.panel(id),
    shown => shown.lastPages.length === 3
  )
  expect(lastPages.map(({ title, url }) => [title, new URL(url).pathname + new URL(url).search])).toEqual([
    ['Three', '/three'],
    ['Two', '/two?token=redacted'],
    ['One', '/one']
  ])
})

test('P18 elements of the page with our names are in nobody’s way', async () => {
  const workspace = await mintWorkspace()
  const body =
    '<form id="LiveLayer"></form><form id="injectWidget"></form><img name="currentScript"><form name="FluentBotChatWidget"></form>'
  const site = await chromium.newSite(withWidget({ '/': shop(workspace, undefined, body) }))
  const { page, troubles } = await chromium.newVisitor()
  await page.goto(site.url('/'))
  await openChat(page)
  expect(troubles).toEqual([])
})

test('P13 P16 a look that is no colour, and texts with markup, stay what they are', async () => {
  const workspace = await mintWorkspace()
  const more = `data-widget data-color="red;}</style><script>window.__x=1</script>" data-title="&quot;&gt;&lt;img src=x onerror=window.__x=1&gt;" data-greeting="</style><script>window.__x=1"`
  const site = await chromium.newSite(withWidget({ '/': shop(workspace, more.replaceAll('<', '&lt;')) }))
  const { page, troubles } = await chromium.newVisitor()
  await page.goto(site.url('/'))
  await openChat(page)
  await page.getByRole('heading', { name: '"><img src=x onerror=window.__x=1>' }).waitFor()
  expect(await page.evaluate('window.__x')).toBeUndefined()
  expect(troubles).toEqual([])
})

test('a framework that replaces the body, or throws our element out, finds us back', async () => {
  const workspace = await mintWorkspace()
  const site = await chromium.newSite(withWidget({ '/': shop(workspace) }))
  const { page } = await chromium.newVisitor()
  await page.goto(site.url('/'))
  await openChat(page)
  await write(page, 'Hello')
  await saidWhen(page, ['Hello'])
  await page.evaluate(() => {
    document.body = document.createElement('body')
    for (const element of document.documentElement.children) if (element.shadowRoot) element.remove()
  })
  await saidWhen(page, ['Hello'])
})

test('an agent that is not for this site opens no chat, and says so', async () => {
  const workspace = await mintWorkspace({ allowedOrigins: ['https://elsewhere.example'] })
  const site = await chromium.newSite(withWidget({ '/': shop(workspace) }))
  const { page } = await chromium.newVisitor()
  await page.goto(site.url('/'))
  await launcher(page).click()
  await page.getByText('Chat is not available on this page.').waitFor()
})

test('the loader and what opening the chat loads stay small', async () => {
  const workspace = await mintWorkspace()
  const site = await chromium.newSite(withWidget({ '/': shop(workspace, 'data-widget data-track-pages="false"') }))
  const { page } = await chromium.newVisitor()
  const { brotliCompressSync } = await import('node:zlib')
  const sizes = new Map<string, number>()
  page.on('response', async answer => {
    const { pathname } = new URL(answer.url())
    if (pathname.startsWith('/widget')) sizes.set(pathname, brotliCompressSync(await answer.body()).length)
  })
  await page.goto(site.url('/'))
  await openChat(page)
  await page.waitForLoadState('networkidle')
  const total = [...sizes.values()].reduce((sum, size) => sum + size, 0)
  expect(sizes.get('/widget.js')).toBeLessThan(3_000)
  expect(total).toBeLessThan(25_000)
  expect(foyerUrl()).not.toBe(site.origin)
})
