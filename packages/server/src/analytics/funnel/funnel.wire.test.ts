import type { FunnelAnswer, PeopleBehindAnswer } from '@foyer/protocol'
import { beforeAll, expect, test } from 'vitest'
import { call } from '../../../test/workspace.ts'
import { fillGolden, type Golden } from '../testing/golden.ts'
import type { Who } from '../testing/golden-table.ts'

let golden: Golden
beforeAll(async () => {
  golden = await fillGolden()
})

const cart = { event: 'Added to Cart' }
const checkout = { event: 'Checkout Started' }
const order = { event: 'Order Completed' }
const eightWeeks = { from: '2026-09-28', to: '2026-11-22' }

const asked = (body: Record<string, unknown>) =>
  call<FunnelAnswer & { error?: { field?: string; message: string } }>('POST', '/api/analytics/funnel', {
    who: golden.workspace.key,
    body: { ...eightWeeks, ...body }
  })
async function funnel(body: Record<string, unknown>): Promise<FunnelAnswer> {
  const answer = await asked(body)
  expect(answer.status, JSON.stringify(answer.body)).toBe(200)
  return answer.body
}
const counts = (part: Pick<FunnelAnswer, 'steps'>) => part.steps.map(step => step.count)
const countsOf = async (body: Record<string, unknown>) => counts(await funnel(body))

async function behind(
  question: Record<string, unknown>,
  step: number,
  who: 'reached' | 'lost',
  more: Record<string, unknown> = {},
  page: Record<string, unknown> = {}
) {
  const answer = await call<PeopleBehindAnswer>('POST', '/api/analytics/people', {
    who: golden.workspace.key,
    body: { of: { report: 'funnel', question: { ...eightWeeks, ...question }, step, who, ...more }, ...page }
  })
  expect(answer.status, JSON.stringify(answer.body)).toBe(200)
  return answer.body
}
const nameOf = (id: string) => Object.entries(golden.ids).find(([, known]) => known === id)?.[0] as Who
const names = (answer: PeopleBehindAnswer) => answer.items.map(person => nameOf(person.id).split('-')[0])

test('a funnel counts people, what is lost at each step, and how long they took', async () => {
  const answer = await funnel({ steps: [cart, order], window: '14d' })
  // Anna twice, clara on two devices, emma in one millisecond, hugo; ben takes 14 days and 7 hours, dan is two people, gina never buys.
  expect(answer).toMatchObject({ windowSeconds: 14 * 86_400, conversion: 4 / 7 })
  expect(answer.steps).toEqual([
    { label: 'Added to Cart', count: 7, rate: 1, rateFromPrevious: 1, dropped: 0 },
    {
      label: 'Order Completed',
      count: 4,
      rate: 4 / 7,
      rateFromPrevious: 4 / 7,
      dropped: 3,
      // 0, 120 (hugo, from his second cart), 340 and 608 415 seconds.
      medianSeconds: 230,
      averageSeconds: 152_218.75
    }
  ])
  expect(answer.timeToConvert.medianSeconds).toBe(230)
  // Nine tenths of the way along these four: seven tenths from the third to the last.
  expect(answer.timeToConvert.p90Seconds).toBeCloseTo(340 + 0.7 * (608_415 - 340), 3)
  expect(answer.timeToConvert.buckets.filter(bar => bar.people > 0)).toEqual([
    { fromSeconds: 0, toSeconds: 1, people: 1 },
    { fromSeconds: 120, toSeconds: 300, people: 1 },
    { fromSeconds: 300, toSeconds: 600, people: 1 },
    { fromSeconds: 604_800, toSeconds: 1_209_600, people: 1 }
  ])
})

test('the window is from the first step to the last, to the millisecond', async () => {
  expect(await countsOf({ steps: [cart, order], window: '15d' })).toEqual([7, 5])
  expect(await countsOf({ steps: [cart, order], window: '2m' })).toEqual([7, 3])
  expect(await countsOf({ steps: [cart, order], window: '119s' })).toEqual([7, 2])
  expect(await countsOf({ steps: [cart, order], window: '608415s' })).toEqual([7, 4])
  expect(await countsOf({ steps: [cart, order], window: '608414s' })).toEqual([7, 3])
})

