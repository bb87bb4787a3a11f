import { expect, test } from 'vitest'
import { userToken } from '../../packages/server/test/visitor.ts'
import { foyerUrl, mintWorkspace } from '../../packages/server/test/workspace.ts'
import { until, useChromium } from '../tracker/site.ts'
import { openChat, panel, saidWhen, shop, withWidget, write } from '../widget/chat.ts'
import { answer, begin, deskOf, openRow, row, siteOf, thread, writesAs } from './desk.ts'

const chromium = useChromium()

test('F10 F7 L14 L13 beside the messages: who they are, what they are looking at as they browse, and the way to their whole history', async () => {
  const workspace = await mintWorkspace()
  const desk = await deskOf(chromium, workspace)
  const site = await siteOf(chromium, workspace)
  const visitor = await chromium.newVisitor()
  await visitor.page.goto(site.url('/'))
  await visitor.page.evaluate(() =>
    window.LiveLayer.identify({ name: 'Jordan Park', email: 'jordan@acme.example', plan: 'pro' })
  )
  await openChat(visitor.page)
  await write(visitor.page, 'Which lamp for a porch?')
  await openRow(desk.page, 'Which lamp for a porch?')
  const beside = desk.page.getByRole('complementary', { name: 'Visitor' })
  await beside.getByRole('heading', { name: 'Jordan Park' }).waitFor()
  await beside.getByText('Says so, not verified').waitFor()
  await beside.getByText('jordan@acme.example').first().waitFor()
  await beside.getByText('pro', { exact: true }).first().waitFor()
  const where = beside.getByRole('region', { name: 'Where they are now' })
  await where.getByText('Here now').waitFor()
  await where.getByRole('link', { name: 'Lamps', exact: true }).waitFor()
  await visitor.page.getByRole('link', { name: 'Porch lamps' }).click()
  await where.getByRole('link', { name: 'Porch lamps' }).waitFor()
  await beside.getByRole('region', { name: 'Last pages' }).getByRole('link', { name: 'Lamps', exact: true }).waitFor()

  await beside.getByRole('button', { name: 'Address, place and browser' }).click()
  const facts = desk.page.getByRole('dialog', { name: 'Address, place and browser' })
  await facts.getByText('127.0.0.1').first().waitFor()
  await facts
    .getByText(/Chrome/)
    .first()
    .waitFor()
  await desk.page.keyboard.press('Escape')

  await beside
    .getByRole('link', { name: /^Full history/ })
    .first()
    .click()
  await desk.page.waitForURL(/\/people\/vis_/)
  const history = desk.page.locator('main')
  for (const line of ['Viewed Porch lamps', 'Started a conversation', 'Wrote a message', 'Viewed Lamps'])
    await history.getByText(line).first().waitFor()
  const order = await until(
    async () => {
      const text = (await history.textContent()) ?? ''
      return ['Viewed Porch lamps', 'Wrote a message', 'Viewed Lamps'].map(line => text.indexOf(line))
    },
    places => places.every(place => place >= 0)
  )
  expect(order).toEqual([...order].sort((one, other) => one - other))
  expect(desk.troubles).toEqual([])
})

test('F12 the address a visitor leaves is shown to the team as claimed', async () => {
  const workspace = await mintWorkspace()
  const site = await chromium.newSite(withWidget({ '/': shop(workspace, 'data-widget data-ask-email="always"') }))
  const desk = await deskOf(chromium, workspace)
  const visitor = await chromium.newVisitor()
  await visitor.page.goto(site.url('/'))
  await openChat(visitor.page)
  await write(visitor.page, 'Write to me, please')
  await openRow(desk.page, 'Write to me, please')
  const address = panel(visitor.page).getByRole('textbox', { name: 'E-mail address' })
  await address.fill('jordan@acme.example')
  await panel(visitor.page).getByRole('button', { name: 'Save' }).click()
  await thread(desk.page).getByText('The visitor left an e-mail address: jordan@acme.example').waitFor()
  await row(desk.page, 'jordan@acme.example').waitFor()
  await desk.page.getByRole('complementary', { name: 'Visitor' }).getByText('Says so, not verified').waitFor()
})

