import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startFoyer } from '../../packages/server/test/own-foyer.ts'
import { useChromium } from '../tracker/site.ts'
import { faultsOf, walkByTab } from './accessible.ts'

const chromium = useChromium()
let foyer: Awaited<ReturnType<typeof startFoyer>>
beforeAll(async () => {
  foyer = await startFoyer()
})
afterAll(() => foyer?.stop())

const owner = { name: 'Robin Vale', email: 'robin@fennel-row.example', password: 'a garden fits anywhere' }
/** Fills the field that has the focus and goes on to the next one. */
const type = async (page: Page, text: string) => {
  await page.keyboard.type(text)
  await page.keyboard.press('Tab')
}
const focused = (page: Page) =>
  page.evaluate(() => (document.activeElement as HTMLInputElement).labels?.[0]?.textContent)

test('from the set-up code to a colleague who has joined: every door opens by keyboard alone and is complete for whoever cannot see it', async () => {
  const { page, context } = await chromium.newVisitor()
  await page.goto(foyer.url)
  await page.waitForURL('**/setup')
  await page.getByRole('heading', { name: 'Open the foyer' }).waitFor()
  expect(await faultsOf(page)).toEqual([])
  expect(await walkByTab(page)).toEqual([
    'Set-up code',
    'Your name',
    'Your e-mail',
    'Password',
    'Workspace',
    'Timezone',
    'Create the workspace'
  ])

  // A wrong code is told where it is entered, and nothing of what was typed is lost.
  await page.reload()
  await expect.poll(() => focused(page)).toBe('Set-up code')
  for (const text of ['AAAA-AAAA-AAAA', owner.name, owner.email, owner.password, 'Fennel Row']) await type(page, text)
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await page.getByRole('alert').first().waitFor()
  expect(await faultsOf(page)).toEqual([])
  const code = page.getByLabel('Set-up code')
  expect(await code.getAttribute('aria-invalid')).toBe('true')
  expect(await page.getByLabel('Workspace').inputValue()).toBe('Fennel Row')
  await code.fill(foyer.setupCode)
  await code.press('Enter')
  await page.waitForURL('**/welcome')
  await page.getByRole('heading', { name: 'Install' }).waitFor()
  expect(await faultsOf(page)).toEqual([])

  // The setting-up is over: its page is nobody's any more.
  await page.goto(`${foyer.url}/setup`)
  await page.waitForURL('**/live')
  await page.goto(`${foyer.url}/settings/members`)
  await page
    .getByRole('button', { name: /invite/i })
    .first()
    .click()
  await page.getByRole('dialog').waitFor()
  expect(await faultsOf(page)).toEqual([])
  await page.getByLabel('Their name').fill('Mo Marsh')
  await page.getByLabel('Their e-mail').fill('mo@fennel-row.example')
  await page.keyboard.press('Enter')
  const link = await page.getByRole('dialog').getByText('/invite/').first().textContent()
  // The server was given any free port, and so cannot know its own address.
  const address = foyer.url + new URL(link ?? '').pathname
  expect(await faultsOf(page)).toEqual([])

  const colleague = await chromium.newVisitor({ colorScheme: 'dark' })
  await colleague.page.goto(address)
  await colleague.page.getByRole('heading', { name: 'Join Fennel Row' }).waitFor()
  expect(await faultsOf(colleague.page)).toEqual([])
  expect(await walkByTab(colleague.page)).toEqual(['Your name', 'Choose a password', 'Join the workspace'])
  await colleague.page.getByLabel('Choose a password').fill('a battery for a horse')
  await colleague.page.keyboard.press('Enter')
  await colleague.page.waitForURL('**/live')

  // The same link again opens nothing, and says so.
  const late = await chromium.newVisitor()
  await late.page.goto(address)
  await late.page.getByRole('heading', { name: 'This invitation is no longer open' }).waitFor()
  expect(await faultsOf(late.page)).toEqual([])

  await context.clearCookies()
  await page.goto(`${foyer.url}/people`)
  await page.getByRole('heading', { name: 'Sign in to Foyer' }).waitFor()
  expect(await faultsOf(page)).toEqual([])
  expect(await walkByTab(page)).toEqual(['E-mail', 'Password', 'Sign in'])
  await page.reload()
  await expect.poll(() => focused(page)).toBe('E-mail')
  await type(page, owner.email)
  await page.keyboard.type('not my password')
  await page.keyboard.press('Enter')
  await page.getByRole('alert').first().waitFor()
  expect(await faultsOf(page)).toEqual([])
  await page.getByLabel('Password').fill(owner.password)
  await page.keyboard.press('Enter')
  // Back where they were going.
  await page.waitForURL('**/people')
}, 120_000)
