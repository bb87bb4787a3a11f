import { expect, test } from 'vitest'
import {
  as,
  changes,
  colleague,
  guest,
  replies,
  start
} from '../../packages/server/src/conversations/testing/talking.ts'
import { call, foyerUrl, mintWorkspace } from '../../packages/server/test/workspace.ts'
import { faultsOf } from '../team/accessible.ts'
import { signIn } from '../team/sign-in.ts'
import { useChromium } from '../tracker/site.ts'

const chromium = useChromium()
const soon = { timeout: 15_000 }

test('F6 the report on conversations shows what was counted, narrows to a member, and leads to what nobody answered', async () => {
  const workspace = await mintWorkspace()
  const member = await colleague(workspace)
  const british = await guest(workspace, {}, '81.2.69.150')
  const german = await guest(workspace, {}, '2a02:8109:9a80:1234::1')
  const answered = await start(workspace, british, 'Where is my parcel?')
  await replies(member, answered.conversationId, 'On its way')
  await changes(member, answered.conversationId, { assigneeId: member.memberId, status: 'resolved' })
  await as(british, 'POST', `/api/conversations/${answered.conversationId}/rating`, { score: 4 })
  const open = await start(workspace, german, 'Do you deliver to Ulm?')

  const team = await chromium.newVisitor()
  const page = await signIn(team.context, workspace)
  await page.goto(`${foyerUrl()}/analytics/conversations?range=today`)
  const figure = (label: string) => page.locator('dl > div', { hasText: label }).locator('dd').first()
  await expect.poll(() => figure('Started').textContent(), soon).toBe('2')
  expect(await figure('Resolved').textContent()).toBe('1')
  expect(await figure('Satisfied').textContent()).toBe('100%')
  expect(await figure('Unanswered').textContent()).toBe('1')
  const note = (label: string) => page.locator('dl > div', { hasText: label }).locator('dd').allTextContents()
  expect(await note('Unanswered')).toContain('1 answered: 1 by people, 0 by the responder')
  expect(await note('Satisfied')).toContain('1 rated')
  // Both came within this minute.
  expect(await figure('First reply').textContent()).toMatch(/^\d+\s(ms|s|min)$/)
  expect(await figure('Resolution').textContent()).toMatch(/^\d+\s(ms|s|min)$/)
  const ratings = page.getByRole('region', { name: 'Ratings' }).locator('dl > div')
  expect(await ratings.allTextContents()).toEqual(['5 of 50', '4 of 51', '3 of 50', '2 of 50', '1 of 50'])
  const week = page.getByRole('figure', { name: 'When they begin' })
  await week.getByRole('button', { name: 'Show as table' }).click()
  const begun = await page
    .getByRole('region', { name: 'When they begin as a table' })
    .getByRole('row')
    .evaluateAll(rows => rows.slice(1).flatMap(row => [...row.children].slice(1).map(cell => Number(cell.textContent))))
  expect([begun.length, begun.reduce((sum, one) => sum + one, 0)]).toEqual([7 * 24, 2])
  const cells = async (region: string, name: string) =>
    (
      await page
        .getByRole('region', { name: region, exact: true })
        .getByRole('row')
        .filter({ hasText: name })
        .locator('td')
        .allTextContents()
    ).filter((_cell, index) => [0, 1, 4, 5].includes(index))
  expect(await cells('By member', 'The agent')).toEqual(['1', '1', '100%', '0'])
  expect(await cells('By member', 'Nobody')).toEqual(['1', '0', '—', '1'])
  expect(await cells('By source', 'Chat widget')).toEqual(['2', '1', '100%', '1'])
  expect(await cells('By country', 'Germany')).toEqual(['1', '0', '—', '1'])

  // The chart says the same as a table.
  const chart = page.getByRole('figure', { name: 'Conversations', exact: true })
  await chart.getByRole('button', { name: 'Show as table' }).click()
  const hours = await chart.getByRole('row').allTextContents()
  const total = (column: number) =>
    hours.slice(1).reduce((sum, row) => sum + Number(/(\d)(\d)(\d)$/.exec(row)?.[column] ?? 0), 0)
  expect([total(1), total(2), total(3)]).toEqual([2, 1, 1])
  expect(await page.getByRole('figure', { name: 'When they begin' }).count()).toBe(1)
  expect(await faultsOf(page)).toEqual([])

  await page.getByRole('button', { name: 'The agent' }).click()
  await page.waitForURL(/assignee=mem_/)
  await expect.poll(() => figure('Started').textContent(), soon).toBe('1')
  await page.reload()
  await expect.poll(() => figure('Started').textContent(), soon).toBe('1')
  await page.getByRole('button', { name: 'Only one member' }).click()
  await expect.poll(() => figure('Started').textContent(), soon).toBe('2')

  // The filters are those of every report; what is about pages is kept and said not to narrow this one.
  await page.locator('h1').click()
  await page.keyboard.press('f')
  await page.getByRole('combobox', { name: 'Field' }).fill('Coun')
  await page.getByRole('option', { name: 'Country' }).click()
  await page.getByRole('combobox', { name: 'Value' }).fill('DE')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Apply' }).click()
  await expect.poll(() => figure('Started').textContent(), soon).toBe('1')
  const filters = encodeURIComponent(
    JSON.stringify([
      { property: 'country', value: 'DE' },
      { property: 'page', value: '/pricing' }
    ])
  )
  await page.goto(`${foyerUrl()}/analytics/conversations?range=today&filters=${filters}`)
  await expect.poll(() => figure('Started').textContent(), soon).toBe('1')
  await page.getByText('One filter is about what visitors did', { exact: false }).waitFor()
  expect(await faultsOf(page)).toEqual([])
  await page.getByRole('button', { name: 'Clear', exact: true }).click()
  await expect.poll(() => figure('Started').textContent(), soon).toBe('2')

  // The agent that another report was narrowed to narrows this one too, is said, and can be taken back.
  const other = await call<{ id: string }>('POST', '/api/agents', {
    who: workspace.key,
    body: { name: 'Second shop', allowedOrigins: ['*'] }
  })
  await page.goto(`${foyerUrl()}/analytics/conversations?range=today&agent=${other.body.id}`)
  await page.getByRole('heading', { name: 'No conversations in this time' }).waitFor()
  await page.getByRole('button', { name: /Second shop$/ }).click()
  await page.getByRole('menuitemradio', { name: 'All agents' }).click()
  await expect.poll(() => figure('Started').textContent(), soon).toBe('2')

  await page.getByRole('link', { name: 'Do you deliver to Ulm?' }).click()
  await page.waitForURL(new RegExp(`/inbox/${open.conversationId}`))
  expect(team.troubles).toEqual([])
})
