import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Conversation, ConversationPanel, Message } from '@foyer/protocol'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { join as joinTeam } from '../../packages/server/test/team.ts'
import { call, foyerUrl, type Minted } from '../../packages/server/test/workspace.ts'
import { html, type Pages, until } from '../tracker/site.ts'

const dist = join(import.meta.dirname, '../../packages/widget/dist')

/** Nothing inline, nothing evaluated, and of other origins only the Foyer server. */
export const strictPolicy = () => ({
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    `connect-src 'self' ${foyerUrl()} ${foyerUrl().replace('http', 'ws')}`,
    "require-trusted-types-for 'script'"
  ].join('; ')
})

/** A site that has the widget's files beside its own pages. */
export const withWidget = (pages: Pages): Pages => ({
  ...pages,
  '*': request => {
    const path = new URL(request.url ?? '/', 'http://site').pathname
    const file = join(dist, path)
    if (/^\/widget(?:\.js|\/[\w-]+\.js)$/.test(path) && existsSync(file)) return readFileSync(file, 'utf8')
    const other = pages['*']
    return typeof other === 'function' ? other(request) : (other ?? '')
  }
})

export const widgetTag = (workspace: Minted, more = 'data-widget') =>
  `<script src="/widget.js" data-api-base="${foyerUrl()}" data-agent-id="${workspace.agentId}" ${more}></script>`

export const shop = (
  workspace: Minted,
  more?: string,
  body = '<main><h1>Lamps</h1><p>Warm light for the porch.</p></main>'
) => html('Lamps', body + widgetTag(workspace, more), '<meta name="viewport" content="width=device-width">')

export const launcher = (page: Page) => page.getByRole('button', { name: /^Open chat/ })
export const panel = (page: Page) => page.getByRole('dialog')
export const field = (page: Page) => page.getByRole('textbox', { name: 'Write a message' })

export async function openChat(page: Page) {
  await launcher(page).click()
  await field(page).waitFor()
}
export async function write(page: Page, text: string) {
  await field(page).fill(text)
  await field(page).press('Enter')
}
/** The texts of the conversation as they stand in the panel. */
export const said = (page: Page) => panel(page).locator('.bubble .text').allInnerTexts()
export const saidWhen = (page: Page, wanted: string[]) =>
  until(
    () => said(page),
    texts => JSON.stringify(texts) === JSON.stringify(wanted)
  )

/** Somebody of the team, at the dashboard's own door. */
export async function teamOf(workspace: Minted, role: 'agent' | 'admin' = 'agent') {
  const { cookie } = await joinTeam(workspace, role)
  const headers = { cookie, 'x-foyer': '1', origin: foyerUrl() }
  const ask = async <Body>(method: string, path: string, body?: unknown) => {
    const answer = await call<Body>(method, path, { ...(body === undefined ? {} : { body }), headers })
    expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300)
    return answer.body
  }
  const list = async () => (await ask<{ items: Conversation[] }>('GET', '/api/conversations')).items
  return {
    headers,
    list,
    /** The one conversation there is, once there is one. */
    async conversation(): Promise<Conversation> {
      const [first] = await until(list, items => items.length > 0)
      if (!first) throw new Error('no conversation')
      return first
    },
    panel: (id: string) => ask<ConversationPanel>('GET', `/api/conversations/${id}`),
    says: (id: string, text: string) => ask<Message>('POST', `/api/conversations/${id}/messages`, { text }),
    notes: (id: string, text: string) => ask<Message>('POST', `/api/conversations/${id}/notes`, { text }),
    reads: (id: string, read: number) => ask('POST', `/api/conversations/${id}/read`, { read }),
    types: (id: string, isTyping = true) => ask('POST', `/api/conversations/${id}/typing`, { isTyping }),
    change: (id: string, change: object) => ask<Conversation>('PATCH', `/api/conversations/${id}`, change)
  }
}

/** The visitor opens the chat and writes, and somebody of the team has the conversation. */
export async function beginTalk(page: Page, workspace: Minted, text = 'Hello') {
  await openChat(page)
  await write(page, text)
  await saidWhen(page, [text])
  const team = await teamOf(workspace)
  const { id } = await team.conversation()
  return { team, id }
}
