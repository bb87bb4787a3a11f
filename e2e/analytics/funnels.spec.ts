import { readFile } from 'node:fs/promises'
import type { Segment } from '@foyer/protocol'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { identify, newLocalId, send, track } from '../../packages/server/test/visitor.ts'
import { call, foyerUrl, mintWorkspace, settled } from '../../packages/server/test/workspace.ts'
import { faultsOf } from '../team/accessible.ts'
import { signIn } from '../team/sign-in.ts'
import { useChromium } from '../tracker/site.ts'
import { asGoldenOwner, whoIsShown, wholeTable } from './golden-shop.ts'

const chromium = useChromium()

/** "7 100%" under each step. */
const counts = (page: Page) =>
  page
    .getByRole('button', { name: /^Step \d+, .* of those who began/ })
    .evaluateAll(all =>
      all.map(one => [...one.querySelectorAll('span:not(.sr-only)')].map(part => part.textContent).join(' '))
    )
const step = (page: Page, number: number) => page.getByRole('button', { name: new RegExp(`^Step ${number}, `) })
const pick = async (page: Page, words: string, option: string) => {
  await page.getByRole('combobox', { name: /do they do|which event|is out/i }).fill(words)
  await page.getByRole('option', { name: option }).first().click()
}

test('F6 a funnel is built step by step, its numbers are those of the table, and behind each bar are the very people', async () => {
  const { golden, page, at, troubles } = await asGoldenOwner(chromium)
  // A first visit begins with what happens here, and says so in its address.
  await page.goto(at(`/analytics/funnels?${wholeTable}`))
  await page.getByRole('button', { name: /^Change step 1: Any page/ }).waitFor()
  expect(new URL(page.url()).searchParams.get('steps')).toMatch(/^page > /)

  for (const name of [/^Remove step 5/, /^Remove step 4/, /^Remove step 3/, /^Remove step 2/])
    await page.getByRole('button', { name }).click()
  await page.getByText('Add a second step to see').waitFor()
  await page.getByRole('button', { name: 'Add a step' }).click()
  await pick(page, 'added', 'Added to Cart')
  await page.getByRole('button', { name: 'Add a step' }).click()
  await pick(page, 'order', 'Order Completed')
  await page.getByRole('button', { name: /^Remove step 1/ }).click()
  expect(new URL(page.url()).searchParams.get('steps')).toBe('Added to Cart > Order Completed')

  // Seven filled a cart; anna, clara, emma and hugo ordered within fourteen days, ben a few hours too late.
  await expect.poll(() => counts(page), { timeout: 20_000 }).toEqual(['7 100%', '4 57.1%'])
  await page.getByRole('button', { name: /^3 lost .* before step 2/ }).click()
  await whoIsShown(page, golden, ['ben', 'dan-home', 'gina'])
  expect(await faultsOf(page)).toEqual([])
  const opened = page.url()
  await page.getByRole('complementary').getByRole('button', { name: 'Export' }).click()
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: /^JSON ?: The people$/ }).click()
  ])
  expect(JSON.parse(await readFile((await file.path()) ?? '', 'utf8'))).toHaveLength(3)
  await page.getByRole('button', { name: 'Close the list of people' }).click()

  // With a day more ben is in time.
  await page.getByRole('combobox', { name: 'Time from the first step' }).selectOption('own')
  await page.getByLabel('Within').fill('15')
  await page.getByRole('button', { name: 'Use this time' }).click()
  await expect.poll(() => counts(page)).toEqual(['7 100%', '5 71.4%'])

  // Whoever opens the address sees the same, with the same people beside it.
  await page.goto(opened)
  await whoIsShown(page, golden, ['ben', 'dan-home', 'gina'])
  await expect.poll(() => counts(page)).toEqual(['7 100%', '4 57.1%'])

  // And keeps them: the segment holds the funnel, the step and the side.
  await page.getByRole('button', { name: 'Save as a segment' }).click()
  await page.getByLabel('Name').fill('Left a cart')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByText('Left a cart”').waitFor()
  const { body } = await call<{ items: Segment[] }>('GET', '/api/segments', { who: golden.workspace.key })
  expect(body.items[0]).toMatchObject({
    name: 'Left a cart',
    rule: { position: { funnel: { window: '14d', order: 'ordered' }, days: 56, step: 2, who: 'lost' } }
  })
  expect(troubles).toEqual([])
}, 120_000)

