import { expect, test } from 'vitest'
import { faultsOf } from '../team/accessible.ts'
import { useChromium } from '../tracker/site.ts'
import { asGoldenOwner, whoIsShown, wholeTable } from './golden-shop.ts'

const chromium = useChromium()

test('retention is read week by week off the table of cohorts, and behind each cell are the people', async () => {
  const { golden, page, at, troubles } = await asGoldenOwner(chromium)
  await page.goto(at(`/analytics/retention?${wholeTable}`))
  const row = (name: string) => page.getByRole('row', { name: new RegExp(`^${name}`) })
  const first = row('28 Sept – 4 Oct 2026|28 Sep – 4 Oct 2026')
  await first.waitFor({ timeout: 20_000 })
  // Anna, ben, clara, finn, gina and olaf came first in this week; all but finn came in the next.
  const cells = async () => (await first.getByRole('button').allTextContents()).slice(0, 3)
  expect(await cells()).toEqual(['100%', '83.3%', '66.7%'])
  await page.getByRole('button', { name: 'People', exact: true }).click()
  expect(await cells()).toEqual(['6', '5', '4'])

  // By keyboard: the cells are one stop, the arrows go from one to the next.
  await first.getByRole('button', { name: /in the same week: 6 of 6 people/ }).focus()
  await page.keyboard.press('ArrowRight')
  await first.getByRole('button', { name: /1 week later: 5 of 6 people, 83.3%/ }).press('Enter')
  await page.getByRole('button', { name: 'Did not', exact: true }).click()
  await whoIsShown(page, golden, ['finn'])
  expect(await faultsOf(page)).toEqual([])

  // The address is the report.
  const address = page.url()
  await page.goto('about:blank')
  await page.goto(address)
  await whoIsShown(page, golden, ['finn'])
  await page.keyboard.press('Escape')
  await expect.poll(() => page.getByRole('complementary').count()).toBe(0)

  // Those who filled a cart for the first time, and ordered later.
  await page.getByRole('button', { name: /^Who did/ }).click()
  await page.getByRole('dialog', { name: 'Who did' }).getByRole('button', { name: 'Any page' }).click()
  await page.getByRole('combobox', { name: 'Which event?' }).fill('added')
  await page.getByRole('option', { name: 'Added to Cart' }).click()
  await page.getByRole('button', { name: 'Use this event' }).click()
  await page.getByRole('button', { name: /^Who did ?Added to Cart/ }).waitFor()
  await first.getByText('1', { exact: true }).first().waitFor()
  await page.getByRole('figure', { name: 'Who comes back' }).getByRole('button', { name: 'Show as table' }).click()
  await page
    .getByRole('region', { name: 'Who comes back as a table' })
    .getByRole('row', { name: /^Everybody/ })
    .waitFor()
  expect(troubles).toEqual([])
}, 120_000)

test('in a time in which nobody started the page says what retention follows', async () => {
  const { page, at } = await asGoldenOwner(chromium)
  await page.goto(at('/analytics/retention?from=2026-06-01&to=2026-06-30'))
  await page.getByRole('heading', { name: 'Nobody started in this time' }).waitFor()
})

test('L15 each time anew, or later than the period, by month and by a property: the heat map, the curves and who is behind a cell', async () => {
  const { golden, page, at } = await asGoldenOwner(chromium)
  await page.goto(at(`/analytics/retention?${wholeTable}&start=Order+Completed&back=page&cells=people`))
  /** "5–11 Oct 2026 2: 2 1 2": when they began, how many, and how many of them came back in each week. */
  const heatMap = async () =>
    (
      await page
        .getByRole('region', { name: 'Heat map' })
        .getByRole('row')
        .evaluateAll(rows =>
          rows.slice(2).map(row => {
            const [when, size, ...cells] = [...row.children].map(cell => cell.textContent ?? '')
            return `${when} ${size}: ${cells.join(' ').trim()}`
          })
        )
    ).filter(row => !row.includes(' 0:'))
  await page.getByRole('combobox', { name: 'Who is in a cohort' }).selectOption('recurring')
  await expect
    .poll(heatMap, { timeout: 20_000 })
    .toEqual([
      '5–11 Oct 2026 2: 2 1 2 1 2 1 1',
      '12–18 Oct 2026 3: 3 0 0 0 2 0',
      '19–25 Oct 2026 2: 2 1 1 0 0',
      '26 Oct – 1 Nov 2026 1: 1 1 1 1',
      '16–22 Nov 2026 1: 1'
    ])
  // Hugo and dan at work ordered then, and looked in again four weeks later; finn did not.
  await page.getByRole('button', { name: /^12–18 Oct 2026, 4 weeks later: 2 of 3 people/ }).click()
  await whoIsShown(page, golden, ['dan-work', 'hugo'])
  await page.reload()
  await whoIsShown(page, golden, ['dan-work', 'hugo'])

  await page.goto(at(`/analytics/retention?${wholeTable}&start=page&back=Order+Completed&cells=people`))
  await page.getByRole('combobox', { name: 'What counts as coming back' }).selectOption('onOrAfter')
  await expect
    .poll(async () => (await heatMap()).slice(0, 3), { timeout: 20_000 })
    .toEqual([
      expect.stringMatching(/^28 Sept? – 4 Oct 2026 6: 4 4 3 2 1 0 0 0$/),
      '5–11 Oct 2026 1: 1 1 1 0 0 0 0',
      '12–18 Oct 2026 3: 2 0 0 0 0 0'
    ])

  // Boots: anna, ben, dan-home, emma and hugo, of whom dan-home did not order; sandals: clara, who did, and gina.
  await page.goto(at('/analytics/retention?from=2026-10-01&to=2026-10-31&start=Added+to+Cart&back=Order+Completed'))
  await page.getByRole('button', { name: 'Months' }).click()
  await page.getByRole('combobox', { name: 'Break down by' }).selectOption({ label: 'product' })
  const curves = page.getByRole('figure', { name: 'Who comes back' })
  await curves.getByRole('button', { name: 'Show as table' }).click()
  await expect
    .poll(() =>
      page
        .getByRole('region', { name: 'Who comes back as a table' })
        .getByRole('row')
        .evaluateAll(rows => rows.slice(1).map(row => [...row.children].map(cell => cell.textContent).join(' ')))
    )
    .toEqual(['Everybody 7 71.4%', 'Boots 5 80%', 'Sandals 2 50%'])
  expect(await faultsOf(page)).toEqual([])
}, 120_000)
