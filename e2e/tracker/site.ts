import { createServer, type IncomingMessage, request as requestHttp } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import type { LedgerRow, Timeline, TimelineEvent } from '@foyer/protocol'
import { type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect } from 'vitest'
import { chrome } from '../../packages/server/test/visitor.ts'
import { call, foyerUrl, type Minted, settled } from '../../packages/server/test/workspace.ts'
import { findChromium, quietChromium } from '../../scripts/chromium.mjs'

export const launchOptions = {
  executablePath: findChromium(),
  args: quietChromium,
  // Playwright switches it off; real visitors go back through it all the time.
  ignoreDefaultArgs: ['--disable-back-forward-cache']
}

/** One Chromium for a test file, and for each test what it asks for: visitors, all gone after it. */
export function useChromium() {
  let browser: Awaited<ReturnType<typeof chromium.launch>>
  let open: { close(): Promise<unknown> }[] = []
  beforeAll(async () => {
    browser = await chromium.launch(launchOptions)
  })
  afterAll(() => browser.close())
  afterEach(async () => {
    for (const one of open) await one.close()
    open = []
  })

  return {
    /** A browser nobody has used, with what its pages said wrong. */
    async newVisitor(options: BrowserContextOptions = {}) {
      const context = await browser.newContext({ userAgent: chrome, ...options })
      open.unshift(context)
      const page = await context.newPage()
      return { context, page, troubles: listenForTrouble(page) }
    },
    /** For `data-api-base`: between the pages and Foyer. */
    async newLine() {
      const line = await openLine()
      open.push(line)
      return line
    },
    async newSite(pages: Pages, headers: Record<string, string> = {}) {
      const site = await openSite(pages, headers)
      open.push(site)
      return site
    }
  }
}

/** Uncaught errors, unhandled rejections and everything on the console. */
function listenForTrouble(page: Page): string[] {
  const troubles: string[] = []
  page.on('pageerror', error => troubles.push(`error: ${error.message}`))
  page.on('console', message => troubles.push(`${message.type()}: ${message.text()}`))
  return troubles
}

export type Pages = Record<string, string | ((request: IncomingMessage) => string)>

/** A site of somebody else's, on an origin of its own. A page that is not listed answers as `*`, or 404. */
async function openSite(pages: Pages, headers: Record<string, string>) {
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://site').pathname
    const page = pages[path] ?? pages['*']
    const type = path.endsWith('.js') ? 'text/javascript' : 'text/html; charset=utf-8'
    if (path === '/favicon.ico') return response.writeHead(204).end()
    response.writeHead(page === undefined ? 404 : 200, { 'content-type': type, ...headers })
    response.end(typeof page === 'function' ? page(request) : (page ?? ''))
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    origin,
    url: (path: string) => origin + path,
    close: () =>
      new Promise(resolve => {
        server.closeAllConnections()
        server.close(resolve)
      })
  }
}

type Batch = { events: { id: string; type: string; name?: string }[]; unsure?: string[] }

