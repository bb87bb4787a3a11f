import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Document, DocumentWrite, Page } from '@foyer/protocol'
import { type Door, knock } from './door.ts'

const folder = join(import.meta.dirname, '../documents')

/** What the shop's own team has written down. An address is one of its pages that says the same. */
const written: readonly { file: string; page?: string }[] = [
  { file: 'gift-cards.md' },
  { file: 'paying.md' },
  { file: 'season-box.md', page: '/demo/pricing' },
  { file: 'sizes.md' },
  { file: 'seeds.md' },
  { file: 'returns.md' },
  { file: 'shipping.md', page: '/demo/checkout' }
]

export async function readDocuments(site: string): Promise<(DocumentWrite & { title: string })[]> {
  return Promise.all(
    written.map(async ({ file, page }) => {
      const text = await readFile(join(folder, file), 'utf8')
      const title = /^# (.+)$/m.exec(text)?.[1] ?? file
      return { title, kind: 'markdown' as const, text, ...(page ? { url: site + page } : {}) }
    })
  )
}

/** Gives the answering agent the shop's documents to read, once: what is there by its title is left as it is. */
export async function giveDocuments(door: Door, site: string): Promise<void> {
  const { items } = await knock<Page<Document>>(door, '/api/knowledge/documents?limit=500')
  const there = new Set(items.map(({ title }) => title))
  // One after the other: the list shows the newest first.
  for (const document of await readDocuments(site))
    if (!there.has(document.title)) await knock<Document>(door, '/api/knowledge/documents', document)
}
