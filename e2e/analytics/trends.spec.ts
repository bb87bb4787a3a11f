import { beforeAll, expect, test } from 'vitest'
import { fillGolden, type Golden } from '../../packages/server/src/analytics/testing/golden.ts'
import { foyerUrl } from '../../packages/server/test/workspace.ts'
import { useChromium } from '../tracker/site.ts'
import { addressOf, openReport, rowsOf, sitDown, until } from './desk.ts'

const chromium = useChromium()
let golden: Golden
beforeAll(async () => {
  golden = await fillGolden()
}, 120_000)

const all = { from: '2026-09-28', to: '2026-11-22' }
const whole = 'The time as a whole'

test('orders week by week: how often, by how many people, and what they were worth, as a person counts them by hand', async () => {
  const page = await sitDown(chromium, golden)
  const series = [
    { event: 'Order Completed', aggregate: 'count' },
    { event: 'Order Completed', aggregate: 'people' },
    { event: 'Order Completed', aggregate: 'sum', property: 'total' }
  ]
  await openReport(page, '/trends', { ...all, compare: 'off', unit: 'week', series: JSON.stringify(series) })
  await page.getByRole('slider').waitFor()
  expect(await rowsOf(page, whole)).toEqual([
    ['Order Completed, how often', '9'],
    ['Order Completed, people who did it', '8'],
    ['Order Completed, sum of total', '381.5']
  ])
  expect(await rowsOf(page, '3 series')).toEqual([
    ['Week of 28 Sept – 4 Oct 2026', '0', '0', '0'],
    // anna 50, clara 20.5.
    ['Week of 5–11 Oct 2026', '2', '2', '70.5'],
    // finn 100, hugo 20.5, dan at work 30.
    ['Week of 12–18 Oct 2026', '3', '3', '150.5'],
    // ben 30, emma 30.
    ['Week of 19–25 Oct 2026', '2', '2', '60'],
    ['Week of 26 Oct – 1 Nov 2026', '1', '1', '20.5'],
    ['Week of 2–8 Nov 2026', '0', '0', '0'],
    ['Week of 9–15 Nov 2026', '0', '0', '0'],
    ['Week of 16–22 Nov 2026', '1', '1', '80']
  ])
  const chart = page.getByRole('slider')
  await chart.focus()
  await page.keyboard.press('Home')
  await page.keyboard.press('ArrowRight')
  expect(await chart.getAttribute('aria-valuetext')).toContain('Week of 5–11 Oct 2026: ')
  expect(await chart.getAttribute('aria-valuetext')).toContain('70.5')
}, 120_000)

