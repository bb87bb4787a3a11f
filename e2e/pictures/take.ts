import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, type Page, type Route } from 'playwright-core'
import { findChromium, quietChromium } from '../../scripts/chromium.mjs'
import { root, startServer } from './server.ts'
import { type Shot, type State, shots } from './shots.ts'
import { type Found, fill, setUp, shopAgent } from './workspace.ts'

// `npm run pictures [words…]` takes every page, at both widths and in both themes, before and after there are visitors, into
// ./pictures/<page>-<width>-<theme>-<state>.png. With words, only pages whose names contain one of them.

const widths = { 1440: { width: 1440, height: 900 }, 390: { width: 390, height: 844 } }
const themes = ['light', 'dark'] as const
const folder = join(root, 'pictures')
const wanted = process.argv.slice(2)
const chosen = shots.filter(shot => wanted.length === 0 || wanted.some(word => shot.name.includes(word)))

// Closed in the opposite order, whatever happens.
await using open = new AsyncDisposableStack()
await mkdir(folder, { recursive: true })
const data = await mkdtemp(join(tmpdir(), 'foyer-pictures-'))
open.defer(() => rm(data, { recursive: true, force: true }))
const server = await startServer(data)
open.defer(server.stop)
const browser = await chromium.launch({ executablePath: findChromium() ?? '', args: quietChromium })
open.defer(() => browser.close())

const nobody: Found = {
  person: '',
  agent: '',
  document: '',
  tried: '',
  conversation: '',
  dashboard: '',
  secret: '',
  destination: '',
  delivery: ''
}
await takeAll('new', undefined, nobody)
const cookie = await setUp(server)
const agent = await shopAgent(server.url, cookie)
await takeAll('empty', cookie, { ...nobody, agent })
if (chosen.some(({ states }) => states.includes('full'))) {
  const found = await fill(server.url, cookie, agent)
  open.defer(found.close)
  await takeAll('full', cookie, found)
}

async function takeAll(state: State, cookie: string | undefined, found: Found): Promise<void> {
  for (const shot of chosen.filter(one => one.states.includes(state)))
    for (const theme of themes)
      for (const [width, viewport] of Object.entries(widths)) {
        const context = await browser.newContext({ viewport, colorScheme: theme, reducedMotion: 'reduce' })
        if (shot.as === 'member' && cookie) await context.addCookies([cookieFor(cookie)])
        const file = `${shot.name}-${width}-${theme}-${state}.png`
        const faults = await take(await context.newPage(), shot, found, join(folder, file), viewport)
        console.log(faults.length === 0 ? `  ${file}` : `  ${file}: ${faults.join('; ')}`)
        if (faults.length > 0) process.exitCode = 1
        await context.close()
      }
}

/** Answers what went wrong on the page or on the way to its picture. */
async function take(
  page: Page,
  { path, as, first, fate, known }: Shot,
  found: Found,
  file: string,
  viewport: { width: number; height: number }
): Promise<string[]> {
  const faults: string[] = []
  page.on('pageerror', fault => faults.push(fault.message))
  try {
    if (fate) await page.route(/\/api\//, route => meet(route, fate, known))
    await page.goto(server.url + (typeof path === 'string' ? path : path(found)))
    if (first) await first(page)
    if (fate === 'loading') await waiting(page)
    else await settle(page)
    if (as === 'visitor') await unroll(page, viewport)
    await page.screenshot({ path: file })
  } catch (fault) {
    faults.push(String(fault))
  }
  return faults
}

/** Who is signed in is always known, or there would be no page. */
async function meet(route: Route, fate: 'loading' | 'failed', known?: RegExp): Promise<void> {
  if (known?.test(new URL(route.request().url()).pathname)) return route.continue()
  if (/\/api\/(session|live|agents|workspace)\b/.test(route.request().url())) return route.continue()
  if (fate === 'failed')
    return route.fulfill({
      status: 503,
      json: {
        error: { code: 'unavailable', message: 'The event store does not answer. Nothing is lost.', requestId: 'req_1' }
      }
    })
}

/** The page is there, and what it asked for is not. */
async function waiting(page: Page): Promise<void> {
  await page.getByRole('heading', { level: 1 }).waitFor()
  await page.getByRole('status').filter({ hasText: 'Loading' }).first().waitFor()
}

/** What is on its way has arrived, and nothing is still only the outline of itself. */
async function settle(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle')
  await page.waitForFunction(() => {
    const isSeen = (one: Element) => one.getBoundingClientRect().top < innerHeight
    const said = [...document.querySelectorAll('[role="status"]')].filter(isSeen).map(one => one.textContent ?? '')
    return document.fonts.status === 'loaded' && !said.some(text => text.startsWith('Loading'))
  })
  await page.evaluate(() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done))))
}

/** A shop is longer than a screen. The screen is made as long, so that what sticks to its edge is not in the middle. */
async function unroll(page: Page, { width, height }: { width: number; height: number }): Promise<void> {
  const length = await page.evaluate(() => document.documentElement.scrollHeight)
  await page.setViewportSize({ width, height: Math.max(height, length) })
}

function cookieFor(cookie: string) {
  const [name = '', ...value] = cookie.split('=')
  return { name, value: value.join('='), url: server.url }
}
