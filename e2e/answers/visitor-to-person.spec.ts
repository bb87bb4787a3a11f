import { expect, test } from 'vitest'
import { mintWorkspace } from '../../packages/server/test/workspace.ts'
import { signIn } from '../team/sign-in.ts'
import { until, useChromium } from '../tracker/site.ts'
import { openChat, panel, said, saidWhen, shop, strictPolicy, teamOf, withWidget, write } from '../widget/chat.ts'
import { answerWith, goTo, paste, shipping, teach } from './desk.ts'

const chromium = useChromium()

async function visitorOf(workspace: Awaited<ReturnType<typeof mintWorkspace>>, more?: string) {
  const site = await chromium.newSite(withWidget({ '/': shop(workspace, more) }), strictPolicy())
  const visitor = await chromium.newVisitor()
  await visitor.page.goto(site.url('/'))
  return visitor
}

test('F10 L17 CH1 a visitor is answered from what the team pasted, asks for a person, is answered by one, and is handed back', async () => {
  const workspace = await mintWorkspace()
  const team = await chromium.newVisitor()
  const dashboard = await signIn(team.context, workspace)
  const main = dashboard.locator('main')

  // The team gives it something to read, and says that it answers first.
  await paste(dashboard, { text: shipping, url: 'https://shop.example/shipping' })
  await main
    .getByRole('link', { name: /^Shipping/ })
    .getByText(/\d passages?/)
    .waitFor()
  await goTo(dashboard, `/agents/${workspace.agentId}`)
  await main.getByRole('link', { name: 'Answers' }).click()
  await main.getByRole('radio', { name: /Your documents/ }).check({ force: true })
  await main.getByRole('textbox', { name: 'Name', exact: true }).fill('Porch')
  await main.getByRole('button', { name: 'Save and check' }).click()
  await main.getByRole('status').getByText(/ms\)/).waitFor()

  // The visitor asks, and is answered with a link to the page it comes from.
  const visitor = await visitorOf(workspace)
  const { page } = visitor
  await openChat(page)
  await write(page, 'Do you ship to Norway?')
  await until(
    () => said(page),
    ([, answer]) => answer?.includes('Norway within five working days') === true
  )
  const source = panel(page).getByRole('list', { name: 'Sources' }).getByRole('link')
  expect(await source.getAttribute('href')).toBe('https://shop.example/shipping')
  await panel(page).getByText('Porch answers at once').waitFor()

  // Whoever wants a person has one called.
  await panel(page).getByRole('button', { name: 'Talk to a person' }).click()
  await panel(page).getByText('A person will answer you here.').waitFor()
  expect(await panel(page).getByRole('button', { name: 'Talk to a person' }).count()).toBe(0)

  // The team sees who waits, and what they were told and from where.
  await goTo(dashboard, '/inbox')
  await main.getByRole('list', { name: 'Conversations' }).getByText('Waiting for a person').first().waitFor()
  await main.getByRole('list', { name: 'Conversations' }).getByRole('link').first().click()
  const thread = main.getByRole('log')
  await thread.getByText('The visitor asked for a person').waitFor()
  await thread
    .getByRole('button', { name: /passages?.*confident/ })
    .first()
    .click()
  await thread.getByText('We ship to Norway within five working days').last().waitFor()
  await main.getByRole('textbox', { name: 'Reply to the visitor' }).fill('Hello, this is Ola. What do you need?')
  await main.getByRole('button', { name: 'Send', exact: true }).click()
  await until(
    () => said(page),
    texts => texts.at(-1) === 'Hello, this is Ola. What do you need?'
  )
  await main.getByRole('button', { name: 'Hand back' }).click()
  await thread.getByText('Ola Owner handed it back to the agent').waitFor()
  await main.getByText('Answered by Porch').waitFor()

  // And the agent goes on.
  await write(page, 'When do orders leave?')
  await until(
    () => said(page),
    texts => texts.at(-1)?.includes('before noon') === true
  )
  await thread.getByText('Orders before noon leave the same day').first().waitFor()
  expect(visitor.troubles).toEqual([])
  expect(team.troubles).toEqual([])
}, 120_000)

