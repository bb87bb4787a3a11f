import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { join } from '../../packages/server/test/team.ts'
import { foyerUrl } from '../../packages/server/test/workspace.ts'
import { faultsOf, walkByTab } from '../team/accessible.ts'
import { signIn } from '../team/sign-in.ts'
import { useChromium } from '../tracker/site.ts'
import { openMapping, order, savedOf, shopWithWebhook } from './mapping-desk.ts'

const chromium = useChromium()

async function sitDown(more?: Parameters<typeof shopWithWebhook>[0]) {
  const shop = await shopWithWebhook(more)
  const { context } = await chromium.newVisitor({ viewport: { width: 1440, height: 900 } })
  const page = await signIn(context, shop.workspace)
  const troubles: string[] = []
  page.on('pageerror', error => troubles.push(error.message))
  return { ...shop, page, troubles }
}

/** The payload beside the rules, without what only the preset would send. */
const payload = async (page: Page): Promise<Record<string, unknown>> => {
  const text = await page
    .getByRole('region', { name: 'Payload, text' })
    .locator('div')
    .evaluateAll(lines =>
      lines
        .filter(line => !line.textContent?.includes('Only in the preset: '))
        .map(line => (line.lastChild?.textContent ?? '').trim())
        .join('\n')
    )
  return (JSON.parse(text) as { data: Record<string, unknown> }).data
}
const shows = (page: Page, wanted: Record<string, unknown>) =>
  expect.poll(() => payload(page).catch(() => undefined), { timeout: 30_000 }).toEqual(wanted)

const save = async (page: Page, revision: number) => {
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByText(`Saved as revision ${revision}`).waitFor()
}

test('S8 the mapping of a destination is edited in a form, beside the payload that it would send', async () => {
  const { page, workspace, destination, troubles } = await sitDown()
  await openMapping(page, destination)
  await page.getByText('As the preset “Every event”').waitFor()
  await page.getByRole('button', { name: /^Every event/ }).click()
  const fields = page.getByRole('region', { name: 'Fields' })
  for (const field of ['type', 'name', 'url', 'title', 'referrer', 'context', 'visitor', 'sessionId'])
    await fields.getByRole('button', { name: `Remove ${field}`, exact: true }).click()
  // A path is offered with what stands there in the event beside it.
  const path = fields.getByRole('combobox', { name: 'Path of properties' })
  await path.fill('order_id')
  await page.getByRole('option', { name: /properties\.order_id DRV1534XC/ }).waitFor()
  await path.press('ArrowDown')
  await path.press('Enter')
  await shows(page, { id: expect.any(String), properties: 'DRV1534XC' })

  await fields.getByRole('textbox', { name: 'Name of a field of your own' }).fill('order.total')
  await fields.getByRole('button', { name: 'Add', exact: true }).click()
  await fields.getByRole('combobox', { name: 'Path of order.total' }).fill('properties.total')
  await fields.getByRole('combobox', { name: 'Path of order.total' }).press('Enter')
  await fields.getByRole('button', { name: /of order\.total$/ }).click()
  await fields.getByRole('combobox', { name: 'What order.total is made into' }).selectOption('number')
  await shows(page, { id: expect.any(String), properties: 'DRV1534XC', order: { total: 129.9 } })

  await fields.getByRole('textbox', { name: 'Name of a field of your own' }).fill('items')
  await fields.getByRole('button', { name: 'Add', exact: true }).click()
  await fields.getByRole('combobox', { name: 'Where items comes from' }).selectOption('For each of a list')
  await fields.getByRole('combobox', { name: 'List of items' }).fill('properties.products')
  await fields.getByRole('combobox', { name: 'List of items' }).press('Enter')
  await fields.getByRole('button', { name: 'Field of each item' }).click()
  await fields.getByRole('textbox', { name: 'Field of each of items' }).fill('code')
  await fields.getByRole('textbox', { name: 'Field of each of items' }).press('Enter')
  await fields.getByRole('combobox', { name: 'Path of items, code' }).fill('item.sku')
  await fields.getByRole('combobox', { name: 'Path of items, code' }).press('Enter')
  await shows(page, {
    id: expect.any(String),
    properties: 'DRV1534XC',
    order: { total: 129.9 },
    items: [{ code: 'lamp-1' }, { code: 'bulb-3' }]
  })
  // What is not as the preset has it is marked, in the form and in the payload.
  await page.getByText(/differences from the preset “Every event”/).waitFor()
  expect(await page.getByRole('region', { name: 'Payload, text' }).textContent()).toContain('Not in the preset:')
  expect(await page.getByRole('region', { name: 'Payload, text' }).textContent()).toContain('Only in the preset:')

  await save(page, 2)
  expect((await savedOf(workspace, destination)).mapping.rules[0]?.fields).toMatchObject({
    'order.total': { path: 'properties.total', as: 'number' },
    items: { each: 'properties.products', fields: { code: { path: 'item.sku' } } }
  })
  // A revision is taken up again, looked at, and saved as the newest.
  await page.getByRole('button', { name: 'Take up revision 1' }).click()
  await page.getByText('As the preset “Every event”').waitFor()
  await save(page, 3)
  expect((await savedOf(workspace, destination)).differences).toEqual([])
  expect(troubles).toEqual([])
}, 120_000)

