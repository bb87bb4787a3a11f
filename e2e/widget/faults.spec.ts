import { afterEach, expect, test } from 'vitest'
import { foyerUrl, mintWorkspace } from '../../packages/server/test/workspace.ts'
import { deskOf, openRow } from '../inbox/desk.ts'
import { html, until, useChromium } from '../tracker/site.ts'
import { beginTalk, field, panel, said, saidWhen, withWidget, write } from './chat.ts'
import { openFaultProxy } from './fault-proxy.ts'

const chromium = useChromium()
const proxies: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const proxy of proxies.splice(0)) await proxy.close()
})

/** A visitor whose way to the server goes through a network that misbehaves; the team's does not. */
async function throughFaults() {
  const workspace = await mintWorkspace()
  const proxy = await openFaultProxy(foyerUrl())
  proxies.push(proxy)
  const tag = `<script src="/widget.js" data-api-base="${proxy.url}" data-agent-id="${workspace.agentId}" data-widget></script>`
  const site = await chromium.newSite(withWidget({ '/': html('Lamps', `<h1>Lamps</h1>${tag}`) }))
  const { page } = await chromium.newVisitor()
  await page.goto(site.url('/'))
  const { team, id } = await beginTalk(page, workspace, 'One')
  await panel(page).getByText('Sent', { exact: true }).waitFor()
  return { workspace, proxy, page, team, id }
}

test('CH2 over a line that is slow, cut, silent and new, each message comes once, to both sides, in one order', async () => {
  const { proxy, page, team, id } = await throughFaults()

  proxy.slow(2_000)
  await write(page, 'Two')
  await team.says(id, 'Two seconds late')
  await until(
    () => said(page),
    texts => texts.includes('Two') && texts.includes('Two seconds late')
  )
  await until(
    () => team.panel(id),
    ({ messages }) => messages.length === 3
  )
  proxy.slow(0)

  for (const round of ['first', 'second']) {
    const before = proxy.accepted()
    proxy.reset()
    await team.says(id, `Said at the ${round} cut`)
    await write(page, `Written at the ${round} cut`)
    await until(proxy.accepted, count => count > before)
    await until(
      () => said(page),
      texts => texts.includes(`Said at the ${round} cut`)
    )
  }

  // Nobody says that this line is dead: the silence itself has to be noticed, which takes a ping of 25 s and 10 s of waiting.
  proxy.silence()
  await team.says(id, 'Said into the silence')
  await write(page, 'Written into the silence')
  await until(
    () => said(page),
    texts => texts.includes('Said into the silence'),
    90_000
  )
  const { messages } = await until(
    () => team.panel(id),
    shown => shown.messages.length === 9,
    90_000
  )
  expect(messages.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9])
  const texts = messages.map(({ text }) => text)
  expect(new Set(texts).size).toBe(9)
  await saidWhen(page, texts)
}, 240_000)

test('CH2 whoever falls silent in the middle of a word is not shown as writing for more than 15 seconds, on either side', async () => {
  const { workspace, proxy, page, team, id } = await throughFaults()
  const desk = await deskOf(chromium, workspace)
  await openRow(desk.page, 'One')
  const writing = desk.page.getByText('is writing', { exact: false }).first()
  const answering = panel(page).getByText('The agent is typing')
  await field(page).pressSequentially('I would like')
  await writing.waitFor()
  await team.types(id)
  await answering.waitFor()
  proxy.silence()
  await Promise.all([writing, answering].map(shown => shown.waitFor({ state: 'hidden', timeout: 15_000 })))
}, 90_000)
