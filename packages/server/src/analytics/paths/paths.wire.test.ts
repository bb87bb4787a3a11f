import type { PathsAnswer, PeopleBehindAnswer } from '@foyer/protocol'
import { beforeAll, expect, test } from 'vitest'
import { hex, identify, newLocalId, page, send } from '../../../test/visitor.ts'
import { call, mintWorkspace, settled } from '../../../test/workspace.ts'
import { fillGolden, type Golden } from '../testing/golden.ts'

let golden: Golden
beforeAll(async () => {
  golden = await fillGolden()
})

const weeks = { from: '2026-09-28', to: '2026-11-22' }
const ask = (body: Record<string, unknown>, who = golden.workspace.key) =>
  call<PathsAnswer & { error?: { field?: string; message: string } }>('POST', '/api/analytics/paths', {
    who,
    body: { ...weeks, ...body }
  })
async function paths(body: Record<string, unknown>, who = golden.workspace.key): Promise<PathsAnswer> {
  const answer = await ask(body, who)
  expect(answer.status, JSON.stringify(answer.body)).toBe(200)
  return answer.body
}
const nodes = (answer: PathsAnswer) =>
  answer.nodes.map(
    node =>
      `${node.level} ${node.isRest ? 'the rest' : node.name} ${node.visits} ended ${node.ended}${node.began === undefined ? '' : ` began ${node.began}`}`
  )
const links = (answer: PathsAnswer) =>
  answer.links.map(
    link =>
      `${link.level} ${link.fromRest ? 'the rest' : link.from} → ${link.toRest ? 'the rest' : link.to} ${link.visits}`
  )

test('L15 which way visits go that come by the newsletter', async () => {
  const answer = await paths({ filters: [{ property: 'campaign', value: 'autumn' }], levels: 3 })
  // Anna twice, Clara, Nora twice.
  expect(answer).toMatchObject({ visits: 5, levels: 3, direction: 'from' })
  expect(nodes(answer)).toEqual([
    '0 /sale 3 ended 2',
    '0 /blog 2 ended 0',
    '1 /blog/news 2 ended 2',
    '1 /shoes/sandals 1 ended 1'
  ])
  expect(links(answer)).toEqual(['0 /blog → /blog/news 2', '0 /sale → /shoes/sandals 1'])
})

test('what people do after a page, pages and events together', async () => {
  const answer = await paths({ start: { event: 'page', name: '/cart' }, nodes: 'both', levels: 4 })
  expect(nodes(answer)).toEqual([
    '0 /cart 3 ended 0',
    '1 Checkout Started 2 ended 0',
    '1 Order Completed 1 ended 1',
    '2 Order Completed 2 ended 2'
  ])
})

test('what led to an order, told from the left, with what visits began with', async () => {
  const answer = await paths({
    end: { event: 'Order Completed' },
    levels: 3,
    filters: [{ property: 'country', value: 'JP' }]
  })
  // Hugo went /sale, /shoes/boots, /sale, /shoes/boots, and ordered: the last level is the order, of pages only.
  expect(answer.direction).toBe('to')
  expect(nodes(answer)).toEqual([
    '0 /sale 1 ended 0 began 0',
    '1 /shoes/boots 1 ended 0 began 0',
    '2 Order Completed 1 ended 0 began 0'
  ])
  const emma = await paths({
    end: { event: 'Order Completed' },
    levels: 3,
    nodes: 'both',
    filters: [{ property: 'visitor', value: golden.ids.emma }]
  })
  // Three in one millisecond stay in their order.
  expect(nodes(emma)).toEqual([
    '0 Added to Cart 1 ended 0 began 0',
    '1 Checkout Started 1 ended 0 began 0',
    '2 Order Completed 1 ended 0 began 0'
  ])
  const all = await paths({ end: { event: 'Order Completed' }, levels: 2 })
  expect(nodes(all)).toEqual([
    '0 /shoes/boots 4 ended 0 began 1',
    '0 /cart 3 ended 0 began 3',
    '0 / 1 ended 0 began 1',
    '0 /sale 1 ended 0 began 1',
    '1 Order Completed 9 ended 0 began 0'
  ])
})

test('what somebody did in one of their browsers has its name, whatever they did in the other', async () => {
  const { ids } = golden
  const clara = [{ property: 'visitor', value: [ids['clara-phone'], ids['clara-laptop']] }]
  const answer = await paths({ nodes: 'both', filters: clara, levels: 2, perLevel: 20 })
  // Two visits of hers on the 8th: on the laptop and, half a minute later, on the phone.
  expect(nodes(answer).sort()).toEqual([
    '0 / 1 ended 0',
    '0 /cart 1 ended 0',
    '0 /help 1 ended 1',
    '0 /sale 1 ended 1',
    '0 /shoes 1 ended 0',
    '1 /help 1 ended 0',
    '1 /shoes/sandals 1 ended 0',
    '1 Checkout Started 1 ended 0'
  ])
})

