import { expect, test } from 'vitest'
import { settled } from '../../packages/server/test/workspace.ts'
import { faultsOf } from '../team/accessible.ts'
import { goTo, hook, panelIn, rowsIn, until, useDesk, visits } from './desk.ts'

const desk = useDesk()

test('S9 the overview says what became of everything, and each reason leads to the deliveries that ended so', async () => {
  const { page, workspace } = await desk.sitDown()
  const there = await desk.newThere()
  const destination = await hook(workspace, there.url, { preset: 'shop' })
  await visits(workspace, 'Order Completed', 'Newsletter Read', 'Product Viewed')
  await until(() => there.arrived.length).toBe(2)
  there.says = { status: 400 }
  await visits(workspace, 'Order Refunded')
  await until(() => there.arrived.length).toBe(3)
  await settled()

  await goTo(page, `/integrations/${destination.id}`)
  const flow = page.getByRole('region', { name: 'What became of the events' })
  const stages = () => flow.getByRole('listitem').allInnerTexts()
  await until(async () => (await stages()).map(text => text.split('\n').slice(0, 2).join(' '))).toEqual([
    'Received 4',
    'Filtered 1',
    'Withheld 0',
    'Retried 0',
    'Failed 1',
    'Delivered 2'
  ])
  expect(await faultsOf(page)).toEqual([])
  await page.getByRole('button', { name: 'Percent' }).click()
  await page.waitForURL(/show=share/)
  await until(async () => (await stages()).at(-1)?.split('\n')[1]).toBe('50\u00a0%')
  await page
    .getByRole('group', { name: 'Time to deliver' })
    .or(page.getByText('Half delivered within'))
    .first()
    .waitFor()
  await page.getByRole('button', { name: 'Show as table' }).click()
  await page.getByRole('table', { name: 'Over time' }).waitFor()

  await page.getByRole('region', { name: 'Failed' }).getByRole('link').click()
  await page.waitForURL(/reason=400/)
  await until(() => rowsIn(page).count()).toBe(1)
  await rowsIn(page).getByRole('button', { name: 'Order Refunded' }).click()
  await panelIn(page).getByText('Not taken 400').waitFor()
  // What is not wanted is the mapping's to say.
  await goTo(page, `/integrations/${destination.id}`)
  await page.getByRole('region', { name: 'Filtered' }).getByRole('link').click()
  await page.waitForURL(/\/mapping/)
})

test('S9 what was sent in vain and then arrived stands behind Retried, with both tries', async () => {
  const { page, workspace } = await desk.sitDown()
  const there = await desk.newThere({ status: 503, headers: { 'retry-after': '1' } })
  const destination = await hook(workspace, there.url)
  await visits(workspace, 'Order Completed')
  await until(() => there.arrived.length).toBe(1)
  there.says = { status: 200 }
  await visits(workspace, 'Product Viewed')
  await until(() => there.arrived.length).toBe(3)
  await settled()
  for (const way of ['1 retried: show them', /503/]) {
    await goTo(page, `/integrations/${destination.id}`)
    await page.getByRole('link', { name: way }).click()
    await page.waitForURL(/retried=yes/)
    await until(() => rowsIn(page).count()).toBe(1)
    await rowsIn(page).getByRole('button', { name: 'Order Completed' }).click()
    await panelIn(page).getByText('2 tries').waitFor()
  }
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Take away: Tried more than once' }).click()
  await until(() => rowsIn(page).count()).toBe(2)
  // The same by hand.
  await page.getByRole('button', { name: 'Filter', exact: true }).click()
  const more = page.getByRole('dialog', { name: 'More filters' })
  await more.getByRole('checkbox', { name: 'Tried more than once' }).check()
  await more.getByRole('button', { name: 'Filter' }).click()
  await until(() => rowsIn(page).count()).toBe(1)
  expect(await faultsOf(page)).toEqual([])
})

test('S13 a range of time is replayed: counted first, followed to its end, and marked in the debugger', async () => {
  const { page, workspace } = await desk.sitDown()
  const there = await desk.newThere()
  await visits(workspace, 'Order Completed', 'Product Viewed', 'Order Completed')
  await settled()
  const destination = await hook(workspace, there.url)
  await goTo(page, `/integrations/${destination.id}/replay`)
  await page.getByText('Nothing has been replayed yet.').waitFor()
  await page.getByText('3 events of this time are wanted by the mapping.').waitFor({ timeout: 30_000 })
  await page.getByRole('textbox', { name: 'Events' }).fill('Order Completed')
  await page.getByText('2 events of this time are wanted by the mapping.').waitFor({ timeout: 30_000 })
  expect(await faultsOf(page)).toEqual([])
  await page.reload()
  await page.getByRole('button', { name: 'Replay 2 events' }).click()
  await page.getByText('2 of 2 put on their way, 2 delivered').waitFor({ timeout: 30_000 })
  expect(there.arrived).toHaveLength(2)
  expect(await faultsOf(page)).toEqual([])
  await goTo(page, `/integrations/${destination.id}/debugger`)
  await until(() => rowsIn(page).filter({ hasText: 'Replay' }).count()).toBe(2)
})

test('S9 on the timeline of a visitor each event says where it went, and leads to its delivery', async () => {
  const { page, workspace } = await desk.sitDown()
  const there = await desk.newThere()
  await hook(workspace, there.url)
  const visitor = await visits(workspace, 'Order Completed')
  await until(() => there.arrived.length).toBe(1)
  await settled()
  await goTo(page, `/people/${visitor.visitorId}`)
  const chip = page.getByRole('link', { name: /Order service 200 in \d/ })
  await chip.waitFor()
  expect(await faultsOf(page)).toEqual([])
  await chip.click()
  await page.waitForURL(/integrations\/debugger\?.*open=dlv_/)
  await panelIn(page).getByText('Delivered 200').waitFor()
})
