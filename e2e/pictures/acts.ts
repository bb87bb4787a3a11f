import type { Page } from 'playwright-core'

// What is done on a page before its picture is taken.

type Chat = { LiveLayer: { chat: { open(): void } } }

export const launcherShown = (page: Page): Promise<void> => page.getByRole('button', { name: 'Open chat' }).waitFor()

export async function openChat(page: Page): Promise<void> {
  await page.waitForFunction(() => 'LiveLayer' in window)
  await page.evaluate(() => (window as unknown as Chat).LiveLayer.chat.open())
  await page.getByRole('dialog').locator('textarea').waitFor()
}

export async function talk(page: Page, text: string, field = 'Write a message'): Promise<void> {
  await openChat(page)
  await page.getByRole('textbox', { name: field }).fill(text)
  await page.getByRole('textbox', { name: field }).press('Enter')
  await page.locator('.receipt').waitFor()
}

export async function answeredTalk(page: Page): Promise<void> {
  await talk(page, 'Do you ship to Norway, and who pays the customs?')
  await page.getByRole('dialog').getByText('Customs and import tax').waitFor()
}

/** The same page as a site would write it that is read from right to left. */
export async function talkInArabic(page: Page): Promise<void> {
  await page.route('**/demo', async route => {
    const answer = await route.fetch()
    const body = (await answer.text()).replace('<html lang="en">', '<html lang="ar" dir="rtl">')
    await route.fulfill({ response: answer, body })
  })
  await page.reload()
  await talk(page, 'هل تشحنون إلى البرتغال؟', 'اكتب رسالة')
}

export async function europeanRule(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Add a rule for Europe' }).click()
  await page.getByLabel('IP address to try').fill('81.2.69.142')
  await page.getByRole('button', { name: 'Show' }).click()
  await page.getByRole('table', { name: 'What is known of 81.2.69.142' }).waitFor()
}

export async function unfoldAnswer(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle')
  const answer = page.getByRole('log').getByRole('button', { name: /confident/ })
  if ((await answer.count()) > 0) await answer.first().click()
}

export async function searchEverywhere(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle')
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox', { name: 'Search and go' }).fill('an')
}

export async function unsavedLook(page: Page): Promise<void> {
  await page.getByLabel('Colour', { exact: true }).fill('#b4532a')
  await page.getByLabel('Title', { exact: true }).fill('Fennel Row')
  await page.getByRole('checkbox', { name: 'Office hours' }).check()
  const preview = page.frameLocator('iframe')
  await preview.getByRole('button', { name: /^Open chat/ }).click()
  await preview.getByRole('heading', { name: 'Fennel Row' }).waitFor()
}

/** The destination is there, whatever its page waits for. */
export const framed = (page: Page): Promise<void> => page.getByRole('link', { name: 'Replay', exact: true }).waitFor()
export const atCannedReplies = (page: Page): Promise<void> =>
  page.getByRole('heading', { name: 'Canned replies' }).evaluate(heading => heading.scrollIntoView())

const pressed = (name: string | RegExp) => async (page: Page) => {
  await page.waitForLoadState('networkidle')
  await page.getByRole('button', { name }).first().click()
  await page.getByRole('dialog').waitFor()
}
export const inviting = pressed('Invite')
export const makingKey = pressed(/key/i)
export async function exporting(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle')
  await page.getByRole('button', { name: 'Export' }).first().click()
  await page.getByRole('menu').waitFor()
}
export const sharing = pressed(/^Shared?$/)
export const settingDigest = pressed('Digest')
export const savingReport = pressed('Save')

export const writingNote = pressed(/^Change the note/)

export async function goWithCart(page: Page, path: string): Promise<void> {
  const { origin } = new URL(page.url())
  for (const product of ['san-marzano-tomato', 'watering-can', 'corn-poppy']) {
    await page.goto(`${origin}/demo/product/${product}`)
    await page.getByRole('button', { name: 'Add to cart' }).click()
    await page.locator('.toast.shown').waitFor()
  }
  await page.goto(`${origin}/demo${path}`)
}

export async function order(page: Page): Promise<void> {
  await goWithCart(page, '/checkout')
  await page.getByLabel('Name', { exact: true }).fill('Robin Vale')
  await page.getByLabel('E-mail').fill('robin@example.com')
  await page.getByRole('button', { name: 'Place the order' }).click()
  await page.getByRole('heading', { name: 'Thank you.' }).waitFor()
}

export async function openRequest(page: Page): Promise<void> {
  await page.getByRole('row').nth(1).getByRole('link').click()
  await page.getByRole('heading', { name: 'Request', exact: true }).waitFor()
}

/** Saved as it is, so that what is said beside each field is seen. */
export async function emptyForm(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('alert').first().waitFor()
}

export const dialogOpen = (page: Page): Promise<void> => page.getByRole('dialog').waitFor()
export const counted = (page: Page): Promise<void> =>
  page
    .getByText(/of this time|No event of this time/)
    .first()
    .waitFor()

export async function personMenu(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle')
  await page.getByRole('button', { name: 'Actions' }).click()
  await page.getByRole('menuitem', { name: 'Erase…' }).waitFor()
}

export async function erasing(page: Page): Promise<void> {
  await personMenu(page)
  await page.getByRole('menuitem', { name: 'Erase…' }).click()
  await page.getByLabel('Type erase to confirm').fill('erase')
}
