import { beforeAll, expect, test } from 'vitest'
import { fillGolden, type Golden } from '../../packages/server/src/analytics/testing/golden.ts'
import { asMember, join } from '../../packages/server/test/team.ts'
import { call, foyerUrl } from '../../packages/server/test/workspace.ts'
import { faultsOf } from '../team/accessible.ts'
import { useChromium } from '../tracker/site.ts'
import { openReport, rowsOf, sitDown, until } from './desk.ts'

const chromium = useChromium()
let golden: Golden
beforeAll(async () => {
  golden = await fillGolden()
}, 120_000)

const month = { from: '2026-10-01', to: '2026-10-31', compare: 'off', unit: 'day' }

test('a note is written by a click on the chart, read in the chart, the table and the list, changed, and deleted', async () => {
  const page = await sitDown(chromium, golden)
  await openReport(page, '/trends', month)
  const chart = page.getByRole('slider')
  await chart.focus()
  await page.keyboard.press('Home')
  const box = await chart.boundingBox()
  if (!box) throw new Error('there is no chart')
  // The tenth of the thirty-one days, wherever the figures of the axis end.
  const plot = { left: box.x + 38, right: box.x + box.width - 12 }
  await page.mouse.click(plot.left + ((plot.right - plot.left) * 9) / 30, box.y + box.height / 2)
  const writing = page.getByRole('dialog', { name: 'Write a note' })
  await writing.waitFor()
  expect(await writing.getByLabel('Day').inputValue()).toBe('2026-10-10')
  await writing.getByLabel('Note').fill('Autumn campaign')
  await writing.getByRole('button', { name: 'Add note' }).click()
  await writing.waitFor({ state: 'detached' })

  const notes = page.getByRole('region', { name: 'Notes' })
  await until(() => notes.getByRole('listitem').allTextContents()).toEqual([
    expect.stringMatching(/^10 Oct 2026Autumn campaign/)
  ])
  await chart.focus()
  await page.keyboard.press('Home')
  for (let day = 1; day < 10; day++) await page.keyboard.press('ArrowRight')
  await until(() => chart.getAttribute('aria-valuetext')).toMatch(/10 October 2026: .*\. Note: Autumn campaign$/)
  const cells = (await rowsOf(page, 'Any page, people who did it')).map(row => row.at(-1))
  expect(cells.indexOf('Autumn campaign')).toBe(9)
  expect(cells.filter(cell => cell !== '')).toHaveLength(1)
  expect(await faultsOf(page)).toEqual([])

  await notes.getByRole('button', { name: 'Change the note of 10 Oct 2026: Autumn campaign' }).click()
  const changing = page.getByRole('dialog', { name: 'Change the note' })
  await changing.getByLabel('Note').fill('Campaign, from noon')
  await changing.getByLabel('Time').fill('12:00')
  await changing.getByRole('button', { name: 'Save' }).click()
  await until(() => notes.getByRole('listitem').allTextContents()).toEqual([
    expect.stringMatching(/^10 Oct 2026, 12:00Campaign, from noon/)
  ])
  // The overview is drawn with the same notes; in another time it is not.
  await openReport(page, '', month)
  await until(() => page.getByRole('region', { name: 'Notes' }).getByRole('listitem').count()).toBe(1)
  await openReport(page, '', { ...month, from: '2026-10-11' })
  await page.getByRole('slider').waitFor()
  expect(await page.getByRole('region', { name: 'Notes' }).count()).toBe(0)

  await openReport(page, '/trends', month)
  await notes.getByRole('button', { name: /^Change the note/ }).click()
  await changing.getByRole('button', { name: 'Delete' }).click()
  await until(() => page.getByRole('region', { name: 'Notes' }).count()).toBe(0)
}, 120_000)

test('by keyboard alone: Enter on a point writes there, Esc takes back to it, and each key does what it says', async () => {
  const page = await sitDown(chromium, golden)
  await openReport(page, '/trends', { ...month, unit: 'week' })
  const chart = page.getByRole('slider', { name: /Enter writes a note there/ })
  await chart.focus()
  await page.keyboard.press('Home')
  await page.keyboard.press('Enter')
  const writing = page.getByRole('dialog', { name: 'Write a note' })
  await writing.waitFor()
  // The week begins on 28 September, before the time that is looked at.
  expect(await writing.getByLabel('Day').inputValue()).toBe('2026-10-01')
  await page.keyboard.press('Escape')
  await writing.waitFor({ state: 'detached' })
  await until(() => chart.evaluate(element => element === document.activeElement)).toBe(true)
  await page.keyboard.press('Home')
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Enter')
  await writing.waitFor()
  await until(() => writing.getByLabel('Note').evaluate(element => element === document.activeElement)).toBe(true)
  await page.keyboard.type('Release 4')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Tab')
  expect(await faultsOf(page)).toEqual([])
  await page.keyboard.press('Enter')
  await until(() => page.getByRole('region', { name: 'Notes' }).getByRole('listitem').allTextContents()).toEqual([
    expect.stringMatching(/^5 Oct 2026Release 4/)
  ])
}, 120_000)

test('whoever may only read sees the notes and is offered no way to write one', async () => {
  const { workspace } = golden
  await call('POST', '/api/annotations', { who: workspace.key, body: { at: '2026-10-20', text: 'Checkout was down' } })
  const viewer = await join(workspace, 'viewer')
  const visitor = await chromium.newVisitor({ viewport: { width: 1440, height: 900 } })
  const [name = '', value = ''] = asMember(viewer.cookie).cookie.split('=')
  await visitor.context.addCookies([{ name, value, url: foyerUrl() }])
  const page = await visitor.context.newPage()
  await openReport(page, '/trends', month)
  await until(() => page.getByRole('region', { name: 'Notes' }).textContent()).toContain('Checkout was down')
  expect(await page.getByRole('button', { name: /note/i }).count()).toBe(0)
  expect(await page.getByRole('slider', { name: /Enter/ }).count()).toBe(0)
  await page.getByRole('slider').click()
  await page.getByRole('slider').press('Enter')
  expect(await page.getByRole('dialog').count()).toBe(0)
  expect(visitor.troubles).toEqual([])
}, 120_000)