test('S8 rules are added, narrowed, switched off, moved, copied and taken away, and reset to the preset', async () => {
  const { page, workspace, destination } = await sitDown()
  await openMapping(page, destination)
  const rules = page.getByRole('list', { name: 'Rules' }).locator('> li')
  const menu = async (rule: string, item: string) => {
    await page.getByRole('button', { name: `More about ${rule}`, exact: true }).click()
    await page.getByRole('menuitem', { name: item }).click()
  }
  await page.getByRole('button', { name: 'Add a rule' }).click()
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Orders')
  await page.getByRole('combobox', { name: 'Add a name of an event' }).fill('order')
  await page.getByRole('combobox', { name: 'Add a name of an event' }).press('ArrowDown')
  await page.getByRole('combobox', { name: 'Add a name of an event' }).press('Enter')
  await page.getByRole('button', { name: 'Only where' }).click()
  await page.getByRole('combobox', { name: 'Path of the condition' }).fill('properties.currency')
  await page.getByRole('combobox', { name: 'Path of the condition' }).press('Enter')
  await page.getByRole('combobox', { name: 'How it compares' }).selectOption('is')
  await page.getByRole('textbox', { name: 'Value it is compared with' }).fill('USD')
  await page.getByText('track · Order Completed, 1 condition → Event').waitFor()
  await menu('Orders', 'Duplicate')
  await expect.poll(() => rules.count()).toBe(3)
  await menu('Orders', 'Move up')
  await page.getByRole('switch', { name: 'Every event is switched on' }).click()
  await page.getByText('No rule wants “Order Completed”').waitFor()
  await menu('Orders 2', 'Remove')
  await save(page, 2)
  expect((await savedOf(workspace, destination)).mapping.rules).toMatchObject([
    {
      name: 'Orders',
      on: { types: ['track'], names: ['Order Completed'] },
      where: [{ path: 'properties.currency', op: 'is', value: 'USD' }]
    },
    { name: 'Every event', enabled: false }
  ])
  await page.getByRole('button', { name: 'Reset to preset' }).click()
  await expect.poll(() => rules.count()).toBe(1)
  await save(page, 3)
  expect((await savedOf(workspace, destination)).differences).toEqual([])
}, 120_000)

test('S8 the same as JSON: what is wrong is told with its line, and nothing wrong is saved', async () => {
  const { page, destination } = await sitDown()
  await openMapping(page, destination, '?view=json')
  const json = page.getByRole('textbox', { name: 'The mapping as JSON' })
  const problems = page.getByRole('list', { name: 'Problems' })
  const rule = { name: 'Orders', on: {}, to: 'event', fields: { secret: { template: '{{secret.LP_KEY}}' } } }
  await json.fill(JSON.stringify({ rules: [rule] }, null, 2))
  await problems.getByText(/^Line \d+rules\.0\.fields\.secret\.template.*Mappings read nothing but the event/).waitFor()
  const line = await problems.getByRole('button').textContent()
  await problems.getByRole('button').click()
  const chosen = await json.evaluate((field: HTMLTextAreaElement) =>
    field.value.slice(field.selectionStart, field.selectionEnd)
  )
  expect(`${line}: ${chosen.trim()}`).toBe('Line 9: "template": "{{secret.LP_KEY}}"')
  await expect.poll(() => page.getByRole('button', { name: 'Save', exact: true }).isDisabled()).toBe(true)
  await json.fill('{"rules": [\n  oops')
  await problems.getByText('Line 2').waitFor()
  await page.getByRole('button', { name: 'Rules', exact: true }).click()
  await page.getByText('The JSON is half written').waitFor()
  await page.getByRole('button', { name: 'JSON', exact: true }).click()
  const good = { ...rule, fields: { order: { path: 'properties.order_id' } } }
  await json.fill(JSON.stringify({ rules: [good] }))
  await shows(page, { order: order.order_id })
  await save(page, 2)
  await page.getByRole('button', { name: 'Rules', exact: true }).click()
  await page.getByText('every event → Event').waitFor()
}, 120_000)