/** Carries every request to Foyer and remembers it, those of a page that is gone too, which the browser itself does not tell of. */
async function openLine() {
  const carried: { path: string; body: string }[] = []
  const state = { isCut: false, lost: 0, underWay: 0 }
  const server = createServer(async (request, response) => {
    const { method = 'GET', url = '/' } = request
    state.underWay++
    response.on('close', () => state.underWay--)
    const body = await text(request)
    if (state.isCut) {
      state.lost++
      return request.socket.destroy()
    }
    if (method === 'POST') carried.push({ path: url, body })
    const { host: _ours, ...headers } = request.headers
    const onwards = requestHttp(foyerUrl() + url, { method, headers }, answer => {
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(response)
    })
    onwards.on('error', () => response.destroy())
    onwards.end(body)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return Object.assign(state, {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    batches: () => carried.filter(({ path }) => path.endsWith('/events')).map(({ body }) => JSON.parse(body) as Batch),
    close: () =>
      new Promise(resolve => {
        server.closeAllConnections()
        server.close(resolve)
      })
  })
}

export const scriptUrl = () => `${foyerUrl()}/v1.js`

/** The snippet as the dashboard hands it out; `more` are further attributes. */
export const snippet = (workspace: Minted, more = 'data-tracker="auto"') =>
  `<script src="${scriptUrl()}" data-agent-id="${workspace.agentId}" ${more}></script>`

export const html = (title: string, body: string, head = '') =>
  `<!doctype html><html><head><meta charset="utf-8">${head}<title>${title}</title></head><body>${body}</body></html>`

/** Asks again until the answer is as wanted; the last one is in the failure otherwise. */
export async function until<T>(
  ask: () => Promise<T> | T,
  isWanted: (answer: T) => boolean,
  patienceMs = 20_000
): Promise<T> {
  const end = Date.now() + patienceMs
  for (;;) {
    const answer = await ask()
    if (isWanted(answer)) return answer
    if (Date.now() > end) throw new Error(`this did not come: ${JSON.stringify(answer, null, 1)}`)
    await new Promise(resolve => setTimeout(resolve, 100))
  }
}

type People = { items: { id: string; visits: number; name?: string; email?: string; verified: boolean }[] }
export const peopleOf = async (workspace: Minted) =>
  (await call<People>('GET', '/api/people', { who: workspace.key })).body.items

export async function timelineOf(workspace: Minted, id: string): Promise<TimelineEvent[]> {
  const answer = await call<Timeline>('GET', `/api/people/${id}/timeline?limit=500`, { who: workspace.key })
  expect(answer.status).toBe(200)
  return answer.body.items.filter(item => item.kind === 'event').toReversed()
}

/**
 * Everything the workspace has stored of all its people, in the order the browser made it: an id begins with its moment, while
 * the stored time includes how long its batch was on the way.
 */
export async function storedEvents(workspace: Minted): Promise<TimelineEvent[]> {
  const all: TimelineEvent[] = []
  for (const person of await peopleOf(workspace)) all.push(...(await timelineOf(workspace, person.id)))
  return all.sort((a, b) => (a.id < b.id ? -1 : 1))
}

export const eventsWhen = (workspace: Minted, isWanted: (events: TimelineEvent[]) => boolean) =>
  until(() => storedEvents(workspace), isWanted)

/** What became of the events, the dropped ones included, as the server's loss ledger has it for this hour. */
export async function ledgerOf(workspace: Minted): Promise<LedgerRow | undefined> {
  await settled()
  const answer = await call<{ items: LedgerRow[] }>('GET', '/api/ledger', { who: workspace.key })
  return answer.body.items[0]
}

export const ofType = (events: TimelineEvent[], type: string) => events.filter(event => event.type === type)

/** What the page sends to Foyer, as the wire sees it. */
export function listen(context: BrowserContext) {
  const requests: { method: string; path: string; body: string; type: string }[] = []
  context.on('request', request => {
    if (!request.url().startsWith(foyerUrl())) return
    const { pathname } = new URL(request.url())
    requests.push({
      method: request.method(),
      path: pathname,
      body: request.postData() ?? '',
      type: request.headers()['content-type'] ?? ''
    })
  })
  return {
    requests,
    posts: () => requests.filter(request => request.method === 'POST'),
    identifies: () => requests.filter(request => request.path.endsWith('/identify') && request.method === 'POST'),
    batches: () =>
      requests
        .filter(request => request.path.endsWith('/events') && request.method === 'POST')
        .map(request => JSON.parse(request.body) as { events: { id: string; type: string; name?: string }[] })
  }
}

/** Everything the origin of the page keeps in localStorage. */
export const kept = (page: Page) => page.evaluate(() => ({ ...localStorage }))

declare global {
  interface Window {
    // biome-ignore lint/suspicious/noExplicitAny: the page's own global, which tests call as a site would
    LiveLayer: any
    // biome-ignore lint/suspicious/noExplicitAny: as above
    LiveLayerTracker: any
  }
}
