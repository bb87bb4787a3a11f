import type { Segment } from '@foyer/protocol'
import { expect, test } from 'vitest'
import { fillGolden } from '../../packages/server/src/analytics/testing/golden.ts'
import { signIn } from '../../packages/server/test/team.ts'
import { call, foyerUrl } from '../../packages/server/test/workspace.ts'
import { faultsOf } from '../team/accessible.ts'
import { until, useChromium } from '../tracker/site.ts'

const chromium = useChromium()

test('F6 a segment is built by keyboard, counted while it is written, and narrows the people and a report', async () => {
  const { workspace } = await fillGolden()
  const { page, context, troubles } = await chromium.newVisitor({
    viewport: { width: 1440, height: 900 },
    reducedMotion: 'reduce'
  })
  const [name = '', value = ''] = (await signIn(workspace.owner)).split('=')
  await context.addCookies([{ name, value, url: foyerUrl() }])
  await page.goto(`${foyerUrl()}/analytics/segments`)
  await page.getByRole('heading', { name: 'No segments yet' }).waitFor()
  expect(await faultsOf(page)).toEqual([])

  const press = (...keys: string[]) =>
    keys.reduce((before, key) => before.then(() => page.keyboard.press(key)), Promise.resolve())
  const focused = (label: string) =>
    until(
      () => page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? ''),
      now => now === label
    )
  await page.getByRole('link', { name: 'New segment' }).focus()
  await press('Enter')
  await page.getByRole('heading', { name: '16 people' }).waitFor()
  // The name has the keyboard; whatever is typed there is no shortcut.
  await page.keyboard.type('Big spenders')
  await page.getByRole('button', { name: 'Filter', exact: true }).focus()
  await press('Enter')
  await focused('Field')
  await press('Shift+Tab')
  await focused('What the filter is about')
  await page.keyboard.type('Something')
  await press('Tab')
  await focused('Did it or not')
  await press('Tab')
  await focused('Event')
  await page.keyboard.type('order')
  const offered = page.getByRole('listbox', { name: 'Event' }).getByRole('option', { name: /^Order Completed/ })
  // In sight, and under nothing.
  await offered.hover({ trial: true })
  await press('ArrowDown', 'Enter', 'Tab')
  await until(
    () => page.evaluate(() => document.activeElement?.textContent ?? ''),
    now => now.includes('Only where')
  )
  await press('Enter')
  await focused('Field')
  await page.keyboard.type('properties.total')
  await press('Enter', 'Tab')
  await focused('How it is compared')
  await page.keyboard.type('is at least')
  await press('Tab')
  await focused('Value')
  await page.keyboard.type('50')
  expect(await faultsOf(page)).toEqual([])
  await press('Enter')
  // anna 50, finn 100, lena 80.
  await page.getByRole('heading', { name: '3 people' }).waitFor()
  await page.getByRole('button', { name: 'Did Order Completed where total is at least 50', exact: true }).waitFor()
  expect(await faultsOf(page)).toEqual([])

  // The rule is in the address: a reload keeps it.
  await page.reload()
  await page.getByRole('heading', { name: '3 people' }).waitFor()
  await page.getByRole('textbox', { name: 'Name' }).fill('Big spenders')
  await press('Enter')
  const row = page.getByRole('listitem').filter({ hasText: 'Big spenders' })
  await row.getByText('3 people').waitFor()
  await row.getByText('of 16').waitFor()
  expect(await faultsOf(page)).toEqual([])

  await page.goto(`${foyerUrl()}/people`)
  await page.getByRole('button', { name: 'Big spenders' }).click()
  await page.getByText('3 people').waitFor()
  await page.waitForURL(/segment=seg_/)

  await page.goto(`${foyerUrl()}/analytics/trends?from=2026-09-28&to=2026-11-22`)
  await page.getByRole('button', { name: 'Filter', exact: true }).waitFor()
  await page.locator('h1').click()
  await press('f')
  await focused('Field')
  await press('Shift+Tab')
  await page.keyboard.type('A segment')
  await page.getByRole('combobox', { name: 'Segment', exact: true }).selectOption({ label: 'Big spenders' })
  await page.getByRole('button', { name: 'Apply' }).click()
  await page.getByRole('button', { name: 'In Big spenders', exact: true }).waitFor()
  await page.waitForURL(/filters=/)
  const { body } = await call<{ items: Segment[] }>('GET', '/api/segments', { who: workspace.key })
  expect(body.items.map(segment => segment.rule)).toEqual([
    {
      filters: [{ did: { event: 'Order Completed', where: [{ property: 'properties.total', op: 'gte', value: 50 }] } }]
    }
  ])
  expect(troubles).toEqual([])
})

test('F6 a place in a funnel is built by hand: who filled a cart and did not order', async () => {
  const { workspace } = await fillGolden()
  const { page, context, troubles } = await chromium.newVisitor({
    viewport: { width: 1440, height: 900 },
    reducedMotion: 'reduce'
  })
  const [name = '', value = ''] = (await signIn(workspace.owner)).split('=')
  await context.addCookies([{ name, value, url: foyerUrl() }])
  await page.goto(`${foyerUrl()}/analytics/segments/new`)
  await page.getByRole('heading', { name: '16 people' }).waitFor()
  await page.getByRole('button', { name: 'Place in a funnel' }).click()
  const place = page.getByRole('group', { name: 'Place in a funnel' })
  const choose = async (step: number, event: string) => {
    await place.getByRole('button', { name: `Step ${step}` }).click()
    const dialog = page.getByRole('dialog', { name: `Step ${step}` })
    await dialog
      .getByRole('button', { name: /^any page|^Event/i })
      .first()
      .click()
    await page.getByRole('combobox').last().fill(event)
    await page.getByRole('option', { name: new RegExp(`^${event}`) }).click()
    await dialog.getByRole('button', { name: 'Use this event' }).click()
    await dialog.waitFor({ state: 'detached' })
  }
  await choose(1, 'Added to Cart')
  await choose(2, 'Order Completed')
  await place.getByLabel('When they began').selectOption('366')
  // ben, dan and gina, as the funnel counts them.
  await page.getByRole('heading', { name: '3 people' }).waitFor()
  await place.getByLabel('How far they came').selectOption('reached')
  await page.getByRole('heading', { name: '4 people' }).waitFor()
  expect(await faultsOf(page)).toEqual([])
  await page.reload()
  await page.getByRole('heading', { name: '4 people' }).waitFor()
  await page.getByRole('textbox', { name: 'Name' }).fill('Buyers')
  await page.getByRole('button', { name: 'Save segment' }).click()
  await page.getByText('Reached step 2 (Order Completed) of a funnel', { exact: false }).first().waitFor()
  await page.getByRole('link', { name: 'Buyers' }).click()
  await place.getByRole('button', { name: 'Remove the place in the funnel' }).click()
  await page.getByRole('heading', { name: '16 people' }).waitFor()
  expect(troubles).toEqual([])
}, 120_000)
