import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { join } from '../../packages/server/test/team.ts'
import { identify, newLocalId } from '../../packages/server/test/visitor.ts'
import { call, erased, foyerUrl, mintWorkspace } from '../../packages/server/test/workspace.ts'
import { html, snippet, useChromium } from '../tracker/site.ts'
import { faultsOf } from './accessible.ts'
import { signIn } from './sign-in.ts'

const chromium = useChromium()

test('a person is taken along and erased from their page, and the page they have open goes on as somebody new', async () => {
  const workspace = await mintWorkspace()
  const site = await chromium.newSite({
    '/': html('Home', '<a href="/pricing">Pricing</a>', snippet(workspace)),
    '/pricing': html('Pricing', '', snippet(workspace))
  })
  const stranger = await chromium.newVisitor()
  await stranger.page.goto(site.url('/'))
  const { id } = await stranger.page.evaluate(() => window.LiveLayer.ready)
  await stranger.page.evaluate(() => window.LiveLayer.identify({ name: 'Jordan Park' }))

  const team = await chromium.newVisitor()
  const dashboard = await signIn(team.context, workspace)
  await dashboard.goto(`${foyerUrl()}/people/${id}`)
  await dashboard.getByRole('heading', { name: 'Jordan Park' }).waitFor()
  const actions = dashboard.getByRole('button', { name: 'Actions' })
  await actions.click()
  const saved = dashboard.waitForEvent('download')
  await dashboard.getByRole('menuitem', { name: 'Export all that is kept' }).click()
  const file = JSON.parse(await readFile(await (await saved).path(), 'utf8')) as { person: unknown; events: unknown[] }
  expect(file).toMatchObject({ person: { id, name: 'Jordan Park' } })
  expect(file.events.length).toBeGreaterThan(0)

  await actions.click()
  await dashboard.getByRole('menuitem', { name: 'Erase…' }).click()
  const dialog = dashboard.getByRole('dialog', { name: 'Erase Jordan Park?' })
  const decisive = dialog.getByRole('button', { name: 'Erase for good' })
  await dialog.getByText('What stays').waitFor()
  expect(await decisive.isDisabled()).toBe(true)
  expect(await faultsOf(dashboard)).toEqual([])
  await dialog.getByLabel('Type erase to confirm').fill('erase')
  await dashboard.keyboard.press('Enter')
  await dashboard.waitForURL('**/people')
  await erased()

  await stranger.page.getByRole('link', { name: 'Pricing' }).click()
  await expect.poll(() => stranger.page.evaluate(() => window.LiveLayer.visitor?.id), { timeout: 30_000 }).not.toBe(id)
  const now = await stranger.page.evaluate(() => window.LiveLayer.visitor?.id)
  await expect
    .poll(async () =>
      (await call<{ items: { id: string }[] }>('GET', '/api/people', { who: workspace.key })).body.items.map(
        one => one.id
      )
    )
    .toEqual([now])
  await dashboard.goto(`${foyerUrl()}/people/${id}`)
  await dashboard.getByText('There is no such person').waitFor()
  await dashboard.goto(`${foyerUrl()}/settings/privacy`)
  await dashboard.getByRole('table', { name: 'Erasures' }).getByText('All gone').waitFor()
  expect(stranger.troubles.filter(one => !one.includes('401'))).toEqual([])
})

test('who may not erase anybody is not offered it', async () => {
  const workspace = await mintWorkspace()
  const visitor = await identify(workspace, { localId: newLocalId(), traits: { name: 'Jordan Park' } })
  const agent = await join(workspace, 'agent')
  const team = await chromium.newVisitor()
  const [name = '', value = ''] = agent.cookie.split('=')
  await team.context.addCookies([{ name, value, url: foyerUrl() }])
  await team.page.goto(`${foyerUrl()}/people/${visitor.body.visitorId}`)
  await team.page.getByRole('button', { name: 'Actions' }).click()
  await team.page.getByRole('menuitem', { name: 'Export all that is kept' }).waitFor()
  expect(await team.page.getByRole('menuitem', { name: 'Erase…' }).count()).toBe(0)
})
