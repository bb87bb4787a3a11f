import { beforeAll, expect, test } from 'vitest'
import { fillGolden, type Golden } from '../../packages/server/src/analytics/testing/golden.ts'
import { useChromium } from '../tracker/site.ts'
import { openReport, rowsOf, sitDown, until } from './desk.ts'

const chromium = useChromium()
let golden: Golden
beforeAll(async () => {
  golden = await fillGolden()
}, 120_000)

test('a report that takes more than a second says so, is stopped by whoever waits, and is asked again', async () => {
  const page = await sitDown(chromium, golden)
  let isSlow = true
  await page.route('**/api/analytics/trend', route => (isSlow ? undefined : route.continue()))
  await page.route('**/api/analytics/asks/*', route =>
    route.fulfill({
      json: { state: 'running', seconds: 1.4, readRows: 3_000_000, totalRows: 10_000_000, statements: 0 }
    })
  )
  const series = JSON.stringify([{ event: 'Order Completed', aggregate: 'sum', property: 'total' }])
  await openReport(page, '/trends', { from: '2026-09-28', to: '2026-11-22', compare: 'off', series })
  const told = page.getByRole('status').filter({ hasText: 'The trend takes a little longer' })
  await told.waitFor()
  await told.getByText('3M of about 10M events read').waitFor()
  await told.getByRole('button', { name: 'Stop' }).click()
  await page.getByRole('heading', { name: 'Stopped' }).waitFor()
  expect(await told.count()).toBe(0)
  isSlow = false
  await page.getByRole('button', { name: 'Ask again' }).click()
  await until(() => rowsOf(page, 'The time as a whole')).toEqual([['Order Completed, sum of total', '381.5']])
}, 120_000)
