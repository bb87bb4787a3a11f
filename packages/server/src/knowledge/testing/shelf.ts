import type { Document, DocumentWithPassages, PassageSearch } from '@foyer/protocol'
import type { Static } from 'typebox'
import { expect } from 'vitest'
import { call, foyerUrl, type Minted } from '../../../test/workspace.ts'

export type Shown = Static<typeof DocumentWithPassages>

export const documentOf = async (workspace: Minted, id: string): Promise<Shown> => {
  const shown = await call<Shown>('GET', `/api/knowledge/documents/${id}`, { who: workspace.key })
  expect(shown.status, JSON.stringify(shown.body)).toBe(200)
  return shown.body
}

/** Waits until it was read, well or not. */
export async function read(workspace: Minted, id: string): Promise<Shown> {
  await expect
    .poll(async () => (await documentOf(workspace, id)).status, { timeout: 30_000, interval: 100 })
    .not.toBe('reading')
  return documentOf(workspace, id)
}

/** Pastes a document and waits until it was read. */
export async function pastes(workspace: Minted, document: Record<string, unknown>): Promise<Shown> {
  const given = await call<Document>('POST', '/api/knowledge/documents', {
    who: workspace.key,
    body: { kind: 'markdown', ...document }
  })
  expect(given.status, JSON.stringify(given.body)).toBe(201)
  return read(workspace, given.body.id)
}

export async function uploads(workspace: Minted, name: string, type: string, bytes: string | Uint8Array) {
  const answer = await fetch(`${foyerUrl()}/api/knowledge/documents/upload?name=${encodeURIComponent(name)}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${workspace.key}`, 'content-type': type },
    body: bytes as Uint8Array<ArrayBuffer>
  })
  return { status: answer.status, body: (await answer.json()) as Document & { error: { message: string } } }
}

export async function finds(workspace: Minted, question: string): Promise<Static<typeof PassageSearch>> {
  const found = await call<Static<typeof PassageSearch>>(
    'GET',
    `/api/knowledge/search?q=${encodeURIComponent(question)}`,
    { who: workspace.key }
  )
  expect(found.status, JSON.stringify(found.body)).toBe(200)
  return found.body
}

export const shopHelp = `# Help

## Delivery

Standard delivery takes three to five working days and costs 4.90 euros. Orders above 50 euros are delivered free of charge.

Express delivery arrives on the next working day when you order before noon. It costs 9.90 euros.

## Returns and refunds

You can return a product within 30 days of receiving it. Put it back into its box, print the label from your account, and bring it to any
parcel shop. We refund the money to the card you paid with within five days after the parcel has arrived.

## Warranty

Every grinder has a warranty of two years. It covers the motor and the burrs, and it does not cover damage by stones or water.
`
