import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import type { BrowserContext, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { addRule, change, listed, setLimits } from '../../packages/server/src/proactive/testing/rules.ts'
import { foyerUrl, type Minted, mintWorkspace } from '../../packages/server/test/workspace.ts'
import { html, type Pages, scriptUrl, snippet, until, useChromium } from '../tracker/site.ts'
import { field, launcher, panel, saidWhen, strictPolicy, teamOf, widgetTag, withWidget, write } from './chat.ts'

const chromium = useChromium()

const lamps = (workspace: Minted, name: string, more?: string) =>
  html(
    name,
    `<main><h1>${name}</h1><p>Warm light for the porch.</p><a href="/about">About</a></main>${widgetTag(workspace, more)}`,
    `<meta name="viewport" content="width=device-width">${snippet(workspace)}`
  )
const siteOf = (workspace: Minted, more?: string): Pages =>
  withWidget({
    '/': lamps(workspace, 'Lamps', more),
    '/pricing': lamps(workspace, 'Pricing', more),
    '/about': lamps(workspace, 'About', more)
  })

const bubble = (page: Page, text: string) => page.getByRole('button', { name: text })
const closing = (page: Page) => page.locator('.preview').getByRole('button', { name: 'Discard' })

/** What is asked of and answered by the part of the server that decides. */
function asked(context: BrowserContext) {
  const calls: { method: string; end: string; status: number; body: string }[] = []
  context.on('response', async response => {
    const { pathname } = new URL(response.url())
    const end = /\/proactive(\/\w+)?$/.exec(pathname)
    const method = response.request().method()
    if (!end || method === 'OPTIONS') return
    const body = await response.text().catch(() => '')
    calls.push({ method, end: end[1] ?? '', status: response.status(), body })
  })
  const of = (end: string) => calls.filter(call => call.end === end)
  return {
    calls,
    of,
    when: (end: string, count: number) =>
      until(
        () => of(end),
        found => found.length >= count
      )
  }
}

/** The page itself has been open for so long. */
const openFor = (page: Page, ms: number) => page.waitForFunction(wanted => performance.now() > wanted, ms)

test('B5 a rule on page and time fires once in two tabs, and opens a conversation only when it is answered', async () => {
  const workspace = await mintWorkspace()
  const team = await teamOf(workspace)
  const site = await chromium.newSite(siteOf(workspace))
  await addRule(workspace, {
    name: 'Pricing',
    message: 'Can I **help** you choose?',
    conditions: [
      { kind: 'page', op: 'is', value: '/pricing' },
      { kind: 'timeOnPage', seconds: 3 }
    ]
  })
  const { page: first, context } = await chromium.newVisitor()
  const { of, when } = asked(context)
  await first.goto(site.url('/about'))
  await when('', 1)
  await openFor(first, 4_000)
  expect(of('/shown')).toEqual([])
  await first.goto(site.url('/pricing'))
  const second = await context.newPage()
  await second.goto(site.url('/pricing'))
  // Both are looked at, as far as a page can know.
  await when('/shown', 2)
  expect(
    of('/shown')
      .map(({ body }) => JSON.parse(body).shown)
      .sort()
  ).toEqual([false, true])
  const shown = () => Promise.all([first, second].map(page => bubble(page, 'Can I help you choose?').count()))
  const counts = await until(shown, ([a = 0, b = 0]) => a + b === 1)
  const page = counts[0] === 1 ? first : second
  expect(await team.list()).toEqual([])
  await bubble(page, 'Can I help you choose?').click()
  await saidWhen(page, ['Can I help you choose?'])
  expect(await team.list()).toEqual([])
  await write(page, 'Yes please')
  const { id, source } = await team.conversation()
  await saidWhen(page, ['Can I help you choose?', 'Yes please'])
  const { messages } = await team.panel(id)
  expect([source, messages.map(({ text }) => text)]).toEqual(['widget', ['Can I **help** you choose?', 'Yes please']])
  expect(messages[0]).toMatchObject({ author: { name: 'Site' }, detail: { proactive: { rule: 'Pricing' } } })
  await team.says(id, 'Here I am')
  await saidWhen(page, ['Can I help you choose?', 'Yes please', 'Here I am'])
  expect((await listed(workspace)).items[0]).toMatchObject({ shown: 1, answered: 1, dismissed: 0 })
})

test('B5 what was closed stays quiet, also after a reload', async () => {
  const workspace = await mintWorkspace()
  const site = await chromium.newSite(siteOf(workspace), strictPolicy())
  await addRule(workspace, {
    message: 'First',
    conditions: [{ kind: 'timeOnPage', seconds: 1 }],
    frequency: { kind: 'times', times: 9, days: 1 }
  })
  await addRule(workspace, { message: 'Second', conditions: [{ kind: 'timeOnPage', seconds: 1 }] })
  await setLimits(workspace, { perDay: 9 })
  const { page, context } = await chromium.newVisitor()
  const { of, when } = asked(context)
  await page.goto(site.url('/'))
  await bubble(page, 'First').waitFor()
  await closing(page).click()
  await bubble(page, 'First').waitFor({ state: 'hidden' })
  expect(await page.evaluate(() => document.activeElement?.shadowRoot?.activeElement?.className)).toContain('launcher')
  await when('/dismissed', 1)
  await until(
    () => page.evaluate(() => Object.keys(localStorage).filter(key => key.endsWith('_closed'))),
    keys => keys.length === 0
  )
  await page.reload()
  await when('', 2)
  expect(JSON.parse(of('')[1]?.body ?? '')).toEqual({ rules: [] })
  await openFor(page, 5_000)
  expect(await page.locator('.preview').count()).toBe(0)
  expect(of('/shown')).toHaveLength(1)
  await launcher(page).click()
  await panel(page).getByText('How can we help?').or(field(page)).first().waitFor()
  expect(await panel(page).locator('.bubble').count()).toBe(0)
})

test('B5 a message waits in its tab from page to page and is counted once; opened by keyboard, it is answered', async () => {
  const workspace = await mintWorkspace()
  const team = await teamOf(workspace)
  const site = await chromium.newSite(siteOf(workspace))
  await addRule(workspace, { message: 'Hello there', conditions: [{ kind: 'page', op: 'is', value: '/' }] })
  const { page, context } = await chromium.newVisitor({ reducedMotion: 'reduce' })
  const { of } = asked(context)
  await page.goto(site.url('/'))
  await bubble(page, 'Hello there').waitFor()
  await page.getByRole('status').filter({ hasText: 'Site: Hello there' }).waitFor({ state: 'attached' })
  expect(await page.locator('.preview').evaluate(element => getComputedStyle(element).animationName)).toBe('none')
  const found = await new AxeBuilder({ page }).disableRules(['html-has-lang']).analyze()
  expect(found.violations.map(({ id }) => id)).toEqual([])
  await page.getByRole('link', { name: 'About' }).click()
  await page.getByRole('heading', { name: 'About' }).waitFor()
  await bubble(page, 'Hello there').waitFor()
  expect(of('/shown')).toHaveLength(1)
  await bubble(page, 'Hello there').focus()
  await page.keyboard.press('Enter')
  await field(page).waitFor()
  await until(
    () => page.evaluate(() => document.activeElement?.shadowRoot?.activeElement?.tagName),
    tag => tag === 'TEXTAREA'
  )
  await page.keyboard.type('Hi')
  await page.keyboard.press('Enter')
  await team.conversation()
  await saidWhen(page, ['Hello there', 'Hi'])
  await page.reload()
  await launcher(page).click()
  await saidWhen(page, ['Hello there', 'Hi'])
  expect((await listed(workspace)).items[0]).toMatchObject({ shown: 1, answered: 1 })
})

test('B5 scroll depth, and an event the page told of before anybody listened', async () => {
  const workspace = await mintWorkspace()
  const tall = '<main style="height:4000px"><h1>Long</h1></main>'
  const early = `<script src="/early.js"></script>`
  const site = await chromium.newSite(
    withWidget({
      '/long': html('Long', tall + widgetTag(workspace), snippet(workspace)),
      '/search': html('Search', `<h1>Search</h1>${early}${widgetTag(workspace)}`, snippet(workspace)),
      '/early.js': 'window.LiveLayer.track("Products Searched", { query: "lamp", results: 0 })'
    })
  )
  await setLimits(workspace, { perDay: 5 })
  await addRule(workspace, {
    message: 'You read on',
    conditions: [
      { kind: 'scroll', percent: 60 },
      { kind: 'page', op: 'is', value: '/long' }
    ]
  })
  await addRule(workspace, {
    message: 'Nothing found?',
    conditions: [{ kind: 'event', name: 'Products Searched', where: [{ property: 'results', op: 'atMost', value: 0 }] }]
  })
  const { page, context } = await chromium.newVisitor()
  const { of, when } = asked(context)
  await page.goto(site.url('/long'))
  await when('', 1)
  await openFor(page, 4_000)
  expect(of('/shown')).toEqual([])
  await page.mouse.wheel(0, 2_500)
  await bubble(page, 'You read on').waitFor()
  const other = await chromium.newVisitor()
  await other.page.goto(site.url('/search'))
  await bubble(other.page, 'Nothing found?').waitFor()
})

/** The demo shop's own pages and scripts, on a site of the test's workspace. */
const shopOf = (workspace: Minted): Pages =>
  withWidget({
    '*': request => {
      const path = new URL(request.url ?? '/', 'http://site').pathname.replace(/^\/demo\/?/, '') || 'index'
      const file = [path, `${path}.html`]
        .map(name => join(import.meta.dirname, '../../demo/shop', name))
        .find(existsSync)
      if (!file || path.includes('..')) return ''
      const text = readFileSync(file, 'utf8')
      if (!file.endsWith('.html')) return text
      return text
        .replaceAll('__FOYER_AGENT_ID__', workspace.agentId)
        .replace('src="/v1.js"', `src="${scriptUrl()}" data-api-base="${foyerUrl()}"`)
        .replace('</body>', `${widgetTag(workspace)}</body>`)
    }
  })

test('B5 a rule on the value of the cart fires in the demo shop once it is full enough, and not after the order', async () => {
  const workspace = await mintWorkspace()
  const site = await chromium.newSite(shopOf(workspace))
  await addRule(workspace, {
    message: 'Free delivery from here on',
    conditions: [{ kind: 'cart', atLeast: 60, currency: 'EUR' }],
    frequency: { kind: 'times', times: 5, days: 1 }
  })
  await setLimits(workspace, { perDay: 5 })
  const { page, context } = await chromium.newVisitor()
  const { of, when } = asked(context)
  await page.goto(site.url('/demo/product/hand-trowel'))
  await when('', 1)
  await page.getByRole('button', { name: 'Add to cart' }).first().click()
  await openFor(page, 4_500)
  const price = await page.evaluate(() => Number(document.querySelector('.price')?.textContent?.replace(/[^\d.]/g, '')))
  expect(price).toBeLessThan(60)
  expect(of('/shown')).toEqual([])
  await page.getByRole('spinbutton', { name: 'Quantity' }).fill(String(Math.ceil(60 / price)))
  await page.getByRole('button', { name: 'Add to cart' }).first().click()
  await bubble(page, 'Free delivery from here on').waitFor()
  // Another browser of nobody known, whose cart was emptied by an order: the server has heard of it, the page has not.
  await page.evaluate(() => window.LiveLayer.track('Order Completed', { total: 99, currency: 'EUR' }))
  await page.goto(site.url('/demo/about'))
  await when('', 2)
  const cart = await until(
    () => of('').at(-1)?.body ?? '',
    body => body.includes('"cart"')
  )
  expect(JSON.parse(cart).cart.value).toBe(0)
})

for (const [what, script] of [
  ['Do Not Track', 'Object.defineProperty(Navigator.prototype, "doNotTrack", { get: () => "1" })'],
  ['Global Privacy Control', 'Object.defineProperty(Navigator.prototype, "globalPrivacyControl", { get: () => true })'],
  ['an opt-out', 'localStorage.setItem("ll_out", "1")']
] as const)
  test(`B5 under ${what} nothing appears by itself, and nothing is asked for`, async () => {
    const workspace = await mintWorkspace()
    const site = await chromium.newSite(siteOf(workspace))
    await addRule(workspace, { conditions: [{ kind: 'timeOnPage', seconds: 1 }] })
    const { page, context } = await chromium.newVisitor()
    await context.addInitScript(script)
    const { calls } = asked(context)
    const parts: string[] = []
    context.on('request', request => void parts.push(new URL(request.url()).pathname))
    await page.goto(site.url('/'))
    // The chat works, and with it the line that tells of rules.
    await launcher(page).click()
    await write(page, 'Hello')
    await saidWhen(page, ['Hello'])
    await page.keyboard.press('Escape')
    await openFor(page, 5_000)
    expect(calls).toEqual([])
    expect(parts.filter(path => path.includes('part-r-'))).toEqual([])
  })

test('B5 where an agent has no rules, or they are off, the page loads nothing of them', async () => {
  const workspace = await mintWorkspace()
  const site = await chromium.newSite(siteOf(workspace))
  const rule = await addRule(workspace, {
    message: 'Switched on',
    conditions: [{ kind: 'timeOnPage', seconds: 1 }],
    enabled: false
  })
  const { page, context } = await chromium.newVisitor()
  const { calls, when } = asked(context)
  const parts: string[] = []
  context.on('request', request => void parts.push(new URL(request.url()).pathname))
  await page.goto(site.url('/'))
  await launcher(page).click()
  await write(page, 'Hello')
  await saidWhen(page, ['Hello'])
  expect(calls).toEqual([])
  expect(parts.filter(path => path.includes('part-r-'))).toEqual([])
  // In an open conversation there is none either, though now there is a rule.
  await change(workspace, rule, { enabled: true })
  await page.reload()
  await when('', 1)
  expect(JSON.parse(calls[0]?.body ?? '')).toEqual({ rules: [] })
})

test('P09 hostile texts of a rule stay texts in the page', async () => {
  const workspace = await mintWorkspace()
  const site = await chromium.newSite(siteOf(workspace), strictPolicy())
  const nasty = '<img src=x onerror=window.__x=1> [a](javascript:window.__x=1)'
  await addRule(workspace, { message: nasty, name: nasty, conditions: [{ kind: 'timeOnPage', seconds: 1 }] })
  const { page } = await chromium.newVisitor()
  await page.goto(site.url('/'))
  await page.locator('.preview-text').waitFor()
  await page.locator('.preview-text').click()
  await panel(page).getByText('<img src=x').waitFor()
  expect(await panel(page).locator('a[href], img, script').count()).toBe(0)
  expect(await page.evaluate('window.__x')).toBeUndefined()
})
