import type { Page } from 'playwright-core'
import { afterEach, describe, expect, test } from 'vitest'
import { type LocalLivePerson, startLivePerson } from '../../demo/liveperson/server.ts'
import { identify, newLocalId, send, track } from '../../packages/server/test/visitor.ts'
import { call, type Minted } from '../../packages/server/test/workspace.ts'
import { faultsOf } from '../team/accessible.ts'
import { goTo, panelIn, rowsIn, until, useDesk } from './desk.ts'

const desk = useDesk()
const open: LocalLivePerson[] = []
afterEach(async () => {
  for (const one of open.splice(0)) await one.close()
})
async function livePerson() {
  const local = await startLivePerson()
  open.push(local)
  return local
}

const field = (page: Page, name: string) => page.getByRole('textbox', { name, exact: true })
const bought = () =>
  track(
    'Order Completed',
    { order_id: 'DRV1534XC', revenue: 11.7, currency: 'USD' },
    { url: 'https://example.com/checkout/confirmation', context: { consent: { marketing: true } } }
  )
async function buys(workspace: Minted) {
  const visitor = (await identify(workspace, { localId: newLocalId() })).body
  expect((await send(workspace, visitor, [bought()])).body).toMatchObject({ accepted: 1 })
  return visitor
}
async function added(workspace: Minted, local: LocalLivePerson, more: Record<string, unknown> = {}) {
  const settings = {
    account_id: local.account.id,
    monitoring_domain: local.host,
    app_installation_id: local.account.appKey,
    ...more
  }
  const body = { type: 'liveperson', preset: 'retail', name: 'LivePerson', settings }
  const answer = await call<{ id: string }>('POST', '/api/destinations', { who: workspace.key, body })
  expect(answer.status).toBe(201)
  return answer.body.id
}

test('S1 S2 S3 Integrations → Add Integration → LivePerson → Retail → details → consent → Save activates it, and a test event arrives', async () => {
  const { page, workspace, troubles } = await desk.sitDown()
  const local = await livePerson()
  await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Integrations' }).click()
  await page.getByRole('link', { name: 'Add Integration' }).first().click()
  await page.getByRole('link', { name: 'LivePerson', exact: true }).click()
  const retail = page.getByRole('radio', { name: /^Retail(?!,)/ })
  expect(await retail.isChecked()).toBe(true)
  await page.getByRole('radio', { name: /^Retail, with the names LivePerson documents/ }).check({ force: true })
  await page.waitForURL(/preset=documented/)
  await retail.check({ force: true })
  expect(await faultsOf(page)).toEqual([])

  // What is missing is said in plain words, beside its field.
  const save = page.getByRole('button', { name: 'Save' })
  await save.click()
  for (const name of ['Account ID', 'App Key']) await page.getByText(`${name} is needed.`).waitFor()
  // LivePerson knows it, and is asked when the rest is saved.
  expect(await page.getByText('Monitoring domain is needed.').count()).toBe(0)
  await field(page, 'Account ID').fill('my shop')
  await page.getByText('The Account ID is a number, such as 12345678.').waitFor()
  await field(page, 'Account ID').fill(local.account.id)
  await field(page, 'App Key').fill(local.account.appKey)

  // The local one answers for its own host.
  await field(page, 'Monitoring domain').fill(local.host)
  local.nameHost('localhost:1')
  await page.getByRole('button', { name: /Resolve|Look up/ }).click()
  await until(() => field(page, 'Monitoring domain').inputValue()).toMatch(/localhost:1$/)
  await page.getByText(`LivePerson says that account ${local.account.id} is monitored by`).waitFor()
  await field(page, 'Monitoring domain').fill(local.host)

  expect(await page.getByRole('checkbox', { name: /^marketing/ }).isChecked()).toBe(true)
  await save.click()
  const dialog = page.getByRole('dialog', { name: 'Send a test event' })
  await dialog.waitFor()
  expect(await faultsOf(page)).toEqual([])
  await dialog.getByRole('button', { name: 'Send', exact: true }).click()
  await panelIn(page).getByText('Delivered 201').waitFor()
  expect(local.arrivals[0]?.body).toMatchObject({
    engagementAttributes: [{ type: 'purchase', total: 11.7, currency: 'USD', orderId: 'DRV1534XC' }]
  })
  await page.getByRole('main').getByText('Active').first().waitFor()
  const { body } = await call<{ items: object[] }>('GET', '/api/destinations', { who: workspace.key })
  expect(body.items).toMatchObject([
    { type: 'liveperson', preset: 'retail', consentCategories: ['marketing'], state: 'active' }
  ])
  expect(troubles.filter(trouble => trouble.startsWith('error') && !trouble.includes('422'))).toEqual([])
})