test('the first step lies in the time that is asked about, the others may come after it', async () => {
  const firstWeek = { from: '2026-09-28', to: '2026-10-04' }
  expect(await countsOf({ ...firstWeek, steps: [cart, order], window: '14d' })).toEqual([1, 1])
  expect(await countsOf({ ...firstWeek, steps: [order, cart], window: '14d' })).toEqual([0, 0])
  expect(await countsOf({ from: '2026-10-06', to: '2026-10-25', steps: [cart, order], window: '14d' })).toEqual([5, 2])
})

test('steps of one millisecond are in order; strict lets nothing lie between but what a page sends by itself', async () => {
  const steps = [cart, checkout, order]
  const ordered = await funnel({ steps })
  expect(counts(ordered)).toEqual([7, 4, 2])
  // Of seven with a cart three went no further, of the four at the checkout two.
  expect(ordered.steps.map(step => step.dropped)).toEqual([0, 3, 2])
  expect(ordered.steps.map(step => step.rateFromPrevious)).toEqual([1, 4 / 7, 2 / 4])
  expect(ordered.steps.map(step => step.rate)).toEqual([1, 4 / 7, 2 / 7])
  expect(await countsOf({ steps, order: 'strict' })).toEqual([7, 3, 1])
  // Mona scrolls and leaves between the two pages she opens.
  const paths = ['/a%20b', '/100%_sure'].map(name => ({ event: 'page', name }))
  expect(await countsOf({ steps: paths, order: 'strict' })).toEqual([1, 0])
  expect(await countsOf({ steps: [{ event: 'click' }, ...paths.slice(1)], order: 'strict', window: '2d' })).toEqual([
    1, 1
  ])
})

test('in any order a step counts once it and those before it were done within the window', async () => {
  const signUp = { event: 'Signed Up' }
  const home = { event: 'page', name: '/' }
  expect(await countsOf({ steps: [order, cart], order: 'any', window: '14d' })).toEqual([8, 4])
  // Anna's next cart is three weeks later; emma's and her order are of one millisecond.
  expect(await countsOf({ steps: [order, cart], window: '30d' })).toEqual([8, 2])
  expect(await countsOf({ steps: [signUp, home], order: 'any', window: '3d' })).toEqual([2, 2])
  expect(await countsOf({ steps: [order, order], order: 'any', window: '30d' })).toEqual([8, 1])
})

test('a step may be one of several, or be left out; whoever does what is excluded is out from there on', async () => {
  const visited = { event: 'page' }
  const either = { event: 'Signed Up', anyOf: [order, { event: 'Invoice Paid' }] }
  const bought = await funnel({ steps: [visited, either], window: '1h' })
  expect(counts(bought)).toEqual([15, 10])
  expect(bought.steps.map(step => step.label)).toEqual(['page', 'Signed Up or Order Completed or Invoice Paid'])
  const optional = await funnel({ steps: [cart, { ...checkout, optional: true }, order], window: '14d' })
  expect(counts(optional)).toEqual([7, 4, 4])
  expect(optional.steps.map(step => step.dropped)).toEqual([0, 3, 3])
  // Hugo takes the boots back, and then begins anew with sandals; with the sandals as no cart at all he is out.
  const removed = { event: 'Removed from Cart' }
  const boots = { ...cart, where: [{ property: 'product', value: 'Boots' }] }
  expect(await countsOf({ steps: [cart, order], exclude: [removed] })).toEqual([7, 4])
  expect(await countsOf({ steps: [boots, order] })).toEqual([5, 3])
  expect(await countsOf({ steps: [boots, order], exclude: [removed] })).toEqual([5, 2])
  expect(await countsOf({ steps: [boots, order], exclude: [{ ...removed, after: 1 }] })).toEqual([5, 2])
})

test('the same step twice is two performances', async () => {
  expect(await countsOf({ steps: [order, order], window: '30d' })).toEqual([8, 1])
  expect(await countsOf({ steps: [{ event: 'track' }, order], window: '14d' })).toEqual([14, 5])
})

