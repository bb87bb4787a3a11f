import { randomUUID } from 'node:crypto'
import type {
  Agent,
  AgentCreated,
  ApiKeyCreated,
  Conversation,
  ConversationStarted,
  Deliveries,
  Document,
  IdentifyAnswer,
  Message,
  Page as PageOf,
  PeoplePage,
  Person
} from '@foyer/protocol'
import { fillDemo, fillWorkspace, generateVisitors } from '../../demo/data/index.ts'
import { connect, sent } from './destinations.ts'
import type { Server } from './server.ts'

/** What the addresses of the pages name. */
export type Found = {
  person: string
  agent: string
  document: string
  tried: string
  conversation: string
  dashboard: string
  /** Of the link to it. */
  secret: string
  destination: string
  delivery: string
}

const owner = { name: 'Robin Vale', email: 'robin@fennel-row.example', password: 'a garden fits anywhere' }
const hereNowMinutes = 6

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
const cannedReplies = [
  { shortcut: 'label', text: 'Here is a label for sending it back. It is free within the European Union.' },
  { shortcut: 'sowing', text: 'Could you send us a picture, and tell us how warm it is where they stand?' },
  { shortcut: 'sorry', text: 'We are sorry about that. A new one leaves today, and you need not return the other.' }
]
const labels = [['returns'], ['growing advice'], ['orders', 'urgent']]

/** Makes the owner as the set-up page does. Answers the session's cookie. */
export async function setUp({ url, setupCode }: Server): Promise<string> {
  const response = await fetch(`${url}/api/setup`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify({ ...owner, code: setupCode, workspaceName: 'Fennel Row', timezone: 'Europe/Berlin' })
  })
  if (!response.ok) throw new Error(`The set-up was refused: ${await response.text()}`)
  const [cookie] = response.headers.getSetCookie()
  return cookie?.split(';')[0] ?? ''
}

/** The shop's agent comes into being when somebody first opens the shop. */
export async function shopAgent(url: string, cookie: string): Promise<string> {
  await fetch(`${url}/demo`)
  const [agent] = (await call<{ items: Agent[] }>(url, '/api/agents', cookie)).items
  if (!agent) throw new Error('The demo shop has no agent')
  return agent.id
}

/** The month of the demo, who is in the shop just now and where that goes, and what a team does with it all. */
export async function fill(url: string, cookie: string, agent: string): Promise<Found & { close(): Promise<void> }> {
  const scopes = ['visitors:write', 'conversations:write', 'agents:read', 'agents:write']
  const { key: apiKey } = await call<ApiKeyCreated>(url, '/api/keys', cookie, { name: 'Demo data', scopes })
  const { identitySecret } = await call<AgentCreated>(url, `/api/agents/${agent}/secret`, cookie, {})
  const filling = { apiBase: url, apiKey, agentId: agent, identitySecret }
  await fillDemo({ ...filling, site: url, now: Date.now(), terminal: process.stdout })
  const asTeam = <Answer>(path: string, body?: object) => call<Answer>(url, path, cookie, body)
  const { destination, close } = await connect(asTeam)
  // Some who came in the last minutes and are still in the shop, for the page that shows who is here now.
  const story = { seed: 'here now', now: Date.now(), days: hereNowMinutes / (24 * 60), visitors: 24, site: url }
  await fillWorkspace({ ...filling, histories: generateVisitors(story) })
  await sent(asTeam)
  const [delivery] = (await asTeam<Deliveries>(`/api/deliveries?destinationId=${destination}&state=delivered&limit=1`))
    .items
  for (const rule of messages) await call(url, `/api/agents/${agent}/proactive`, cookie, rule)
  for (const reply of cannedReplies) await call(url, '/api/canned-replies', cookie, reply)
  return {
    agent,
    destination,
    delivery: delivery?.id ?? '',
    close,
    person: await somebody(url, cookie),
    ...(await talk(url, cookie, agent)),
    ...(await keep(url, cookie))
  }
}

