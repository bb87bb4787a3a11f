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
