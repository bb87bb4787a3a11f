import { expect, test } from 'vitest'
import { mintWorkspace } from '../../packages/server/test/workspace.ts'
import { useChromium } from '../tracker/site.ts'
import { faultsOf, walkByTab } from './accessible.ts'
import { open, pagesOf } from './pages.ts'
import { signIn } from './sign-in.ts'

const chromium = useChromium()

test('every page of the team is complete for whoever cannot see it, in both themes and on a phone', async () => {
  const workspace = await mintWorkspace()
  const paths = await pagesOf(workspace)
  const looks = [{ colorScheme: 'light' }, { colorScheme: 'dark', viewport: { width: 390, height: 844 } }] as const
  for (const look of looks) {
    const team = await chromium.newVisitor(look)
    const dashboard = await signIn(team.context, workspace)
    for (const path of [...paths, '/there-is-no-such-page']) {
      await open(dashboard, path)
      expect(await faultsOf(dashboard), look.colorScheme).toEqual([])
    }
  }
}, 480_000)

test('every page of the team is complete by keyboard: each stop is named, seen and marked, and none is a trap', async () => {
  const workspace = await mintWorkspace()
  const team = await chromium.newVisitor()
  const dashboard = await signIn(team.context, workspace)
  for (const path of await pagesOf(workspace)) {
    await open(dashboard, path)
    const stops = await walkByTab(dashboard)
    // Who has the secret link of a dashboard is given that page and nothing around it.
    if (path.startsWith('/shared/')) continue
    // Past the navigation, into the page, and round to the beginning again.
    expect(stops.slice(0, 3), path).toEqual(['Skip to the content', expect.stringContaining('Search'), 'Live'])
    expect(stops.length, `${path}: ${stops.join(' · ')}`).toBeGreaterThan(8)
    expect(stops.length, `${path}: ${stops.join(' · ')}`).toBeLessThan(80)
    expect(new Set(stops).size, `${path}: ${stops.join(' · ')}`).toBeGreaterThan(7)
  }
}, 480_000)

test('what opens over a page opens by keyboard, keeps the focus in it and gives it back, and loses no letter while it is fetched', async () => {
  const workspace = await mintWorkspace()
  const team = await chromium.newVisitor()
  const page = await signIn(team.context, workspace)
  await open(page, '/people')
  const focused = () => page.evaluate(() => document.activeElement?.textContent?.trim())

  // ⌘K on a slow line: what was typed while the palette was on its way stands in it.
  await page.route('**/assets/command-palette*', async route => {
    await new Promise(late => setTimeout(late, 700))
    await route.continue()
  })
  await page.keyboard.press('Control+k')
  await page.keyboard.type('audit')
  const palette = page.getByRole('combobox', { name: 'Search and go' })
  await palette.waitFor()
  expect(await palette.inputValue()).toBe('audit')
  expect(await faultsOf(page)).toEqual([])
  await page.keyboard.press('Enter')
  await page.waitForURL('**/settings/audit')
  // Closed again at once, it leaves the keys to the page.
  await page.keyboard.press('Control+k')
  await page.keyboard.press('Control+k')
  await page.keyboard.press('g')
  await page.keyboard.press('p')
  await page.waitForURL('**/people')

  // The same in the inbox: what is typed after "l" names a label, and no letter of it acts on the conversation.
  const conversation = (await pagesOf(workspace)).find(path => /^\/inbox\/./.test(path)) ?? ''
  await page.route('**/assets/questions*', async route => {
    await new Promise(late => setTimeout(late, 700))
    await route.continue()
  })
  await open(page, conversation)
  await page.locator('h1').first().click()
  await page.keyboard.type('lmeek')
  const label = page.getByRole('combobox', { name: /^Label / })
  await label.waitFor()
  expect(await label.inputValue()).toBe('meek')
  await page.keyboard.press('Escape')
  expect(new URL(page.url()).pathname).toBe(conversation)
  await open(page, '/people')

  const menu = page.getByRole('button', { name: 'Choose columns' })
  await menu.focus()
  await page.keyboard.press('Enter')
  await page.getByRole('menu').waitFor()
  expect(await faultsOf(page, '[role="menu"]')).toEqual([])
  await page.keyboard.press('ArrowDown')
  await expect.poll(focused).not.toBe('')
  const [column] = await page.getByRole('menuitemcheckbox').allTextContents()
  expect(await focused()).toBe(column)
  await page.keyboard.press('Escape')
  await page.getByRole('menu').waitFor({ state: 'hidden' })
  await expect.poll(() => menu.evaluate(button => button === document.activeElement)).toBe(true)
  await page.keyboard.press('ArrowDown')
  await page.getByRole('menu').waitFor()
  await page.keyboard.press('Escape')

  await open(page, '/settings/keys')
  const add = page.getByRole('button', { name: /key/i }).first()
  await add.focus()
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog')
  await dialog.waitFor()
  expect(await faultsOf(page)).toEqual([])
  for (let tab = 0; tab < 25; tab++) {
    await page.keyboard.press('Tab')
    expect(await dialog.evaluate(one => one.contains(document.activeElement))).toBe(true)
  }
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'hidden' })
  await expect.poll(() => add.evaluate(button => button === document.activeElement)).toBe(true)
}, 120_000)
