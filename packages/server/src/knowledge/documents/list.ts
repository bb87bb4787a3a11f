import type { Document, DocumentsQuery, Page } from '@foyer/protocol'
import type { Static } from 'typebox'
import { decodeCursor, defaultLimit, encodeCursor, pageOfRows, toUuid } from '../../http/index.ts'
import type { ISql } from '../context.ts'
import { type DocumentRow, documentColumns, type PassageRow, shownDocument, shownPassage } from './rows.ts'

/** The newest first. */
export async function listDocuments(
  sql: ISql,
  workspaceId: string,
  query: Static<typeof DocumentsQuery>
): Promise<Page<Document>> {
  const limit = query.limit ?? defaultLimit
  const after = decodeCursor('documents', ['instant', 'uuid'], query.cursor)
  const pattern = query.search?.trim()
    ? `%${query.search
        .trim()
        .replace(/[\\%_]/g, '\\$&')
        .replaceAll('\0', '')}%`
    : null
  const rows = await sql<DocumentRow[]>`
    SELECT ${documentColumns(sql)} FROM documents d
    WHERE d.workspace_id = ${workspaceId}
      ${pattern === null ? sql`` : sql`AND (d.title ILIKE ${pattern} OR d.url ILIKE ${pattern})`}
      ${query.crawlId === undefined ? sql`` : sql`AND d.crawl_id = ${toUuid(query.crawlId)}`}
      ${query.status === undefined ? sql`` : sql`AND d.status = ${query.status}`}
      ${after ? sql`AND (d.created_at < ${after[0]} OR (d.created_at = ${after[0]} AND d.id > ${after[1]}))` : sql``}
    ORDER BY d.created_at DESC, d.id LIMIT ${limit + 1}`
  return pageOfRows(rows, limit, shownDocument, row => encodeCursor('documents', [row.createdAt, row.id]))
}

const mostShown = 5_000

export async function passagesOf(sql: ISql, document: DocumentRow) {
  const rows = await sql<PassageRow[]>`
    SELECT id, headings, text FROM passages WHERE document_id = ${document.id} ORDER BY place LIMIT ${mostShown}`
  return rows.map(row => shownPassage(row, document))
}

/** What the team wrote, to go on with; null where a file or a site brought it. */
export async function writtenIn(sql: ISql, document: DocumentRow): Promise<string | null> {
  const [row] = await sql<{ written: string | null }[]>`SELECT written FROM documents WHERE id = ${document.id}`
  return row?.written ?? null
}
