import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { fillGolden, type Golden } from '../../packages/server/src/analytics/testing/golden.ts'
import { visitors } from '../../packages/server/src/analytics/testing/golden-table.ts'
import { identify, newLocalId, page as pageView, send } from '../../packages/server/test/visitor.ts'
import { call, mintWorkspace, settled } from '../../packages/server/test/workspace.ts'
import { signIn } from '../team/sign-in.ts'
import { useChromium } from '../tracker/site.ts'
import { addressOf, openReport, rowsOf, sitDown, until } from './desk.ts'

const chromium = useChromium()
let golden: Golden
beforeAll(async () => {
  golden = await fillGolden()
}, 120_000)

const week = { from: '2026-10-05', to: '2026-10-11' }
const all = { from: '2026-09-28', to: '2026-11-22' }

/** A figure as its tile says it: label, figure, change. */
async function figure(page: Page, label: string): Promise<string> {
  const tile = page.getByRole('group', { name: 'Figures' }).getByRole('button', { name: new RegExp(`^${label}`) })
  return tile.evaluate(one =>
    [...one.children]
      .slice(1)
      .map(part => part.textContent)
      .join(' ')
  )
}
const card = (page: Page, name: string) => page.getByRole('region', { name, exact: true })
/** A card's rows, as `value amount`. */
async function listed(page: Page, name: string): Promise<string[]> {
  const rows = card(page, name).getByRole('listitem')
  await rows.first().waitFor()
  return (await rows.allInnerTexts()).map(text =>
    text
      .split('\n')
      .filter(part => !part.endsWith('%'))
      .join(' ')
  )
}

test('the overview of a week shows the figures that a person counts by hand, and the week before beside them', async () => {
  const page = await sitDown(chromium, golden)
  await openReport(page, '', { ...week, conversion: 'Order Completed' })
  await until(() => figure(page, 'Visitors')).toMatch(/^6 .*as before \(6\)/)
  expect(await figure(page, 'Visits')).toMatch(/^7 .*13% less than before \(8\)/)
  expect(await figure(page, 'Page views')).toMatch(/^12 .*29% less than before \(17\)/)
  // clara's two, gina's and olaf's, of seven.
  expect(await figure(page, 'Bounce rate')).toMatch(/^57\.1%/)
  // anna 400 s, ben 160, clara 60, emma 90, of seven visits: 101 s.
  expect(await figure(page, 'Visit time')).toMatch(/^2\smin/)
  expect(await figure(page, 'Conversations')).toMatch(/^1 none before/)
  expect(await figure(page, 'Conversions')).toMatch(/^2 none before/)

  expect((await rowsOf(page, 'Visitors')).map(([day, now]) => [day?.replace(/,.*/, ''), now])).toEqual([
    ['Monday', '2'],
    ['Tuesday', '1'],
    ['Wednesday', '1'],
    ['Thursday', '1'],
    ['Friday', '1'],
    ['Saturday', '0'],
    ['Sunday', '0']
  ])
  await page.getByRole('button', { name: /^Page views/ }).click()
  expect((await rowsOf(page, 'Page views')).map(([, now, before]) => [now, before])).toEqual([
    ['3', '4'],
    ['2', '1'],
    ['4', '0'],
    ['2', '2'],
    ['1', '4'],
    ['0', '4'],
    ['0', '2']
  ])
  // Walked with the arrow keys, the chart says what the table says.
  const chart = page.getByRole('slider', { name: /^Page views over time/ })
  await chart.focus()
  await page.keyboard.press('Home')
  expect(await chart.getAttribute('aria-valuetext')).toBe('Monday, 5 October 2026: 3, before 4')
  await page.keyboard.press('ArrowRight')
  expect(await chart.getAttribute('aria-valuetext')).toBe('Tuesday, 6 October 2026: 2, before 1')
  await page.keyboard.press('End')
  expect(await chart.getAttribute('aria-valuetext')).toBe('Sunday, 11 October 2026: 0, before 2')
}, 120_000)

