import { expect, test } from 'vitest'
import { guest, panelOf, start } from '../../packages/server/src/conversations/testing/talking.ts'
import { everywhere, obeys } from '../../packages/server/src/privacy/testing/rules.ts'
import { london } from '../../packages/server/test/visitor.ts'
import { call, foyerUrl, mintWorkspace } from '../../packages/server/test/workspace.ts'
import { useChromium } from '../tracker/site.ts'
import { faultsOf, walkByTab } from './accessible.ts'
import { signIn } from './sign-in.ts'

const chromium = useChromium()

test('F8 a row says who, from where and when; the info beside it their address, place and browser, or — where nothing is known', async () => {
  const workspace = await mintWorkspace()
  const kim = await guest(workspace, { traits: { name: 'Kim Lee' } }, london)
  const known = await start(workspace, kim, 'Is it in stock?')
  await obeys(workspace, everywhere({ ip: 'never', place: 'none' }))
  const hidden = await guest(workspace, { traits: { name: 'Alex Moss' } }, '81.2.69.143')
  const unknown = await start(workspace, hidden, 'And in blue?')
  expect((await panelOf(workspace, unknown.conversationId)).ip).toBeUndefined()

  const team = await chromium.newVisitor()
  const dashboard = await signIn(team.context, workspace)
  const infoOf = async (id: string) => {
    await dashboard.goto(`${foyerUrl()}/inbox/${id}`)
    await dashboard.getByRole('button', { name: 'Address, place and browser' }).click()
    const info = dashboard.getByRole('dialog', { name: 'Address, place and browser' })
    await info.waitFor()
    return (await info.allInnerTexts()).join(' ').replaceAll(/\s*\n\s*/g, ' ')
  }
  await dashboard.goto(`${foyerUrl()}/inbox`)
  const row = dashboard
    .locator(`[data-open="${known.conversationId}"]`)
    .locator('xpath=ancestor::div[contains(@class,"group")]')
  await row.getByText('Kim Lee').waitFor()
  await row.getByText('Widget').waitFor()
  await row.locator('time').waitFor()

  const seen = await infoOf(known.conversationId)
  expect(seen).toContain(`IP ${london}`)
  expect(seen).toContain('United Kingdom')
  expect(seen).toMatch(/Browser Chrome/)
  expect(seen).toMatch(/Source Widget/)
  const nothing = await infoOf(unknown.conversationId)
  expect(nothing).toMatch(/Place — .*Local time — .*IP — /)
  expect(nothing).toMatch(/Browser Chrome/)
  expect(team.troubles).toEqual([])
})

test('F14 the team reads what applies to whom, tries an address, changes the rules and applies them to what is stored', async () => {
  const workspace = await mintWorkspace()
  const visitor = await guest(workspace, {}, london)
  const { conversationId } = await start(workspace, visitor, 'Hello')
  const team = await chromium.newVisitor()
  const dashboard = await signIn(team.context, workspace)
  await dashboard.goto(`${foyerUrl()}/settings/privacy`)
  const main = dashboard.locator('main')
  await main
    .getByText('The IP address is kept whole and the place is kept to the city; both are forgotten after 365 days.')
    .waitFor()

  await main.getByRole('button', { name: 'Add a rule for Europe' }).click()
  const europe = main.getByRole('region', { name: 'Europe' })
  await europe.getByText('EU and EEA, United Kingdom and Switzerland').first().waitFor()
  await europe.getByLabel('IP address').selectOption({ label: 'Never stored' })
  await europe.getByLabel('Place').selectOption({ label: 'Kept to the country' })
  await europe.getByLabel('Forgotten after, in days').fill('30')
  await europe
    .getByText('No IP address is stored; the place is kept to the country and forgotten after 30 days.')
    .waitFor()
  await main.getByRole('button', { name: 'Save', exact: true }).click()
  await main.getByText('Where the place is not known').waitFor()

  await main.getByLabel('IP address to try').fill(london)
  await main.getByRole('button', { name: 'Show' }).click()
  await main.getByText('The rule of “Europe” applies.').waitFor()
  const kept = main.getByRole('table', { name: `What is known of ${london}, and what of it is kept` })
  expect((await kept.getByRole('row').allInnerTexts()).map(text => text.split(/\s*\t\s*|\n+/).at(-1))).toEqual([
    'Kept',
    '—',
    'United Kingdom',
    '—',
    '—',
    'Europe/London'
  ])
  for (const colorScheme of ['light', 'dark'] as const) {
    await dashboard.emulateMedia({ colorScheme })
    expect(await faultsOf(dashboard)).toEqual([])
  }
  expect(await walkByTab(dashboard)).toEqual(
    expect.arrayContaining(['Remove the rule for Europe', 'Apply to what is stored'])
  )
  await main.getByLabel('IP address to try').fill('not an address')
  await main.getByRole('button', { name: 'Show' }).click()
  await main.getByText('This is no IP address.').waitFor()

  expect((await panelOf(workspace, conversationId)).ip).toBe(london)
  await main.getByRole('button', { name: 'Apply to what is stored' }).click()
  await dashboard.getByRole('dialog').getByRole('button', { name: 'Apply' }).click()
  await main.getByText(/^Going through/).waitFor()
  // Left and found again.
  await dashboard.reload()
  await main.getByText(/^Last applied/).waitFor({ timeout: 30_000 })
  const { ip, country, city } = await panelOf(workspace, conversationId)
  expect([ip, country, city]).toEqual([undefined, 'GB', undefined])
  const audit = await call<{ items: { action: string }[] }>('GET', '/api/audit', { who: workspace.key })
  expect(audit.body.items.map(entry => entry.action)).toEqual(
    expect.arrayContaining(['privacy.changed', 'privacy.applied'])
  )
  expect(team.troubles.filter(trouble => !trouble.includes('422'))).toEqual([])
})
