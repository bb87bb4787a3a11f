import type { Conversation } from '@foyer/protocol'
import { expect, test } from 'vitest'
import { call } from '../../packages/server/test/workspace.ts'
import { useChromium } from '../tracker/site.ts'
import { field, panel } from '../widget/chat.ts'
import { activity, asked, begin, bothSides, openRow, row, rows, thread } from './desk.ts'

const chromium = useChromium()

test('snoozed it is out of the way, and comes back by itself when its time has come', async () => {
  const { desk, visitor } = await asked(chromium, 'Ask me tomorrow')
  await desk.page.keyboard.press('Escape')
  await desk.page.keyboard.press('s')
  await desk.page.getByRole('dialog').getByText('In an hour').click()
  await row(desk.page, 'Ask me tomorrow').waitFor({ state: 'detached' })
  await desk.page.getByRole('navigation', { name: 'Queues' }).getByRole('button', { name: 'More' }).click()
  await desk.page.getByRole('menuitem', { name: /^Snoozed/ }).click()
  await row(desk.page, 'Ask me tomorrow').getByText('back in').waitFor()
  const [one] = (await desk.ask<{ items: Conversation[] }>('GET', '/api/conversations?status=snoozed')).items
  const soon = new Date(Date.now() + 1_500).toISOString()
  await desk.ask('PATCH', `/api/conversations/${one?.id}`, { status: 'snoozed', snoozedUntil: soon })
  await row(desk.page, 'Ask me tomorrow').waitFor({ state: 'detached' })
  await desk.page
    .getByRole('navigation', { name: 'Queues' })
    .getByRole('button', { name: /^All open/ })
    .click()
  await openRow(desk.page, 'Ask me tomorrow')
  await activity(desk.page, 'Came back from snooze').waitFor()
  // To the visitor it was open all the time.
  await field(visitor.page).waitFor()
  expect(await panel(visitor.page).getByText('Came back').count()).toBe(0)
})

test('the keys: down and up, open, choose several, take, assign, resolve, and the words for them', async () => {
  const { workspace, desk } = await bothSides(chromium)
  for (const text of ['Alpha', 'Beta', 'Gamma']) await begin(workspace, text)
  await row(desk.page, 'Gamma').waitFor()
  const { page } = desk
  const open = () => page.url().includes('/inbox/cnv_')
  const label = async (name: string) => {
    await page.locator('input[placeholder="Find or make a label"]:focus').waitFor()
    await page.keyboard.type(name)
    await page.getByRole('option', { name: `Make “${name}”` }).waitFor()
    await page.keyboard.press('Enter')
  }
  await page.keyboard.press('j')
  expect(open()).toBe(false)
  await page.keyboard.press('Enter')
  await thread(page).getByText('Alpha').waitFor()
  await page.keyboard.press('j')
  await thread(page).getByText('Beta').waitFor()
  await page.keyboard.press('k')
  await thread(page).getByText('Alpha').waitFor()
  await page.keyboard.press('a')
  const picker = page.getByRole('dialog')
  await picker
    .getByText('Me', { exact: true })
    .or(picker.getByText(/\(me\)|The agent/))
    .first()
    .waitFor()
  await page.keyboard.press('Escape')
  await page.keyboard.press('m')
  await activity(page, 'The agent took it').waitFor()
  await page.keyboard.press('l')
  await label('urgent')
  await page
    .getByRole('option', { name: /^urgent/ })
    .getByText('chosen')
    .waitFor({ state: 'attached' })
  await page.keyboard.press('Escape')
  await activity(page, 'The agent labelled it urgent').waitFor()
  await page.keyboard.press('e')
  // On to the next one.
  await row(page, 'Alpha').waitFor({ state: 'detached' })
  await thread(page).getByText('Beta').waitFor()
  await page.keyboard.press('Escape')
  for (const key of ['x', 'j', 'x']) await page.keyboard.press(key)
  await page.getByRole('region', { name: 'Chosen conversations' }).getByText('2 chosen').waitFor()
  await page.getByRole('button', { name: 'Label them (l)' }).click()
  await label('both')
  await page.getByRole('option', { name: /^both/ }).getByText('chosen').waitFor({ state: 'attached' })
  await page.keyboard.press('Escape')
  for (const text of ['Beta', 'Gamma']) await row(page, text).getByText('both').waitFor()
  await page.getByRole('button', { name: 'Resolve them (e)' }).click()
  await page.getByText('2 conversations: resolved').waitFor()
  await expect.poll(() => rows(page).count()).toBe(0)
  await page.keyboard.press('?')
  await page.getByRole('dialog').getByText('Next conversation').waitFor()
  expect(desk.troubles).toEqual([])
})

test('found by a word of its messages, by label, source and assignee; and a filter is an address', async () => {
  const { workspace, desk } = await bothSides(chromium)
  const lamp = await begin(workspace, 'The lamp flickers at night')
  await begin(workspace, 'Where is my parcel?')
  await desk.ask('PATCH', `/api/conversations/${lamp.conversationId}`, {
    labels: ['repair'],
    assigneeId: desk.memberId
  })
  const { page } = desk
  await row(page, 'Where is my parcel?').waitFor()
  await page.keyboard.press('f')
  await page.keyboard.type('flick')
  await row(page, 'Where is my parcel?').waitFor({ state: 'detached' })
  await row(page, 'The lamp flickers at night').waitFor()
  expect(new URL(page.url()).searchParams.get('search')).toBe('flick')
  await page.getByRole('button', { name: 'Clear the search' }).click()
  await row(page, 'Where is my parcel?').waitFor()
  const choose = async (label: string, option: string) => {
    await page.getByRole('button', { name: /^Filter/ }).click()
    await page
      .getByRole('dialog', { name: 'Filter conversations' })
      .getByLabel(label, { exact: true })
      .selectOption({ label: option })
    await page.keyboard.press('Escape')
  }
  await choose('Label', 'repair')
  await row(page, 'Where is my parcel?').waitFor({ state: 'detached' })
  await page.reload()
  await row(page, 'The lamp flickers at night').waitFor()
  expect(await rows(page).count()).toBe(1)
  await choose('Label', 'Any')
  await choose('Assigned to', 'Nobody')
  await row(page, 'The lamp flickers at night').waitFor({ state: 'detached' })
  await row(page, 'Where is my parcel?').waitFor()
  await choose('Source', 'API')
  await expect.poll(() => rows(page).count()).toBe(0)
})

test('two conversations of one visitor are merged, and the visitor reads on in one', async () => {
  const { workspace, desk } = await bothSides(chromium)
  const guest = await begin(workspace, 'First half')
  const second = await call<{ conversationId: string }>('POST', '/api/conversations', {
    who: guest.token,
    body: { agentId: workspace.agentId, message: 'Second half', another: true },
    headers: { 'x-forwarded-for': guest.ip }
  })
  expect(second.status).toBe(201)
  const { page } = desk
  await openRow(page, 'Second half')
  await page.getByRole('button', { name: 'More to do' }).click()
  await page.getByRole('menuitem', { name: 'Merge into another' }).click()
  await page
    .getByRole('dialog')
    .getByRole('radio', { name: /First half/ })
    .check()
  await page.getByRole('dialog').getByRole('button', { name: 'Merge', exact: true }).click()
  await activity(page, 'The agent merged another conversation into this one').waitFor()
  await thread(page).getByText('First half').waitFor()
  await thread(page).getByText('Second half').waitFor()
  expect(page.url()).toContain(guest.conversationId)
  await expect.poll(() => rows(page).count()).toBe(1)
})
