import type { Event, ProactiveCondition } from '@foyer/protocol'
import { expect, test } from 'vitest'
import { send, track, userToken, uuidV7 } from '../../test/visitor.ts'
import { mintWorkspace, settled } from '../../test/workspace.ts'
import { guest, start } from '../conversations/testing/talking.ts'
import { preview } from './testing/rules.ts'

const now = Date.now()
const hour = 3_600_000
const ses = (n: number) => `ses_${String(n).padStart(32, '0')}`

type View = {
  path: string
  at: number
  session: number
  /** Seconds. */
  stay?: number
  seen?: number
  read?: number
  during?: [after: number, name: string, properties?: Record<string, unknown>][]
  url?: string
}

/** A page view as the tracker tells it: the page, what happened on it, how far and how long. */
function viewed({ path, at, session, stay, seen, read = 0, during = [], url }: View): Event[] {
  const pageId = uuidV7(at)
  const where = { url: url ?? `https://shop.example${path}`, sessionId: ses(session), title: path }
  const tracked = during.map(([after, name, properties]) =>
    track(name, properties, { ...where, id: uuidV7(at + after * 1000), timestamp: at + after * 1000 })
  )
  const pageView: Event = { id: pageId, type: 'page', timestamp: at, ...where }
  if (stay === undefined) return [pageView, ...tracked]
  const left = at + stay * 1000
  const durationMs = stay * 1000
  const exit: Event = {
    id: uuidV7(left),
    type: 'exit',
    timestamp: left,
    ...where,
    properties: { durationMs, visibleMs: (seen ?? stay) * 1000, scrollPercent: read, pageId, resumed: 0 }
  }
  return [pageView, ...tracked, exit]
}

async function world() {
  const workspace = await mintWorkspace()
  const browse = async (...views: View[]) => {
    const visitor = await guest(workspace)
    const answer = await send(workspace, visitor, views.flatMap(viewed))
    expect(answer.body.rejected, JSON.stringify(answer.body)).toEqual([])
    return visitor
  }
  const fires = async (conditions: ProactiveCondition[], more = {}) => {
    const answer = await preview(workspace, conditions, more)
    if (!answer.known) throw new Error(answer.reason)
    return [answer.times, answer.people]
  }
  return { workspace, browse, fires }
}

test('B5 the preview counts page views that stayed long enough, by what was looked at and not by an open tab', async () => {
  const { browse, fires } = await world()
  await browse(
    { path: '/pricing', at: now - 5 * hour, session: 1, stay: 40 },
    { path: '/pricing', at: now - 5 * hour + 60_000, session: 1, stay: 3 },
    { path: '/pricing/', at: now - 4 * hour, session: 2, stay: 300, seen: 10 },
    { path: '/about', at: now - 3 * hour, session: 3, stay: 60 },
    { path: '/blink', at: now - 3 * hour + 90_000, session: 3, stay: 1 }
  )
  await browse({ path: '/pricing?plan=pro', at: now - 2 * hour, session: 4, stay: 31 })
  await browse({ path: '/pricing', at: now - 8 * 24 * hour, session: 5, stay: 500 })
  // Gone before anything could have appeared.
  expect(await fires([{ kind: 'page', op: 'is', value: '/blink' }])).toEqual([0, 0])
  const pricing: ProactiveCondition = { kind: 'page', op: 'is', value: '/pricing' }
  expect(await fires([pricing])).toEqual([4, 2])
  expect(await fires([pricing, { kind: 'timeOnPage', seconds: 30 }])).toEqual([2, 2])
  expect(await fires([pricing, { kind: 'timeOnPage', seconds: 5 }])).toEqual([3, 2])
  expect(await fires([{ kind: 'timeOnPage', seconds: 5 }])).toEqual([4, 2])
  expect(
    await fires([
      { kind: 'timeOnPage', seconds: 5 },
      { kind: 'page', op: 'isNot', value: '/pricing' }
    ])
  ).toEqual([1, 1])
  expect(await fires([{ kind: 'page', op: 'contains', value: 'PLAN=pro' }])).toEqual([1, 1])
  expect(await fires([{ kind: 'page', op: 'matches', value: '/pric*' }])).toEqual([4, 2])
  expect(await fires([{ kind: 'page', op: 'matches', value: 'https://*.example/ab?ut' }])).toEqual([0, 0])
  expect(await fires([{ kind: 'page', op: 'matches', value: 'https://shop.*/about' }])).toEqual([1, 1])
})

