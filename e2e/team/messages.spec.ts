import AxeBuilder from '@axe-core/playwright'
import type { ProactiveRules } from '@foyer/protocol'
import { expect, test } from 'vitest'
import { listed } from '../../packages/server/src/proactive/testing/rules.ts'
import { signIn } from '../../packages/server/test/team.ts'
import { identify, newLocalId, send, uuidV7 } from '../../packages/server/test/visitor.ts'
import { call, foyerUrl, type Minted, mintWorkspace } from '../../packages/server/test/workspace.ts'
import { until, useChromium } from '../tracker/site.ts'

const chromium = useChromium()

/** Somebody who stayed on the pricing page for a minute, an hour ago. */
async function hesitate(workspace: Minted) {
  const { body } = await identify(workspace, { localId: newLocalId() })
  const at = Date.now() - 3_600_000
  const pageId = uuidV7(at)
  const where = { url: 'https://shop.example/pricing', title: 'Pricing' }
  await send(workspace, body, [
    { id: pageId, type: 'page', timestamp: at, ...where },
    {
      id: uuidV7(at + 60_000),
      type: 'exit',
      timestamp: at + 60_000,
      ...where,
      properties: { durationMs: 60_000, visibleMs: 60_000, scrollPercent: 80, pageId, resumed: 0 }
    }
  ])
}

async function asOwner() {
  const workspace = await mintWorkspace()
  const visitor = await chromium.newVisitor({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' })
  const [name = '', value = ''] = (await signIn(workspace.owner)).split('=')
  await visitor.context.addCookies([{ name, value, url: foyerUrl() }])
  return { workspace, ...visitor, path: `${foyerUrl()}/agents/${workspace.agentId}/messages` }
}
const whenListed = (workspace: Minted, isWanted: (rules: ProactiveRules) => boolean) =>
  until(() => listed(workspace), isWanted)

test('B5 an owner makes a message from a template, sees what it would have done, and switches it off and on', async () => {
  const { workspace, page, path, troubles } = await asOwner()
  await hesitate(workspace)
  await page.goto(path)
  await page.getByRole('heading', { name: 'Speak first, at the right moment' }).waitFor()
  const found = await new AxeBuilder({ page }).analyze()
  expect(found.violations.map(({ id }) => id)).toEqual([])
  await page.getByRole('button', { name: /Hesitation on the pricing page/ }).click()
  await page.getByText('It would have fired 1 time, for 1 visitor.').waitFor()
  await page.getByRole('spinbutton', { name: 'Seconds' }).fill('300')
  await page.getByText('It would have fired 0 times.').waitFor()
  await page.getByRole('spinbutton', { name: 'Seconds' }).fill('20')
  await page.getByRole('textbox', { name: 'Message' }).fill('Shall we compare together?')
  await page.getByRole('figure', { name: 'How it will look' }).getByText('Shall we compare together?').waitFor()
  await page.getByRole('combobox', { name: 'Add a condition' }).selectOption('scroll')
  await page.getByRole('button', { name: 'Remove this condition' }).last().click()
  const inEditor = await new AxeBuilder({ page }).analyze()
  expect(inEditor.violations.map(({ id }) => id)).toEqual([])
  await page.getByRole('button', { name: 'Create the message' }).click()
  await page.getByText(/When the address contains \/pricing and they have looked at it for 20 s/).waitFor()
  await page.getByRole('switch').click()
  await whenListed(workspace, ({ items }) => items[0]?.enabled === false)
  await page.getByRole('switch').click()
  await whenListed(workspace, ({ items }) => items[0]?.enabled === true)
  const { items } = await listed(workspace)
  expect(items).toMatchObject([
    {
      message: 'Shall we compare together?',
      conditions: [
        { kind: 'page', op: 'contains', value: '/pricing' },
        { kind: 'timeOnPage', seconds: 20 }
      ]
    }
  ])
  expect(troubles).toEqual([])
})

test('B5 messages are sorted, edited by their address, deleted, and limited for all together', async () => {
  const { workspace, page, path } = await asOwner()
  for (const name of ['First', 'Second'])
    await call('POST', `/api/agents/${workspace.agentId}/proactive`, {
      who: workspace.key,
      body: {
        name,
        message: `The ${name}`,
        conditions: [{ kind: 'timeOnPage', seconds: 5 }],
        frequency: { kind: 'once' },
        enabled: true
      }
    })
  await page.goto(path)
  await page.getByRole('button', { name: 'Try Second earlier' }).click()
  await whenListed(workspace, ({ items }) => items[0]?.name === 'Second')
  await page.getByRole('button', { name: 'First', exact: true }).click()
  await page.waitForURL(/edit=prl_/)
  await page.reload()
  await page.getByRole('textbox', { name: 'Name' }).fill('Renamed')
  await page.getByRole('combobox', { name: 'How often' }).selectOption('times')
  await page.getByRole('spinbutton', { name: 'Days' }).fill('14')
  await page.getByRole('checkbox', { name: /Only in office hours/ }).check()
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByText(/at most 1 time in 14 days\. Mon, Tue, Wed, Thu, Fri 09:00–17:00/).waitFor()
  await page.getByRole('spinbutton', { name: /Show one person at most/ }).fill('1')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await whenListed(workspace, ({ settings }) => settings.perDay === 1)
  await page.getByRole('button', { name: 'More about Second' }).click()
  await page.getByRole('menuitem', { name: 'Delete' }).click()
  await page.getByRole('button', { name: 'Delete', exact: true }).click()
  await whenListed(workspace, ({ items }) => items.length === 1 && items[0]?.name === 'Renamed')
})
