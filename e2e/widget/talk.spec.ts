import { expect, test } from 'vitest'
import { mintWorkspace } from '../../packages/server/test/workspace.ts'
import { until, useChromium } from '../tracker/site.ts'
import {
  field,
  launcher,
  openChat,
  panel,
  said,
  saidWhen,
  shop,
  strictPolicy,
  teamOf,
  withWidget,
  write
} from './chat.ts'

const chromium = useChromium()

async function begin(more?: string, headers = {}) {
  const workspace = await mintWorkspace()
  const site = await chromium.newSite(withWidget({ '/': shop(workspace, more) }), headers)
  const visitor = await chromium.newVisitor()
  await visitor.page.goto(site.url('/'))
  return { workspace, site, team: await teamOf(workspace), ...visitor }
}

test('L17 under a strict policy a visitor asks, somebody answers, and both see it at once', async () => {
  const { page, team, troubles } = await begin(undefined, strictPolicy())
  await openChat(page)
  await write(page, 'Do you ship to Norway?')
  const { id } = await team.conversation()
  await saidWhen(page, ['Do you ship to Norway?'])
  await team.types(id)
  await panel(page).getByText('The agent is typing').waitFor()
  await team.says(id, 'We **do**. See https://shop.example/shipping')
  await saidWhen(page, ['Do you ship to Norway?', 'We do. See https://shop.example/shipping'])
  expect(await panel(page).getByRole('link').getAttribute('href')).toBe('https://shop.example/shipping')
  await panel(page).getByText('Read', { exact: true }).waitFor()
  const marked = await until(
    () => team.conversation(),
    ({ marks }) => marks.visitor.read === 2
  )
  expect(marked).toMatchObject({ source: 'widget', unread: 0 })
  expect(troubles).toEqual([])
})

test('sent, delivered and read are told apart', async () => {
  const { page, team } = await begin()
  await openChat(page)
  await write(page, 'Hello')
  await panel(page).getByText('Sent', { exact: true }).waitFor()
  const { id } = await team.conversation()
  await team.reads(id, 1)
  await panel(page).getByText('Read', { exact: true }).waitFor()
})

test('what the visitor types is told to the team', async () => {
  const { page, team } = await begin()
  await openChat(page)
  await write(page, 'Hello')
  const { id } = await team.conversation()
  const { foyerUrl } = await import('../../packages/server/test/workspace.ts')
  const { WebSocket } = await import('ws')
  const socket = new WebSocket(`${foyerUrl().replace('http', 'ws')}/api/live`, { headers: team.headers })
  const frames: { type: string; conversationId?: string; isTyping?: boolean }[] = []
  socket.on('message', data => frames.push(JSON.parse(String(data))))
  await new Promise(resolve => socket.once('open', resolve))
  socket.send(JSON.stringify({ type: 'authenticate', as: 'member' }))
  await until(
    () => frames,
    all => all.some(({ type }) => type === 'ready')
  )
  socket.send(JSON.stringify({ type: 'follow', conversationId: id }))
  await field(page).pressSequentially('I wonder')
  await until(
    () => frames,
    all => all.some(frame => frame.type === 'typing' && frame.conversationId === id && frame.isTyping)
  )
  socket.close()
})

test('the visitor comes back on another day: the conversation is there, with what was answered meanwhile on the badge', async () => {
  const { page, context, site, team } = await begin()
  await openChat(page)
  await write(page, 'See you tomorrow')
  const { id } = await team.conversation()
  await saidWhen(page, ['See you tomorrow'])
  await page.close()
  await team.says(id, 'Good morning')
  const again = await context.newPage()
  await again.goto(site.url('/'))
  await again.getByRole('button', { name: 'Open chat, 1 unread' }).click()
  await saidWhen(again, ['See you tomorrow', 'Good morning'])
  await again.getByRole('button', { name: 'Close chat' }).first().waitFor()
  await until(
    () => team.conversation(),
    ({ marks }) => marks.visitor.read === 2
  )
})

test('an answer that comes while the panel is closed is shown beside the launcher', async () => {
  const { page, team } = await begin()
  await openChat(page)
  await write(page, 'Hello')
  const { id } = await team.conversation()
  await saidWhen(page, ['Hello'])
  await page.keyboard.press('Escape')
  await panel(page).waitFor({ state: 'hidden' })
  expect(await page.evaluate(() => document.activeElement?.shadowRoot?.activeElement?.className)).toContain('launcher')
  await team.says(id, 'Hello to you')
  await page.getByRole('button', { name: /Hello to you/ }).click()
  await saidWhen(page, ['Hello', 'Hello to you'])
})

test('two tabs are in step', async () => {
  const { page, context, site, team } = await begin()
  await openChat(page)
  await write(page, 'From the first')
  const { id } = await team.conversation()
  const second = await context.newPage()
  await second.goto(site.url('/'))
  await openChat(second)
  await saidWhen(second, ['From the first'])
  await write(second, 'From the second')
  await saidWhen(page, ['From the first', 'From the second'])
  await team.says(id, 'To both')
  for (const tab of [page, second]) await saidWhen(tab, ['From the first', 'From the second', 'To both'])
})

