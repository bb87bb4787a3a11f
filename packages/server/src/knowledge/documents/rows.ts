import type { Document, Passage } from '@foyer/protocol'
import { toPublic } from '../../http/index.ts'
import type { ISql } from '../context.ts'

export type DocumentRow = {
  id: string
  workspaceId: string
  crawlId: string | null
  title: string
  kind: Document['kind']
  url: string | null
  status: Document['status']
  fault: string | null
  language: string
  passages: number
  chars: number
  createdAt: Date
  updatedAt: Date
}

/** Of a document `d`. */
export const documentColumns = (sql: ISql) => sql`
  d.id, d.workspace_id AS "workspaceId", d.crawl_id AS "crawlId", d.title, d.kind, d.url, d.status, d.fault, d.language, d.passages,
  d.chars, d.created_at AS "createdAt", d.updated_at AS "updatedAt"`

export const shownDocument = (row: DocumentRow): Document => ({
  id: toPublic('doc', row.id),
  title: row.title,
  kind: row.kind,
  ...(row.url === null ? {} : { url: row.url }),
  ...(row.crawlId === null ? {} : { crawlId: toPublic('crl', row.crawlId) }),
  status: row.status,
  ...(row.fault === null ? {} : { fault: row.fault }),
  passages: row.passages,
  chars: row.chars,
  createdAt: row.createdAt.toISOString(),
  updatedAt: row.updatedAt.toISOString()
})

export type PassageRow = { id: string; headings: string[]; text: string }

export const shownPassage = (row: PassageRow, of: DocumentRow): Passage => ({
  id: toPublic('psg', row.id),
  documentId: toPublic('doc', of.id),
  title: of.title,
  headings: row.headings,
  text: row.text,
  ...(of.url === null ? {} : { url: of.url })
})