test('F9 a funnel mixes pages, conversations and purchases, by country, against another time, with what excludes', async () => {
  const { golden, page, at } = await asGoldenOwner(chromium)
  // Of seven with a cart, anna wrote a minute later; ben fourteen days and nine hours, clara three weeks later.
  await page.goto(at(`/analytics/funnels?${wholeTable}&steps=Added+to+Cart+%3E+conversation:started&window=30d`))
  await expect.poll(() => counts(page), { timeout: 20_000 }).toEqual(['7 100%', '3 42.9%'])

  await page.goto(at(`/analytics/funnels?${wholeTable}&steps=Added+to+Cart+%3E+Order+Completed`))
  await step(page, 2).waitFor()
  await page.getByRole('combobox', { name: 'Break down by' }).selectOption('country')
  const rows = page.getByRole('region', { name: 'Table by Country' }).getByRole('row')
  const byCountry = () =>
    rows.evaluateAll(all => all.map(row => [...row.querySelectorAll('th, td')].map(cell => cell.textContent)))
  await expect
    .poll(async () => (await byCountry()).map(([value, began, converted]) => [value, began, converted]))
    .toContainEqual(['Germany', '2', '2100%'])
  await page.getByRole('button', { name: 'United States' }).click()
  await expect.poll(() => counts(page)).toEqual(['2 100%', '1 50%'])
  await page.getByRole('button', { name: /^1 lost .* before step 2/ }).click()
  await whoIsShown(page, golden, ['dan-home'])
  await page.goBack()
  await page.getByRole('combobox', { name: 'Break down by' }).selectOption('')

  // Clara went by the checkout; emma did so in the very millisecond of her order, and counts.
  await page.getByRole('button', { name: 'Exclude', exact: true }).click()
  await pick(page, 'checkout', 'Checkout Started')
  await expect.poll(() => counts(page)).toEqual(['7 100%', '3 42.9%'])
  await page.getByRole('button', { name: 'Remove: Without Checkout Started' }).click()
  await expect.poll(() => counts(page)).toEqual(['7 100%', '4 57.1%'])

  // November has no cart at all, and stands beside.
  await page.getByRole('combobox', { name: 'Compared with' }).selectOption('own')
  const days = page.getByRole('dialog', { name: 'Compare with other days' })
  await days.getByLabel('From').fill('2026-11-01')
  await days.getByLabel('To').fill('2026-11-22')
  await page.getByRole('button', { name: 'Compare', exact: true }).click()
  await page.getByRole('button', { name: /^Other time: 0, 0% came to step 1/ }).waitFor()

  await page.getByRole('figure', { name: 'Time to convert' }).getByText('Half took no longer than').waitFor()
  await page
    .getByRole('figure', { name: 'Conversion over time' })
    .getByRole('button', { name: 'Show as table' })
    .click()
  await page.getByRole('region', { name: 'Conversion over time as a table' }).getByRole('row').nth(1).waitFor()
  expect(await faultsOf(page)).toEqual([])
}, 120_000)

test('a step is changed, made either-or, optional and moved by keyboard, where it stands', async () => {
  const { page, at } = await asGoldenOwner(chromium)
  await page.goto(
    at(`/analytics/funnels?${wholeTable}&steps=page:/shoes/boots+%3E+Checkout+Started+%3E+Order+Completed`)
  )
  await step(page, 3).waitFor()
  const steps = () => new URL(page.url()).searchParams.get('steps')

  await page.getByRole('button', { name: /^Change step 2/ }).click()
  const dialog = page.getByRole('dialog', { name: 'Step 2' })
  await dialog.getByRole('checkbox', { name: /May be skipped/ }).check()
  await dialog.getByLabel('Name').fill('To the till')
  await dialog.getByRole('button', { name: 'Or another event instead' }).click()
  await pick(page, 'added', 'Added to Cart')
  expect(await faultsOf(page, '[role="dialog"]')).toEqual([])
  await dialog.getByRole('button', { name: 'Use this step' }).click()
  await page.getByRole('button', { name: 'Change step 2: To the till' }).waitFor()
  expect(JSON.parse(steps() ?? '')[1]).toEqual({
    event: 'Checkout Started',
    label: 'To the till',
    anyOf: [{ event: 'Added to Cart' }],
    optional: true
  })

  const handle = page.getByRole('button', { name: /^Move step 3 of 3/ })
  await handle.focus()
  await page.keyboard.press('ArrowLeft')
  await page.getByRole('button', { name: /^Move step 2 of 3: Order Completed/ }).waitFor()
  await page.getByText('Order Completed is now step 2 of 3').waitFor()
  await expect
    .poll(() => page.evaluate(() => document.activeElement?.getAttribute('aria-label')))
    .toMatch(/^Move step 2/)

  await page
    .getByRole('button', { name: /^Move step 1 of 3/ })
    .dragTo(page.getByRole('button', { name: /^Change step 3/ }))
  await page.getByRole('button', { name: 'Change step 3: /shoes/boots' }).waitFor()
  await page.goBack()
  await page.getByRole('button', { name: 'Change step 1: /shoes/boots' }).waitFor()
}, 120_000)

