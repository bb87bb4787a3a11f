import type { PeopleBehindAnswer, RetentionAnswer } from '@foyer/protocol'
import { beforeAll, expect, test } from 'vitest'
import { call, mintWorkspace } from '../../../test/workspace.ts'
import { fillGolden, type Golden } from '../testing/golden.ts'

let golden: Golden
beforeAll(async () => {
  golden = await fillGolden()
})

const weeks = { from: '2026-09-28', to: '2026-11-22', unit: 'week' }
const page = { event: 'page' }
const order = { event: 'Order Completed' }
const cart = { event: 'Added to Cart' }

const ask = (body: Record<string, unknown>) =>
  call<RetentionAnswer & { error?: { field?: string; message: string } }>('POST', '/api/analytics/retention', {
    who: golden.workspace.key,
    body: { ...weeks, ...body }
  })
async function retention(body: Record<string, unknown>): Promise<RetentionAnswer> {
  const answer = await ask(body)
  expect(answer.status, JSON.stringify(answer.body)).toBe(200)
  return answer.body
}
const heatMap = (answer: RetentionAnswer) =>
  answer.cohorts.map(cohort => `${cohort.start.slice(5)} ${cohort.size}: ${cohort.returned.join(' ')}`)
const filled = (answer: RetentionAnswer) => heatMap(answer).filter(line => !/ 0: /.test(line))

test('L15 who first came in a week, and in which later weeks they came back', async () => {
  const answer = await retention({ start: page, return: page })
  expect(heatMap(answer)).toEqual([
    '09-28 6: 6 5 4 5 2 3 2 2',
    '10-05 1: 1 0 1 1 1 0 0',
    '10-12 3: 3 0 0 1 2 0',
    '10-19 1: 1 1 1 0 0',
    '10-26 1: 1 1 1 0',
    '11-02 0: 0 0 0',
    '11-09 2: 2 2',
    '11-16 1: 1'
  ])
  // After three weeks: 5 of the first cohort, 1 of the second, 1 of the third, none of the fourth and fifth: 7 of 12.
  expect(answer.curve.size).toBe(15)
  expect(answer.curve.rates.map(rate => Math.round(rate * 1000) / 1000)).toEqual([
    1, 0.643, 0.583, 0.583, 0.455, 0.3, 0.286, 0.333
  ])
})

test('the first time is the first ever, not the first in the span', async () => {
  const answer = await retention({ from: '2026-10-05', start: page, return: page })
  // Anna, Ben, Clara, Gina and Olaf come in that week too, and had come before.
  expect(heatMap(answer)[0]).toBe('10-05 1: 1 0 1 1 1 0 0')
  const orders = await retention({ from: '2026-10-12', start: order, return: order })
  // Anna's second order makes no cohort: her first was on 5 October.
  expect(filled(orders)).toEqual(['10-12 3: 3 0 0 0 0 0', '10-19 2: 2 0 0 0 0', '11-16 1: 1'])
})

test('whoever started in the hour before the span is none of its cohorts', async () => {
  const jon = [{ property: 'visitor', value: golden.ids.jon }]
  const days = { unit: 'day', start: page, return: page, filters: jon, to: '2026-11-03' }
  // Jon came ten minutes before midnight, looked around until after it, and came again on 2 November.
  expect(heatMap(await retention({ ...days, from: '2026-11-01' }))).toEqual([
    '11-01 0: 0 0 0',
    '11-02 0: 0 0',
    '11-03 0: 0'
  ])
  expect(heatMap(await retention({ ...days, from: '2026-10-31' }))[0]).toBe('10-31 1: 1 1 1 0')
})

test('recurring: whoever did it in a week is in the cohort of that week, each time anew', async () => {
  const answer = await retention({ start: order, return: page, cohorts: 'recurring' })
  expect(filled(answer)).toEqual([
    '10-05 2: 2 1 2 1 2 1 1',
    '10-12 3: 3 0 0 0 2 0',
    '10-19 2: 2 1 1 0 0',
    '10-26 1: 1 1 1 1',
    '11-16 1: 1'
  ])
})