test('browsing, chat and purchase in one funnel', async () => {
  expect(await countsOf({ steps: [{ event: 'page' }, { event: 'started' }, order], window: '1d' })).toEqual([15, 3, 1])
  expect(await countsOf({ steps: [{ event: 'conversation' }, order], window: '1d' })).toEqual([3, 1])
})

test('programs are left out, unless they are asked for', async () => {
  const steps = [
    { event: 'page', name: '/' },
    { event: 'page', name: '/cart' }
  ]
  expect(await countsOf({ steps, window: '1h' })).toMatchObject([10, 0])
  expect(await countsOf({ steps, window: '1h', bots: 'with' })).toMatchObject([11, 1])
  expect(await countsOf({ steps, window: '1h', bots: 'only' })).toEqual([1, 1])
})

test('a funnel is broken down by what the first, the last or a given step says', async () => {
  const steps = [cart, order]
  const by = async (more: Record<string, unknown>) =>
    (await funnel({ steps, window: '14d', breakdown: 'browser', ...more })).breakdown?.map(part => [
      part.isRest ? 'rest' : part.value,
      ...counts(part)
    ])
  // Clara fills her cart on the phone and pays on the laptop.
  expect(await by({})).toEqual([
    ['Safari', 3, 2],
    ['Chrome', 2, 2],
    ['Firefox', 2, 0]
  ])
  const onLaptop = [
    ['Firefox', 3, 1],
    ['Chrome', 2, 2],
    ['Safari', 2, 1]
  ]
  expect((await by({ attribution: 'last' }))?.toSorted()).toEqual(onLaptop.toSorted())
  expect((await by({ attribution: 2 }))?.toSorted()).toEqual(onLaptop.toSorted())
  expect(await by({ limit: 1 })).toEqual([
    ['Safari', 3, 2],
    ['rest', 4, 2]
  ])
  expect((await by({ breakdown: 'product' }))?.toSorted()).toEqual([
    ['Boots', 4, 2],
    ['Sandals', 3, 2]
  ])
})

test('a funnel by source goes by the visit in which somebody began, or came to the step that is asked for', async () => {
  const by = async (more: Record<string, unknown>) =>
    (await funnel({ steps: [cart, order], window: '14d', breakdown: 'source', ...more })).breakdown?.map(part => [
      part.isRest ? 'rest' : part.value,
      ...counts(part)
    ])
  const began = [
    ['Direct', 2, 1],
    ['Bing', 1, 1],
    ['Facebook', 1, 0],
    ['Google', 1, 1],
    ['Instagram', 1, 1],
    ['Reddit', 1, 0]
  ]
  expect(await by({})).toEqual(began)
  expect(await by({ attribution: 1 })).toEqual(began)
  // Clara came to the shop from Instagram, and to her order from Google.
  const ordered = [
    ['Direct', 2, 1],
    ['Google', 2, 2],
    ['Bing', 1, 1],
    ['Facebook', 1, 0],
    ['Reddit', 1, 0]
  ]
  expect(await by({ attribution: 'last' })).toEqual(ordered)
  expect(await by({ attribution: 2, limit: 2 })).toEqual([...ordered.slice(0, 2), ['rest', 3, 1]])
  expect(await by({ breakdown: 'campaign' })).toEqual([
    ['', 6, 3],
    ['boots', 1, 1]
  ])
  const question = { steps: [cart, order], window: '14d', breakdown: 'source', attribution: 'last' }
  expect(names(await behind(question, 2, 'reached', { value: 'Google' }))).toEqual(['hugo', 'clara'])
  expect(names(await behind(question, 2, 'lost', { except: ['Direct', 'Google', 'Bing'] }))).toEqual(['dan', 'ben'])
})

test('the values that are shown are those most people began with, and not those of most events', async () => {
  const shown = (await funnel({ steps: [{ event: 'page' }, order], window: '1d', breakdown: 'country', limit: 1 }))
    .breakdown
  // Of 25 pages seen in Britain, nora read twenty.
  expect(shown?.map(part => [part.isRest ? 'rest' : part.value, ...counts(part)])).toEqual([
    ['US', 4, 2],
    ['rest', 11, 6]
  ])
})

