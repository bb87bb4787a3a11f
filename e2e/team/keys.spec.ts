import { expect, test } from 'vitest'
import { foyerUrl, mintWorkspace } from '../../packages/server/test/workspace.ts'
import { useChromium } from '../tracker/site.ts'
import { signIn } from './sign-in.ts'

const chromium = useChromium()

test('a letter alone leads nowhere, from the moment the page is there; after a g it leads to its page', async () => {
  const team = await chromium.newVisitor()
  const page = await signIn(team.context, await mintWorkspace())
  // As quick as a hand can be: pressed within the page, as soon as there is something to see.
  await page.addInitScript(() => {
    const watch = new MutationObserver(() => {
      if (!document.querySelector('main h1')) return
      watch.disconnect()
      setTimeout(() => {
        document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'n', bubbles: true }))
        document.documentElement.dataset.pressed = 'yes'
      })
    })
    watch.observe(document, { childList: true, subtree: true })
  })
  await page.goto(`${foyerUrl()}/people`)
  await page.locator('html[data-pressed]').waitFor()
  await page.getByText('Nobody has come yet').waitFor()
  expect(new URL(page.url()).pathname).toBe('/people')
  await page.keyboard.press('g')
  await page.keyboard.press('i')
  await page.waitForURL(/\/inbox$/)
})
