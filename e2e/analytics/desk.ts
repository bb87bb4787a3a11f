import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import type { Golden } from '../../packages/server/src/analytics/testing/golden.ts'
import { foyerUrl } from '../../packages/server/test/workspace.ts'
import { signIn } from '../team/sign-in.ts'
import type { useChromium } from '../tracker/site.ts'

/** A member of the shop's team at their desk. */
export async function sitDown(chromium: ReturnType<typeof useChromium>, golden: Golden): Promise<Page> {
  const { context } = await chromium.newVisitor({ viewport: { width: 1440, height: 900 } })
  return signIn(context, golden.workspace)
}

/** A report of the analytics: `at` is its path and what its address says. */
export const openReport = (page: Page, path: string, address: Record<string, string>) =>
  page.goto(`${foyerUrl()}/analytics${path}?${new URLSearchParams(address)}`)

/** A table as rows of text, without its head. */
export async function rowsOf(page: Page, name: string): Promise<string[][]> {
  const rows = page.getByRole('table', { name, exact: true }).locator('tbody tr')
  await rows.first().waitFor({ state: 'attached' })
  return rows.evaluateAll(all => all.map(row => [...row.children].map(cell => cell.textContent ?? '')))
}

export const addressOf = (page: Page) => Object.fromEntries(new URL(page.url()).searchParams)

/** What a busy machine takes a while to show. */
export const until = <Value>(read: () => Value | Promise<Value>) => expect.poll(read, { timeout: 30_000 })