test('on or after: who came back in that week or in a later one', async () => {
  const answer = await retention({ start: page, return: order, counting: 'onOrAfter' })
  expect(heatMap(answer).slice(0, 3)).toEqual([
    '09-28 6: 4 4 3 2 1 0 0 0',
    '10-05 1: 1 1 1 0 0 0 0',
    '10-12 3: 2 0 0 0 0 0'
  ])
})

test('start and return take conditions; a breakdown goes by the event that made the cohort', async () => {
  const boots = { ...cart, where: [{ property: 'product', value: 'Boots' }] }
  const answer = await retention({
    start: boots,
    return: { ...order, where: [{ property: 'total', op: 'gte', value: 30 }] },
    unit: 'month',
    from: '2026-10-01',
    to: '2026-11-30'
  })
  // Boots: anna, ben, dan-home, emma and hugo, all in October; 30 or more was paid by anna, ben and emma.
  expect(answer.cohorts[0]).toMatchObject({ start: '2026-10-01', size: 5 })
  expect(answer.cohorts[0]?.returned[0]).toBe(3)
  const split = await retention({
    start: cart,
    return: order,
    breakdown: 'product',
    unit: 'month',
    from: '2026-10-01',
    to: '2026-10-31'
  })
  expect(split.breakdown).toEqual([
    { value: 'Boots', size: 5, rates: [0.8] },
    { value: 'Sandals', size: 2, rates: [0.5] }
  ])
  const rest = await retention({ start: page, return: page, breakdown: 'country', limit: 1 })
  expect(rest.breakdown?.map(({ value, isRest, size }) => ({ value, isRest, size }))).toEqual([
    { value: 'US', size: 4 },
    { value: '', isRest: true, size: 11 }
  ])
})

test('bots are left out unless they are asked for', async () => {
  expect(filled(await retention({ start: page, return: page, bots: 'only' }))).toEqual(['10-05 1: 1 0 0 0 1 0 0'])
})

test.each([
  ['finn', 'Australia/Sydney', '2026-10-03', ['10-03 1: 1 1 1', '10-04 0: 0 0', '10-05 0: 0']],
  ['ida', 'Europe/Berlin', '2026-10-24', ['10-24 1: 1 1 1', '10-25 0: 0 0', '10-26 0: 0']],
  ['emma', 'America/New_York', '2026-10-31', ['10-31 1: 1 1 1', '11-01 0: 0 0', '11-02 0: 0']]
] as const)(
  'the days of %s in %s are those of the clocks there, on the night they change',
  async (who, timezone, from, expected) => {
    const start = { ...page, where: [{ property: 'path', op: 'startsWith', value: '/night' }] }
    const to = new Date(Date.parse(from) + 2 * 86_400_000).toISOString().slice(0, 10)
    const filters = [{ property: 'visitor', value: golden.ids[who] }]
    expect(heatMap(await retention({ start, return: start, unit: 'day', timezone, from, to, filters }))).toEqual(
      expected
    )
  }
)

test('days and weeks that have not begun are left out', async () => {
  const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)
  const answer = await retention({ unit: 'day', from: day(-2), to: day(5), start: page, return: page })
  expect(answer.cohorts.length).toBeLessThanOrEqual(4)
  expect(answer.cohorts.at(-1)?.returned).toHaveLength(1)
  const later = await retention({ unit: 'day', from: day(3), to: day(5), breakdown: 'country' })
  expect(later).toMatchObject({ cohorts: [], curve: { size: 0, rates: [] }, breakdown: [] })
})

test('a workspace without events has cohorts of nobody', async () => {
  const empty = await mintWorkspace()
  const answer = await call<RetentionAnswer>('POST', '/api/analytics/retention', {
    who: empty.key,
    body: { ...weeks, periods: 2 }
  })
  expect(heatMap(answer.body)[0]).toBe('09-28 0: 0 0 0')
})

