import { expect, test } from 'vitest'
import { useChromium } from '../tracker/site.ts'
import { panel, saidWhen, write } from '../widget/chat.ts'
import { activity, answer, asked, begin, bothSides, deskOf, openRow, reply, row, thread } from './desk.ts'

const chromium = useChromium()

test('two who open the same one see that the other is replying, before both answer', async () => {
  const { workspace, desk, visitor } = await asked(chromium, 'Who answers?')
  const admin = await deskOf(chromium, workspace, { role: 'admin' })
  await openRow(admin.page, 'Who answers?')
  await reply(desk.page).pressSequentially('I do')
  await admin.page.getByRole('status').getByText('The agent is replying').waitFor()
  await answer(desk.page, 'I do answer.')
  await admin.page.getByRole('status').getByText('The agent is replying').waitFor({ state: 'hidden' })
  await thread(admin.page).getByText('I do answer.').waitFor()
  await saidWhen(visitor.page, ['Who answers?', 'I do answer.'])
})

test('assigned by hand, handed over with a word, and each sees whose it is', async () => {
  const { workspace, desk, visitor } = await asked(chromium, 'For whom is this?')
  const admin = await deskOf(chromium, workspace, { role: 'admin' })
  await desk.page.reload()
  await thread(desk.page).getByText('For whom is this?').waitFor()
  await desk.page.keyboard.press('m')
  await activity(desk.page, 'The agent took it').waitFor()
  await row(admin.page, 'For whom is this?').getByText('Assigned to The agent').waitFor()
  await desk.page.keyboard.press('t')
  const over = desk.page.getByRole('dialog', { name: /^Hand over/ })
  await over.getByLabel('To', { exact: true }).selectOption({ label: 'The admin (available, 0 open)' })
  await over.getByLabel('What they should know').fill('They are in a hurry')
  await over.getByRole('button', { name: 'Hand over' }).click()
  await activity(desk.page, 'The agent assigned it to The admin').waitFor()
  await openRow(admin.page, 'For whom is this?')
  await thread(admin.page).getByText('They are in a hurry').waitFor()
  await answer(admin.page, 'It is mine')
  await saidWhen(visitor.page, ['For whom is this?', 'It is mine'])
  expect(await visitor.page.content()).not.toContain('in a hurry')
})

test('by turn: new conversations go round among who is available, up to each one’s limit', async () => {
  const { workspace, desk } = await bothSides(chromium)
  const admin = await deskOf(chromium, workspace, { role: 'admin', path: '/settings/inbox' })
  await admin.page.getByLabel('New conversations go round').check()
  await admin.page.getByLabel('Open conversations a person, at most').fill('1')
  await admin.page.getByRole('button', { name: 'Save', exact: true }).click()
  await admin.page.getByText('Saved').waitFor()
  // Whoever looks at the settings is not at the inbox: only the agent is.
  await begin(workspace, 'The first')
  await row(desk.page, 'The first').getByText('Assigned to The agent').waitFor()
  await begin(workspace, 'The second')
  await row(desk.page, 'The second').getByText('Nobody has taken it').waitFor()
  await admin.page.goto(admin.page.url().replace(/\/settings.*/, '/inbox'))
  await row(admin.page, 'The second').getByText('Assigned to The admin').waitFor()
  await openRow(admin.page, 'The second')
  await activity(admin.page, 'Given to The admin by turn').waitFor()
})

test('resolved, rated by the visitor, shown to the team, and opened again by a new message', async () => {
  const { desk, visitor } = await asked(chromium, 'All is well, thank you')
  await desk.page.keyboard.press('Escape')
  await openRow(desk.page, 'All is well, thank you')
  await desk.page.getByRole('button', { name: 'Resolve', exact: true }).click()
  await row(desk.page, 'All is well, thank you').waitFor({ state: 'detached' })
  await panel(visitor.page).getByRole('radio', { name: 'Very good' }).check({ force: true })
  await panel(visitor.page).getByRole('textbox', { name: 'Anything you would like to add?' }).fill('Quick and kind')
  await panel(visitor.page).getByRole('button', { name: 'Send', exact: true }).first().click()
  await desk.page.goto(desk.page.url().replace(/\/inbox.*/, '/inbox?status=resolved'))
  await openRow(desk.page, 'All is well, thank you')
  await activity(desk.page, 'The visitor rated it 5 of 5: Quick and kind').waitFor()
  await desk.page.getByText('Resolved, rated 5 of 5').waitFor()
  await write(visitor.page, 'One more thing')
  await activity(desk.page, 'Opened again by the visitor’s message').waitFor()
  await desk.page
    .getByRole('navigation', { name: 'Queues' })
    .getByRole('button', { name: /^All open/ })
    .click()
  await row(desk.page, 'One more thing').waitFor()
})