test('two people with the same visit id have each their own way', async () => {
  const workspace = await mintWorkspace()
  const sessionId = `ses_${hex(16)}`
  const today = new Date().toISOString().slice(0, 10)
  const from = Date.now() - 60_000
  for (const [path, at] of [
    ['/mine', 0],
    ['/yours', 1]
  ] as const) {
    const visitor = (await identify(workspace, { localId: newLocalId() })).body
    const events = [0, 10].map(second =>
      page(`${path}/${second > 0 ? 'then' : 'first'}`, { sessionId, timestamp: from + (at + second) * 1_000 })
    )
    expect((await send(workspace, visitor, events)).status).toBe(202)
  }
  await settled()
  const answer = await paths({ from: today, to: today }, workspace.key)
  expect(links(answer)).toEqual(['0 /mine/first → /mine/then 1', '0 /yours/first → /yours/then 1'])
})

test('nights of numbered pages are one node, twice in a row only where repeats are kept', async () => {
  const filters = [
    { property: 'visitor', value: golden.ids.ida },
    { property: 'path', op: 'startsWith', value: '/night' }
  ]
  expect(nodes(await paths({ filters }))).toEqual(['0 /night/:number 4 ended 4'])
  expect(nodes(await paths({ filters, keepRepeats: true, levels: 2 }))).toEqual([
    '0 /night/:number 4 ended 2',
    '1 /night/:number 2 ended 2'
  ])
  expect(links(await paths({ filters, fold: false, levels: 2 }))).toEqual([
    '0 /night/1 → /night/2 1',
    '0 /night/5 → /night/6 1'
  ])
  expect(nodes(await paths({ filters, fold: false, patterns: ['/night/*'] }))).toEqual(['0 /night/* 4 ended 4'])
})

test('the largest nodes of each level are shown, the rest is one', async () => {
  const answer = await paths({ perLevel: 2, levels: 2 })
  const first = answer.nodes.filter(node => node.level === 0)
  expect(first.map(node => node.isRest ?? false)).toEqual([false, false, true])
  expect(first.reduce((sum, node) => sum + node.visits, 0)).toBe(answer.visits)
  expect(answer.links.reduce((sum, link) => sum + link.visits, 0)).toBe(
    answer.nodes.filter(node => node.level === 1).reduce((sum, node) => sum + node.visits, 0)
  )
})

test('parts of an address that differ from page to page are folded, words are not', async () => {
  const workspace = await mintWorkspace()
  const visitor = (await identify(workspace, { localId: newLocalId() })).body
  const addresses = {
    '/orders/17/items/4': '/orders/:number/items/:number',
    '/u/0b8f0c9e-51f2-4c4e-9d83-2f0a7d6f1a2b': '/u/:id',
    '/blog/2026-11-26/2026-11': '/blog/:date/:date',
    '/doc/507f1f77bcf86cd799439011': '/doc/:id',
    '/internationalization-of-everything': '/internationalization-of-everything',
    '/internationalization': '/internationalization',
    '/iphone-15-pro': '/iphone-15-pro',
    '/v2/x//7/': '/v2/x//:number/',
    '/100%_sure': '/100%_sure'
  }
  const today = new Date().toISOString().slice(0, 10)
  const path = (url: string) => new URL(url, 'https://shop.example').pathname
  await send(
    workspace,
    visitor,
    Object.keys(addresses).map((address, index) => page(address, { timestamp: Date.now() - 60_000 + index }))
  )
  await settled()
  const answer = await paths({ from: today, to: today, levels: 10, perLevel: 2 }, workspace.key)
  expect(answer.nodes.map(node => node.name)).toEqual(Object.values(addresses).map(path))
})

test('a site of more addresses than can be told apart at once is counted whole', { timeout: 60_000 }, async () => {
  const workspace = await mintWorkspace()
  const visitor = (await identify(workspace, { localId: newLocalId() })).body
  const from = Date.now() - 3_600_000
  // 2 100 visits of ten pages that nobody else saw, and 50 that went from /home to /offers.
  const visits = Array.from({ length: 2_150 }, (_, visit) => ({
    sessionId: `ses_${hex(16)}`,
    paths: visit < 50 ? ['/home', '/offers'] : Array.from({ length: 10 }, (_, at) => `/only/page-${visit}-${at}`)
  }))
  const events = visits.flatMap(({ sessionId, paths: own }) =>
    own.map((path, at) => page(path, { sessionId, timestamp: from + at * 1_000 }))
  )
  while (events.length > 0) expect((await send(workspace, visitor, events.splice(0, 500))).status).toBe(202)
  await settled()
  const today = new Date(from).toISOString().slice(0, 10)
  const answer = await paths(
    { from: today, to: new Date().toISOString().slice(0, 10), levels: 10, perLevel: 2 },
    workspace.key
  )
  expect(answer.visits).toBe(2_150)
  expect(nodes(answer).slice(0, 3)).toEqual([
    '0 /home 50 ended 0',
    expect.stringMatching(/^0 \/only\/page-\d+-0 1 ended 0$/),
    '0 the rest 2099 ended 0'
  ])
  expect(nodes(answer)[3]).toBe('1 /offers 50 ended 50')
  expect(links(answer)).toContain('0 /home → /offers 50')
  const last = answer.nodes.filter(node => node.level === 9)
  expect(last.reduce((sum, node) => sum + node.visits, 0)).toBe(2_100)
  expect(last.reduce((sum, node) => sum + node.ended, 0)).toBe(2_100)
})

