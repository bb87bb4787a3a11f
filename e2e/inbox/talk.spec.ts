import { expect, test } from 'vitest'
import { until, useChromium } from '../tracker/site.ts'
import { field, panel, said, saidWhen, write } from '../widget/chat.ts'
import { answer, asked, bothSides, deskOf, openRow, reply, row, rows, thread } from './desk.ts'

const chromium = useChromium()

test('L17 F8 a question arrives in the inbox at once, with who, source and time; both see the other write, and what was read', async () => {
  const { desk, visitor } = await bothSides(chromium)
  await write(visitor.page, 'Do you ship to Norway?')
  const arrived = row(desk.page, 'Do you ship to Norway?')
  await arrived.getByText('Widget').waitFor()
  await arrived.getByText(/^waits/).waitFor()
  await arrived.getByText('not read').waitFor()
  expect(await arrived.locator('[data-open]').textContent()).toMatch(/^\w+ \w+/)
  await openRow(desk.page, 'Do you ship to Norway?')
  await panel(visitor.page).getByText('Read', { exact: true }).waitFor()
  await arrived.getByText('not read').waitFor({ state: 'hidden' })

  await field(visitor.page).pressSequentially('To Bergen')
  await desk.page.getByText('is writing', { exact: false }).first().waitFor()
  await reply(desk.page).pressSequentially('Yes, in four')
  await panel(visitor.page).getByText('The agent is typing').waitFor()
  await answer(desk.page, 'Yes, in four days.')
  await saidWhen(visitor.page, ['Do you ship to Norway?', 'Yes, in four days.'])
  await thread(desk.page).getByText('Read').waitFor()
  await arrived.getByText(/^waits/).waitFor({ state: 'hidden' })
  expect([...desk.troubles, ...visitor.troubles]).toEqual([])
})

test('a canned reply is found by / and a few letters, put right, and sent', async () => {
  const { desk, visitor } = await bothSides(chromium)
  await desk.ask('POST', '/api/canned-replies', { shortcut: 'shipping', text: 'We ship in four days.' })
  await desk.ask('POST', '/api/canned-replies', { shortcut: 'refund', text: 'You get it back.' })
  await desk.page.reload()
  await write(visitor.page, 'How long does it take?')
  await openRow(desk.page, 'How long does it take?')
  await desk.page.keyboard.press('/')
  const offered = desk.page.getByRole('listbox', { name: 'Canned replies' })
  await offered.getByRole('option').nth(1).waitFor()
  await desk.page.keyboard.type('shi')
  await until(
    () => offered.getByRole('option').allInnerTexts(),
    texts => texts.length === 1 && texts[0]?.includes('/shipping') === true
  )
  await desk.page.keyboard.press('Enter')
  expect(await reply(desk.page).inputValue()).toBe('We ship in four days.')
  await desk.page.keyboard.press('Control+Enter')
  await saidWhen(visitor.page, ['How long does it take?', 'We ship in four days.'])
})

test('a note with a mention reaches the colleague and never the visitor', async () => {
  const { workspace, desk, visitor } = await asked(chromium, 'A strange question')
  const admin = await deskOf(chromium, workspace, { role: 'admin' })
  // The page learns of a new colleague when it asks for the team again.
  await desk.page.reload()
  await thread(desk.page).getByText('A strange question').waitFor()
  await desk.page.keyboard.press('n')
  const note = desk.page.getByRole('textbox', { name: 'Note to the team' })
  await note.pressSequentially('Can you look, @adm')
  await desk.page.getByRole('option', { name: /The admin/ }).waitFor()
  await desk.page.keyboard.press('Enter')
  expect(await note.inputValue()).toBe('Can you look, @The admin ')
  await desk.page.keyboard.press('Control+Enter')
  await thread(desk.page).getByText('Your note, only for the team').waitFor()
  await admin.page.goto(admin.page.url().replace(/\/inbox.*/, '/inbox?mentioned=yes'))
  await openRow(admin.page, 'A strange question')
  await thread(admin.page).getByText('Note by The agent, only for the team').waitFor()
  await answer(admin.page, 'Here is the answer')
  await saidWhen(visitor.page, ['A strange question', 'Here is the answer'])
  expect(await visitor.page.content()).not.toContain('Can you look')
  expect(JSON.stringify(await said(visitor.page))).not.toContain('Can you look')
})

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64'
)

test('files go both ways between the two, and are saved under their names', async () => {
  const { desk, visitor } = await asked(chromium, 'It arrived broken')
  await panel(visitor.page)
    .locator('input[type=file]')
    .setInputFiles({ name: 'broken.png', mimeType: 'image/png', buffer: png })
  await write(visitor.page, 'See the picture')
  const picture = thread(desk.page).getByRole('img', { name: 'broken.png' })
  await picture.waitFor()
  await until(
    () => picture.evaluate(element => (element as HTMLImageElement).naturalWidth),
    width => width === 1
  )
  await desk.page
    .getByRole('region', { name: 'Write' })
    .locator('input[type=file]')
    .setInputFiles({ name: 'returns.txt', mimeType: 'text/plain', buffer: Buffer.from('Put it in the box.') })
  await desk.page.getByRole('region', { name: 'Write' }).getByText('returns.txt').waitFor()
  await reply(desk.page).fill('Here is how to send it back')
  await until(
    () => desk.page.getByRole('button', { name: 'Send', exact: true }).isEnabled(),
    isEnabled => isEnabled
  )
  await reply(desk.page).press('Control+Enter')
  const saving = visitor.page.waitForEvent('download')
  await panel(visitor.page).getByRole('button', { name: 'Download returns.txt' }).click()
  expect((await saving).suggestedFilename()).toBe('returns.txt')
})

test('what one has begun to write is there after a reload, and in the list', async () => {
  const { desk } = await asked(chromium, 'A long story')
  await reply(desk.page).fill('Dear visitor, I have')
  await desk.page.reload()
  await until(
    () => reply(desk.page).inputValue(),
    text => text === 'Dear visitor, I have'
  )
  await desk.page.goto(desk.page.url().replace(/\/inbox.*/, '/inbox'))
  await row(desk.page, 'Draft:').waitFor()
  expect(await rows(desk.page).count()).toBe(1)
})
