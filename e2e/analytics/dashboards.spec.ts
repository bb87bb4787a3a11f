import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { signIn } from '../../packages/server/test/team.ts'
import { identify, newLocalId, page as pageView, send } from '../../packages/server/test/visitor.ts'
import { call, foyerUrl, mintWorkspace, settled } from '../../packages/server/test/workspace.ts'
import { faultsOf } from '../team/accessible.ts'
import { useChromium } from '../tracker/site.ts'

const chromium = useChromium()

/** An owner whose site two people looked at today. */
async function asOwner() {
  const workspace = await mintWorkspace()
  for (const views of [4, 3]) {
    const seen = (await identify(workspace, { localId: newLocalId() })).body
    await send(
      workspace,
      seen,
      Array.from({ length: views }, (_none, index) => pageView(`/page-${index}`))
    )
  }
  await settled()
  const visitor = await chromium.newVisitor({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' })
  const [name = '', value = ''] = (await signIn(workspace.owner)).split('=')
  await visitor.context.addCookies([{ name, value, url: foyerUrl() }])
  return { workspace, ...visitor }
}

const tile = (page: Page, name: string) => page.getByRole('region', { name, exact: true })
const saveAs = async (page: Page, name: string, dashboard?: string) => {
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  const dialog = page.getByRole('dialog', { name: 'Save this report' })
  await dialog.getByLabel('Name').fill(name)
  if (dashboard !== undefined) await dialog.getByLabel('Dashboard').selectOption({ label: dashboard })
  await dialog.getByRole('button', { name: 'Save report' }).click()
  await dialog.waitFor({ state: 'hidden' })
}

test('an owner saves a report, puts it on a dashboard, arranges it by keyboard and by drag, shares it, and withdraws the link', async () => {
  const { page, context, troubles } = await asOwner()
  await page.goto(`${foyerUrl()}/analytics/dashboards`)
  await page.getByRole('heading', { name: 'No dashboards yet' }).waitFor()
  expect(await faultsOf(page)).toEqual([])
  await page.getByRole('button', { name: 'New dashboard' }).click()
  await page.getByLabel('Name').fill('Monday')
  await page.getByRole('button', { name: 'Make dashboard' }).click()
  await page.getByRole('heading', { name: 'Nothing on it yet' }).waitFor()
  const address = page.url()

  await page.goto(`${foyerUrl()}/analytics/trends?range=today`)
  await page.getByRole('figure').first().waitFor()
  await saveAs(page, 'Views today', 'Monday')
  await page.goto(`${foyerUrl()}/analytics/trends?range=7d`)
  await page.getByRole('figure').first().waitFor()
  await saveAs(page, 'Views of the week')

  await page.goto(address)
  await page.getByRole('button', { name: 'Add a report' }).click()
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Views of the week/ })
    .click()
  await tile(page, 'Views of the week').locator('dd', { hasText: /^2$/ }).first().waitFor()
  await tile(page, 'Views today').locator('dd', { hasText: /^2$/ }).first().waitFor()
  expect(await faultsOf(page)).toEqual([])

  const order = () =>
    page.getByRole('button', { name: /^Move / }).evaluateAll(all => all.map(one => one.getAttribute('aria-label')))
  await page.getByRole('button', { name: 'Arrange' }).click()
  expect(await order()).toEqual(['Move Views today', 'Move Views of the week'])
  expect(await faultsOf(page)).toEqual([])
  const handle = page.getByRole('button', { name: 'Move Views of the week' })
  await handle.focus()
  await page.keyboard.press('ArrowLeft')
  await expect.poll(order).toEqual(['Move Views of the week', 'Move Views today'])
  expect(await handle.evaluate(element => element === document.activeElement)).toBe(true)
  await page.keyboard.press('Shift+ArrowRight')
  await page.getByText('Views of the week: place 1 of 2, 7 of 12 columns wide, 2 rows high').waitFor()
  await page.getByRole('button', { name: 'Move Views today' }).dragTo(handle)
  await expect.poll(order).toEqual(['Move Views today', 'Move Views of the week'])
  await page.reload()
  await expect.poll(order).toEqual(['Move Views today', 'Move Views of the week'])
  expect(await page.getByLabel('Width of Views of the week').inputValue()).toBe('7')
  await page.getByRole('button', { name: 'Done' }).click()

  await page.getByRole('button', { name: 'Share' }).click()
  const sharing = page.getByRole('dialog', { name: 'Share by link' })
  await sharing.getByRole('button', { name: 'Make a link' }).click()
  const link = await sharing.getByLabel('The link').inputValue()
  expect(await faultsOf(page, '[role="dialog"]')).toEqual([])
  const stranger = await chromium.newVisitor({ viewport: { width: 390, height: 844 }, reducedMotion: 'reduce' })
  const path = new URL(link).pathname
  await stranger.page.goto(foyerUrl() + path)
  await stranger.page.getByRole('heading', { name: 'Monday' }).waitFor()
  await tile(stranger.page, 'Views today').locator('dd', { hasText: /^2$/ }).first().waitFor()
  expect(await stranger.page.getByRole('navigation').count()).toBe(0)
  expect(await faultsOf(stranger.page)).toEqual([])
  await sharing.getByRole('button', { name: 'Withdraw the link' }).click()
  await page.getByText('The link is withdrawn').waitFor()
  await stranger.page.reload()
  await stranger.page.getByRole('heading', { name: 'There is nothing at this link' }).waitFor()
  await context.close()
  expect(troubles).toEqual([])
}, 120_000)

