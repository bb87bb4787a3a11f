import AxeBuilder from '@axe-core/playwright'
import type { Documents } from '@foyer/protocol'
import type { Static } from 'typebox'
import { expect, test } from 'vitest'
import { call, foyerUrl, mintWorkspace } from '../../packages/server/test/workspace.ts'
import { signIn } from '../team/sign-in.ts'
import { until, useChromium } from '../tracker/site.ts'
import { answerWith, goTo, paste, shipping, teach } from './desk.ts'

const chromium = useChromium()

async function begin() {
  const workspace = await mintWorkspace()
  const team = await chromium.newVisitor()
  const dashboard = await signIn(team.context, workspace)
  return { workspace, dashboard, main: dashboard.locator('main'), troubles: team.troubles }
}

test('F5 the playground shows what each answer rests on, how sure it is and what it took, and starts over', async () => {
  const { workspace, dashboard, main, troubles } = await begin()
  await goTo(dashboard, `/agents/${workspace.agentId}/playground`)
  await main.getByRole('link', { name: 'Choose who answers first' }).waitFor()
  await teach(workspace, { text: shipping })
  await answerWith(workspace, { kind: 'documents', name: 'Porch' })
  await dashboard.reload()
  await main.getByRole('textbox', { name: 'Ask as a visitor' }).fill('Do you ship to Norway?')
  await dashboard.keyboard.press('Enter')
  const log = main.getByRole('log', { name: 'Playground' })
  await log.getByText(/passages? · \d+% confident · searched in .* answered in/).waitFor()
  await log.getByRole('link', { name: 'Shipping' }).first().waitFor()
  // It is in the address: a reload loses nothing.
  await dashboard.reload()
  await log.getByText('Do you ship to Norway?').waitFor()
  await log.getByText(/% confident/).waitFor()
  await main.getByRole('textbox', { name: 'Ask as a visitor' }).fill('Where can I park a submarine?')
  await dashboard.keyboard.press('Enter')
  await log.getByText(/a person would be called: nothing fitted well enough/).waitFor()
  await main.getByRole('button', { name: 'Start over' }).click()
  await main.getByText('Ask Porch something').waitFor()
  // Nobody of the team is bothered with it.
  await goTo(dashboard, '/inbox')
  await main.getByText('Your inbox is ready').waitFor()
  expect(troubles).toEqual([])
})

test('the knowledge is filled by pasting and by files, searched, tried, and taken away', async () => {
  const { workspace, dashboard, main } = await begin()
  await goTo(dashboard, '/agents')
  await main.getByRole('link', { name: 'Knowledge' }).click()
  await main.getByText('Give the agent something to answer from').waitFor()
  await main.locator('input[type=file]').setInputFiles([
    { name: 'returns.md', mimeType: '', buffer: Buffer.from('# Returns\n\nSend it back within thirty days.') },
    { name: 'hours.txt', mimeType: 'text/plain', buffer: Buffer.from('We are open from nine to five.') },
    { name: 'photo.png', mimeType: 'image/png', buffer: Buffer.from('x') }
  ])
  await main.getByText('Only text, Markdown, HTML and PDF can be read.').waitFor()
  const list = main.getByRole('list', { name: 'Documents' })
  await list
    .getByRole('link', { name: /Returns/ })
    .getByText('1 passage')
    .waitFor()
  await list.getByRole('link', { name: /hours/ }).getByText('1 passage').waitFor()
  await main.getByRole('button', { name: 'Leave photo.png out' }).click()

  await paste(dashboard, { text: shipping })
  await list.getByRole('link', { name: /^Shipping/ }).waitFor()
  await main.getByLabel('Try a question').last().fill('How long may I send something back?')
  await main.getByRole('button', { name: 'Find' }).click()
  await main.getByText(/\d+% confident/).waitFor()
  await main.getByText('Send it back within thirty days.').waitFor()
  expect(new URL(dashboard.url()).searchParams.get('q')).toBe('How long may I send something back?')

  // What was pasted is gone on with where it stands, and read anew.
  await list.getByRole('link', { name: /^Shipping/ }).click()
  await main.getByRole('button', { name: 'Edit' }).click()
  const editor = dashboard.getByRole('dialog', { name: 'Edit' })
  expect(await editor.getByLabel('Text').inputValue()).toBe(shipping)
  await editor.getByLabel('Text').fill(`${shipping}\n\n## Lost parcels\n\nWe send everything again.`)
  await editor.getByRole('button', { name: 'Save' }).click()
  await main.getByText('We send everything again.').waitFor()
  await main.getByRole('link', { name: 'All documents' }).click()

  await main.getByLabel('Search the documents').fill('ret')
  await until(
    () => list.getByRole('link').count(),
    count => count === 1
  )
  await list.getByRole('link').first().click()
  await main.getByRole('heading', { name: 'Returns', level: 1 }).waitFor()
  await main.getByText('Send it back within thirty days.').waitFor()
  await main.getByRole('button', { name: 'Delete' }).click()
  await dashboard.getByRole('dialog').getByRole('button', { name: 'Delete it' }).click()
  await until(
    async () =>
      (await call<Static<typeof Documents>>('GET', '/api/knowledge/documents', { who: workspace.key })).body.items,
    items => items.length === 2
  )
  await list.getByRole('link').first().waitFor()
})