test('conversion over time goes by when people began, in the timezone that is asked for', async () => {
  const weeks = await funnel({ steps: [cart, order], window: '14d', unit: 'week' })
  expect(
    weeks.overTime?.map(({ bucket, entered, converted, rate }) => [bucket.slice(5), entered, converted, rate])
  ).toEqual([
    ['09-28', 1, 1, 1],
    ['10-05', 2, 1, 0.5],
    ['10-12', 2, 1, 0.5],
    ['10-19', 2, 1, 0.5],
    ['10-26', 0, 0, 0],
    ['11-02', 0, 0, 0],
    ['11-09', 0, 0, 0],
    ['11-16', 0, 0, 0]
  ])
  const days = { from: '2026-10-14', to: '2026-10-15', steps: [cart, order], unit: 'day' }
  const entered = async (timezone: string) =>
    (await funnel({ ...days, timezone })).overTime?.map(bucket => bucket.entered)
  expect(await entered('UTC')).toEqual([1, 0])
  expect(await entered('Europe/Berlin')).toEqual([0, 1])
  expect(await entered('America/New_York')).toEqual([1, 0])
})

test('every window is answered with how long people took, the longest as well', async () => {
  for (const window of ['1s', '30m', '1d', '49d', '60d', '12w', '90d']) {
    const answer = await funnel({ steps: [cart, order], window })
    expect(answer.timeToConvert.buckets.reduce((sum, { people }) => sum + people, 0)).toBe(answer.steps[1]?.count)
  }
})

test('the bars of the time to convert end with the window, and whoever took all of it is in the last', async () => {
  const { timeToConvert } = await funnel({ steps: [cart, order], window: '2m' })
  // Emma in no time, anna's second order after 45 seconds, hugo's after two minutes exactly.
  expect(timeToConvert.buckets.map(({ fromSeconds, toSeconds, people }) => [fromSeconds, toSeconds, people])).toEqual([
    [0, 1, 1],
    [1, 5, 0],
    [5, 10, 0],
    [10, 30, 0],
    [30, 60, 1],
    [60, 120, 1]
  ])
})

test('a second time stands beside the first', async () => {
  const answer = await funnel({
    from: '2026-10-05',
    to: '2026-10-11',
    steps: [cart, order],
    compare: { from: '2026-09-28', to: '2026-10-04' }
  })
  expect(counts(answer)).toEqual([2, 1])
  expect(answer.compared && counts(answer.compared)).toEqual([1, 1])
  expect(answer.compared?.range.from).toBe('2026-09-28T00:00:00.000Z')

  // Named instead of given: it moves on with the time it stands beside, which a saved funnel needs.
  const week = { from: '2026-10-05', to: '2026-10-11', steps: [cart, order] }
  const before = await funnel({ ...week, compare: 'previous' })
  const { asOf: _asOf, ...days } = answer.compared?.range ?? {}
  expect(before.compared).toMatchObject({ ...answer.compared, range: days })
  const year = await funnel({ from: '2027-10-05', to: '2027-10-11', steps: [cart, order], compare: 'year' })
  expect(counts(year)).toEqual([0, 0])
  expect(year.compared && counts(year.compared)).toEqual([2, 1])
})

test('an empty time is all noughts', async () => {
  const answer = await funnel({
    from: '2025-01-01',
    to: '2025-01-02',
    steps: [cart, order],
    unit: 'day',
    breakdown: 'browser'
  })
  expect(answer).toMatchObject({
    conversion: 0,
    timeToConvert: { buckets: [] },
    breakdown: [],
    overTime: [
      { entered: 0, converted: 0, rate: 0 },
      { entered: 0, converted: 0, rate: 0 }
    ]
  })
  expect(counts(answer)).toEqual([0, 0])
  expect(answer.steps[1]).not.toHaveProperty('medianSeconds')
})

