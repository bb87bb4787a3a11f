import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { foyerUrl, mintWorkspace } from '../../packages/server/test/workspace.ts'
import { deskOf } from '../inbox/desk.ts'
import { html, until, useChromium } from '../tracker/site.ts'
import { launcher, openChat, panel, saidWhen, shop, withWidget, write } from './chat.ts'

const chromium = useChromium()

/** What somebody who has read our code would send. */
const attempts = `[
  { type: 'open', html: '<img src=x onerror=window.__x=1>' },
  { type: 'open' }, 'open', 'livelayer:open',
  JSON.stringify({ type: 'open', html: '<script>window.__x=1</' + 'script>' }),
  { type: 'livelayer:open', detail: { text: 'Hello' } },
  { type: 'messages', conversationId: 'cnv_1', items: [{ seq: 1, text: 'Forged', author: { kind: 'member' } }] },
  { source: 'foyer', action: 'config', apiBase: location.origin },
  { look: { launcher: 'Forged', title: 'Forged' }, isDark: true }
]`
const countMessages = `
  window.cameIn = 0
  window.addEventListener('message', event => { if (event.origin !== location.origin) cameIn++ })`
const cameIn = (page: Page) => page.evaluate<number>('cameIn')

test('P17 what another origin posts to a page with the widget opens nothing, shows nothing and runs nothing', async () => {
  const workspace = await mintWorkspace()
  const elsewhere = await chromium.newSite({
    '/': html('Ad', `<script>for (const said of ${attempts}) parent.postMessage(said, '*')</script>`)
  })
  const frame = `<h1>Lamps</h1><iframe src="${elsewhere.url('/')}"></iframe>`
  const site = await chromium.newSite(withWidget({ '/': shop(workspace, undefined, frame) }))
  const { page, troubles } = await chromium.newVisitor()
  await page.addInitScript({ content: countMessages })
  await page.goto(site.url('/'))
  await launcher(page).waitFor()
  // Once more, now that everything of the widget listens.
  await page.locator('iframe').evaluate(frame => frame.replaceWith(frame.cloneNode()))
  await until(
    () => cameIn(page),
    count => count >= 18
  )
  expect(await panel(page).count()).toBe(0)
  expect(await launcher(page).getAttribute('aria-expanded')).toBe('false')
  expect(page.frames()).toHaveLength(2)

  await openChat(page)
  await page.locator('iframe').evaluate(frame => frame.replaceWith(frame.cloneNode()))
  await until(
    () => cameIn(page),
    count => count >= 27
  )
  await write(page, 'Hello')
  await saidWhen(page, ['Hello'])
  expect(await page.getByText('Forged').count()).toBe(0)
  expect(await page.evaluate('window.__x')).toBeUndefined()
  expect(troubles).toEqual([])
})

test('P17 the frame of the preview listens to the dashboard around it and to nobody else', async () => {
  const workspace = await mintWorkspace()
  const desk = await deskOf(chromium, workspace, { role: 'admin' })
  const path = `${foyerUrl()}/agents/${workspace.agentId}/look`
  const elsewhere = await chromium.newSite({
    '/': html('Elsewhere', '<button>Open</button><iframe></iframe>')
  })
  const stranger = await desk.context.newPage()
  await stranger.goto(elsewhere.url('/'))
  const opening = desk.context.waitForEvent('page')
  await stranger.evaluate(address => {
    Object.assign(window, { opened: window.open(address) })
  }, path)
  const page = await opening
  const preview = page.frameLocator('iframe')
  await preview.getByRole('button', { name: /^Open chat/ }).waitFor()

  const frame = page.frames().find(shown => shown.url().endsWith('/widget-preview'))
  // Every launcher that is put up from here on.
  await frame?.evaluate(`
    window.worn = []
    new MutationObserver(() => worn.push(document.documentElement.lastElementChild?.shadowRoot?.textContent))
      .observe(document.documentElement, { childList: true })`)

  // Through the window it opened itself, and at a frame of its own; the dashboard has let go of the one and refuses the other.
  await stranger.evaluate(`
    document.querySelector('iframe').src = '${foyerUrl()}/widget-preview'
    for (const said of ${attempts}) {
      opened.postMessage(said, '*')
      for (let at = 0; at < opened.length; at++) opened[at].postMessage(said, '*')
    }`)
  expect(await stranger.evaluate('opened.closed')).toBe(true)
  // And by whatever else might come to run inside it.
  // What it believed would be worn before this timer of its own goes off.
  await frame?.evaluate(`
    for (const said of ${attempts}) window.postMessage(said, '*')
    new Promise(done => setTimeout(done, 500))`)

  await page.getByLabel('Title', { exact: true }).fill('Lamp desk')
  await page.getByLabel('Colour', { exact: true }).fill('#b4532a')
  await until(
    () => preview.locator('button.launcher').evaluate(shown => getComputedStyle(shown).backgroundColor),
    color => color === 'rgb(180, 83, 42)'
  )
  await preview.getByRole('button', { name: /^Open chat/ }).click()
  await preview.getByRole('heading', { name: 'Lamp desk' }).waitFor()
  expect(await frame?.evaluate<unknown[]>('worn')).not.toContain('Forged')
  expect(await frame?.evaluate('window.__x')).toBeUndefined()
  expect(await page.evaluate('window.__x')).toBeUndefined()
})