test('B5 the preview keeps to the rule’s own frequency, by person', async () => {
  const { browse, fires } = await world()
  const thrice = [1, 2, 3].map(n => ({ path: '/', at: now - n * 24 * hour, session: n, stay: 20 }))
  await browse(...thrice, { path: '/', at: now - 24 * hour + 60_000, session: 1, stay: 20 })
  await browse({ path: '/', at: now - hour, session: 9, stay: 20 })
  const any: ProactiveCondition[] = [{ kind: 'timeOnPage', seconds: 10 }]
  expect(await fires(any)).toEqual([5, 2])
  expect(await fires(any, { frequency: { kind: 'once' } })).toEqual([2, 2])
  expect(await fires(any, { frequency: { kind: 'visit' } })).toEqual([4, 2])
  expect(await fires(any, { frequency: { kind: 'times', times: 2, days: 7 } })).toEqual([3, 2])
})

test('B5 the preview knows scroll depth, the time of the visit, and events with their properties', async () => {
  const { browse, fires } = await world()
  const searched: View['during'] = [[4, 'Products Searched', { query: 'Lamp', results: 0, tags: ['sale', 'new'] }]]
  await browse(
    { path: '/search', at: now - 5 * hour, session: 1, stay: 20, read: 80, during: searched },
    { path: '/search', at: now - 5 * hour + 30_000, session: 1, stay: 20, read: 20 }
  )
  await browse({
    path: '/search',
    at: now - 2 * hour,
    session: 2,
    during: [[9, 'Products Searched', { query: 'rug', results: '12' }]]
  })
  const event = (...where: object[]): ProactiveCondition[] =>
    [{ kind: 'event', name: 'Products Searched', where }] as ProactiveCondition[]
  expect(await fires([{ kind: 'scroll', percent: 50 }])).toEqual([1, 1])
  expect(await fires([{ kind: 'timeOnSite', seconds: 40 }])).toEqual([1, 1])
  expect(await fires(event())).toEqual([2, 2])
  expect(await fires(event({ property: 'results', op: 'is', value: 0 }))).toEqual([1, 1])
  expect(await fires(event({ property: 'results', op: 'atLeast', value: 10 }))).toEqual([1, 1])
  expect(await fires(event({ property: 'results', op: 'atMost', value: '12' }))).toEqual([2, 2])
  expect(await fires(event({ property: 'query', op: 'contains', value: 'LAM' }))).toEqual([1, 1])
  expect(await fires(event({ property: 'query', op: 'isNot', value: 'lamp' }))).toEqual([1, 1])
  expect(await fires(event({ property: 'tags', op: 'contains', value: 'Sale' }))).toEqual([1, 1])
  expect(await fires(event({ property: 'tags', op: 'exists' }))).toEqual([1, 1])
  expect(await fires(event({ property: 'nothing', op: 'isNot', value: 'x' }))).toEqual([2, 2])
  // A page that never said goodbye was there up to the last that was heard of it.
  expect(await fires([...event(), { kind: 'timeOnPage', seconds: 8 }])).toEqual([2, 2])
  expect(await fires([...event(), { kind: 'timeOnPage', seconds: 10 }])).toEqual([1, 1])
})

