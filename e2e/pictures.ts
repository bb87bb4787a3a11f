import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type {
  Agent,
  AgentCreated,
  ApiKeyCreated,
  ConversationStarted,
  Document,
  IdentifyAnswer,
  Message,
  Page as PageOf,
  PeoplePage,
  Person
} from '@foyer/protocol'
import { chromium, type Page } from 'playwright-core'
import { fillDemo, fillWorkspace, generateVisitors } from '../demo/data/index.ts'
import { findChromium } from '../scripts/chromium.mjs'

// `npm run pictures [words…]` takes every page, at both widths and in both themes, before and after there are visitors, into
// ./pictures/<page>-<width>-<theme>-<state>.png. With words, only pages whose names contain one of them.

type Shot = {
  name: string
  path: string | ((found: Found) => string)
  /** `new`: nobody has set the server up yet. `empty`: an owner, no visitors. `full`: with the demo data. */
  states: readonly State[]
  as: 'member' | 'nobody' | 'visitor'
  /** What to do on the page before its picture is taken. */
  first?: (page: Page) => Promise<void>
}
type State = 'new' | 'empty' | 'full'
type Found = { person: string; agent: string; document: string; tried: string; conversation: string }

const both = ['empty', 'full'] as const
const member = (name: string, path: Shot['path'], states: readonly State[] = both): Shot => ({
  name,
  path,
  states,
  as: 'member'
})
const visitor = (name: string, path: string, first?: Shot['first']): Shot => ({
  name: `shop-${name}`,
  path: `/demo${path}`,
  states: ['full'],
  as: 'visitor',
  ...(first ? { first } : {})
})

const widget = (name: string, first: Shot['first']): Shot => ({
  name,
  path: '/demo',
  states: ['empty'],
  // As long as the screen, which is what it sits in the corner of.
  as: 'nobody',
  ...(first ? { first } : {})
})

const shots: readonly Shot[] = [
  { name: 'set-up', path: '/setup', states: ['new'], as: 'nobody' },
  { name: 'sign-in', path: '/sign-in', states: ['empty'], as: 'nobody' },
  member('welcome', '/welcome', ['empty']),
  member('live', '/live'),
  member('people', '/people'),
  member('person', ({ person }) => `/people/${person}`, ['full']),
  member('agents', '/agents'),
  member('agent', ({ agent }) => `/agents/${agent}`),
  member('answers', ({ agent }) => `/agents/${agent}/answers`),
  member('playground', ({ agent, tried }) => `/agents/${agent}/playground${tried && `?c=${tried}`}`),
  member('knowledge', '/agents/knowledge?q=Do%20you%20ship%20to%20Norway%3F'),
  member('knowledge-text', '/agents/knowledge?add=text', ['full']),
  member('document', ({ document }) => `/agents/knowledge/${document}`, ['full']),
  {
    ...member('inbox', ({ conversation }) => `/inbox${conversation && `/${conversation}`}`),
    first: unfoldAnswer
  },
  member('agent-messages', ({ agent }) => `/agents/${agent}/messages`),
  member('agent-message-edit', ({ agent }) => `/agents/${agent}/messages?edit=pricing`, ['full']),
  member('agent-look', ({ agent }) => `/agents/${agent}/look`, ['empty']),
  member('settings-workspace', '/settings/workspace'),
  member('settings-members', '/settings/members'),
  member('settings-inbox', '/settings/inbox'),
  member('settings-keys', '/settings/keys'),
  member('settings-privacy', '/settings/privacy'),
  { ...member('settings-privacy-rules', '/settings/privacy', ['empty']), first: europeanRule },
  member('settings-audit', '/settings/audit'),
  member('settings-ledger', '/settings/ledger'),
  member('settings-account', '/settings/account'),
  visitor('home', ''),
  visitor('products', '/products'),
  visitor('category', '/products?category=flowers'),
  visitor('product', '/product/san-marzano-tomato'),
  visitor('search', '/search?q=blue'),
  visitor('cart', '', page => goWithCart(page, '/cart')),
  visitor('checkout', '', page => goWithCart(page, '/checkout')),
  visitor('confirmation', '', order),
  visitor('sign-in', '/sign-in'),
  visitor('pricing', '/pricing'),
  visitor('about', '/about'),
  visitor('contact', '/contact'),
  widget('widget-closed', async page => chatOn(page)),
  widget('widget-empty', page => openChat(page)),
  widget('widget-talk', page =>
    talk(page, 'Do you ship to Portugal? See https://shop.example/shipping', 'Write a message')
  ),
  widget('widget-rtl', page => talk(page, 'هل تشحنون إلى البرتغال؟', 'اكتب رسالة', 'ar'))
]
const shipping = `# Shipping

## Abroad

We ship to Norway, Sweden and Denmark within five working days. Customs are paid by us.

Parcels over twenty kilograms go by pallet and take up to ten days; we write to you the day before they leave.

## At home

Orders before noon leave the same day.`