test('F10 an answer is there within a second of the question', async () => {
  const workspace = await mintWorkspace()
  await teach(workspace, { text: shipping })
  await answerWith(workspace, { kind: 'documents' })
  const { page } = await visitorOf(workspace)
  const team = await teamOf(workspace)
  await openChat(page)
  const questions = ['Do you ship to Norway?', 'When do orders leave?', 'What about a pallet?']
  for (const [index, question] of questions.entries()) {
    await write(page, question)
    await until(
      () => said(page),
      texts => texts.length === 2 * (index + 1)
    )
  }
  const { messages } = await team.panel((await team.conversation()).id)
  const waits = messages.flatMap((message, index) => {
    const before = messages[index - 1]
    return message.author.kind === 'responder' && before ? [Date.parse(message.at) - Date.parse(before.at)] : []
  })
  expect(waits).toHaveLength(3)
  // Of three, so that a machine that does other things meanwhile does not decide.
  expect(Math.min(...waits)).toBeLessThan(1_000)
})

test('where nothing fits the visitor is told so, a person is called, and an address is asked for when nobody is there', async () => {
  const workspace = await mintWorkspace()
  await teach(workspace, { text: shipping })
  await answerWith(workspace, { kind: 'documents', name: 'Porch' })
  const { page } = await visitorOf(workspace)
  const team = await teamOf(workspace)
  await openChat(page)
  await write(page, 'Can I bring my trombone to the symphony?')
  await until(
    () => said(page),
    texts => texts[1]?.includes('asking a person') === true
  )
  await panel(page).getByRole('textbox', { name: 'E-mail address' }).waitFor()
  expect(await team.conversation()).toMatchObject({ answeredBy: 'team' })
})

test('a member takes over by key, and the visitor is no longer answered by the agent', async () => {
  const workspace = await mintWorkspace()
  await teach(workspace, { text: shipping })
  await answerWith(workspace, { kind: 'documents', name: 'Porch' })
  const { page } = await visitorOf(workspace)
  await openChat(page)
  await write(page, 'Do you ship to Norway?')
  await until(
    () => said(page),
    texts => texts.length === 2
  )
  const team = await chromium.newVisitor()
  const dashboard = await signIn(team.context, workspace)
  await goTo(dashboard, '/inbox')
  const main = dashboard.locator('main')
  await main.getByText('Answered by the agent').first().waitFor()
  await main.getByRole('list', { name: 'Conversations' }).getByRole('link').first().click()
  await main.getByRole('button', { name: 'Take over' }).waitFor()
  await dashboard.keyboard.press('h')
  await main.getByText('Ola Owner took over from the agent').waitFor()
  await until(
    () => panel(page).getByRole('button', { name: 'Talk to a person' }).count(),
    count => count === 0
  )
  await write(page, 'When do orders leave?')
  await main.getByText('Waiting for a person').first().waitFor()
  const texts = await said(page)
  expect(texts).toHaveLength(3)
})

test('CH2 two tabs of a visitor see the same answer once', async () => {
  const workspace = await mintWorkspace()
  await teach(workspace, { text: shipping })
  await answerWith(workspace, { kind: 'documents' })
  const { page, context } = await visitorOf(workspace)
  await openChat(page)
  await write(page, 'Do you ship to Norway?')
  await until(
    () => said(page),
    texts => texts.length === 2
  )
  const second = await context.newPage()
  await second.goto(page.url())
  await openChat(second)
  await write(second, 'When do orders leave?')
  await until(
    () => said(page),
    texts => texts.length === 4
  )
  await saidWhen(second, await said(page))
})

test('in a chat that speaks Arabic the agent calls a person in Arabic, whatever the browser prefers', async () => {
  const workspace = await mintWorkspace()
  await teach(workspace, { text: shipping })
  await answerWith(workspace, { kind: 'documents', name: 'Porch' })
  const { page } = await visitorOf(workspace, 'data-widget data-locale="ar"')
  await page.getByRole('button', { name: 'فتح المحادثة' }).click()
  const write = panel(page).getByRole('textbox')
  await write.fill('Norway')
  await write.press('Enter')
  await until(
    () => said(page),
    texts => texts.length === 2
  )
  expect(await panel(page).locator('..').getAttribute('dir')).toBe('rtl')
  await panel(page).getByRole('button', { name: 'التحدث مع شخص' }).click()
  await panel(page).getByText('سيجيبك شخص هنا.').waitFor()
  await until(
    () => said(page),
    texts => /[\u0600-\u06ff]/.test(texts.at(-1) ?? '')
  )
})