test('behind a bar are the very people, the newest first, page by page', async () => {
  const question = { steps: [cart, order], window: '14d' }
  const lost = await behind(question, 2, 'lost')
  expect([names(lost), lost.total]).toEqual([['gina', 'dan', 'ben'], 3])
  expect(lost.items[0]).toMatchObject({ at: '2026-10-23T01:00:30.000Z', country: 'AU', bot: false })
  const reached = await behind(question, 2, 'reached')
  expect([names(reached), reached.total]).toEqual([['emma', 'hugo', 'clara', 'anna'], 4])

  const found: (string | undefined)[] = []
  let cursor: string | undefined
  do {
    const page = await behind(question, 1, 'reached', {}, { limit: 2, ...(cursor && { cursor }) })
    expect(page.total).toBe(7)
    found.push(...names(page))
    cursor = page.nextCursor
  } while (cursor)
  expect(found.toSorted()).toEqual(['anna', 'ben', 'clara', 'dan', 'emma', 'gina', 'hugo'])

  const onSafari = await behind({ ...question, breakdown: 'browser' }, 2, 'reached', { value: 'Safari' })
  expect(names(onSafari)).toEqual(['hugo', 'clara'])
  expect((await behind(question, 1, 'lost')).total).toBe(0)
  const skipped = { steps: [cart, { ...checkout, optional: true }, order], window: '14d' }
  expect(names(await behind(skipped, 2, 'lost')).toSorted()).toEqual(['anna', 'dan', 'hugo'])
})

test('behind everything else of a breakdown are the people who stand in none of its rows', async () => {
  const question = { steps: [cart, order], window: '14d', breakdown: 'browser', limit: 1 }
  const [first, rest] = (await funnel(question)).breakdown ?? []
  expect([first?.value, rest?.isRest, rest && counts(rest)]).toEqual(['Safari', true, [4, 2]])
  const others = { except: ['Safari'] }
  expect((await behind(question, 1, 'reached', others)).total).toBe(4)
  expect(names(await behind(question, 2, 'reached', others))).toEqual(['emma', 'anna'])
  expect(names(await behind(question, 2, 'lost', others))).toEqual(['gina', 'dan'])
  const refused = async (of: Record<string, unknown>) =>
    (
      await call<{ error: { field: string } }>('POST', '/api/analytics/people', {
        who: golden.workspace.key,
        body: { of: { report: 'funnel', step: 1, who: 'reached', ...of } }
      })
    ).body.error.field
  const asked = { ...eightWeeks, ...question }
  expect(await refused({ question: asked, ...others, value: 'Chrome' })).toBe('of.except')
  expect(await refused({ question: { ...eightWeeks, steps: [cart, order] }, ...others })).toBe('of.except')
})

test('every order is answered with every breakdown, attribution and unit, and so are the people behind it', async () => {
  const steps = [cart, { ...checkout, optional: true }, { ...order, anyOf: [{ event: 'Invoice Paid' }] }]
  const units = ['hour', 'day', 'week', 'month']
  let asked = 0
  for (const [row, order] of ['ordered', 'strict', 'any'].entries())
    for (const [column, breakdown] of ['browser', 'source', 'product', 'traits.plan'].entries()) {
      const attribution = ['first', 'last', 2][(row + column) % 3]
      asked += 1
      const question = {
        from: '2026-10-19',
        to: '2026-11-08',
        steps,
        order,
        breakdown,
        attribution,
        limit: 2,
        window: '7d',
        unit: units[asked % units.length],
        bots: ['without', 'with', 'only'][asked % 3],
        agentId: golden.workspace.agentId,
        exclude: [{ event: 'Removed from Cart' }, ...(order === 'any' ? [] : [{ event: 'click', after: 1 }])],
        filters: [{ any: [{ property: 'country', value: ['AU', 'DE', 'US'] }, { did: { event: 'page' } }] }],
        compare: { from: '2026-09-28', to: '2026-10-18' }
      }
      const answer = await funnel(question)
      const [whole, parts] = [counts(answer), answer.breakdown ?? []]
      for (const [index, count] of whole.entries()) {
        const sum = parts.reduce((total, part) => total + (part.steps[index]?.count ?? 0), 0)
        expect(sum, JSON.stringify({ question, answer })).toBe(count)
      }
      const step = asked % steps.length
      expect((await behind(question, step + 1, 'reached')).total).toBe(whole[step])
      expect(answer.overTime?.reduce((total, bucket) => total + bucket.entered, 0)).toBe(whole[0])
      const [part] = parts
      if (part && !part.isRest)
        expect((await behind(question, 3, 'reached', { value: part.value })).total).toBe(part.steps[2]?.count)
    }
}, 60_000)