test('where nothing has happened yet the page says what a funnel is and what to do', async () => {
  const workspace = await mintWorkspace()
  const { context } = await chromium.newVisitor()
  const page = await signIn(context, workspace)
  await page.goto(`${new URL(page.url()).origin}/analytics/funnels`)
  await page.getByRole('heading', { name: 'A funnel needs something that happened' }).waitFor()
  expect(await faultsOf(page)).toEqual([])
})

test('everything else of a breakdown is drawn and leads to its people', async () => {
  const workspace = await mintWorkspace()
  // Twelve shelves, of which ten have a row: one person each at the last two, and two at the others.
  for (let shelf = 1; shelf <= 12; shelf++)
    for (let person = 0; person < (shelf > 10 ? 1 : 2); person++) {
      const visitor = (await identify(workspace, { localId: newLocalId() })).body
      const put = track('Added to Cart', { shelf: `shelf ${shelf}` })
      await send(workspace, visitor, shelf === 12 ? [put] : [put, track('Order Completed')])
    }
  await settled()
  const { context } = await chromium.newVisitor({ viewport: { width: 1440, height: 900 } })
  const page = await signIn(context, workspace)
  const funnel = 'steps=Added+to+Cart+%3E+Order+Completed&by=properties.shelf'
  await page.goto(`${foyerUrl()}/analytics/funnels?range=today&${funnel}`)
  await page
    .getByRole('region', { name: /^Table by/ })
    .getByRole('button', { name: 'Everything else' })
    .click()
  await page.waitForURL(/rest=on/)
  await expect.poll(() => counts(page), { timeout: 15_000 }).toEqual(['2 100%', '1 50%'])
  await page.getByRole('button', { name: /lost/ }).click()
  const people = page.getByRole('complementary').getByRole('region', { name: 'People' })
  await expect.poll(() => people.getByRole('link').count(), { timeout: 15_000 }).toBe(1)
  await page.getByText('everything that has no row of its own', { exact: false }).waitFor()
  await page.reload()
  await expect.poll(() => people.getByRole('link').count(), { timeout: 15_000 }).toBe(1)
  expect(await faultsOf(page)).toEqual([])
}, 120_000)