test('B5 the preview carries a cart from page to page: put in, taken out, seen, and empty after the order', async () => {
  const { browse, fires } = await world()
  const euro = { currency: 'EUR' }
  await browse(
    {
      path: '/a',
      at: now - 5 * hour,
      session: 1,
      stay: 30,
      during: [[5, 'Product Added', { price: 20, quantity: 2, ...euro }]]
    },
    {
      path: '/b',
      at: now - 5 * hour + 40_000,
      session: 1,
      stay: 30,
      during: [[20, 'Product Added', { price: '15.5', ...euro }]]
    },
    {
      path: '/cart',
      at: now - 5 * hour + 80_000,
      session: 1,
      stay: 30,
      during: [
        [0.3, 'Cart Viewed', { total: 55.5, ...euro }],
        [10, 'Product Removed', { price: 20 }]
      ]
    },
    {
      path: '/thanks',
      at: now - 5 * hour + 120_000,
      session: 1,
      stay: 30,
      during: [[0.3, 'Order Completed', { total: 35.5, ...euro }]]
    },
    { path: '/c', at: now - 5 * hour + 160_000, session: 1, stay: 30 }
  )
  await browse({
    path: '/cart',
    at: now - hour,
    session: 2,
    stay: 30,
    during: [[0.2, 'Cart Viewed', { products: [{ price: 100 }, { price: 5, quantity: 2 }], currency: 'usd' }]]
  })
  const cart = (atLeast: number, more = {}): ProactiveCondition[] => [{ kind: 'cart', atLeast, ...more }]
  // On /a once it is in, on /b and /cart from the beginning, not on /thanks, whose order is told before anything could appear.
  expect(await fires([...cart(40), { kind: 'page', op: 'notContains', value: 'zzz' }])).toEqual([4, 2])
  expect(await fires(cart(55))).toEqual([3, 2])
  expect(await fires([...cart(55), { kind: 'timeOnPage', seconds: 15 }])).toEqual([2, 2])
  expect(await fires(cart(110))).toEqual([1, 1])
  expect(await fires(cart(1, { currency: 'USD' }))).toEqual([1, 1])
  expect(await fires(cart(111))).toEqual([0, 0])
})

test('B5 the preview knows who: visits as they were then, and what else is known as of today', async () => {
  const { workspace, fires } = await world()
  const ana = await guest(workspace, { userToken: await userToken(workspace, 'u1', { traits: { plan: 'pro' } }) })
  const bob = await guest(workspace, { traits: { plan: 'free', email: 'bob@example.com' } })
  await send(
    workspace,
    ana,
    [1, 2].flatMap(n => viewed({ path: '/', at: now - n * 24 * hour, session: n, stay: 20 }))
  )
  await send(workspace, bob, viewed({ path: '/', at: now - 3 * hour, session: 7, stay: 20 }))
  await settled()
  const any: ProactiveCondition = { kind: 'timeOnPage', seconds: 5 }
  expect(await fires([any, { kind: 'visits', atLeast: 2 }])).toEqual([1, 1])
  expect(await fires([any, { kind: 'trait', key: 'plan', op: 'is', value: 'Pro', proven: true }])).toEqual([2, 1])
  expect(await fires([any, { kind: 'trait', key: 'plan', op: 'is', value: 'free', proven: true }])).toEqual([0, 0])
  expect(await fires([any, { kind: 'trait', key: 'plan', op: 'is', value: 'free', proven: false }])).toEqual([1, 1])
  expect(await fires([any, { kind: 'known', as: 'verified' }])).toEqual([2, 1])
  expect(await fires([any, { kind: 'known', as: 'named' }])).toEqual([1, 1])
  expect(await fires([any, { kind: 'talked', has: false }])).toEqual([3, 2])
  await start(workspace, bob, 'Hello')
  // A conversation begun later was none then.
  expect(await fires([any, { kind: 'talked', has: false }])).toEqual([3, 2])
  expect(await fires([any, { kind: 'country', in: ['ZZ'] }])).toEqual([0, 0])
})

test('B5 hostile texts in a rule are compared and nothing else, and another workspace’s visitors are not counted', async () => {
  const { browse, fires } = await world()
  const other = await world()
  await other.browse({ path: '/pricing', at: now - hour, session: 1, stay: 20 })
  await browse({
    path: "/o'hara",
    at: now - hour,
    session: 1,
    stay: 20,
    during: [[3, "x' OR 1=1 --", { "k'": "v')" }]]
  })
  for (const value of ["/o'hara", "*o'h*", "https://shop.example/o'hara"])
    expect(await fires([{ kind: 'page', op: 'matches', value }])).toEqual([1, 1])
  for (const value of ["' OR 1=1 --", '%', '.*', '\\', '{v0:String}', '(', '\u202e', `/${'*a'.repeat(100)}`])
    expect(await fires([{ kind: 'page', op: 'is', value }])).toEqual([0, 0])
  for (const value of ['/(', '/[a-z]*', '/.+', '/\\', '/*a*a*a*a*a*a*a*a*b', '/{v0:String}'])
    expect(await fires([{ kind: 'page', op: 'matches', value }])).toEqual([0, 0])
  expect(
    await fires([{ kind: 'event', name: "x' OR 1=1 --", where: [{ property: "k'", op: 'is', value: "v')" }] }])
  ).toEqual([1, 1])
})