test('a trend is built by hand: an event, how it is counted, a breakdown, a unit, an average, and the address keeps all of it', async () => {
  const page = await sitDown(chromium, golden)
  await openReport(page, '/trends', { ...all, compare: 'off' })
  await page.getByRole('slider').waitFor()
  // Who opened a page: everybody but kim, whose server sent events of hers.
  expect(await rowsOf(page, whole)).toEqual([['Any page, people who did it', '15']])

  await page.getByRole('button', { name: 'Add a series' }).click()
  const picker = page.getByRole('dialog', { name: 'What else is counted?' })
  await picker.getByRole('combobox').fill('Order')
  await picker.getByRole('option', { name: /^Order Completed/ }).click()
  await until(() => rowsOf(page, whole)).toEqual([
    ['Any page, people who did it', '15'],
    ['Order Completed, people who did it', '8']
  ])
  await page.getByRole('button', { name: /^Remove Any page/ }).click()
  await until(() => rowsOf(page, whole)).toEqual([['Order Completed, people who did it', '8']])

  await page.getByLabel('How series 1 is counted').selectOption('sum')
  const property = page.getByRole('combobox', { name: 'The property of series 1' })
  await property.fill('total')
  await property.press('Enter')
  await until(() => rowsOf(page, whole)).toEqual([['Order Completed, sum of total', '381.5']])

  await page.getByLabel('Break down by').selectOption('country')
  // anna 50 and 20.5, clara 20.5; emma 30, dan 30; ben 30; finn 100; hugo 20.5; lena 80.
  await until(async () => Object.fromEntries((await rowsOf(page, whole)).map(([value, sum]) => [value, sum]))).toEqual({
    Australia: '100',
    Germany: '91',
    France: '80',
    'United States': '60',
    'United Kingdom': '30',
    Japan: '20.5'
  })

  // A row narrows everything to its value, and lets go of it again.
  const germany = page.getByRole('table', { name: whole }).getByRole('button', { name: 'Germany' })
  await germany.click()
  await until(() => rowsOf(page, whole)).toEqual([['Germany', '91']])
  expect(addressOf(page).filters).toBe('[{"property":"country","value":"DE"}]')
  await germany.click()
  await until(async () => (await rowsOf(page, whole)).length).toBe(6)

  await page.getByLabel('Break down by').selectOption('')
  await page.getByLabel('Unit').selectOption('week')
  await page.getByLabel('Moving average').selectOption('3')
  await page.getByText('Strong lines: each point and the 2 before it, on average.').waitFor()
  const chart = page.getByRole('slider')
  await chart.focus()
  await page.keyboard.press('Home')
  for (let step = 0; step < 2; step++) await page.keyboard.press('ArrowRight')
  // Nothing, 70.5 and 150.5.
  await until(() => chart.getAttribute('aria-valuetext')).toMatch(/Order Completed 150\.5.*average of 3 73\.67/)

  expect(addressOf(page)).toMatchObject({ ...all, unit: 'week', average: '3' })
  await page.reload()
  await until(() => rowsOf(page, whole)).toEqual([['Order Completed, sum of total', '381.5']])

  // Saved, it is drawn with its average, and opened with it.
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByLabel('Name').fill('Orders, smooth')
  await page.getByRole('button', { name: 'Save report' }).click()
  await page.getByText('Orders, smooth is saved').waitFor()
  await page.goto(`${foyerUrl()}/analytics/dashboards`)
  await page.getByRole('region', { name: 'Saved reports' }).getByRole('link', { name: 'Orders, smooth' }).click()
  const kept = page.getByRole('slider')
  await kept.focus()
  await page.keyboard.press('Home')
  for (let step = 0; step < 2; step++) await page.keyboard.press('ArrowRight')
  await until(() => kept.getAttribute('aria-valuetext')).toMatch(/150\.5.*average of 3 73\.67/)
}, 120_000)

test('the chart of a trend can be read as a table instead', async () => {
  const page = await sitDown(chromium, golden)
  await openReport(page, '/trends', { from: '2026-10-05', to: '2026-10-06' })
  await page.getByRole('button', { name: 'Show as table' }).click()
  const table = page.getByRole('table', { name: 'Any page, people who did it', exact: true })
  await table.waitFor()
  expect(await page.getByRole('slider').count()).toBe(0)
  await page.getByLabel('Unit').selectOption('day')
  await until(() => rowsOf(page, 'Any page, people who did it')).toEqual([
    ['Monday, 5 October 2026', '2', '1'],
    // finn on the Saturday and on the Sunday before.
    ['Tuesday, 6 October 2026', '1', '1']
  ])
}, 120_000)

test('every way of counting a property: the average, the middle, the upper tenth, the least and the most', async () => {
  const page = await sitDown(chromium, golden)
  const series = [{ event: 'Order Completed', aggregate: 'avg', property: 'total' }]
  await openReport(page, '/trends', { ...all, compare: 'off', series: JSON.stringify(series) })
  // 20.5 three times, 30 three times (once as a text), 50, 80 and 100.
  await until(() => rowsOf(page, whole)).toEqual([['Order Completed, average of total', '42.39']])
  // In weeks without an order there is none to measure.
  await page.getByLabel('Unit').selectOption('week')
  await page.getByRole('button', { name: 'Show as table' }).click()
  await until(async () => (await rowsOf(page, 'Order Completed, average of total')).map(row => row[1])).toEqual([
    '—',
    '35.25',
    '50.17',
    '30',
    '20.5',
    '—',
    '—',
    '80'
  ])
  const how = page.getByLabel('How series 1 is counted')
  for (const [aggregate, words, figure] of [
    ['p50', 'median of total', '30'],
    ['p90', '90th percentile of total', '84'],
    ['p95', '95th percentile of total', '92'],
    ['p99', '99th percentile of total', '98.4'],
    ['min', 'least of total', '20.5'],
    ['max', 'most of total', '100'],
    ['visits', 'visits with it', '9']
  ] as const) {
    await how.selectOption(aggregate)
    await until(() => rowsOf(page, whole)).toEqual([[`Order Completed, ${words}`, figure]])
  }
  // Nine orders of eight people.
  await how.selectOption('perPerson')
  await until(() => rowsOf(page, whole)).toEqual([['Order Completed, how often by each person', '1.13']])
}, 120_000)
