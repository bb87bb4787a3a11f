import AxeBuilder from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { mintWorkspace } from '../../packages/server/test/workspace.ts'
import { useChromium } from '../tracker/site.ts'
import { beginTalk, launcher, openChat, panel, saidWhen, shop, teamOf, withWidget, write } from './chat.ts'

const chromium = useChromium()

async function violations(page: Page): Promise<string[]> {
  const found = await new AxeBuilder({ page }).disableRules(['html-has-lang']).analyze()
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(node => node.html).join(' ')}`)
}

for (const colorScheme of ['light', 'dark'] as const)
  test(`axe finds nothing in the launcher, the talk, the cards, the emoji and the list, ${colorScheme}`, async () => {
    const workspace = await mintWorkspace()
    const site = await chromium.newSite(withWidget({ '/': shop(workspace) }))
    const { page } = await chromium.newVisitor({ colorScheme, reducedMotion: 'reduce' })
    await page.goto(site.url('/'))
    await launcher(page).waitFor()
    expect(await violations(page)).toEqual([])
    await openChat(page)
    expect(await violations(page)).toEqual([])
    await write(page, 'Is **this** it? https://shop.example/lamp')
    const team = await teamOf(workspace)
    const { id } = await team.conversation()
    await panel(page).getByRole('textbox', { name: 'E-mail address' }).waitFor()
    await panel(page).getByRole('button', { name: 'Emoji' }).click()
    await panel(page).getByRole('group', { name: 'Emoji' }).waitFor()
    expect(await violations(page)).toEqual([])
    await panel(page).getByRole('button', { name: 'Emoji' }).click()
    await team.says(id, '> so\n- one\n- two\n\n`code` and [a link](https://shop.example)')
    await team.change(id, { status: 'resolved' })
    await panel(page).getByRole('radio', { name: 'Good', exact: true }).waitFor({ state: 'attached' })
    expect(await violations(page)).toEqual([])
    await panel(page).getByRole('button', { name: 'New conversation' }).click()
    await write(page, 'Something else')
    await saidWhen(page, ['Something else'])
    await panel(page).getByRole('button', { name: 'Conversations' }).click()
    await panel(page).getByRole('heading', { name: 'Conversations' }).waitFor()
    expect(await violations(page)).toEqual([])
    expect(await team.list()).toHaveLength(2)
  })

test('on a phone the panel fills the screen, holds the page still, and the keyboard stays in it', async () => {
  const workspace = await mintWorkspace()
  const site = await chromium.newSite(withWidget({ '/': shop(workspace) }))
  const { page } = await chromium.newVisitor({ viewport: { width: 390, height: 844 }, reducedMotion: 'reduce' })
  await page.goto(site.url('/'))
  await openChat(page)
  expect(await panel(page).boundingBox()).toEqual({ x: 0, y: 0, width: 390, height: 844 })
  expect(await panel(page).getAttribute('aria-modal')).toBe('true')
  const overflow = () => page.evaluate(() => document.documentElement.style.overflow)
  expect(await overflow()).toBe('hidden')
  for (let count = 0; count < 12; count++) {
    await page.keyboard.press('Tab')
    expect(await page.evaluate(() => !!document.activeElement?.shadowRoot?.activeElement?.closest('.panel'))).toBe(true)
  }
  await page.keyboard.press('Escape')
  expect(await overflow()).toBe('')
})

test('an answer is said to a screen reader, without the marks it is written with', async () => {
  const workspace = await mintWorkspace()
  const site = await chromium.newSite(withWidget({ '/': shop(workspace) }))
  const { page } = await chromium.newVisitor()
  await page.goto(site.url('/'))
  const { team, id } = await beginTalk(page, workspace)
  await team.says(id, 'Hello to you')
  await page.getByRole('status').getByText('The agent: Hello to you').waitFor({ state: 'attached' })
  await team.says(id, 'It takes **two days**, see [shipping](https://shop.example/shipping)')
  await page.getByRole('status').getByText('The agent: It takes two days, see shipping').waitFor({ state: 'attached' })
})

for (const [language, label, dir] of [
  ['en', 'Write a message', 'ltr'],
  ['de', 'Nachricht schreiben', 'ltr'],
  ['fr', 'Écrire un message', 'ltr'],
  ['es', 'Escribe un mensaje', 'ltr'],
  ['pt', 'Escreva uma mensagem', 'ltr'],
  ['ar', 'اكتب رسالة', 'rtl']
] as const)
  test(`it speaks ${language}`, async () => {
    const workspace = await mintWorkspace()
    const site = await chromium.newSite(withWidget({ '/': shop(workspace, `data-widget data-locale="${language}"`) }))
    const { page } = await chromium.newVisitor()
    await page.goto(site.url('/'))
    await page.locator('.launcher').click()
    await page.getByRole('textbox', { name: label }).waitFor()
    expect(await page.locator('.foyer').getAttribute('dir')).toBe(dir)
  })