test("the team's notes stand on the tiles, and by a link where that was said; a saved report opens in its own page", async () => {
  const { page, workspace, troubles } = await asOwner()
  const make = async (path: string, body: object) =>
    (await call<{ id: string }>('POST', path, { who: workspace.key, body })).body.id
  const today = new Date().toISOString().slice(0, 10)
  await make('/api/annotations', { at: today, text: 'Prices were raised' })
  const series = [{ event: 'page', label: 'Looks', where: [{ property: 'path', op: 'is', value: '/page-1' }] }]
  const reportId = await make('/api/reports', {
    name: 'Looks',
    kind: 'trend',
    range: { last: 7 },
    question: { series }
  })
  const dashboard = await make('/api/dashboards', { name: 'Monday', tiles: [{ reportId, width: 12, height: 2 }] })
  await page.goto(`${foyerUrl()}/analytics/dashboards/${dashboard}`)
  const looks = tile(page, 'Looks')
  await looks.getByRole('list', { name: 'Notes' }).getByText('Prices were raised').waitFor()
  await looks.getByRole('slider').focus()
  await page.keyboard.press('End')
  expect(await looks.getByRole('slider').getAttribute('aria-valuetext')).toContain('Note: Prices were raised')
  expect(await faultsOf(page)).toEqual([])

  await page.getByRole('button', { name: 'Share' }).click()
  const sharing = page.getByRole('dialog', { name: 'Share by link' })
  const seenByLink = async () => {
    const stranger = await chromium.newVisitor({ viewport: { width: 390, height: 844 }, reducedMotion: 'reduce' })
    await stranger.page.goto(foyerUrl() + new URL(await sharing.getByLabel('The link').inputValue()).pathname)
    await tile(stranger.page, 'Looks').locator('dd').first().waitFor()
    expect(await faultsOf(stranger.page)).toEqual([])
    const notes = await stranger.page.getByText('Prices were raised').count()
    await stranger.context.close()
    return notes
  }
  await sharing.getByRole('checkbox', { name: /notes/ }).check()
  await sharing.getByRole('button', { name: 'Make a link' }).click()
  expect(await seenByLink()).toBe(1)
  await sharing.getByRole('button', { name: 'Withdraw the link' }).click()
  await sharing.getByRole('checkbox', { name: /notes/ }).uncheck()
  await sharing.getByRole('button', { name: 'Make a link' }).click()
  expect(await seenByLink()).toBe(0)
  await page.keyboard.press('Escape')

  await looks.getByRole('link', { name: 'Looks' }).click()
  await page.waitForURL(/\/analytics\/trends\?/)
  expect(JSON.parse(new URL(page.url()).searchParams.get('series') ?? '')).toEqual(series)
  await page.getByRole('figure', { name: 'Looks' }).waitFor()
  await page.goto(`${foyerUrl()}/analytics/dashboards`)
  await page.getByRole('region', { name: 'Saved reports' }).getByRole('link', { name: 'Looks' }).click()
  await page.waitForURL(/\/analytics\/trends\?/)
  await page.goto(`${foyerUrl()}/analytics/reports/rep_${'0'.repeat(32)}`)
  await page.getByText('The saved report could not be shown').waitFor()
  expect(troubles.filter(trouble => !trouble.includes('404'))).toEqual([])
}, 120_000)