test('F11 on the phone after signing in it is the same conversation, and the team sees one verified person', async () => {
  const workspace = await mintWorkspace()
  const desk = await deskOf(chromium, workspace)
  const site = await chromium.newSite(withWidget({ '/': shop(workspace, 'data-widget="manual"') }))
  const onDevice = async (viewport: { width: number; height: number }) => {
    const device = await chromium.newVisitor({ viewport })
    await device.page.goto(site.url('/'))
    const token = await userToken(workspace, 'u_42', { traits: { name: 'Jordan Park' } })
    await device.page.evaluate(
      ([agentId, userToken]) => window.injectWidget(agentId, { visitor: { userToken } }),
      [workspace.agentId, token]
    )
    await openChat(device.page)
    return device
  }
  const laptop = await onDevice({ width: 1280, height: 800 })
  await write(laptop.page, 'I began at my desk')
  await openRow(desk.page, 'I began at my desk')
  await answer(desk.page, 'And we go on')
  await saidWhen(laptop.page, ['I began at my desk', 'And we go on'])
  const phone = await onDevice({ width: 390, height: 844 })
  await saidWhen(phone.page, ['I began at my desk', 'And we go on'])
  await write(phone.page, 'Now from the train')
  await saidWhen(laptop.page, ['I began at my desk', 'And we go on', 'Now from the train'])
  await thread(desk.page).getByText('Now from the train').waitFor()
  const beside = desk.page.getByRole('complementary', { name: 'Visitor' })
  await beside.getByText('Verified identity').waitFor()
  await beside.getByText('This is the first one with them.').waitFor()
  // Somebody who only says so stays somebody else.
  const stranger = await chromium.newVisitor()
  await stranger.page.goto(site.url('/'))
  await stranger.page.evaluate(
    agentId => window.injectWidget(agentId, { visitor: { name: 'Jordan Park', email: 'jordan@acme.example' } }),
    workspace.agentId
  )
  await openChat(stranger.page)
  expect(await panel(stranger.page).getByText('I began at my desk').count()).toBe(0)
})

test('desktop notices are asked for by a press, told only when one is elsewhere, and can be turned off', async () => {
  const workspace = await mintWorkspace()
  const desk = await deskOf(chromium, workspace, { path: '/settings/account' })
  const { page, context } = desk
  // What the system would show is caught here; whether one looks is what the page is told.
  await page.addInitScript(() => {
    const shown: { title: string; body?: string }[] = []
    let permission: NotificationPermission = 'default'
    class Shown {
      static get permission() {
        return permission
      }
      static async requestPermission() {
        permission = 'granted'
        return permission
      }
      onclick: (() => void) | null = null
      constructor(title: string, options?: NotificationOptions) {
        shown.push({ title, ...(options?.body === undefined ? {} : { body: options.body }) })
      }
      close() {
        // Nothing is shown that could be closed.
      }
    }
    Object.assign(window, { Notification: Shown, shownNotices: shown })
  })
  await page.goto(`${foyerUrl()}/inbox`)
  const notices = () => page.evaluate(() => (window as unknown as { shownNotices: object[] }).shownNotices)
  await begin(workspace, 'Before it was wanted')
  await row(page, 'Before it was wanted').waitFor()
  await page.getByRole('button', { name: 'Turn desktop notifications on' }).click()
  await page.getByText('You are told when a visitor writes and you are elsewhere').waitFor()
  const guest = await begin(workspace, 'While looking')
  await row(page, 'While looking').waitFor()
  expect(await notices()).toEqual([])
  await page.evaluate(() => {
    document.hasFocus = () => false
  })
  await writesAs(guest, 'While elsewhere')
  await until(notices, all => all.length === 1)
  expect(await notices()).toEqual([{ title: expect.stringMatching(/^\w+ \w+$/), body: 'While elsewhere' }])
  await page.getByRole('button', { name: 'Turn desktop notifications off' }).click()
  await writesAs(guest, 'And once more')
  await row(page, 'And once more').waitFor()
  expect(await notices()).toHaveLength(1)
  expect(await context.cookies()).not.toEqual([])
})
