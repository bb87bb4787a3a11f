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