test('S7 S9 the debugger shows the purchase of the documentation as it leaves, with the answer of LivePerson', async () => {
  const { page, workspace } = await desk.sitDown()
  const local = await livePerson()
  const id = await added(workspace, local)
  await goTo(page, `/integrations/${id}/debugger`)
  await page.getByRole('heading', { name: 'Nothing was sent in this time' }).waitFor()
  const visitor = await buys(workspace)
  await until(() => rowsIn(page).filter({ hasText: 'Delivered' }).count()).toBe(1)
  await page.keyboard.press('j')
  const panel = panelIn(page)
  await panel.getByText('Delivered 201').waitFor()
  await panel.getByText('Confirm that the App Key is active').first().waitFor()
  const request = (await panel.getByRole('figure', { name: 'Request' }).textContent()) ?? ''
  for (const part of [
    visitor.visitorId,
    '"iss": "Datafly"',
    '"acr": "0"',
    '"orderId": "DRV1534XC"',
    'checkout/confirmation'
  ])
    expect(request).toContain(part)
  expect(await panel.getByRole('figure', { name: 'Answer 201' }).textContent()).toContain('"visitorId"')
  expect(await faultsOf(page)).toEqual([])
})

describe('S10 what went wrong is told in words that say what to do', () => {
  test.each([
    [
      '400',
      { is: 'answer', status: 400, code: 5, message: 'consumerId' },
      /“consumerId” is missing or malformed.*needs consumerId, identities\.sub or vid/
    ],
    ['a visit that is not known', { is: 'answer', status: 404, code: 39 }, /LivePerson has it/]
  ] as const)('%s, beside the request', async (_what, fault, sentence) => {
    const { page, workspace } = await desk.sitDown()
    const local = await livePerson()
    const id = await added(workspace, local)
    local.failNext(fault)
    await buys(workspace)
    await goTo(page, `/integrations/${id}/debugger`)
    await rowsIn(page).first().waitFor()
    await page.keyboard.press('j')
    await panelIn(page).getByText(sentence).first().waitFor({ timeout: 30_000 })
  })
  test.each([
    ['404 of a wrong App Key', { is: 'answer', status: 404, code: 18 }, /Check app_installation_id/],
    [
      '404 of a wrong host',
      { is: 'text', status: 404, text: 'Not Found' },
      /Verify account_id and app_installation_id/
    ],
    ['401', { is: 'answer', status: 401 }, /may enforce authenticated monitoring/],
    ['403', { is: 'answer', status: 403 }, /may enforce authenticated monitoring/]
  ] as const)('%s stops it, until somebody says that it goes on', async (_what, fault, sentence) => {
    const { page, workspace } = await desk.sitDown()
    const local = await livePerson()
    const id = await added(workspace, local)
    local.failNext(fault)
    await buys(workspace)
    await goTo(page, `/integrations/${id}/debugger`)
    const alert = page.getByRole('alert').filter({ hasText: 'Nothing is sent until somebody has looked at it' })
    await alert.getByText(sentence).waitFor({ timeout: 30_000 })
    await page.keyboard.press('j')
    await panelIn(page).getByText(sentence).first().waitFor()
    await alert.getByRole('button', { name: 'Go on sending' }).click()
    await until(() => local.arrivals.at(-1)?.status).toBe(201)
  })
})
