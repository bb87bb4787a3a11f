import type { ConversationStarted, IdentifyAnswer } from '@foyer/protocol'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { anyAddress, asMember, join as joinTeam } from '../../packages/server/test/team.ts'
import { chrome, identify, newLocalId } from '../../packages/server/test/visitor.ts'
import { call, foyerUrl, type Minted, mintWorkspace } from '../../packages/server/test/workspace.ts'
import { html, snippet, type useChromium } from '../tracker/site.ts'
import { openChat, shop, widgetTag, withWidget, write } from '../widget/chat.ts'

type Chromium = ReturnType<typeof useChromium>

/** Somebody of the team at the inbox, in a browser of their own. The agent is called "The agent", the admin "The admin". */
export async function deskOf(
  chromium: Chromium,
  workspace: Minted,
  { role = 'agent', path = '/inbox' }: { role?: 'agent' | 'admin'; path?: string } = {}
) {
  const { memberId, cookie } = await joinTeam(workspace, role)
  const { context, page, troubles } = await chromium.newVisitor({ viewport: { width: 1440, height: 900 } })
  const [name = '', value = ''] = cookie.split('=')
  await context.addCookies([{ name, value, url: foyerUrl() }])
  await page.goto(foyerUrl() + path)
  await page.locator('main').waitFor()
  const ask = async <Body>(method: string, at: string, body?: unknown) => {
    const answer = await call<Body>(method, at, {
      ...(body === undefined ? {} : { body }),
      headers: asMember(cookie)
    })
    expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300)
    return answer.body
  }
  return { context, page, troubles, memberId, ask }
}

/** A site with the tracker and the widget on each of its pages. */
export const siteOf = (chromium: Chromium, workspace: Minted, more?: string) =>
  chromium.newSite(
    withWidget({
      '/': html(
        'Lamps',
        `<h1>Lamps</h1><a href="/porch">Porch lamps</a>${widgetTag(workspace, more)}`,
        snippet(workspace)
      ),
      '/porch': html('Porch lamps', `<h1>Porch</h1>${widgetTag(workspace, more)}`, snippet(workspace))
    })
  )

/** A visitor with the widget, and an agent who has the inbox open. */
export async function bothSides(chromium: Chromium) {
  const workspace = await mintWorkspace()
  const desk = await deskOf(chromium, workspace)
  const site = await chromium.newSite(withWidget({ '/': shop(workspace) }))
  const visitor = await chromium.newVisitor()
  await visitor.page.goto(site.url('/'))
  await openChat(visitor.page)
  return { workspace, site, desk, visitor }
}

/** The visitor asks, and the agent opens it. */
export async function asked(chromium: Chromium, text: string) {
  const sides = await bothSides(chromium)
  await write(sides.visitor.page, text)
  await openRow(sides.desk.page, text)
  return sides
}

export const rows = (page: Page) => page.getByRole('list', { name: 'Conversations' }).locator('[data-open]')
/** The row that shows this text. */
export const row = (page: Page, text: string) =>
  page.getByRole('list', { name: 'Conversations' }).getByRole('listitem').filter({ hasText: text })
export async function openRow(page: Page, text: string) {
  await row(page, text).locator('[data-open]').click()
  await thread(page).getByText(text).first().waitFor()
}
export const thread = (page: Page) => page.getByRole('log')
export const reply = (page: Page) => page.getByRole('textbox', { name: 'Reply to the visitor' })
export async function answer(page: Page, text: string) {
  await reply(page).fill(text)
  await reply(page).press('Control+Enter')
  await thread(page).getByText(text).waitFor()
}
/** A line between the messages that says what was done. */
export const activity = (page: Page, text: string | RegExp) => thread(page).getByText(text)

export type Guest = IdentifyAnswer & { conversationId: string; ip: string }

/** Visitors without a browser, where a list is to be full. */
export async function begin(workspace: Minted, text: string, more: Record<string, unknown> = {}): Promise<Guest> {
  const ip = anyAddress()
  const { body: seen } = await identify(workspace, { localId: newLocalId(), ...more }, ip)
  const started = await call<ConversationStarted>('POST', '/api/conversations', {
    who: seen.token,
    body: { agentId: workspace.agentId, message: text },
    headers: { 'x-forwarded-for': ip, 'user-agent': chrome }
  })
  expect(started.status, JSON.stringify(started.body)).toBe(201)
  return { ...seen, conversationId: started.body.conversationId, ip }
}

export const writesAs = async (guest: Guest, text: string) => {
  const said = await call('POST', `/api/conversations/${guest.conversationId}/messages`, {
    who: guest.token,
    body: { text },
    headers: { 'x-forwarded-for': guest.ip }
  })
  expect(said.status, JSON.stringify(said.body)).toBe(201)
}