test('F6 the order, the window, whose value counts, how long it took and when they began: each figure as it is counted by hand', async () => {
  const { golden, page, at } = await asGoldenOwner(chromium)
  const open = (more: string) => page.goto(at(`/analytics/funnels?${wholeTable}&${more}`))
  const soon = { timeout: 20_000 }
  const shows = (figures: string[]) => expect.poll(() => counts(page), soon).toEqual(figures)
  const cartCheckoutOrder = 'steps=Added+to+Cart+%3E+Checkout+Started+%3E+Order+Completed'
  await open(cartCheckoutOrder)
  await shows(['7 100%', '4 57.1%', '2 28.6%'])
  await page.getByRole('combobox', { name: 'Order of the steps' }).selectOption('strict')
  await shows(['7 100%', '3 42.9%', '1 14.3%'])
  // What may be skipped keeps nobody from the order: anna and hugo never saw the checkout.
  const optional = [
    { event: 'Added to Cart' },
    { event: 'Checkout Started', optional: true },
    { event: 'Order Completed' }
  ]
  await open(`steps=${encodeURIComponent(JSON.stringify(optional))}`)
  await shows(['7 100%', '4 57.1%', '4 57.1%'])
  const either = [
    { event: 'page' },
    { event: 'Signed Up', anyOf: [{ event: 'Order Completed' }, { event: 'Invoice Paid' }] }
  ]
  await open(`window=1h&steps=${encodeURIComponent(JSON.stringify(either))}`)
  await shows(['15 100%', '10 66.7%'])
  // Hugo took the boots back between the cart and the order.
  const boots = [
    { event: 'Added to Cart', where: [{ property: 'product', value: 'Boots' }] },
    { event: 'Order Completed' }
  ]
  const exclude = encodeURIComponent(JSON.stringify([{ event: 'Removed from Cart', after: 1 }]))
  await open(`steps=${encodeURIComponent(JSON.stringify(boots))}&exclude=${exclude}`)
  await shows(['5 100%', '2 40%'])
  await page.getByRole('button', { name: /^Remove: Without Removed from Cart/ }).click()
  await shows(['5 100%', '3 60%'])

  await open('steps=Order+Completed+%3E+Added+to+Cart')
  await page.getByRole('combobox', { name: 'Order of the steps' }).selectOption('any')
  await shows(['8 100%', '4 50%'])
  await page.getByRole('button', { name: /^Step 2, Added to Cart/ }).click()
  await whoIsShown(page, golden, ['anna', 'clara', 'emma', 'hugo'])

  // Clara filled her cart on the phone and paid on the laptop.
  await open('steps=Added+to+Cart+%3E+Order+Completed&by=browser')
  const byBrowser = () =>
    page
      .getByRole('region', { name: 'Table by Browser' })
      .getByRole('row')
      .evaluateAll(rows =>
        rows
          .slice(2)
          .map(row =>
            [...row.children]
              .slice(0, 3)
              .map(cell => cell.firstChild?.textContent)
              .join(' ')
          )
          .sort()
      )
  await expect.poll(byBrowser, soon).toEqual(['Chrome 2 2', 'Firefox 2 0', 'Safari 3 2'])
  const credit = page.getByRole('combobox', { name: 'Whose value counts' })
  for (const whose of ['last', '2']) {
    await credit.selectOption(whose)
    await expect.poll(byBrowser, soon).toEqual(['Chrome 2 2', 'Firefox 3 1', 'Safari 2 1'])
  }
  await credit.selectOption('first')
  await expect.poll(byBrowser, soon).toEqual(['Chrome 2 2', 'Firefox 2 0', 'Safari 3 2'])

  // Emma in no time, hugo in two minutes, anna in 340 seconds, clara in a week and an hour: the middle is 230 seconds.
  const took = page.getByRole('figure', { name: 'Time to convert' })
  await took.getByText('Half took no longer than 4 min').waitFor()
  await took.getByRole('button', { name: 'Show as table' }).click()
  const rowsOf = (name: string) =>
    page
      .getByRole('region', { name: `${name} as a table` })
      .getByRole('row')
      .evaluateAll(rows =>
        rows.slice(1).map(row => [...row.children].map(cell => cell.textContent?.replaceAll('\u00a0', ' ')).join(' | '))
      )
  expect((await rowsOf('Time to convert')).filter(row => !row.endsWith('| 0'))).toEqual([
    expect.stringMatching(/^0.* to 1 s \| 1$/),
    '2 min to 5 min | 1',
    '5 min to 10 min | 1',
    expect.stringMatching(/^7 days to 14 days \| 1$/)
  ])
  const overTime = page.getByRole('figure', { name: 'Conversion over time' })
  await overTime.getByRole('combobox', { name: 'Points of the chart' }).selectOption('week')
  await overTime.getByRole('button', { name: 'Show as table' }).click()
  await expect
    .poll(async () => (await rowsOf('Conversion over time')).slice(0, 5), soon)
    .toEqual([
      expect.stringMatching(/4 Oct 2026 \| 1 \| 1 \| 100%$/),
      expect.stringMatching(/5–11 Oct 2026 \| 2 \| 1 \| 50%$/),
      expect.stringMatching(/12–18 Oct 2026 \| 2 \| 1 \| 50%$/),
      expect.stringMatching(/19–25 Oct 2026 \| 2 \| 1 \| 50%$/),
      expect.stringMatching(/1 Nov 2026 \| 0 \| 0 \| —$/)
    ])
}, 120_000)

test('a funnel saved beside the time before moves on with it, and the people of that time are a click away', async () => {
  const { golden, page, at } = await asGoldenOwner(chromium)
  await page.goto(at('/analytics/funnels?from=2026-10-05&to=2026-10-11&steps=Added+to+Cart+%3E+Order+Completed'))
  await expect.poll(() => counts(page), { timeout: 20_000 }).toEqual(['2 100%', '1 50%'])
  await page.getByRole('combobox', { name: 'Compared with' }).selectOption('previous')
  await page.getByText('In the other time, 28 Sept – 4 Oct 2026, it was 100%.').waitFor()
  await page.getByRole('button', { name: /^Other time: 1, 100% came to step 2/ }).click()
  await whoIsShown(page, golden, ['clara'])
  await page.reload()
  await whoIsShown(page, golden, ['clara'])
  await page.getByRole('button', { name: 'Close the list of people' }).click()

  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByLabel('Name').fill('Carts')
  await page.getByRole('button', { name: 'Save report' }).click()
  await page.getByText('Carts is saved').waitFor()
  const { body } = await call<{ items: { id: string; question: object }[] }>('GET', '/api/reports', {
    who: golden.workspace.key
  })
  expect(body.items[0]?.question).toMatchObject({ compare: 'previous' })
  await page.goto(at(`/analytics/reports/${body.items[0]?.id}`))
  await page.getByText('In the other time, 28 Sept – 4 Oct 2026, it was 100%.').waitFor()
  await page.getByRole('combobox', { name: 'Compared with' }).selectOption('year')
  await page.getByText('In the other time, 5–11 Oct 2025, it was 0%.').waitFor()
}, 120_000)
