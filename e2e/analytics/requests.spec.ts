import { expect, test } from 'vitest'
import { as, guest, start, writes } from '../../packages/server/src/conversations/testing/talking.ts'
import { call, foyerUrl, mintWorkspace, settled } from '../../packages/server/test/workspace.ts'
import { faultsOf } from '../team/accessible.ts'
import { signIn } from '../team/sign-in.ts'
import { useChromium } from '../tracker/site.ts'

const chromium = useChromium()
const soon = { timeout: 15_000 }
const britain = '81.2.69.150'
const germany = '2a02:8109:9a80:1234::1'

test('F9 F1 the request log shows every request, filters by address, and each row leads to its visitor and conversation', async () => {
  const workspace = await mintWorkspace()
  const visitor = await guest(workspace, {}, britain)
  const { conversationId } = await start(workspace, visitor, 'Where is my parcel?')
  await writes(visitor, conversationId, 'It is blue')
  const other = await guest(workspace, {}, germany)
  await as(other, 'POST', '/api/conversations', { agentId: workspace.agentId, visitorId: visitor.visitorId })
  await settled()

  const team = await chromium.newVisitor()
  const page = await signIn(team.context, workspace)
  await page.goto(`${foyerUrl()}/analytics/requests`)
  const rows = page.getByRole('table', { name: 'Requests', exact: true }).getByRole('row')
  const message = rows.filter({ hasText: 'POST /api/conversations/:id/messages' })
  await message.waitFor()
  expect(await message.textContent()).toMatch(/201[\s\S]*Chat widget[\s\S]*81\.2\.69\.150\s*GB[\s\S]*Chrome/)
  expect(await rows.filter({ hasText: '403' }).textContent()).toContain(germany)

  // By address, in the field: only its rows stay, and the figures are theirs.
  await page.getByRole('textbox', { name: 'IP address' }).fill('81.2.69.0/24')
  await page.waitForURL(/ip=81\.2\.69\.0%2F24/)
  await expect.poll(() => rows.count(), soon).toBe(4)
  const figure = (label: string) => page.locator('dl > div', { hasText: label }).locator('dd').first()
  await expect.poll(() => figure('Requests').textContent(), soon).toBe('3')
  await expect.poll(() => figure('Errors').textContent(), soon).toMatch(/^0\s/)
  await page.reload()
  await expect.poll(() => rows.count(), soon).toBe(4)

  // By endpoint, by address, by answer; how fast stands above them.
  const top = (name: string) => page.getByRole('region', { name }).getByRole('button').allTextContents()
  await expect
    .poll(async () => (await top('Top endpoints')).toSorted(), soon)
    .toEqual(['POST /api/conversations/:id/messages1', 'POST /api/conversations1', 'POST /api/visitors/identify1'])
  expect(await top('Top addresses')).toEqual(['81.2.69.1503'])
  expect((await top('Answers')).toSorted()).toEqual(['2001', '2012'])
  for (const label of ['Half within', '95 of 100 within', '99 of 100 within'])
    expect(await figure(label).textContent()).toMatch(/^[\d.,]+\s(ms|s)$/)
  await page
    .getByRole('region', { name: 'Top endpoints' })
    .getByRole('button', { name: /identify/ })
    .click()
  await page.waitForURL(/endpoint=POST/)
  await expect.poll(() => figure('Requests').textContent(), soon).toBe('1')
  await page.getByRole('button', { name: /^Take away: Endpoint/ }).click()
  await expect.poll(() => figure('Requests').textContent(), soon).toBe('3')

  // A row opens whole, and leads on.
  await message.getByRole('link').click()
  const detail = page.getByRole('complementary', { name: 'Request' })
  await detail.getByText('GB', { exact: false }).or(detail.getByText('United Kingdom')).first().waitFor()
  expect(await detail.getByRole('link', { name: 'Open the profile' }).getAttribute('href')).toBe(
    `/people/${visitor.visitorId}`
  )
  await detail.getByRole('link', { name: 'Open the conversation' }).click()
  await page.waitForURL(new RegExp(`/inbox/${conversationId}`))
  await page.goBack()
  await detail.waitFor()
  await page.keyboard.press('Escape')
  await detail.waitFor({ state: 'detached' })

  // What comes in stands there by itself.
  await page.goto(`${foyerUrl()}/analytics/requests?source=api`)
  await rows.filter({ hasText: 'POST /api/agents' }).waitFor()
  await call('GET', '/api/keys', { who: workspace.key })
  await rows.filter({ hasText: 'GET /api/keys' }).waitFor()

  // A click on a figure filters.
  await page.goto(`${foyerUrl()}/analytics/requests`)
  await page
    .getByRole('region', { name: 'Top countries' })
    .getByRole('button', { name: /Germany/ })
    .click()
  await page.waitForURL(/country=DE/)
  await expect.poll(() => rows.count(), soon).toBe(3)
  await page.getByRole('button', { name: 'Take away: Country Germany' }).click()
  await page
    .getByRole('region', { name: 'Top countries' })
    .getByRole('button', { name: /Not known/ })
    .click()
  await page.waitForURL(/country=none/)
  // The team's own, on this machine.
  await expect.poll(() => rows.filter({ hasText: '81.2.69.150' }).count(), soon).toBe(0)
  expect(await rows.filter({ hasText: '127.0.0.1' }).count()).toBeGreaterThan(0)
  await page.getByRole('button', { name: 'Take away: Country Not known' }).click()
  await expect.poll(() => rows.count(), soon).toBeGreaterThan(3)

  // What is no address says so.
  await page.getByRole('textbox', { name: 'IP address' }).fill('nonsense')
  await page.getByText('ip must be an address').first().waitFor()
  await page.getByRole('textbox', { name: 'IP address' }).fill('203.0.113.')
  await page.getByText('No request is like this').waitFor()
  await page.getByRole('button', { name: 'Clear the filters' }).click()
  await message.waitFor()
  expect(await faultsOf(page)).toEqual([])
  expect(team.troubles.filter(trouble => !trouble.includes('422'))).toEqual([])
})