const messages = [
  {
    name: 'Hesitation on the season box',
    message: 'Comparing the boxes? Ask away, we can help you choose.',
    conditions: [
      { kind: 'page', op: 'contains', value: '/pricing' },
      { kind: 'timeOnPage', seconds: 30 }
    ],
    frequency: { kind: 'visit' },
    enabled: true
  },
  {
    name: 'A full cart that waits',
    message: 'Anything unclear about delivery? We are happy to help before you order.',
    conditions: [
      { kind: 'cart', atLeast: 50, currency: 'EUR' },
      { kind: 'known', as: 'anonymous' }
    ],
    frequency: { kind: 'times', times: 1, days: 14 },
    hours: { days: [1, 2, 3, 4, 5], from: '09:00', to: '17:00' },
    enabled: true
  },
  {
    name: 'Autumn planting',
    message: 'It is the week for garlic. Shall we tell you which one?',
    conditions: [
      { kind: 'country', in: ['DE', 'AT', 'CH'] },
      { kind: 'scroll', percent: 60 }
    ],
    frequency: { kind: 'once' },
    enabled: false
  }
]
const widths = { 1440: { width: 1440, height: 900 }, 390: { width: 390, height: 844 } }
const themes = ['light', 'dark'] as const

const root = join(import.meta.dirname, '..')
const folder = join(root, 'pictures')
const minutes = 6
const owner = { name: 'Robin Vale', email: 'robin@fennel-row.example', password: 'a garden fits anywhere' }
const wanted = process.argv.slice(2)
const chosen = shots.filter(shot => wanted.length === 0 || wanted.some(word => shot.name.includes(word)))

// Closed in the opposite order, whatever happens.
await using open = new AsyncDisposableStack()
await mkdir(folder, { recursive: true })
const data = await mkdtemp(join(tmpdir(), 'foyer-pictures-'))
open.defer(() => rm(data, { recursive: true, force: true }))
const server = await startServer(data)
open.defer(server.stop)
const browser = await chromium.launch({
  executablePath: findChromium() ?? '',
  args: [
    '--no-sandbox',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--no-first-run',
    '--disable-gpu',
    '--disable-quic'
  ]
})
open.defer(() => browser.close())
await takeAll()

async function takeAll(): Promise<void> {
  const { url } = server
  const nobody: Found = { person: '', agent: '', document: '', tried: '', conversation: '' }
  await take('new', undefined, nobody)
  const cookie = await setUp(url)
  // The shop's agent comes into being when somebody first opens the shop.
  await fetch(`${url}/demo`)
  const [agent] = (await call<{ items: Agent[] }>(url, '/api/agents', cookie)).items
  if (!agent) throw new Error('The demo shop has no agent')
  await take('empty', cookie, { ...nobody, agent: agent.id })
  if (!chosen.some(shot => shot.states.includes('full'))) return

  const key = await call<ApiKeyCreated>(url, '/api/keys', cookie, { name: 'Demo data', scopes: ['visitors:write'] })
  const { key: apiKey } = key
  const { id: agentId } = agent
  const { identitySecret } = await call<AgentCreated>(url, `/api/agents/${agentId}/secret`, cookie, {})
  const filling = { apiBase: url, apiKey, agentId, identitySecret }
  await fillDemo({ ...filling, site: url, now: Date.now(), terminal: process.stdout })
  // Some who came in the last minutes and are still in the shop, for the page that shows who is here now.
  const story = { seed: 'here now', now: Date.now(), days: minutes / (24 * 60), visitors: 24, site: url }
  await fillWorkspace({ ...filling, histories: generateVisitors(story) })
  for (const rule of messages) await call(url, `/api/agents/${agentId}/proactive`, cookie, rule)
  const answered = await answerVisitors(url, cookie, agent.id)
  await take('full', cookie, { person: await somebody(url, cookie), agent: agent.id, ...answered })
}