test('S8 before it is saved, a draft is tried on what happened yesterday: counted, with what is refused and why', async () => {
  const { page, destination } = await sitDown({
    type: 'segment',
    settings: { host: 'https://segment.example', write_key: 'abcdefghijklmnopqrst' },
    mapping: {
      rules: [
        {
          name: 'Orders',
          on: { types: ['track'], names: ['Order Completed'] },
          to: 'track',
          fields: { event: { path: 'properties.order_id' }, userId: { path: 'visitor.userId' } }
        }
      ]
    }
  })
  await openMapping(page, destination)
  await page.getByRole('button', { name: 'Try it' }).click()
  const run = page.getByRole('region', { name: 'Dry run' })
  await run.getByText('Of 3 events').waitFor()
  const figures = await run.locator('dl > div').allTextContents()
  expect(figures).toEqual(['Would be sent1', 'Withheld by consent0', 'Refused1', 'Not wanted1'])
  await run
    .getByText(/needs event, and the rule “Orders” found nothing for it in “Order Completed”/)
    .first()
    .waitFor()
  // The very event that is refused, beside the rules.
  await run.getByRole('button', { name: /^Look at one: / }).click()
  await page
    .getByRole('region', { name: 'Preview' })
    .getByText(/found nothing for it in “Order Completed”/)
    .waitFor()
  expect(new URL(page.url()).searchParams.get('event')).toMatch(/^[0-9a-f-]{36}$/)
  await run.getByRole('button', { name: 'Look at one of Orders' }).click()
  await page.getByRole('region', { name: 'Payload, text' }).getByText('OLD-1').first().waitFor()
}, 120_000)

test('S8 whoever leaves with a draft is asked, and whose role has no destinations is told so', async () => {
  const { page, workspace, destination } = await sitDown()
  await openMapping(page, destination)
  await page.getByRole('switch', { name: 'Every event is switched on' }).click()
  // What is open and looked at is part of the page.
  await page.getByRole('button', { name: /^Every event/ }).click()
  await page.getByRole('combobox', { name: 'What would be sent for' }).selectOption({ index: 1 })
  expect(await page.getByRole('dialog').count()).toBe(0)
  await page.getByRole('link', { name: 'Settings' }).last().click()
  await page.getByRole('dialog', { name: 'Leave without saving?' }).getByRole('button', { name: 'Stay' }).click()
  await page.getByRole('button', { name: 'Discard' }).click()
  await page.getByText('As the preset “Every event”').waitFor()

  const { cookie } = await join(workspace, 'viewer')
  const viewer = await chromium.newVisitor()
  const [name = '', value = ''] = cookie.split('=')
  await viewer.context.addCookies([{ name, value, url: foyerUrl() }])
  await openMapping(viewer.page, destination)
  await viewer.page.getByText('This destination: not for your role').waitFor()
}, 120_000)

test('S8 the editor is clean for axe, wide and narrow, and complete by keyboard', async () => {
  const { page, destination } = await sitDown()
  for (const [search, ready] of [
    ['?rule=0', 'Which events'],
    ['?view=json', 'Revisions']
  ] as const) {
    await openMapping(page, destination, search)
    await page.getByText(ready, { exact: true }).first().waitFor()
    await page.getByRole('region', { name: 'Payload, text' }).waitFor()
    expect(await faultsOf(page)).toEqual([])
  }
  await openMapping(page, destination, '?rule=0')
  await page.getByRole('region', { name: 'Payload, text' }).waitFor()
  const reached = await walkByTab(page, 120)
  for (const name of [
    'Rules',
    'JSON',
    'Every event is switched on',
    'More about Every event',
    'Path of properties',
    'Remove properties',
    'Add a rule',
    'Try it'
  ])
    expect(reached).toContain(name)
  await page.setViewportSize({ width: 390, height: 844 })
  for (const search of ['?rule=0', '?view=preview']) {
    await openMapping(page, destination, search)
    await page
      .getByRole(search === '?rule=0' ? 'list' : 'region', { name: search === '?rule=0' ? 'Rules' : 'Preview' })
      .waitFor()
    expect(await faultsOf(page)).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true)
  }
}, 120_000)