const last28 = { last: 28 }
const reports = [
  { name: 'How the shop does', kind: 'overview', range: last28, question: { compare: true }, width: 12, height: 2 },
  {
    name: 'Orders by day',
    kind: 'trend',
    range: last28,
    question: { series: [{ event: 'Order Completed', label: 'Orders' }], compare: true, unit: 'day' },
    width: 6,
    height: 2
  },
  {
    name: 'Pages people land on',
    kind: 'top',
    range: last28,
    question: { dimension: 'entryPage' },
    width: 6,
    height: 2
  },
  { name: 'Conversations', kind: 'conversations', range: last28, question: { compare: true }, width: 6, height: 1 },
  { name: 'Who comes back', kind: 'retention', range: last28, question: { unit: 'week' }, width: 6, height: 1 },
  {
    name: 'Pages by country',
    kind: 'trend',
    range: last28,
    question: { series: [{ event: 'page', label: 'Views' }], breakdown: 'country', limit: 7, unit: 'day' },
    width: 6,
    height: 2
  },
  { name: 'What was asked of us', kind: 'requests', range: { last: 1 }, question: {}, width: 6, height: 2 }
]

const segments = [
  { name: 'Ordered twice', filters: [{ did: { event: 'Order Completed' }, times: { op: 'atLeast', count: 2 } }] },
  {
    name: 'Full carts in Germany',
    filters: [{ did: { event: 'Product Added' } }, { property: 'country', value: 'DE' }]
  },
  { name: 'Talked with us', filters: [{ property: 'person.talked', value: true }] }
]
const notes = [
  { daysAgo: 19, text: 'Autumn catalogue sent to 4,200 readers' },
  { daysAgo: 9, text: 'The new checkout went out' },
  { daysAgo: 4, text: 'Payment provider was down from noon to half past two' }
]

/** What a team keeps: segments, notes on the charts, and a dashboard. */
async function keep(url: string, cookie: string): Promise<Pick<Found, 'dashboard' | 'secret'>> {
  for (const { name, filters } of segments) await call(url, '/api/segments', cookie, { name, rule: { filters } })
  for (const { daysAgo, text } of notes) {
    const at = new Date(Date.now() - daysAgo * 86_400_000).toISOString().slice(0, 10)
    await call(url, '/api/annotations', cookie, { at, text })
  }
  return arrange(url, cookie)
}

/** A dashboard with one of most kinds, and a link to it. */
async function arrange(url: string, cookie: string): Promise<Pick<Found, 'dashboard' | 'secret'>> {
  const tiles: { reportId: string; width: number; height: number }[] = []
  for (const { width, height, ...report } of reports) {
    const { id } = await call<{ id: string }>(url, '/api/reports', cookie, report)
    tiles.push({ reportId: id, width, height })
  }
  const { id } = await call<{ id: string }>(url, '/api/dashboards', cookie, { name: 'Monday morning', tiles })
  await call(url, '/api/dashboards', cookie, { name: 'The campaign in spring' })
  const link = await call<{ url: string }>(url, `/api/dashboards/${id}/link`, cookie, { expiresInDays: 30 })
  return { dashboard: id, secret: link.url.split('/').at(-1) ?? '' }
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

/** A question tried in the playground, and a visitor who asks for a person after an answer. */
async function talk(
  url: string,
  cookie: string,
  agentId: string
): Promise<Pick<Found, 'document' | 'tried' | 'conversation'>> {
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
  const { items } = await call<PageOf<Conversation>>(url, '/api/conversations?source=api&limit=3', cookie)
  for (const [index, { id }] of items.entries())
    await call(url, `/api/conversations/${id}`, cookie, { addLabels: labels[index] }, 'PATCH')
  const documents = await call<PageOf<Document>>(url, '/api/knowledge/documents?search=Shipping', cookie)
  return { document: documents.items[0]?.id ?? '', tried, conversation: conversation.id }
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