test('the same days of the year before stand beside a week, chosen by key, and the way back leads to what was looked at', async () => {
  const page = await sitDown(chromium, golden)
  await openReport(page, '', { ...week, conversion: 'Order Completed' })
  await until(() => figure(page, 'Visits')).toMatch(/^7 .*less than before \(8\)/)
  await page.keyboard.press('v')
  await until(() => figure(page, 'Visits')).toMatch(/^7 none before/)
  expect(addressOf(page)).toMatchObject({ ...week, compare: 'year' })
  await page.getByText('Dotted: 5–11 Oct 2025.').waitFor()
  await page.reload()
  await until(() => figure(page, 'Visits')).toMatch(/^7 none before/)

  // The last week of the table, and the first two of it a year before a time that begins there.
  await openReport(page, '', { from: '2026-11-16', to: '2027-10-11', conversion: 'Order Completed', compare: 'year' })
  await until(() => figure(page, 'Visitors')).toMatch(/^6 .*14% less than before \(7\)/)
  expect(await figure(page, 'Visits')).toMatch(/^9 .*40% less than before \(15\)/)
  expect(await figure(page, 'Page views')).toMatch(/^12 .*59% less than before \(29\)/)
  expect(await figure(page, 'Conversions')).toMatch(/^1 .*50% less than before \(2\)/)

  await page.getByRole('button', { name: /^Time:/ }).click()
  await page.getByRole('menuitemradio', { name: 'The time before' }).click()
  await until(() => figure(page, 'Visitors')).toMatch(/^6 .*less than before \(\d\d\)/)

  // Each time and each filter is a step of the way back; a setting of the page is none.
  await openReport(page, '', all)
  await card(page, 'Pages')
    .getByRole('button', { name: /^\/help/ })
    .click()
  await until(() => figure(page, 'Visitors')).toMatch(/^4\b/)
  await page.getByRole('button', { name: /^Page views/ }).click()
  await until(() => addressOf(page).figure).toBe('views')
  await page.goBack()
  await until(() => figure(page, 'Visitors')).toMatch(/^16\b/)
  await page.goForward()
  await until(() => figure(page, 'Visitors')).toMatch(/^4\b/)
}, 120_000)

test('every list of the overview shows what happened in eight weeks, and a row filters everything until it is clicked again or Esc is pressed', async () => {
  const page = await sitDown(chromium, golden)
  await openReport(page, '', all)
  expect((await listed(page, 'Pages')).slice(0, 3)).toEqual(['/blog 18 views', '/ 15 views', '/shoes 12 views'])
  expect((await listed(page, 'Places')).slice(0, 1)).toEqual(['US United States 4 visitors'])
  expect((await listed(page, 'Sources')).slice(0, 1)).toEqual(['Direct 14 visitors'])
  expect((await listed(page, 'Events')).slice(0, 3)).toEqual([
    'Added to Cart 9 times',
    'Order Completed 9 times',
    'Checkout Started 5 times'
  ])
  expect((await listed(page, 'Devices')).slice(0, 3)).toEqual([
    'Chrome 7 visitors',
    'Firefox 5 visitors',
    'Safari 4 visitors'
  ])
  await card(page, 'Sources').getByRole('button', { name: 'Terms', exact: true }).click()
  await card(page, 'Sources').getByText('red boots').waitFor()
  expect(addressOf(page)).toMatchObject({ tabs: 'term' })

  const tab = async (name: string, label: string) => {
    await card(page, name).getByRole('button', { name: label, exact: true }).click()
    await until(() => card(page, name).getAttribute('aria-busy')).toBe('false')
    return Object.fromEntries((await listed(page, name)).map(row => /^(.*) ([\d,]+) \w+$/.exec(row)?.slice(1) ?? [row]))
  }
  expect(await tab('Pages', 'Entry pages')).toMatchObject({ '/cart': '3', '/sale': '4' })
  expect(await tab('Pages', 'Exit pages')).toMatchObject({ '/help': '4' })
  expect(await tab('Pages', 'Sites')).toMatchObject({ 'shop.example': '15' })
  expect(await tab('Sources', 'Referrers')).toMatchObject({ 'https://www.reddit.com/r/shoes/': '2' })
  expect(await tab('Sources', 'Campaigns')).toMatchObject({ autumn: '3', boots: '1' })
  expect(await tab('Sources', 'Mediums')).toMatchObject({ email: '3', cpc: '1' })
  expect(await tab('Sources', 'Contents')).toMatchObject({ header: '3' })
  expect(await tab('Places', 'Regions')).toMatchObject({
    'US New York': '3',
    'GB England': '2',
    'AU New South Wales': '2'
  })
  expect(await tab('Places', 'Cities')).toMatchObject({ 'US New York': '3', 'AU Sydney': '2', 'GB Bracknell': '2' })
  expect(await tab('Devices', 'Systems')).toMatchObject({ macOS: '5', iOS: '4', Windows: '7' })
  expect(await tab('Devices', 'Devices')).toMatchObject({ Phone: '4', Desktop: '12' })
  expect(await tab('Devices', 'Languages')).toMatchObject({ 'American English': '4', 'Canadian French': '1' })
  await card(page, 'Devices').getByRole('button', { name: 'Browsers', exact: true }).click()

  // The map says what the list says, and a point of it filters as its row does.
  await card(page, 'Places').getByRole('button', { name: 'Countries', exact: true }).click()
  const map = card(page, 'Places').getByRole('img', { name: /^Map of the world: United States 4/ })
  await map.locator('g', { hasText: 'Japan: 1 person' }).click()
  await until(() => figure(page, 'Visitors')).toMatch(/^1\b/)
  expect(addressOf(page).filters).toBe('[{"property":"country","value":"JP"}]')
  await page.goBack()
  await until(() => figure(page, 'Visitors')).toMatch(/^16\b/)

  await card(page, 'Pages').getByRole('button', { name: 'Top pages', exact: true }).click()
  // ben, clara twice, gina three times, jon twice: eight visits of four people.
  const help = card(page, 'Pages').getByRole('button', { name: /^\/help/ })
  await help.click()
  await until(() => figure(page, 'Visitors')).toMatch(/^4\b/)
  expect(await figure(page, 'Visits')).toMatch(/^8\b/)
  expect(await figure(page, 'Conversations')).toMatch(/^2\b/)
  expect(addressOf(page)).toMatchObject({ ...all, filters: '[{"property":"page","value":"/help"}]' })
  await page.reload()
  await until(() => figure(page, 'Visits')).toMatch(/^8\b/)
  expect(await help.getAttribute('aria-pressed')).toBe('true')
  await help.click()
  await until(() => figure(page, 'Visitors')).toMatch(/^16\b/)
  expect(addressOf(page).filters).toBeUndefined()

  await card(page, 'Devices')
    .getByRole('button', { name: /^Safari/ })
    .click()
  await until(() => figure(page, 'Visitors')).toMatch(/^4\b/)
  await page.locator('h1').click()
  await page.keyboard.press('Escape')
  await until(() => figure(page, 'Visitors')).toMatch(/^16\b/)
  expect(addressOf(page).filters).toBeUndefined()
}, 120_000)