test('a dashboard that stays open asks again by itself, for the team and by its link', async () => {
  const { page, workspace } = await asOwner()
  const make = async <Made>(path: string, body: object) =>
    (await call<Made>('POST', path, { who: workspace.key, body })).body
  const { id: reportId } = await make<{ id: string }>('/api/reports', {
    name: 'Views',
    kind: 'trend',
    range: { last: 7 },
    question: { series: [{ event: 'page' }] }
  })
  const tiles = [{ reportId, width: 12, height: 2 }]
  const { id } = await make<{ id: string }>('/api/dashboards', { name: 'Wall', tiles })
  const { url } = await make<{ url: string }>(`/api/dashboards/${id}/link`, {})
  const asked: string[] = []
  page.on('request', request => asked.push(new URL(request.url()).pathname))
  for (const [path, answer] of [
    [`/analytics/dashboards/${id}`, /\/answer$/],
    [new URL(url).pathname, /\/tiles\/0$/]
  ] as const) {
    await page.clock.install()
    await page.goto(foyerUrl() + path)
    await tile(page, 'Views').locator('dd').first().waitFor()
    const before = asked.filter(one => answer.test(one)).length
    await page.clock.fastForward('05:30')
    await expect.poll(() => asked.filter(one => answer.test(one)).length).toBeGreaterThan(before)
  }
}, 60_000)

test('an export is the file that was asked for, named by report and days, with the figures of the page', async () => {
  const { page, troubles } = await asOwner()
  await page.goto(`${foyerUrl()}/analytics/trends?range=today`)
  await page.getByRole('figure').first().waitFor()
  await page.getByRole('button', { name: 'Export' }).click()
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: /^CSV.*Totals$/ }).click()
  ])
  expect(file.suggestedFilename()).toMatch(/^trend-totals-\d{4}-\d\d-\d\d\.csv$/)
  const text = await readFile((await file.path()) ?? '', 'utf8')
  expect(text.split('\r\n')[1]).toMatch(/,2,/)
  expect(troubles).toEqual([])
}, 60_000)

test('F9 the ledger is taken along as a file, with the sum that stands on the page', async () => {
  const { page, troubles } = await asOwner()
  await page.goto(`${foyerUrl()}/settings/ledger`)
  await page.getByText('Nothing is missing: 7 received are 7 stored').waitFor()
  await page.getByRole('button', { name: 'Export' }).click()
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: /^CSV.*The sum$/ }).click()
  ])
  expect(file.suggestedFilename()).toMatch(/^ledger-sums-\d{4}-\d\d-\d\d-to-\d{4}-\d\d-\d\d\.csv$/)
  const text = await readFile((await file.path()) ?? '', 'utf8')
  expect(text.split('\r\n').slice(0, 4)).toEqual(['entry,reason,events', 'received,,7', 'stored,,7', 'duplicates,,0'])
  expect(await faultsOf(page)).toEqual([])
  expect(troubles).toEqual([])
}, 60_000)

test('a tile names the countries it is broken down by, and tells two ways to count apart, for the team and behind a link', async () => {
  const { page, workspace, troubles } = await asOwner()
  const post = async <Made>(path: string, body: Record<string, unknown>) =>
    (await call<Made>('POST', path, { who: workspace.key, body })).body
  const save = (name: string, question: Record<string, unknown>) =>
    post<{ id: string }>('/api/reports', { name, kind: 'trend', range: { last: 7 }, question })
  const views = { event: 'page' }
  const places = await save('Places', { series: [views], breakdown: 'country' })
  const ways = await save('Ways', { series: [views, { ...views, aggregate: 'people' }] })
  const tiles = [places, ways].map(({ id }) => ({ reportId: id, width: 12, height: 2 }))
  const { id } = await post<{ id: string }>('/api/dashboards', { name: 'World', tiles })
  const { url } = await post<{ url: string }>(`/api/dashboards/${id}/link`, {})
  for (const address of [`${foyerUrl()}/analytics/dashboards/${id}`, `${foyerUrl()}${new URL(url).pathname}`]) {
    await page.goto(address)
    const place = page.getByRole('region', { name: 'Places', exact: true })
    await place.locator('dt', { hasText: /^United Kingdom$/ }).waitFor()
    expect(await place.getByRole('slider').getAttribute('aria-valuetext')).not.toContain('GB')
    const way = page.getByRole('region', { name: 'Ways', exact: true })
    await way.locator('dt', { hasText: /^page, how often$/ }).waitFor()
    await way.locator('dt', { hasText: /^page, people$/ }).waitFor()
    expect(await faultsOf(page)).toEqual([])
  }
  expect(troubles).toEqual([])
}, 60_000)