/** The chat of the shop's own agent, on the page that is open. */
async function chatOn(page: Page, language?: string): Promise<void> {
  await page.evaluate(async spoken => {
    if (spoken) Object.assign(document.documentElement, { lang: spoken, dir: 'rtl' })
    const agent = document.querySelector<HTMLElement>('script[data-agent-id]')?.dataset.agentId
    const script = document.createElement('script')
    script.src = '/widget.js'
    const loaded = new Promise(done => script.addEventListener('load', done))
    document.head.append(script)
    await loaded
    await (window as unknown as { injectWidget(id: string | undefined): Promise<void> }).injectWidget(agent)
  }, language)
}

async function openChat(page: Page, language?: string): Promise<void> {
  await chatOn(page, language)
  await page.evaluate(() => (window as unknown as { LiveLayer: { chat: { open(): void } } }).LiveLayer.chat.open())
  await page.getByRole('dialog').locator('textarea').waitFor()
}

async function talk(page: Page, text: string, field: string, language?: string): Promise<void> {
  await openChat(page, language)
  await page.getByRole('textbox', { name: field }).fill(text)
  await page.getByRole('textbox', { name: field }).press('Enter')
  await page.locator('.receipt').waitFor()
}

/** Whoever shows most on a profile: proven, seen lately, on two devices. */
async function somebody(url: string, cookie: string): Promise<string> {
  const { items } = await call<PeoplePage>(
    url,
    '/api/people?known=verified&sort=lastSeenAt&order=desc&limit=100',
    cookie
  )
  for (const { id } of items.filter(person => person.events > 80)) {
    const { devices } = await call<Person>(url, `/api/people/${id}`, cookie)
    if (devices.length > 1) return id
  }
  throw new Error('The demo data has nobody with two devices')
}

/** Something to answer from, a question tried in the playground, and a visitor who then asks for a person. */
async function answerVisitors(url: string, cookie: string, agentId: string): Promise<Omit<Found, 'person' | 'agent'>> {
  const texts = [
    { text: shipping, url: `${url}/demo/about` },
    { text: '# Returns\n\nSend anything back within thirty days, seeds too if the packet is closed.' },
    { text: '# Gift cards\n\nThey hold for three years and can be spent in parts.' }
  ]
  const [document = ''] = await Promise.all(
    texts.map(async text => {
      const { id } = await call<Document>(url, '/api/knowledge/documents', cookie, { kind: 'markdown', ...text })
      return id
    })
  )
  await call(url, `/api/agents/${agentId}/responder`, cookie, { kind: 'documents', name: 'Porch' }, 'PATCH')
  const { conversationId: tried } = await call<ConversationStarted>(url, '/api/conversations', cookie, {
    agentId,
    source: 'playground',
    as: 'visitor',
    message: 'Do you ship to Norway?'
  })
  await answered(url, cookie, tried)
  const conversation = await askAsVisitor(url, agentId)
  await answered(url, cookie, conversation.id)
  await call(url, `/api/conversations/${conversation.id}/hand-over`, conversation, {})
  return { document, tried, conversation: conversation.id }
}

async function askAsVisitor(url: string, agentId: string): Promise<{ id: string; token: string }> {
  const { token } = await call<IdentifyAnswer>(url, '/api/visitors/identify', '', { agentId, localId: randomUUID() })
  const { conversationId } = await call<ConversationStarted>(
    url,
    '/api/conversations',
    { token },
    {
      agentId,
      message: 'Hello, do you ship to Norway, and what do customs cost?',
      context: { url: `${url}/demo/product/watering-can`, title: 'Watering can · Fennel Row' }
    }
  )
  return { id: conversationId, token }
}

async function answered(url: string, cookie: string, conversation: string): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    const { items } = await call<PageOf<Message>>(url, `/api/conversations/${conversation}/messages`, cookie)
    if (items.some(({ author }) => author.kind === 'responder')) return
    await new Promise(done => setTimeout(done, 100))
  }
  throw new Error('Nobody answered')
}

async function unfoldAnswer(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle')
  const answer = page.getByRole('log').getByRole('button', { name: /confident/ })
  if ((await answer.count()) > 0) await answer.first().click()
}