test('a whole list opens over the overview, is searched and sorted, and its address can be sent to somebody', async () => {
  const page = await sitDown(chromium, golden)
  await openReport(page, '', { ...all, list: 'page' })
  const dialog = page.getByRole('dialog', { name: 'Top pages' })
  await dialog.getByRole('button', { name: '/account', exact: true }).waitFor()
  await dialog.getByRole('textbox', { name: 'Search top pages' }).fill('night')
  await until(() => rowsOf(page, 'Top pages')).toHaveLength(6)
  expect(addressOf(page)).toMatchObject({ list: 'page', search: 'night' })
  await dialog.getByRole('textbox', { name: 'Search top pages' }).fill('')
  await dialog.getByRole('button', { name: 'Visitors' }).click()
  await until(async () => (await rowsOf(page, 'Top pages'))[0]).toEqual(['/', '10', '15', '15'])
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'hidden' })
  expect(addressOf(page).list).toBeUndefined()
}, 120_000)

test('the time is chosen by key, moved by arrow, given in days, and stands in the address', async () => {
  const page = await sitDown(chromium, golden)
  await openReport(page, '', {})
  await page
    .getByRole('group', { name: 'Figures' })
    .or(page.getByRole('heading', { name: 'Nothing happened' }))
    .first()
    .waitFor()
  await page.keyboard.press('w')
  await until(() => addressOf(page)).toEqual({ range: '7d' })
  await page.keyboard.press('x')
  await until(() => addressOf(page)).toEqual({ range: '7d', compare: 'off' })
  await page.keyboard.press('ArrowLeft')
  await until(() => addressOf(page).from).toMatch(/^\d{4}-\d\d-\d\d$/)
  await page.keyboard.press('c')
  const dialog = page.getByRole('dialog', { name: 'Choose the days' })
  await dialog.getByLabel('First day').fill('2026-10-05')
  await dialog.getByLabel('Last day').fill('2026-10-04')
  await dialog.getByRole('button', { name: 'Show these days' }).click()
  await dialog.getByText('The last day must not be before the first.').waitFor()
  await dialog.getByLabel('Last day').fill('2026-10-11')
  await dialog.getByRole('button', { name: 'Show these days' }).click()
  await until(() => addressOf(page)).toMatchObject(week)
  await until(() => figure(page, 'Visits')).toMatch(/^7\b/)
  // A key after g belongs to the way to another page.
  await page.keyboard.press('g')
  await page.keyboard.press('p')
  await page.waitForURL('**/people')
}, 120_000)

