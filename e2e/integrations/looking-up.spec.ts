import type { Destination } from '@foyer/protocol'
import type { Page } from 'playwright-core'
import { afterAll, expect, test } from 'vitest'
import { type LocalLivePerson, startLivePerson } from '../../demo/liveperson/server.ts'
import { call, type Minted } from '../../packages/server/test/workspace.ts'
import { faultsOf } from '../team/accessible.ts'
import { goTo, panelIn, until, useDesk } from './desk.ts'

let local: LocalLivePerson
/** What the server takes for LivePerson's Domain API is the local one. */
const desk = useDesk(async () => {
  local = await startLivePerson()
  return { domainApi: local.url }
})
afterAll(() => local.close())

const field = (page: Page, name: string) => page.getByRole('textbox', { name, exact: true })
const said = async (page: Page, name: string) => {
  const ids = (await field(page, name).getAttribute('aria-describedby'))?.split(' ') ?? []
  const id = ids.find(one => one.endsWith('-error'))
  return id === undefined ? '' : page.locator(`[id="${id}"]`).textContent()
}
const hasFocus = (page: Page, name: string) => field(page, name).evaluate(input => input === document.activeElement)
const save = (page: Page) => page.getByRole('button', { name: 'Save' }).click()
const destinationsOf = async (workspace: Minted) =>
  (await call<{ items: Destination[] }>('GET', '/api/destinations', { who: workspace.key })).body.items

async function filledIn(account: string) {
  const { page, workspace, troubles } = await desk.sitDown()
  await goTo(page, '/integrations/add?type=liveperson')
  await field(page, 'Account ID').fill(account)
  await field(page, 'App Key').fill(local.account.appKey)
  return { page, workspace, troubles }
}

test('S2 a monitoring domain that is left empty is looked up when the form is saved, and sent to', async () => {
  const { page, workspace } = await filledIn(local.account.id)
  await save(page)
  const dialog = page.getByRole('dialog', { name: 'Send a test event' })
  await dialog.waitFor()
  expect(await destinationsOf(workspace)).toMatchObject([
    { state: 'active', settings: { monitoring_domain: `http://${local.host}` } }
  ])
  await dialog.getByRole('button', { name: 'Send', exact: true }).click()
  await panelIn(page).getByText('Delivered 201').waitFor()
  await page.getByRole('link', { name: 'Settings', exact: true }).last().click()
  expect(await field(page, 'Monitoring domain').inputValue()).toBe(`http://${local.host}`)
})

test('S2 an account that LivePerson does not know is told beside its field, which has the focus, until it is changed', async () => {
  const { page, workspace } = await filledIn('99')
  await save(page)
  await until(() => said(page, 'Account ID')).toMatch(/^LivePerson knows no account 99\. Check account_id/)
  await expect.poll(() => hasFocus(page, 'Account ID')).toBe(true)
  expect(await field(page, 'Monitoring domain').getAttribute('aria-invalid')).toBeNull()
  expect(await faultsOf(page)).toEqual([])
  expect(await destinationsOf(workspace)).toEqual([])
  await field(page, 'Account ID').fill(local.account.id)
  await page.getByText('LivePerson knows no account 99').waitFor({ state: 'detached' })
  await save(page)
  await page.getByRole('dialog', { name: 'Send a test event' }).waitFor()
})

test.each([
  ['does not answer', { is: 'reset' }, /Domain API was not reached: .* broke off the connection\./],
  ['is in trouble', { is: 'text', status: 503, text: '' }, /Domain API has a problem of its own \(503\)\./]
] as const)(
  'S2 where the Domain API %s the form says so at the domain, keeps what was typed, and takes one entered by hand',
  async (_what, fault, sentence) => {
    const { page, workspace } = await filledIn(local.account.id)
    await field(page, 'Name').fill('Chat')
    local.failDomain(fault)
    await save(page)
    await until(() => said(page, 'Monitoring domain')).toMatch(sentence)
    expect(await said(page, 'Monitoring domain')).toMatch(
      /^Monitoring domain was left empty, and could not be looked up\. .*Try again in a minute, or enter the monitoring domain by hand\.$/
    )
    await expect.poll(() => hasFocus(page, 'Monitoring domain')).toBe(true)
    expect(await faultsOf(page)).toEqual([])
    expect(await destinationsOf(workspace)).toEqual([])
    expect(await field(page, 'App Key').inputValue()).toBe(local.account.appKey)
    await field(page, 'Monitoring domain').fill(local.host)
    await page.getByText('could not be looked up').waitFor({ state: 'detached' })
    await save(page)
    await page.getByRole('dialog', { name: 'Send a test event' }).waitFor()
    expect(await destinationsOf(workspace)).toMatchObject([
      { name: 'Chat', settings: { monitoring_domain: local.host } }
    ])
  }
)
