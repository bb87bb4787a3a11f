import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { faultsOf } from '../team/accessible.ts'
import { useChromium } from '../tracker/site.ts'
import { asGoldenOwner, whoIsShown, wholeTable } from './golden-shop.ts'

const chromium = useChromium()

const rowsOf = (page: Page) =>
  page
    .getByRole('region', { name: 'Paths as a table' })
    .getByRole('row')
    .evaluateAll(rows =>
      rows.slice(1).map(row => [...row.querySelectorAll('th, td')].map(cell => cell.textContent).join(' '))
    )

test('paths from a page are drawn and stand in a table; a step shows its people and is a place to begin', async () => {
  const { golden, page, at, troubles } = await asGoldenOwner(chromium)
  // Six visits saw the sale: anna went on to sandals, hugo to boots and back and again, lena to all shoes, three left.
  await page.goto(at(`/analytics/paths?${wholeTable}&start=page:/sale`))
  await page.getByRole('figure', { name: 'Paths' }).waitFor({ timeout: 20_000 })
  await page.getByText('6 visits from /sale').waitFor()
  await expect
    .poll(async () => (await rowsOf(page)).toSorted())
    .toEqual([
      '1 /sale /shoes 1',
      '1 /sale /shoes/boots 1',
      '1 /sale /shoes/sandals 1',
      '1 /sale Nothing more 3',
      '2 /shoes Nothing more 1',
      '2 /shoes/boots /sale 1',
      '2 /shoes/sandals Nothing more 1',
      '3 /sale /shoes/boots 1',
      '4 /shoes/boots Nothing more 1'
    ])
  await page.getByRole('list', { name: 'Steps of the paths' }).getByRole('button', { name: '/shoes/sandals' }).click()
  await page.getByRole('menuitem', { name: 'See the people' }).click()
  await whoIsShown(page, golden, ['anna'])
  expect(await faultsOf(page)).toEqual([])

  // Folded, sandals and boots are one page.
  await page.getByRole('button', { name: 'Fold pages' }).click()
  await page.getByLabel('Patterns').fill('/shoes/*')
  await page.getByRole('button', { name: 'Fold', exact: true }).click()
  await expect.poll(() => rowsOf(page)).toContain('1 /sale /shoes/* 2')
  expect(new URL(page.url()).searchParams.get('patterns')).toBe('/shoes/*')

  // From a step onwards: by keyboard.
  const sandals = page
    .getByRole('list', { name: 'Steps of the paths' })
    .getByRole('button', { name: '/shoes/*' })
    .first()
  await sandals.focus()
  await page.keyboard.press('Enter')
  await page.getByRole('menuitem', { name: 'Begin from /shoes/*' }).press('Enter')
  await page.getByText(/visits from \/shoes\/\*/).waitFor()
  await page.getByText('Why these numbers differ from a funnel’s').click()
  await page.getByText('Paths count visits, funnels count people').waitFor()
  expect(await faultsOf(page)).toEqual([])
  expect(troubles).toEqual([])
}, 120_000)

test('what is not drawn by itself leads to its people, too', async () => {
  const { golden, page, at } = await asGoldenOwner(chromium)
  // Of the three ways on from the sale, each of one person, two are drawn.
  await page.goto(at(`/analytics/paths?${wholeTable}&start=page:/sale&per=2`))
  const steps = page.getByRole('list', { name: 'Steps of the paths' })
  await steps.getByRole('button', { name: 'Everything else' }).first().click()
  await page.getByRole('menuitem').first().waitFor()
  expect(await page.getByRole('menuitem').allTextContents()).toEqual(['See the people'])
  await page.getByRole('menuitem').click()
  await page.waitForURL(/rest=on/)
  const rows = await rowsOf(page)
  const who = { '/shoes/sandals': 'anna', '/shoes/boots': 'hugo', '/shoes': 'lena' }
  const left = Object.entries(who).flatMap(([path, name]) => (rows.includes(`1 /sale ${path} 1`) ? [] : [name]))
  expect(left).toHaveLength(1)
  await whoIsShown(page, golden, left)
  expect(await faultsOf(page)).toEqual([])
}, 120_000)

test('paths to an event, of pages and events together, folded by themselves, up to ten steps long', async () => {
  const { golden, page, at } = await asGoldenOwner(chromium)
  const shows = (rows: unknown[]) => expect.poll(async () => (await rowsOf(page)).toSorted(), soon).toEqual(rows)
  const soon = { timeout: 20_000 }
  // Hugo went to the sale, to boots, to the sale, to boots, and ordered.
  const japan = encodeURIComponent(JSON.stringify([{ property: 'country', value: 'JP' }]))
  await page.goto(at(`/analytics/paths?${wholeTable}&filters=${japan}`))
  await page.getByRole('button', { name: /^Up to/ }).click()
  const dialog = page.getByRole('dialog', { name: 'Up to' })
  await dialog.getByRole('button', { name: 'Any page' }).click()
  await page.getByRole('combobox', { name: 'Which event?' }).fill('order')
  await page.getByRole('option', { name: 'Order Completed' }).click()
  await dialog.getByRole('button', { name: 'Use this event' }).click()
  await page.getByText('1 visit up to Order Completed').waitFor()
  await page.getByRole('combobox', { name: 'Steps' }).selectOption('3')
  await shows(['1 /sale /shoes/boots 1', '2 /shoes/boots Order Completed 1'])
  await page.getByRole('combobox', { name: 'Steps' }).selectOption('10')
  await page.getByRole('combobox', { name: 'What a step of a path is' }).selectOption('both')
  await shows(
    [
      '1 /sale /shoes/boots 1',
      '1 Nothing before /sale 1',
      '2 /shoes/boots /sale 1',
      '3 /sale /shoes/boots 1',
      '4 /shoes/boots Added to Cart 1',
      '5 Added to Cart Removed from Cart 1',
      '6 Removed from Cart Added to Cart 1',
      '7 Added to Cart Order Completed 1'
    ].map(row => expect.stringMatching(new RegExp(`^\\d+ ${row.slice(2)}$`)))
  )
  await page
    .getByRole('list', { name: 'Steps of the paths' })
    .getByRole('button', { name: 'Removed from Cart' })
    .click()
  await page.getByRole('menuitem', { name: 'See the people' }).click()
  await whoIsShown(page, golden, ['hugo'])

  await page.goto(at(`/analytics/paths?${wholeTable}&start=page:/cart&nodes=both`))
  await shows([
    '1 /cart Checkout Started 2',
    '1 /cart Order Completed 1',
    '2 Checkout Started Order Completed 2',
    '2 Order Completed Nothing more 1',
    '3 Order Completed Nothing more 2'
  ])

  // Ida's numbered nights are one page to everybody, and six where nothing is folded.
  const nights = encodeURIComponent(
    JSON.stringify([
      { property: 'visitor', value: golden.ids.ida },
      { property: 'path', op: 'startsWith', value: '/night' }
    ])
  )
  await page.goto(at(`/analytics/paths?${wholeTable}&filters=${nights}`))
  await shows(['1 /night/:number Nothing more 4'])
  await page.goto(at(`/analytics/paths?${wholeTable}&filters=${nights}&fold=no`))
  await expect.poll(() => rowsOf(page), soon).toContain('1 /night/1 /night/2 1')
}, 120_000)
