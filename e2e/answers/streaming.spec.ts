import { afterAll, beforeAll, expect, test } from 'vitest'
import { startServer } from '../../packages/server/test/start.ts'
import { mintWorkspace, useServer } from '../../packages/server/test/workspace.ts'
import { signIn } from '../team/sign-in.ts'
import { until, useChromium } from '../tracker/site.ts'
import { openChat, panel, said, saidWhen, shop, strictPolicy, withWidget, write } from '../widget/chat.ts'
import { answerWith, goTo, shipping, teach } from './desk.ts'
import { openModel } from './model.ts'

const chromium = useChromium()
let model: Awaited<ReturnType<typeof openModel>>
let foyer: Awaited<ReturnType<typeof startServer>>

// A model on this machine is plain http on a private address, which a server only calls when it is told to.
beforeAll(async () => {
  model = await openModel()
  foyer = await startServer({ allowPrivate: true })
  useServer(foyer)
})
afterAll(async () => {
  await model.close()
  await foyer.stop()
})

async function begin() {
  const workspace = await mintWorkspace()
  await teach(workspace, { text: shipping, url: 'https://shop.example/shipping' })
  await answerWith(workspace, { kind: 'openai', name: 'Porch', openai: { baseUrl: model.url, model: 'small-1' } })
  const site = await chromium.newSite(withWidget({ '/': shop(workspace) }), strictPolicy())
  const visitor = await chromium.newVisitor()
  await visitor.page.goto(site.url('/'))
  await openChat(visitor.page)
  return { workspace, ...visitor }
}

const question = 'Do you ship to Norway?'
const whole = 'We ship to Norway within five working days.'

test('L17 an answer grows in place as it is written, for the visitor and for whoever looks on in the inbox', async () => {
  const { workspace, page, troubles } = await begin()
  await write(page, question)
  const answer = await model.asked()
  await panel(page).getByText('Porch is typing').waitFor()
  const team = await chromium.newVisitor()
  const dashboard = await signIn(team.context, workspace)
  await goTo(dashboard, '/inbox')
  const main = dashboard.locator('main')
  await main.getByRole('list', { name: 'Conversations' }).getByRole('link').first().click()
  const log = main.getByRole('log')
  await log.getByText(question).waitFor()

  answer.says('We ship to ')
  await until(
    () => said(page),
    texts => texts[1] === 'We ship to'
  )
  expect(await panel(page).getByText('Porch is typing').count()).toBe(0)
  // A screen reader is not read every word: the line that speaks says nothing yet.
  const spoken = page.locator('[role="status"][aria-live="polite"]')
  expect(await spoken.allTextContents()).not.toContainEqual(expect.stringContaining('We ship'))
  await panel(page)
    .locator('.bubble')
    .last()
    .evaluate(bubble => bubble.setAttribute('data-same', 'yes'))
  answer.says('Norway within five ')
  await until(
    () => said(page),
    texts => texts[1] === 'We ship to Norway within five'
  )
  answer.says('working days. [1]')
  answer.ends()
  await saidWhen(page, [question, whole])
  // The same element from the first word to the stored message: nothing jumps under the reader.
  expect(await panel(page).locator('.bubble').last().getAttribute('data-same')).toBe('yes')
  await until(
    () => spoken.allTextContents(),
    texts => texts.includes(`Porch: ${whole}`)
  )
  await panel(page).getByRole('list', { name: 'Sources' }).getByRole('link', { name: 'Shipping' }).waitFor()
  await log.getByText(whole).waitFor()
  expect(await log.getByText(whole).count()).toBe(1)
  await log.getByRole('button', { name: /% confident/ }).click()
  await log.getByText(/812 tokens read and 21 written/).waitFor()
  expect(troubles).toEqual([])
}, 120_000)

test('CH2 a page that is reloaded in the middle of an answer has the whole of it, once', async () => {
  const { page } = await begin()
  await write(page, question)
  const answer = await model.asked()
  answer.says('We ship to ')
  await until(
    () => said(page),
    texts => texts[1] === 'We ship to'
  )
  await page.reload()
  await openChat(page)
  // The page is told what was written meanwhile, and reads on from there.
  await until(
    () => said(page),
    texts => texts[1] === 'We ship to'
  )
  answer.says('Norway within five ')
  await until(
    () => said(page),
    texts => texts[1] === 'We ship to Norway within five'
  )
  answer.says('working days. [1]')
  answer.ends()
  await saidWhen(page, [question, whole])
})

test('an answer that breaks off leaves no half of it behind: a person is called', async () => {
  const { page } = await begin()
  await write(page, question)
  const answer = await model.asked()
  answer.says('We ship to ')
  await until(
    () => said(page),
    texts => texts[1] === 'We ship to'
  )
  answer.breaksOff()
  await until(
    () => said(page),
    texts => texts.length === 2 && texts[1]?.includes('I cannot answer right now') === true
  )
})

test('F5 in the playground an answer grows as it is written, and says how many tokens it took', async () => {
  const { workspace } = await begin()
  const team = await chromium.newVisitor()
  const dashboard = await signIn(team.context, workspace)
  await goTo(dashboard, `/agents/${workspace.agentId}/playground`)
  const main = dashboard.locator('main')
  await main.getByRole('textbox', { name: 'Ask as a visitor' }).fill(question)
  await dashboard.keyboard.press('Enter')
  const answer = await model.asked()
  const log = main.getByRole('log', { name: 'Playground' })
  await log.getByText('Porch is looking for an answer').waitFor()
  answer.says('We ship to ')
  await log.getByText('We ship to', { exact: true }).waitFor()
  expect(await log.getAttribute('aria-busy')).toBe('true')
  answer.says('Norway within five working days. [1]')
  answer.ends()
  await log.getByText(whole, { exact: true }).first().waitFor()
  await log.getByText(/812 tokens read and 21 written/).waitFor()
  expect(await log.getByText(question).count()).toBe(1)
})