test.each([
  ['periods', { periods: 61 }],
  ['periods', { periods: 0 }],
  ['unit', { unit: 'hour' }],
  ['unit', { unit: 'day', from: '2020-01-01', to: '2026-01-01' }],
  ['cohorts', { cohorts: 'some' }],
  ['counting', { counting: "on' OR 1=1--" }],
  [
    'start.where.0.value',
    { start: { event: 'page', where: [{ property: 'path', op: 'matches', value: '(a+)+(?=b)' }] } }
  ],
  ['return.where.0.property', { return: { event: 'page', where: [{ property: 'a.b.c.d.e.f.g.h', value: 1 }] } }],
  ['breakdown', { breakdown: 'time' }],
  ['limit', { limit: 1_000_000 }],
  ['timezone', { timezone: "UTC') UNION ALL SELECT 1--" }],
  ['to', { from: '2026-11-01', to: '2026-10-01' }],
  ['from', { from: '1500-01-01' }]
])('what cannot be answered is refused with the name of the field: %s', async (field, body) => {
  const began = performance.now()
  const { status, body: answer } = await ask(body)
  expect(status, JSON.stringify(answer)).toBeGreaterThanOrEqual(400)
  expect(status).toBeLessThan(500)
  expect(`${answer.error?.field} ${answer.error?.message}`).toContain(field)
  expect(performance.now() - began).toBeLessThan(1_000)
})

const behind = (of: Record<string, unknown>, more: Record<string, unknown> = {}, who = golden.workspace.key) =>
  call<PeopleBehindAnswer & { error?: { field?: string } }>('POST', '/api/analytics/people', {
    who,
    body: { of: { report: 'retention', ...of }, ...more }
  })
const namesOf = (answer: PeopleBehindAnswer) => answer.items.map(person => whoIs(person.id)).sort()
const whoIs = (id: string) => Object.entries(golden.ids).find(([, known]) => known === id)?.[0] ?? id

test('a click on a cell shows the very people who came back, or who did not', async () => {
  const question = { ...weeks, start: page, return: page }
  const returned = await behind({ question, cohort: '2026-09-28', period: 3, who: 'returned' })
  expect(returned.status, JSON.stringify(returned.body)).toBe(200)
  expect(returned.body.total).toBe(5)
  // Clara is one person with two browsers.
  const clara = namesOf(returned.body).find(name => name.startsWith('clara'))
  expect(namesOf(returned.body)).toEqual(['anna', 'ben', clara, 'gina', 'olaf'])
  expect(returned.body.items[0]?.at).toBe('2026-10-23T01:00:00.000Z')
  const lost = await behind({ question, cohort: '2026-09-28', period: 3, who: 'lost' })
  expect(namesOf(lost.body)).toEqual(['finn'])
  expect(lost.body.items[0]?.at).toBe('2026-10-03T13:59:59.999Z')

  const orders = { ...weeks, start: order, return: page, cohorts: 'recurring', counting: 'onOrAfter' }
  const back = await behind({ question: orders, cohort: '2026-10-12', period: 1, who: 'returned' })
  expect(namesOf(back.body)).toEqual(['dan-work', 'hugo'])
  const gone = await behind({ question: orders, cohort: '2026-10-12', period: 1, who: 'lost' }, { limit: 1 })
  expect([namesOf(gone.body), gone.body.total]).toEqual([['finn'], 1])
})

test.each([
  ['of.cohort', { cohort: '2026-09-29', period: 0 }],
  ['of.cohort', { cohort: "'); DROP TABLE events--", period: 0 }],
  ['of.period', { cohort: '2026-11-16', period: 1 }]
])('a cell that is not part of the answer is refused: %s', async (field, cell) => {
  const answer = await behind({ question: { ...weeks }, who: 'returned', ...cell })
  expect(answer.status).toBe(422)
  expect(answer.body.error?.field).toBe(field)
})
