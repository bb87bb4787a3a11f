import type { Page } from 'playwright-core'

/** The newest of the list, whole. */
export async function newestOpen(page: Page): Promise<void> {
  await page.getByRole('table', { name: 'Deliveries' }).locator('tbody').getByRole('row').first().waitFor()
  await page.keyboard.press('j')
  await page.getByRole('complementary', { name: 'Delivery' }).getByText('The event, as the mapping saw it').waitFor()
}

export async function triedDry(page: Page): Promise<void> {
  const run = page.getByRole('region', { name: 'Dry run' })
  await run.getByRole('combobox', { name: 'Events of' }).selectOption('the last seven days')
  await run.getByRole('button', { name: 'Try it' }).click()
  const result = run.getByText(/^Of /)
  await result.waitFor()
  await result.evaluate(shown => shown.scrollIntoView({ block: 'center' }))
}

/** There is an earlier revision once something was changed. */
export async function takingUp(page: Page): Promise<void> {
  const category = page.getByRole('checkbox', { name: /^functional/ })
  await category.setChecked(!(await category.isChecked()))
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('button', { name: 'Take up revision 1' }).click()
  await page.getByRole('dialog').waitFor()
}

export async function replayed(page: Page): Promise<void> {
  await page.getByRole('textbox', { name: 'Events' }).fill('Order Completed')
  await page.getByRole('button', { name: /^Replay \d/ }).click()
  await page.getByText('Done', { exact: true }).first().waitFor({ timeout: 120_000 })
}