test('bots count when they are asked for', async () => {
  const page = await sitDown(chromium, golden)
  await openReport(page, '', { from: '2026-10-05', to: '2026-10-05' })
  await until(() => figure(page, 'Visits')).toMatch(/^2\b/)
  await page.getByRole('button', { name: /^Who counts/ }).click()
  await page.getByRole('menuitemradio', { name: 'With bots' }).click()
  await until(() => figure(page, 'Visits')).toMatch(/^3\b/)
  expect(addressOf(page)).toMatchObject({ bots: 'with' })
}, 120_000)

test('somebody who comes now is in the last 30 minutes without a reload', async () => {
  const workspace = await mintWorkspace()
  const { context } = await chromium.newVisitor()
  const page = await signIn(context, workspace)
  await openReport(page, '', {})
  const now = card(page, 'The last 30 minutes')
  await now.getByText('Nobody was here in this half hour').waitFor()
  await page.getByRole('heading', { name: 'No event has arrived yet' }).waitFor()
  const visitor = await identify(workspace)
  await send(workspace, visitor.body, [pageView('/pricing')])
  await settled()
  await now.getByText('/pricing').waitFor({ timeout: 60_000 })
  await now.getByText('visitor, 1 page view', { exact: true }).waitFor()

  // By country too; and on the page that shows who is here now.
  const { ip, userAgent } = visitors.anna
  const german = await identify(workspace, { localId: newLocalId() }, ip)
  await call('POST', `/api/visitors/${german.body.visitorId}/events`, {
    who: german.body.token,
    headers: { 'x-forwarded-for': ip, 'user-agent': userAgent },
    body: { agentId: workspace.agentId, sentAt: Date.now(), events: [pageView('/pricing'), pageView('/shop')] }
  })
  await settled()
  await now.getByText('visitors, 3 page views', { exact: true }).waitFor({ timeout: 60_000 })
  await now.getByRole('button', { name: 'Countries' }).click()
  await until(() => now.getByRole('listitem').allInnerTexts()).toContainEqual(expect.stringMatching(/Germany\s*1/))
  await now.getByRole('link', { name: 'Who is here now' }).click()
  await page.getByText('people here now', { exact: true }).waitFor()
  await until(() => page.getByRole('region', { name: 'Countries' }).textContent()).toMatch(/Germany\s*1/)
  expect(await page.getByRole('region', { name: 'Countries' }).textContent()).toMatch(/United Kingdom\s*1/)
  await until(() => page.getByRole('region', { name: 'Pages' }).getByRole('listitem').count()).toBe(2)
}, 120_000)

test('what the server will not answer is said with what to change, and what failed can be tried again', async () => {
  const page = await sitDown(chromium, golden)
  let answer: 'fail' | 'refuse' | 'real' = 'refuse'
  await page.route('**/api/analytics/overview?*', async route => {
    if (answer === 'real') return route.continue()
    const refusal = {
      code: 'invalid',
      message: 'This is too much for one answer. Ask about a shorter time.',
      field: 'filters'
    }
    const failure = { code: 'internal', message: 'Something went wrong on our side.' }
    await route.fulfill(
      answer === 'refuse' ? { status: 422, json: { error: refusal } } : { status: 500, json: { error: failure } }
    )
  })
  await openReport(page, '', week)
  await page.getByRole('heading', { name: 'This cannot be answered as it is asked' }).waitFor()
  await page.getByText('Ask about a shorter time').waitFor()
  answer = 'fail'
  await page.getByRole('button', { name: 'Try again' }).click()
  await page.getByRole('heading', { name: 'The overview could not be shown' }).waitFor({ timeout: 30_000 })
  answer = 'real'
  await page.getByRole('button', { name: 'Try again' }).click()
  await until(() => figure(page, 'Visits')).toMatch(/^7\b/)
}, 120_000)