test('CH2 CH3 offline, what is written waits and is said once when the network is back', async () => {
  const { page, context, team } = await begin()
  await openChat(page)
  await write(page, 'One')
  const { id } = await team.conversation()
  await saidWhen(page, ['One'])
  await context.setOffline(true)
  await write(page, 'Two')
  await team.says(id, 'Meanwhile')
  await context.setOffline(false)
  await until(
    () => said(page),
    texts => texts.length === 3,
    60_000
  )
  const { messages } = await until(
    () => team.panel(id),
    ({ messages }) => messages.length === 3
  )
  expect(messages.filter(({ text }) => text === 'Two')).toHaveLength(1)
  expect(await said(page)).toEqual(messages.map(({ text }) => text))
})

test('F12 an address is asked for when nobody is there, kept as claimed, and refused when it is none', async () => {
  const { page, team } = await begin()
  await openChat(page)
  await write(page, 'Is anybody there?')
  const address = panel(page).getByRole('textbox', { name: 'E-mail address' })
  await address.fill('nonsense')
  await panel(page).getByRole('button', { name: 'Save' }).click()
  await panel(page).getByRole('alert').waitFor()
  await address.fill('jordan@acme.example')
  await panel(page).getByRole('button', { name: 'Save' }).click()
  await panel(page).getByText('Thank you. We will also answer by e-mail.').waitFor()
  const { id } = await team.conversation()
  expect((await team.panel(id)).visitor).toMatchObject({ email: 'jordan@acme.example', verified: false })
})

test('F12 it can be declined, and taken up again', async () => {
  const { page } = await begin()
  await openChat(page)
  await write(page, 'Is anybody there?')
  await panel(page).getByRole('button', { name: 'No thanks' }).click()
  await panel(page).getByRole('button', { name: 'Get the answer by e-mail' }).click()
  await panel(page).getByRole('textbox', { name: 'E-mail address' }).waitFor()
})

test('a closed conversation is rated, and opens again when the visitor writes', async () => {
  const { page, team } = await begin()
  await openChat(page)
  await write(page, 'Thank you')
  const { id } = await team.conversation()
  await team.change(id, { status: 'resolved' })
  await panel(page).getByRole('radio', { name: 'Very good' }).check({ force: true })
  await panel(page).getByRole('textbox', { name: 'Anything you would like to add?' }).fill('Quick')
  await panel(page).getByRole('button', { name: 'Send', exact: true }).first().click()
  await until(
    () => team.conversation(),
    ({ rating }) => rating?.score === 5 && rating.comment === 'Quick'
  )
  await write(page, 'One more thing')
  await until(
    () => team.conversation(),
    ({ status }) => status === 'open'
  )
})

test('files go both ways: sent from the panel, kept under their name, and not of any type', async () => {
  const { page, team } = await begin(undefined, strictPolicy())
  await openChat(page)
  const png = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64'
  )
  await panel(page)
    .locator('input[type=file]')
    .setInputFiles([
      { name: 'page.html', mimeType: 'text/html', buffer: Buffer.from('<script>1</script>') },
      { name: '"><img src=x onerror=window.__x=1>.png', mimeType: 'image/png', buffer: png }
    ])
  await panel(page).getByText('page.html: files of this type cannot be sent.').waitFor()
  await field(page).fill('The lamp')
  await field(page).press('Enter')
  const { id } = await team.conversation()
  const { messages } = await until(
    () => team.panel(id),
    shown => shown.messages.length === 1
  )
  expect(messages[0]).toMatchObject({ text: 'The lamp', attachments: [{ type: 'image/png', bytes: png.length }] })
  await panel(page).getByText('Sent', { exact: true }).waitFor()
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    panel(page)
      .getByRole('button', { name: /^Download/ })
      .click()
  ])
  expect(download.suggestedFilename()).toContain('.png')
  expect(await page.evaluate('window.__x')).toBeUndefined()
})

test('P09 P10 P15 what would run a script is only text', async () => {
  const { page, team, troubles } = await begin(undefined, strictPolicy())
  await openChat(page)
  const nasty = [
    '<script>window.__x=1</script>',
    '[a](javascript:window.__x=1) ![](x" onerror="window.__x=1)',
    '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=window.__x=1&gt;">',
    '[b](https://bank.example@evil.example) <img src=x onerror=window.__x=1>'
  ]
  await write(page, nasty[0] ?? '')
  const { id } = await team.conversation()
  await saidWhen(page, nasty.slice(0, 1))
  for (const text of nasty) await team.says(id, text)
  await until(
    () => said(page),
    texts => texts.length === 5
  )
  expect(await said(page)).toEqual([nasty[0], ...nasty])
  expect(await panel(page).locator('a[href], img, script').count()).toBe(0)
  expect(await page.evaluate('window.__x')).toBeUndefined()
  expect(troubles).toEqual([])
})

test('the panel is complete by keyboard', async () => {
  const { page, team } = await begin()
  await launcher(page).focus()
  await page.keyboard.press('Enter')
  await field(page).waitFor()
  await until(
    () => page.evaluate(() => document.activeElement?.shadowRoot?.activeElement?.tagName),
    tag => tag === 'TEXTAREA'
  )
  await page.keyboard.type('Hi')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await panel(page).getByRole('group', { name: 'Emoji' }).waitFor()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Enter')
  await team.conversation()
  await saidWhen(page, ['Hi😄'])
  await page.keyboard.press('Escape')
  await panel(page).waitFor({ state: 'hidden' })
})
