import type { Segment } from '@foyer/protocol'
import { expect, test } from 'vitest'
import { call, type Minted, settled } from '../../packages/server/test/workspace.ts'
import { faultsOf } from '../team/accessible.ts'
import { does, goTo, hook, panelIn, rowsIn, until, useDesk, visits } from './desk.ts'

const desk = useDesk()

const buyers = async (workspace: Minted) =>
  (
    await call<Segment>('POST', '/api/segments', {
      who: workspace.key,
      body: { name: 'Buyers', rule: { filters: [{ did: { event: 'Order Completed' } }] } }
    })
  ).body

test('a destination is added for the people of a segment; what they do is delivered, and of others the debugger says why not', async () => {
  const { page, workspace, troubles } = await desk.sitDown()
  const there = await desk.newThere()
  await goTo(page, '/integrations/add?type=webhook')
  // Before there is any segment, the form leads to where one is made.
  const who = page.getByRole('combobox', { name: 'Only people in' })
  await page.getByText('There are no segments yet.').waitFor()
  expect(await page.getByRole('link', { name: 'Make one' }).getAttribute('href')).toBe('/analytics/segments')
  const segment = await buyers(workspace)
  await visits(workspace, 'Order Completed')
  await page.reload()
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Ads')
  await page.getByRole('textbox', { name: 'Address', exact: true }).fill(`${there.url}/hook`)
  await page.getByRole('button', { name: 'Make a new one Signing secret' }).click()
  await who.selectOption('Buyers')
  await page.getByText('1 person is in it now.').waitFor()
  expect(await page.getByRole('link', { name: 'Open Buyers' }).getAttribute('href')).toBe(
    `/analytics/segments/${segment.id}`
  )
  expect(await faultsOf(page)).toEqual([])
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('dialog', { name: 'Send a test event' }).waitFor()
  await page.keyboard.press('Escape')

  const visitor = await visits(workspace, 'Looked')
  await until(() => rowsIn(page).filter({ hasText: 'Not in segment' }).count()).toBe(1)
  await does(workspace, visitor, 'Order Completed')
  await until(() => rowsIn(page).filter({ hasText: 'Delivered' }).count()).toBe(1)
  expect(there.arrived).toHaveLength(1)
  await rowsIn(page).filter({ hasText: 'Not in segment' }).click()
  const panel = panelIn(page)
  await panel.getByText('The visitor was not in the segment “Buyers” when it was to be sent.').waitFor()
  await panel.getByText('not_in_segment').waitFor()
  expect(await faultsOf(page)).toEqual([])

  // Why not everything arrived, and whose events are sent at all.
  await page.getByRole('navigation', { name: 'This destination' }).getByRole('link', { name: 'Overview' }).click()
  await page.getByText('Only people in Buyers').waitFor()
  const why = page.getByRole('link', { name: /not in the segment of this destination/ })
  await why.waitFor()
  await why.click()
  await page.waitForURL(/reason=not_in_segment/)
  await until(() => rowsIn(page).count()).toBe(1)
  await goTo(page, '/integrations')
  await page.getByText('Only people in Buyers').waitFor()
  expect(await faultsOf(page)).toEqual([])

  // The segment tells of the destination, and stays while it is needed.
  await goTo(page, `/analytics/segments/${segment.id}`)
  const used = page.getByRole('region', { name: 'Where it is used' })
  await used.getByRole('link', { name: 'Ads' }).click()
  await page.waitForURL(/\/integrations\/dst_.*\/settings/)

  // Changed back by keyboard, for everybody.
  await until(() => who.isEnabled()).toBe(true)
  await who.press('ArrowUp')
  await page.getByText('Not saved yet').waitFor()
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('Saved', { exact: true }).first().waitFor()
  const other = await visits(workspace, 'Anybody')
  await there.until(() => there.arrived.length === 2)
  expect(other.visitorId).not.toBe(visitor.visitorId)
  expect(troubles.filter(trouble => trouble.startsWith('error'))).toEqual([])
})

test('at 390 px in the dark the choice, the mapping’s preview and the debugger fit and can be read', async () => {
  const { page, workspace } = await desk.sitDown({ viewport: { width: 390, height: 844 }, colorScheme: 'dark' })
  const there = await desk.newThere()
  const segment = await buyers(workspace)
  const destination = await hook(workspace, there.url, { segmentId: segment.id })
  await visits(workspace, 'Looked')
  await settled()
  const fits = () => page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)
  for (const [path, text] of [
    ['settings', '0 people are in it now.'],
    ['debugger', 'Not in segment'],
    ['mapping?view=preview', 'The visitor is not in the segment “Buyers” now'],
    ['replay', 'Only events of people who are in “Buyers” by then are sent'],
    ['', 'Only people in Buyers']
  ] as const) {
    await goTo(page, `/integrations/${destination.id}/${path}`)
    await page.getByText(text).filter({ visible: true }).first().waitFor()
    expect([path, await fits(), await faultsOf(page)]).toEqual([path, true, []])
  }
})
