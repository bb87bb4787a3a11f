import type { BrowserContext, Page } from 'playwright-core'
import { foyerUrl, type Minted } from '../../packages/server/test/workspace.ts'

/** The team's side: the dashboard, signed in as the workspace's owner through the page a person would use. */
export async function signIn(context: BrowserContext, workspace: Minted): Promise<Page> {
  const page = await context.newPage()
  await page.goto(`${foyerUrl()}/sign-in`)
  await page.getByLabel('E-mail').fill(workspace.owner.email)
  await page.getByLabel('Password').fill(workspace.owner.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL(/\/live/)
  return page
}