test('what is set of an answering agent is checked as it is typed, and a key is never shown again', async () => {
  const { workspace, dashboard, main } = await begin()
  await goTo(dashboard, `/agents/${workspace.agentId}/answers`)
  await main.getByRole('radio', { name: /A language model/ }).check({ force: true })
  await main.getByLabel('Base URL').fill('not an address')
  await main.getByRole('button', { name: 'Save', exact: true }).click()
  await main.getByText('A web address, such as https://api.example/v1.').waitFor()
  await main.getByText('Name the model, as the service calls it.').waitFor()
  await main.getByLabel('Base URL').fill('https://models.example/v1')
  await main.getByLabel('Model', { exact: true }).fill('small-1')
  await main.getByLabel('API key').fill('sk-very-secret')
  await main.getByLabel('At most so many tokens a day').fill('20')
  await main.getByRole('button', { name: 'Save', exact: true }).click()
  await main.getByText('A whole number from 1,000 to 1,000,000,000.').waitFor()
  await main.getByLabel('At most so many tokens a day').fill('200000')
  await main.getByRole('slider', { name: 'Below this confidence' }).fill('60')
  await main.getByText('Unless a passage fits well.').waitFor()
  await main.getByLabel('When these words are written').fill('refund')
  await dashboard.keyboard.press('Enter')
  await main.getByRole('button', { name: 'Remove refund' }).waitFor()
  await main.getByRole('button', { name: 'Save', exact: true }).click()
  await dashboard.getByText('Saved').waitFor()
  await dashboard.reload()
  await main.getByText('One is kept, sealed; it is never shown again.').waitFor()
  expect(await main.getByLabel('API key').inputValue()).toBe('')
  expect(await dashboard.content()).not.toContain('sk-very-secret')
  const kept = await call('GET', `/api/agents/${workspace.agentId}/responder`, { who: workspace.key })
  expect(kept.body).toMatchObject({
    kind: 'openai',
    openai: { baseUrl: 'https://models.example/v1', model: 'small-1', hasKey: true, tokensADay: 200_000 },
    handOver: { confidenceBelow: 0.6, phrases: ['refund'] }
  })

  await main.getByRole('radio', { name: /Your own server/ }).check({ force: true })
  await main.getByRole('button', { name: 'Make one' }).click()
  const once = dashboard.getByRole('dialog', { name: 'The signing secret' })
  expect(await once.locator('code').textContent()).toMatch(/^whsec_/)
  await once.getByRole('button', { name: 'I have kept it' }).click()
  await main.getByText('One is kept, and was shown once.').waitFor()
})

test('P06 P15 a hostile title, text or address in a document is shown as the text it is', async () => {
  const { workspace, dashboard, main } = await begin()
  const evil = '<img src=x onerror="window.__x=1">'
  await teach(workspace, { text: `# ${evil}\n\n${evil} about parcels`, title: evil })
  await answerWith(workspace, { kind: 'documents', name: evil })
  await goTo(dashboard, '/agents/knowledge?q=parcels')
  await main.getByText(evil).first().waitFor()
  await goTo(dashboard, `/agents/${workspace.agentId}/playground`)
  await main.getByRole('textbox', { name: 'Ask as a visitor' }).fill('What about parcels?')
  await dashboard.keyboard.press('Enter')
  await main.getByText(/% confident/).waitFor()
  expect(await dashboard.evaluate(() => '__x' in window)).toBe(false)
  expect(await dashboard.locator('main img').count()).toBe(0)
})

test('the pages about answers are complete for whoever cannot see them', async () => {
  const { workspace } = await begin()
  await teach(workspace, { text: shipping, url: 'https://shop.example/shipping' })
  await answerWith(workspace, { kind: 'documents', name: 'Porch', handOver: { phrases: ['refund'], afterAnswers: 4 } })
  const documents = await call<Static<typeof Documents>>('GET', '/api/knowledge/documents', { who: workspace.key })
  const paths = [
    '/agents/knowledge?q=Norway',
    '/agents/knowledge?add=text',
    '/agents/knowledge?add=site',
    `/agents/knowledge/${documents.body.items[0]?.id}`,
    `/agents/${workspace.agentId}/answers`,
    `/agents/${workspace.agentId}/playground`
  ]
  for (const colorScheme of ['light', 'dark'] as const) {
    const team = await chromium.newVisitor({ colorScheme })
    const dashboard = await signIn(team.context, workspace)
    const check = async (name: string) => {
      await dashboard.waitForLoadState('networkidle')
      const { violations } = await new AxeBuilder({ page: dashboard }).analyze()
      expect(
        violations.map(
          ({ id, nodes }) =>
            `${name} ${colorScheme}: ${id} ${nodes
              .map(node => node.html)
              .join(' ')
              .slice(0, 300)}`
        )
      ).toEqual([])
    }
    for (const path of paths) {
      await dashboard.goto(foyerUrl() + path)
      await dashboard.locator('main').waitFor()
      await check(path)
    }
    await dashboard.getByRole('textbox', { name: 'Ask as a visitor' }).fill('Do you ship to Norway?')
    await dashboard.keyboard.press('Enter')
    await dashboard.getByText(/% confident/).waitFor()
    await check('an answer in the playground')
    const playground = new URL(dashboard.url()).searchParams.get('c')
    await dashboard.goto(`${foyerUrl()}/inbox/${playground}?source=playground`)
    await dashboard.getByRole('button', { name: /% confident/ }).click()
    await check('an answer in the inbox')
  }
}, 180_000)
