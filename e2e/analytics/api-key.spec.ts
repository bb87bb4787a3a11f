import type { TrendAnswer } from '@foyer/protocol'
import { expect, test } from 'vitest'
import { fillGolden } from '../../packages/server/src/analytics/testing/golden.ts'
import { call, foyerUrl } from '../../packages/server/test/workspace.ts'
import { faultsOf } from '../team/accessible.ts'
import { useChromium } from '../tracker/site.ts'
import { sitDown } from './desk.ts'

const chromium = useChromium()

test('a key made for the analytics answers a program with the figures of the page, opens nothing else, and stops when it is deleted', async () => {
  const golden = await fillGolden()
  const page = await sitDown(chromium, golden)
  await page.goto(`${foyerUrl()}/settings/keys`)
  await page.getByRole('button', { name: 'Make a key' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Monthly figures')
  await dialog.getByRole('checkbox', { name: /^analytics:read/ }).check()
  await dialog.getByRole('checkbox', { name: /^visitors:write/ }).uncheck()
  expect(await faultsOf(page, '[role="dialog"]')).toEqual([])
  await dialog.getByRole('button', { name: 'Make the key' }).click()
  const key = await dialog.getByText(/^fk_[0-9a-zA-Z_-]{20,}$/).textContent()
  const who = key ?? ''
  const orders = () =>
    call<TrendAnswer>('POST', '/api/analytics/trend', {
      who,
      body: {
        from: '2026-09-28',
        to: '2026-11-22',
        unit: 'week',
        series: [{ event: 'Order Completed', aggregate: 'sum', property: 'total' }]
      }
    })
  expect((await orders()).body.lines[0]).toMatchObject({
    total: 381.5,
    points: [0, 70.5, 150.5, 60, 20.5, 0, 0, 80]
  })
  expect((await call('GET', '/api/people', { who })).status).toBe(403)
  expect((await call('POST', '/api/reports', { who, body: {} })).status).toBe(403)
  await dialog.getByRole('button', { name: 'I have kept it' }).click()
  await page.getByRole('button', { name: 'Delete the key Monthly figures' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
  await page.getByText('The key Monthly figures was deleted').waitFor()
  expect((await orders()).status).toBe(401)
})