test('a digest is set up, tested and deleted in its dialog, by keyboard as well', async () => {
  const { page, troubles } = await asOwner()
  await page.goto(`${foyerUrl()}/analytics/dashboards`)
  await page.getByRole('button', { name: 'New dashboard' }).click()
  await page.getByLabel('Name').fill('Figures')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Digest' }).click()
  const dialog = page.getByRole('dialog', { name: 'Digest' })
  await dialog.getByLabel('How often').selectOption('day')
  await dialog.getByLabel('Other addresses').fill('boss@shop.example')
  expect(await faultsOf(page, '[role="dialog"]')).toEqual([])
  await dialog.getByRole('button', { name: 'Make digest' }).press('Enter')
  await dialog.getByText('Every day', { exact: false }).first().waitFor()
  await dialog.getByText('boss@shop.example', { exact: false }).waitFor()
  await dialog.getByRole('button', { name: 'Send a test now' }).click()
  await page.getByText(/A test is on its way to/).waitFor()
  await dialog.getByRole('button', { name: 'Delete' }).click()
  await dialog.getByRole('button', { name: 'Make digest' }).waitFor()
  expect(troubles).toEqual([])
}, 60_000)

test('one saved report has a digest of its own, and is deleted where all of them stand', async () => {
  const { page, troubles } = await asOwner()
  await page.goto(`${foyerUrl()}/analytics/conversations?range=today`)
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByLabel('Name').fill('Talk of the day')
  await page.getByRole('button', { name: 'Save report' }).click()
  await page.getByText('Talk of the day is saved').waitFor()
  await page.goto(`${foyerUrl()}/analytics/requests`)
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByRole('button', { name: 'Save report' }).click()
  await page.getByText('Requests is saved').waitFor()

  await page.goto(`${foyerUrl()}/analytics/dashboards`)
  const saved = page.getByRole('region', { name: 'Saved reports' })
  await expect
    .poll(() => saved.getByRole('listitem').allTextContents(), { timeout: 15_000 })
    .toEqual(['RequestsRequests · Today', 'Talk of the dayConversations · Today'])
  await saved.getByRole('button', { name: 'What to do with Talk of the day' }).press('Enter')
  await page.getByRole('menuitem', { name: 'Digest' }).press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Digest' })
  await dialog.getByText('The figures of “Talk of the day”', { exact: false }).waitFor()
  await dialog.getByLabel('How often').selectOption('day')
  await dialog.getByRole('button', { name: 'Make digest' }).press('Enter')
  await dialog.getByRole('button', { name: 'Send a test now' }).click()
  await page.getByText(/A test is on its way to/).waitFor()
  expect(await faultsOf(page, '[role="dialog"]')).toEqual([])
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'detached' })

  // Both stand on a dashboard as well.
  await page.getByRole('button', { name: 'New dashboard' }).click()
  await page.getByLabel('Name').fill('Service')
  await page.keyboard.press('Enter')
  for (const name of ['Requests', 'Talk of the day']) {
    await page.getByRole('button', { name: 'Add a report' }).first().click()
    await page.getByRole('dialog').getByRole('button', { name }).click()
    await page.getByRole('region', { name, exact: true }).waitFor()
  }
  const requests = page.getByRole('region', { name: 'Requests', exact: true })
  await requests.getByText('Refused (4xx)').waitFor()
  await page.getByRole('region', { name: 'Talk of the day', exact: true }).getByText('Until resolved').waitFor()
  expect(await faultsOf(page)).toEqual([])

  await page.goto(`${foyerUrl()}/analytics/dashboards`)
  await saved.getByRole('button', { name: 'What to do with Requests' }).click()
  await page.getByRole('menuitem', { name: 'Delete' }).click()
  await page.getByRole('button', { name: 'Delete report' }).click()
  await expect.poll(() => saved.getByRole('listitem').count(), { timeout: 15_000 }).toBe(1)
  await page.getByText('1 report,', { exact: false }).waitFor()
  expect(troubles).toEqual([])
}, 120_000)
