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
