import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { foyerUrl, mintWorkspace } from '../../packages/server/test/workspace.ts'
import { eventsWhen, html, kept, ofType, peopleOf, snippet, until, useChromium } from '../tracker/site.ts'
import { field, launcher, openChat, saidWhen, strictPolicy, teamOf, write } from './chat.ts'

const chromium = useChromium()
const readme = readFileSync(join(import.meta.dirname, '../../packages/tracker/README.md'), 'utf8')
/** The inline snippet as the documentation has it. */
const stub = /<script>\n\(function\(w,l,s\)[\s\S]*?<\/script>/.exec(readme)?.[0] ?? ''

test('L17 one tag brings the tracker and the widget, and both are one visitor, under a strict policy too', async () => {
  const workspace = await mintWorkspace()
  const tag = snippet(workspace, 'data-tracker="auto" data-fingerprint="false" data-widget')
  const policy = strictPolicy()['content-security-policy'].replace("script-src 'self'", `script-src ${foyerUrl()}`)
  const site = await chromium.newSite(
    { '/': html('Both', '<h1>Both</h1>', tag) },
    { 'content-security-policy': policy }
  )
  const { page, context, troubles } = await chromium.newVisitor()
  const identifies: string[] = []
  context.on('request', request => {
    if (request.url().endsWith('/api/visitors/identify') && request.method() === 'POST') identifies.push(request.url())
  })
  await page.goto(site.url('/'))
  const tracked = await page.evaluate(() => window.LiveLayer.ready)
  await openChat(page)
  await write(page, 'Hello')
  await saidWhen(page, ['Hello'])
  const team = await teamOf(workspace)
  expect((await team.conversation()).visitor?.id).toBe(tracked.id)
  expect(await peopleOf(workspace)).toHaveLength(1)
  expect(identifies).toHaveLength(1)
  // A click on the launcher is told by its words, not by the figure that is not shown on it.
  const [click] = ofType(await eventsWhen(workspace, events => ofType(events, 'click').length > 0), 'click')
  expect(click?.properties.text).toBe('Open chat')
  expect(troubles).toEqual([])
})

test('chat.open called before anything is loaded is carried out after', async () => {
  const workspace = await mintWorkspace()
  const early = `${stub}<script>LiveLayer.chat.on('open', () => { window.opened = true }); LiveLayer.chat.open('I would like')</script>`
  const site = await chromium.newSite({
    '/': html(
      'Early',
      '<h1>Early</h1>',
      early + snippet(workspace, 'data-tracker="auto" data-widget').replace('<script', '<script async')
    )
  })
  const { page, troubles } = await chromium.newVisitor()
  await page.goto(site.url('/'))
  await until(
    () => field(page).inputValue(),
    text => text === 'I would like'
  )
  expect(await page.evaluate('window.opened')).toBe(true)
  expect(await page.evaluate(() => window.LiveLayer.chat.isOpen)).toBe(true)
  expect(troubles).toEqual([])
})

test('chat.open called between the tracker and the widget is carried out after, also through a reference taken then', async () => {
  const workspace = await mintWorkspace()
  // Within the script's own load event the widget cannot be there yet.
  const tag = snippet(workspace, 'data-tracker="auto" data-widget id="foyer" async')
  const taken = `<script>document.getElementById('foyer').onload = () => { window.taken = LiveLayer.chat; LiveLayer.chat.open('Between') }</script>`
  const site = await chromium.newSite({ '/': html('Between', `<h1>Between</h1>${tag}${taken}`) })
  const { page, troubles } = await chromium.newVisitor()
  await page.goto(site.url('/'))
  await until(
    () => field(page).inputValue(),
    text => text === 'Between'
  )
  await page.evaluate('window.taken.close()')
  await until(
    () => page.evaluate('window.taken.isOpen'),
    isOpen => isOpen === false
  )
  expect(troubles).toEqual([])
})

test('F13 with data-widget="manual" on the one tag there is no widget until injectWidget, and nothing is asked or kept before', async () => {
  const workspace = await mintWorkspace()
  const site = await chromium.newSite({
    '/': html('Manual', '<h1>Manual</h1>', snippet(workspace, 'data-tracker="manual" data-widget="manual"'))
  })
  const { page, context } = await chromium.newVisitor()
  const requests: string[] = []
  context.on('request', request => requests.push(request.url()))
  await page.goto(site.url('/'))
  await page.waitForFunction('typeof injectWidget === "function"')
  await page.waitForLoadState('networkidle')
  expect(requests).toEqual([site.url('/'), `${foyerUrl()}/v1.js`, `${foyerUrl()}/widget.js`])
  expect(await kept(page)).toEqual({})
  expect(await launcher(page).count()).toBe(0)
  await page.evaluate(agentId => window.injectWidget(agentId), workspace.agentId)
  await launcher(page).waitFor()
})

test('L17 on a page that is never idle the chat is ready all the same', async () => {
  const workspace = await mintWorkspace()
  const site = await chromium.newSite({ '/': html('Busy', '<h1>Busy</h1>', snippet(workspace, 'data-widget')) })
  const { page } = await chromium.newVisitor()
  await page.addInitScript(() => {
    window.requestIdleCallback = (work, options) => (options?.timeout ? window.setTimeout(work, options.timeout) : 0)
  })
  await page.goto(site.url('/'))
  await launcher(page).waitFor()
})
