import type { Document, ResponderChange } from '@foyer/protocol'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { call, foyerUrl, type Minted } from '../../packages/server/test/workspace.ts'
import { until } from '../tracker/site.ts'

export const shipping = `# Shipping

## Abroad

We ship to Norway within five working days. Parcels over twenty kilograms go by pallet.

## At home

Orders before noon leave the same day.`

/** What a person would do on the pages, done at their door: for tests that are about something else. */
export async function teach(workspace: Minted, given: { text: string; title?: string; url?: string }): Promise<void> {
  const added = await call<Document>('POST', '/api/knowledge/documents', {
    who: workspace.key,
    body: { kind: 'markdown', ...given }
  })
  expect(added.status, JSON.stringify(added.body)).toBe(201)
  await until(
    () => call<Document>('GET', `/api/knowledge/documents/${added.body.id}`, { who: workspace.key }),
    ({ body }) => body.status === 'ready'
  )
}

export async function answerWith(workspace: Minted, change: ResponderChange): Promise<void> {
  const changed = await call('PATCH', `/api/agents/${workspace.agentId}/responder`, {
    who: workspace.key,
    body: change
  })
  expect(changed.status, JSON.stringify(changed.body)).toBe(200)
}

export const goTo = (page: Page, path: string) => page.goto(foyerUrl() + path)

/** On the Knowledge page: a text pasted, and read. */
export async function paste(page: Page, given: { text: string; url?: string }): Promise<void> {
  await goTo(page, '/agents/knowledge')
  await page.getByRole('button', { name: /^Add text/ }).click()
  const form = page.getByRole('dialog', { name: 'Add text' })
  await form.getByLabel('Text', { exact: true }).fill(given.text)
  if (given.url) await form.getByLabel('Address, if it stands somewhere').fill(given.url)
  await form.getByRole('button', { name: 'Add', exact: true }).click()
  await form.waitFor({ state: 'hidden' })
}
