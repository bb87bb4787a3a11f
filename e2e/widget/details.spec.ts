import { expect, test } from 'vitest'
import { call, type Minted, mintWorkspace } from '../../packages/server/test/workspace.ts'
import { until, useChromium } from '../tracker/site.ts'
import { beginTalk, launcher, openChat, panel, said, saidWhen, shop, teamOf, withWidget, write } from './chat.ts'

const chromium = useChromium()

const dress = async (workspace: Minted, look: object) => {
  const kept = await call('PATCH', `/api/agents/${workspace.agentId}`, { who: workspace.key, body: { look } })
  expect(kept.status).toBe(200)
}
const visit = async (workspace: Minted, more?: string) => {
  const site = await chromium.newSite(withWidget({ '/': shop(workspace, more) }))
  const visitor = await chromium.newVisitor()
  await visitor.page.goto(site.url('/'))
  return visitor
}

test('outside office hours the chat says when the office opens next, and within them how long an answer takes', async () => {
  const workspace = await mintWorkspace()
  const everyDay = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']
  await dress(workspace, {
    replyTime: 'hours',
    officeHours: { timezone: 'Europe/Berlin', spans: [{ days: everyDay, from: '09:00', to: '17:00' }] }
  })
  const { page } = await visit(workspace)
  // A Tuesday in November, at night in Berlin, and at noon.
  await page.clock.setFixedTime('2026-11-24T01:00:00Z')
  await openChat(page)
  await panel(page)
    .getByText(/^Back /)
    .waitFor()
  await page.reload()
  await page.clock.setFixedTime('2026-11-24T11:00:00Z')
  await openChat(page)
  await panel(page).getByText('Usually replies within a few hours').waitFor()
})

test('what the page says goes before the look that the team has set, and the script before the tag', async () => {
  const workspace = await mintWorkspace()
  await dress(workspace, { title: 'From the team', greeting: 'Team', hint: 'Team hint' })
  const { page } = await visit(workspace, 'data-widget="manual" data-title="From the tag" data-greeting="Tag"')
  await page.evaluate(id => window.injectWidget(id, { title: 'From the script' }), workspace.agentId)
  await openChat(page)
  await panel(page).getByRole('heading', { name: 'From the script' }).waitFor()
  await panel(page).getByText('Tag', { exact: true }).waitFor()
  await panel(page).getByText('Team hint').waitFor()
})

test('a message the server refuses says so, keeps its text, and goes when it is tried again', async () => {
  const workspace = await mintWorkspace()
  const { page } = await visit(workspace)
  await openChat(page)
  await write(page, 'First')
  await saidWhen(page, ['First'])
  await page.route('**/messages', route =>
    route.request().method() === 'POST'
      ? route.fulfill({ status: 422, json: { error: { code: 'invalid', message: 'No.' } } })
      : route.fallback()
  )
  await write(page, 'Second')
  await panel(page).getByText('Not sent').waitFor()
  expect(await said(page)).toEqual(['First', 'Second'])
  await page.unroute('**/messages')
  await panel(page).getByRole('button', { name: 'Try again' }).click()
  await panel(page).getByText('Sent', { exact: true }).waitFor()
  const team = await teamOf(workspace)
  const { id } = await team.conversation()
  const { messages } = await team.panel(id)
  expect(messages.filter(({ kind }) => kind === 'message').map(({ text }) => text)).toEqual(['First', 'Second'])
})

test('what comes while nobody looks stands in the title of the tab, and leaves it when it is read', async () => {
  const workspace = await mintWorkspace()
  const { page, context } = await visit(workspace)
  const { team, id } = await beginTalk(page, workspace)
  const hide = (isHidden: boolean) =>
    page.evaluate(hidden => {
      Object.defineProperty(document, 'visibilityState', { value: hidden ? 'hidden' : 'visible', configurable: true })
      document.dispatchEvent(new Event('visibilitychange'))
    }, isHidden)
  await hide(true)
  await team.says(id, 'Are you there?')
  await until(
    () => page.title(),
    title => title === '(1) Lamps'
  )
  await hide(false)
  await until(
    () => page.title(),
    title => title === 'Lamps'
  )
  await context.close()
})

test('with the rating turned off a closed conversation is only closed, and with files turned off there is no paper clip', async () => {
  const workspace = await mintWorkspace()
  await dress(workspace, { rating: false, attachments: false, askEmail: 'never', sound: false })
  const { page } = await visit(workspace)
  const { team, id } = await beginTalk(page, workspace)
  await team.says(id, 'Done.')
  await team.change(id, { status: 'resolved' })
  await panel(page).getByText('This conversation was closed. Write to open it again.').waitFor()
  expect(await panel(page).getByText('How did we do?').count()).toBe(0)
  for (const name of ['Attach files', 'Turn sound off'])
    expect(await panel(page).getByRole('button', { name }).count()).toBe(0)
})

test('a server that does not tell the look is waited for only so long: the widget comes as it comes', async () => {
  const workspace = await mintWorkspace()
  const site = await chromium.newSite(withWidget({ '/': shop(workspace) }))
  const { page } = await chromium.newVisitor()
  await page.route('**/api/widget/**', route => route.fulfill({ status: 503, body: '{}' }))
  await page.goto(site.url('/'))
  await openChat(page)
  await panel(page).getByRole('heading', { name: 'Chat with us' }).waitFor()
  expect(await launcher(page).count()).toBeLessThanOrEqual(1)
})
