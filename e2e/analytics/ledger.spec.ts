import { expect, test } from 'vitest'
import { anyAddress } from '../../packages/server/test/team.ts'
import { identify, newLocalId, page as pageView, send, track } from '../../packages/server/test/visitor.ts'
import { call, foyerUrl, mintWorkspace, settled } from '../../packages/server/test/workspace.ts'
import { faultsOf } from '../team/accessible.ts'
import { signIn } from '../team/sign-in.ts'
import { useChromium } from '../tracker/site.ts'
import { addressOf } from './desk.ts'

const chromium = useChromium()
const soon = { timeout: 15_000 }

test('what arrived is what was stored, was there already or was refused, reason by reason, by hour and by agent', async () => {
  const workspace = await mintWorkspace()
  const second = await call<{ id: string }>('POST', '/api/agents', {
    who: workspace.key,
    body: { name: 'Second shop', allowedOrigins: ['*'] }
  })
  const visitor = (await identify(workspace, { localId: newLocalId() }, anyAddress())).body
  const good = [pageView('/1'), pageView('/2'), track('Three')]
  const bad = [null, { ...pageView('/'), type: 'purchase' }, { ...pageView('/'), timestamp: 0 }]
  await send(workspace, visitor, [...good, ...bad], { dropped: { queue_full: 7 } })
  await send(workspace, visitor, good)
  await send(workspace, visitor, [track('Four'), track('Five')], { agentId: second.body.id })
  await settled()

  const team = await chromium.newVisitor({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' })
  const page = await signIn(team.context, workspace)
  await page.goto(`${foyerUrl()}/analytics`)
  await page.getByRole('link', { name: 'Ledger' }).click()
  const sum = page.getByRole('region', { name: 'Sum' })
  const sentence = () => sum.getByText(/^Nothing is missing/).textContent()
  await expect
    .poll(sentence, soon)
    .toBe('Nothing is missing: 11 received are 5 stored, 3 that were there already and 3 refused.')
  expect((await sum.getByRole('listitem').allTextContents()).toSorted()).toEqual([
    'Dropped in the page: its queue was full7',
    'Not in the form of an event1',
    'Of an unknown type1',
    'Older than the retention1'
  ])
  const hours = page.getByRole('region', { name: 'By the hour' }).locator('tbody tr')
  const cells = async () =>
    (await hours.first().locator('td').allTextContents()).slice(1).map(text => Number(text.replaceAll(',', '')))
  expect(await cells()).toEqual([11, 5, 3, 3, 7])
  const chart = page.getByRole('figure', { name: 'Over time' })
  await chart.getByRole('button', { name: 'Show as table' }).click()
  const points = await page
    .getByRole('region', { name: 'Over time as a table' })
    .getByRole('row')
    .evaluateAll(rows => rows.slice(1).map(row => [...row.children].slice(1).map(cell => Number(cell.textContent))))
  expect(points.reduce((all, point) => all.map((value, index) => value + (point[index] ?? 0)), [0, 0, 0, 0])).toEqual([
    11, 5, 3, 3
  ])
  expect(await faultsOf(page)).toEqual([])

  const agents = page.getByRole('region', { name: 'By agent' }).locator('tbody tr')
  expect(await agents.evaluateAll(rows => rows.map(row => [...row.children].map(cell => cell.textContent)))).toEqual([
    ['Site', '9', '3', '3', '3', expect.stringContaining('Older than the retention: 1')],
    ['Second shop', '2', '2', '0', '0', '—']
  ])
  await agents.getByRole('button', { name: 'Second shop' }).click()
  await expect
    .poll(sentence, soon)
    .toBe('Nothing is missing: 2 received are 2 stored, 0 that were there already and 0 refused.')
  await page.getByRole('combobox', { name: 'Time' }).selectOption('1')
  expect(addressOf(page)).toMatchObject({ agent: second.body.id, days: '1' })
  await page.reload()
  await expect
    .poll(sentence, soon)
    .toBe('Nothing is missing: 2 received are 2 stored, 0 that were there already and 0 refused.')
  expect(team.troubles).toEqual([])
})