async function take(state: State, cookie: string | undefined, found: Found): Promise<void> {
  for (const shot of chosen.filter(one => one.states.includes(state))) {
    for (const theme of themes) {
      for (const [width, viewport] of Object.entries(widths)) {
        const context = await browser.newContext({ viewport, colorScheme: theme, reducedMotion: 'reduce' })
        if (shot.as === 'member' && cookie) await context.addCookies([cookieFor(cookie)])
        const page = await context.newPage()
        const faults: string[] = []
        page.on('pageerror', fault => faults.push(fault.message))
        const path = typeof shot.path === 'string' ? shot.path : shot.path(found)
        const file = `${shot.name}-${width}-${theme}-${state}.png`
        try {
          await page.goto(server.url + path)
          if (shot.first) await shot.first(page)
          await settle(page)
          if (shot.as === 'visitor') await unroll(page, viewport)
          await page.screenshot({ path: join(folder, file) })
        } catch (fault) {
          faults.push(String(fault))
        }
        console.log(faults.length === 0 ? `  ${file}` : `  ${file}: ${faults.join('; ')}`)
        if (faults.length > 0) process.exitCode = 1
        await context.close()
      }
    }
  }
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

async function europeanRule(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Add a rule for Europe' }).click()
  await page.getByLabel('IP address to try').fill('81.2.69.142')
  await page.getByRole('button', { name: 'Show' }).click()
  await page.getByRole('table', { name: 'What is known of 81.2.69.142' }).waitFor()
}

async function goWithCart(page: Page, path: string): Promise<void> {
  for (const product of ['san-marzano-tomato', 'watering-can', 'corn-poppy']) {
    await page.goto(`${server.url}/demo/product/${product}`)
    await page.getByRole('button', { name: 'Add to cart' }).click()
    await page.locator('.toast.shown').waitFor()
  }
  await page.goto(`${server.url}/demo${path}`)
}

async function order(page: Page): Promise<void> {
  await goWithCart(page, '/checkout')
  await page.getByLabel('Name', { exact: true }).fill('Robin Vale')
  await page.getByLabel('E-mail').fill('robin@example.com')
  await page.getByRole('button', { name: 'Place the order' }).click()
  await page.getByRole('heading', { name: 'Thank you.' }).waitFor()
}

type Server = { url: string; setupCode: string; stop(): Promise<void> }

/** A server of its own in a folder of its own; where it listens and its set-up code stand on its first lines. */
async function startServer(dataFolder: string): Promise<Server> {
  const child = spawn(process.execPath, [join(root, 'packages/server/src/main.ts')], {
    env: { PATH: process.env.PATH, FOYER_PORT: String(await freePort()), FOYER_DATA: dataFolder },
    stdio: ['ignore', 'pipe', 'inherit']
  })
  const ended = new Promise<void>(done => child.once('exit', () => done()))
  const stop = async () => {
    child.kill('SIGTERM')
    await ended
  }
  let said = ''
  const started = new Promise<Server>(ready => {
    child.stdout.on('data', (more: Buffer) => {
      said += more.toString()
      const url = /https?:\/\/[^\s/]+/.exec(said)?.[0]
      const setupCode = /Set-up code\s+(\S+)/.exec(said)?.[1]
      if (url && setupCode) ready({ url, setupCode, stop })
    })
  })
  const gone = ended.then((): never => {
    throw new Error(`The server ended before it was ready.\n${said}`)
  })
  return Promise.race([started, gone])
}

/** Chosen here, so that the server knows its own address and the pictures do not show port 0. */
async function freePort(): Promise<number> {
  const asking = createServer().listen(0, '127.0.0.1')
  await once(asking, 'listening')
  const address = asking.address()
  asking.close()
  await once(asking, 'close')
  return typeof address === 'object' && address !== null ? address.port : 0
}

/** Makes the owner as the set-up page does. Answers the session's cookie. */
async function setUp(url: string): Promise<string> {
  const response = await fetch(`${url}/api/setup`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify({ ...owner, code: server.setupCode, workspaceName: 'Fennel Row', timezone: 'Europe/Berlin' })
  })
  if (!response.ok) throw new Error(`The set-up was refused: ${await response.text()}`)
  const [cookie] = response.headers.getSetCookie()
  return cookie?.split(';')[0] ?? ''
}

/** As the member with this cookie, or the visitor with this token. */
async function call<Answer>(
  url: string,
  path: string,
  who: string | { token: string },
  body?: object,
  method = body ? 'POST' : 'GET'
): Promise<Answer> {
  const credential: Record<string, string> =
    typeof who === 'string' ? { cookie: who, 'x-foyer': '1' } : { authorization: `Bearer ${who.token}` }
  const response = await fetch(url + path, {
    method,
    headers: { ...credential, origin: url, ...(body ? { 'content-type': 'application/json' } : {}) },
    ...(body ? { body: JSON.stringify(body) } : {})
  })
  if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`)
  return (await response.json()) as Answer
}

function cookieFor(cookie: string) {
  const [name = '', ...value] = cookie.split('=')
  return { name, value: value.join('='), url: server.url }
}