test('people who stand at a place of a funnel are a segment', async () => {
  const people = async (step: number, who: string) => {
    const position = { funnel: { steps: [cart, order], window: '14d' }, days: 366, step, who }
    const answer = await call<{ people: number }>('POST', '/api/segments/count', {
      who: golden.workspace.key,
      body: { rule: { filters: [], position } }
    })
    expect(answer.status, JSON.stringify(answer.body)).toBe(200)
    return answer.body.people
  }
  expect([await people(1, 'reached'), await people(2, 'reached'), await people(2, 'lost')]).toEqual([7, 4, 3])
})

const hostile = `') UNION ALL SELECT * FROM file('/etc/passwd')--`
test.each<[string, Record<string, unknown>, string]>([
  ['a window over 90 days', { window: '91d' }, 'window'],
  ['a window that is none', { window: 'soon' }, 'window'],
  ['one step', { steps: [cart] }, 'steps'],
  ['21 steps', { steps: Array.from({ length: 21 }, () => cart) }, 'steps'],
  ['a first step that is optional', { steps: [{ ...cart, optional: true }, order] }, 'steps.0.optional'],
  ['a last step that is optional', { steps: [cart, { ...order, optional: true }] }, 'steps.1.optional'],
  ['an exclusion after the last step', { exclude: [{ event: 'page', after: 2 }] }, 'exclude.0.after'],
  ['an exclusion at a place in any order', { order: 'any', exclude: [{ event: 'page', after: 1 }] }, 'exclude.0.after'],
  ['an attribution to a step there is not', { breakdown: 'browser', attribution: 3 }, 'attribution'],
  [
    'a property that is none',
    { steps: [cart, { ...order, where: [{ property: 'a..b', value: 1 }] }] },
    'steps.1.where.0.property'
  ],
  ['a breakdown by time', { breakdown: 'time' }, 'breakdown'],
  ['a second time that is no time', { compare: 'yesteryear' }, 'compare'],
  ['a second time that ends before it begins', { compare: { from: '2026-10-05', to: '2026-10-01' } }, 'compare.to'],
  [
    'a comparison with no number',
    { steps: [cart, { ...order, where: [{ property: 'total', op: 'gt', value: hostile }] }] },
    'steps.1.where.0.value'
  ],
  [
    'a pattern that cannot be read',
    { steps: [cart, { ...order, anyOf: [{ ...order, where: [{ property: 'total', op: 'matches', value: '(' }] }] }] },
    'steps.1.anyOf.0.where.0.value'
  ],
  [
    'thousands of conditions',
    {
      steps: Array.from({ length: 20 }, () => ({
        ...cart,
        where: Array.from({ length: 50 }, () => ({ property: 'plan', value: 'x' }))
      }))
    },
    'steps'
  ],
  ['seven steps of one kind in any order', { order: 'any', steps: Array.from({ length: 7 }, () => cart) }, 'order']
])('%s is refused with the name of the field', async (_, body, field) => {
  const answer = await asked({ steps: [cart, order], ...body })
  expect(answer.status).toBeGreaterThanOrEqual(400)
  expect(answer.status).toBeLessThan(500)
  expect(answer.body.error?.field, JSON.stringify(answer.body)).toBe(field)
})

test('P19–P24 hostile words are only words', async () => {
  for (const word of [hostile, `' OR 1=1--`, '{x:Identifier}', `\\'`, '%_'])
    expect(
      await countsOf({
        steps: [
          { event: word, name: word },
          { ...order, where: [{ property: word, value: word }] }
        ],
        exclude: [{ event: word }],
        breakdown: word
      })
    ).toEqual([0, 0])
})
