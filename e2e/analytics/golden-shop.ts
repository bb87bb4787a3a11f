import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { fillGolden, type Golden } from '../../packages/server/src/analytics/testing/golden.ts'
import { visitors, type Who } from '../../packages/server/src/analytics/testing/golden-table.ts'
import { signIn } from '../../packages/server/test/team.ts'
import { foyerUrl } from '../../packages/server/test/workspace.ts'
import type { useChromium } from '../tracker/site.ts'

/** The eight weeks of the table, with a day before and after that has nothing in it. */
export const wholeTable = 'from=2026-09-28&to=2026-11-22'

/** The owner of a workspace that holds the table of `golden-table.ts`, signed in at the dashboard. */
export async function asGoldenOwner(chromium: ReturnType<typeof useChromium>) {
  const golden = await fillGolden()
  const visitor = await chromium.newVisitor({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' })
  const [name = '', value = ''] = (await signIn(golden.workspace.owner)).split('=')
  await visitor.context.addCookies([{ name, value, url: foyerUrl() }])
  return { golden, ...visitor, at: (path: string) => foyerUrl() + path }
}

/** Whose profiles the list beside the figure leads to; who has two browsers may be led to by either. */
export async function peopleShown(page: Page, { ids }: Golden): Promise<string[]> {
  const names = new Map(Object.entries(ids).map(([who, id]) => [id, visitors[who as Who].person]))
  const links = page.getByRole('complementary').getByRole('region', { name: 'People' }).getByRole('link')
  const hrefs = await links.evaluateAll(all => all.map(one => one.getAttribute('href') ?? ''))
  return hrefs.map(href => names.get(href.split('/').at(-1) ?? '') ?? href).sort()
}

export const whoIsShown = (page: Page, golden: Golden, who: string[]) =>
  expect.poll(() => peopleShown(page, golden), { timeout: 20_000 }).toEqual(who)
