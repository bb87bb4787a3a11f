import type { Documents } from '@foyer/protocol'
import type { Static } from 'typebox'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startServer } from '../../packages/server/test/start.ts'
import { call, mintWorkspace, useServer } from '../../packages/server/test/workspace.ts'
import { signIn } from '../team/sign-in.ts'
import { html, useChromium } from '../tracker/site.ts'
import { goTo } from './desk.ts'

const chromium = useChromium()
let foyer: Awaited<ReturnType<typeof startServer>>

// The site lives on this machine, which a server only reads when it is told to.
beforeAll(async () => {
  foyer = await startServer({ allowPrivate: true })
  useServer(foyer)
})
afterAll(() => foyer.stop())

const names = Array.from({ length: 12 }, (_, index) => `Chapter ${index + 1}`)
const pathOf = (name: string) => `/${name.toLowerCase().replace(' ', '-')}`
const help = {
  '/robots.txt': '',
  '/': html(
    'Help',
    `<main><h1>Help</h1><p>Everything about lamps.</p>${names.map(name => `<a href="${pathOf(name)}">${name}</a>`).join(' ')}</main>`
  ),
  ...Object.fromEntries(
    names.map(name => [pathOf(name), html(name, `<main><h1>${name}</h1><p>What ${name} says about lamps.</p></main>`)])
  )
}

test('a site is read with its progress in sight; it can be cancelled, read again, and removed with its pages', async () => {
  const workspace = await mintWorkspace()
  const site = await chromium.newSite(help)
  const team = await chromium.newVisitor()
  const dashboard = await signIn(team.context, workspace)
  const main = dashboard.locator('main')
  await goTo(dashboard, '/agents/knowledge')
  await main.getByRole('button', { name: /^Read your site Every page/ }).click()
  const form = dashboard.getByRole('dialog', { name: 'Read your site' })
  await form.getByLabel('Address').fill('not a site at all')
  await form.getByRole('button', { name: 'Read it' }).click()
  await form.getByRole('alert').waitFor()
  await form.getByLabel('Address').fill(site.url('/'))
  await form.getByRole('button', { name: 'Read it' }).click()
  await form.waitFor({ state: 'hidden' })

  const sites = main.getByRole('region', { name: 'Sites' })
  await sites.getByText(/^Reading: \d+ of \d+ pages/).waitFor()
  await sites.getByRole('progressbar').waitFor()
  const list = main.getByRole('list', { name: 'Documents' })
  // Each page can be answered from as soon as it is read.
  await list.getByRole('link').first().waitFor()
  await sites.getByRole('button', { name: 'Cancel' }).click()
  await sites.getByText(/then cancelled/).waitFor()
  expect(await list.getByRole('link').count()).toBeLessThan(names.length + 1)

  await sites.getByRole('button', { name: 'Read again' }).click()
  await sites.getByText(/^Reading: /).waitFor()
  await sites.getByText(/^\d+ pages? read, \d+ unchanged/).waitFor()
  const titles = async () =>
    (await call<Static<typeof Documents>>('GET', '/api/knowledge/documents', { who: workspace.key })).body.items
      .map(({ title }) => title)
      .toSorted()
  expect(await titles()).toEqual(['Help', ...names].toSorted())
  await sites.getByRole('button', { name: /^Remove/ }).click()
  await dashboard.getByRole('dialog').getByRole('button', { name: 'Remove it' }).click()
  await main.getByText('Give the agent something to answer from').waitFor()
}, 120_000)