test('bots are left out unless they are asked for; where nobody was there is nothing', async () => {
  expect((await paths({ bots: 'only' })).visits).toBe(2)
  const empty = await mintWorkspace()
  expect(await paths({}, empty.key)).toMatchObject({ visits: 0, nodes: [], links: [] })
  expect(await paths({ start: { event: 'Nothing like it' } })).toMatchObject({ visits: 0, nodes: [] })
})

test.each([
  ['levels', { levels: 1 }],
  ['levels', { levels: 11 }],
  ['perLevel', { perLevel: 1_000_000 }],
  ['nodes', { nodes: "pages' OR 1=1--" }],
  ['end', { start: { event: 'page' }, end: { event: 'page' } }],
  ['patterns.0', { patterns: ['/no/star'] }],
  ['patterns.1', { patterns: ['/a/*', `/${'*a'.repeat(60)}`] }],
  ['patterns', { patterns: Array.from({ length: 21 }, () => '/a/*') }],
  ['patterns', { patterns: [`/${'a'.repeat(300)}*`] }],
  ['start.where.0.property', { start: { event: 'page', where: [{ property: 'a.b.c.d.e.f.g.h', value: 1 }] } }],
  ['timezone', { timezone: "UTC') UNION ALL SELECT 1--" }],
  ['to', { from: '2026-11-01', to: '2026-10-01' }]
])('what cannot be answered is refused with the name of the field: %s', async (field, body) => {
  const { status, body: answer } = await ask(body)
  expect(status, JSON.stringify(answer)).toBeGreaterThanOrEqual(400)
  expect(status).toBeLessThan(500)
  expect(`${answer.error?.field} ${answer.error?.message}`).toContain(field)
})

test('hostile patterns and names are text', async () => {
  const patterns = ["/'); DROP TABLE events--*", '/%*_', '/\\*', `/${'*'.repeat(150)}a*`, '/{v0:String}*', '*(a+)+$']
  const answer = await paths({ patterns, start: { event: "') UNION ALL SELECT 1-- " } })
  expect(answer.visits).toBe(0)
  expect((await paths({ patterns })).visits).toBeGreaterThan(50)
})

test('a click on a node shows the very people who were there', async () => {
  const behind = (of: Record<string, unknown>) =>
    call<PeopleBehindAnswer & { error?: { field?: string } }>('POST', '/api/analytics/people', {
      who: golden.workspace.key,
      body: { of: { report: 'paths', ...of } }
    })
  const cart = { ...weeks, start: { event: 'page', name: '/cart' }, nodes: 'both' }
  const ordered = await behind({ question: cart, level: 2, node: 'Order Completed' })
  expect(ordered.status, JSON.stringify(ordered.body)).toBe(200)
  // Ben and Clara by the checkout; who works at dan-work ordered at once.
  expect(ordered.body.total).toBe(2)
  expect(ordered.body.items.map(person => person.at)).toEqual(['2026-10-20T19:00:00.000Z', '2026-10-08T18:00:00.000Z'])
  const at = await behind({ question: cart, level: 1, node: 'Order Completed' })
  expect(at.body.items.map(person => person.id)).toEqual([golden.ids['dan-work']])
  const toOrder = { ...weeks, end: { event: 'Order Completed' }, levels: 2 }
  const before = await behind({ question: toOrder, level: 0, node: '/sale' })
  expect(before.body.items.map(person => person.id)).toEqual([golden.ids.anna])
  // Everything but one of a step: whoever ordered at once did not check out.
  const others = await behind({ question: cart, level: 1, except: ['Checkout Started'] })
  expect(others.body.items.map(person => person.id)).toEqual([golden.ids['dan-work']])
  expect((await behind({ question: cart, level: 1, except: ['Checkout Started', 'Order Completed'] })).body.total).toBe(
    0
  )
  expect((await behind({ question: cart, level: 1, except: ['/'], node: '/' })).body.error?.field).toBe('of.node')
  expect((await behind({ question: cart, level: 1 })).body.error?.field).toBe('of.node')
  expect((await behind({ question: cart, level: 0, node: "') UNION ALL SELECT 1--" })).body).toEqual({
    items: [],
    total: 0
  })
  expect((await behind({ question: cart, level: 5, node: '/' })).body.error?.field).toBe('of.level')
})
