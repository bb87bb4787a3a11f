import type { Document, DocumentChange, DocumentKind, DocumentWrite } from '@foyer/protocol'
import type { Static } from 'typebox'
import { type Actor, AppError, newUuid, notFound, toPublic } from '../../http/index.ts'
import { storableText, webAddress } from '../../identity/index.ts'
import type { KnowledgeContext, Tx } from '../context.ts'
import { type DocumentRow, documentColumns, shownDocument } from './rows.ts'
import { indexAgain } from './shelve.ts'

const mostDocuments = 20_000
const titleChars = 300

export type Source = {
  kind: DocumentKind
  type: string
  bytes: Uint8Array
  /** What the team calls it, over whatever it calls itself. */
  title: string | null
  url: string | null
  /** What it is called until it is read. */
  name?: string
  /** As the team wrote it. */
  written?: string
}

export const pasted = (given: DocumentWrite): Source => {
  const written = storableText(given.text)
  return {
    kind: given.kind,
    type: 'charset=utf-8',
    bytes: Buffer.from(written),
    title: titled(given.title),
    url: addressOf(given.url),
    written
  }
}

/** Keeps what was given and answers; it is read after that. */
export async function giveDocument(context: KnowledgeContext, actor: Actor, source: Source): Promise<Document> {
  const id = newUuid(context.random)
  const at = context.clock()
  const row = (await context.sql.begin(async tx => {
    const [{ count } = { count: 0 }] = await tx<{ count: number }[]>`
      SELECT count(*) FROM documents WHERE workspace_id = ${actor.workspaceId}`
    if (count >= mostDocuments)
      throw new AppError('conflict', `There are ${mostDocuments} documents already. Delete some first.`)
    const title = source.title ?? (source.name || firstLine(source) || 'Untitled')
    await tx`
      INSERT INTO documents (id, workspace_id, title, kind, url, status, written, created_at, updated_at)
      VALUES (${id}, ${actor.workspaceId}, ${title}, ${source.kind}, ${source.url}, 'reading', ${source.written ?? null}, ${at}, ${at})`
    await wait(tx, id, source, at)
    await context.audit(actor, 'document.added', toPublic('doc', id), { title, kind: source.kind }, tx)
    return documentIn(tx, actor.workspaceId, id)
  })) as DocumentRow
  context.given()
  return shownDocument(row)
}

async function wait(tx: Tx, id: string, source: Source, at: Date): Promise<void> {
  await tx`
    INSERT INTO document_sources (document_id, bytes, type, is_titled, given_at)
    VALUES (${id}, ${Buffer.from(source.bytes)}, ${source.type}, ${source.title !== null}, ${at})
    ON CONFLICT (document_id) DO UPDATE SET bytes = excluded.bytes, type = excluded.type, is_titled = excluded.is_titled,
      given_at = greatest(excluded.given_at, document_sources.given_at + interval '1 millisecond'), attempts = 0, leased_until = NULL`
}

export async function documentIn(
  sql: Tx | KnowledgeContext['sql'],
  workspaceId: string,
  id: string
): Promise<DocumentRow> {
  const [row] = await sql<DocumentRow[]>`
    SELECT ${documentColumns(sql)} FROM documents d WHERE d.id = ${id} AND d.workspace_id = ${workspaceId}`
  if (!row) throw notFound('document')
  return row
}

export async function changeDocument(
  context: KnowledgeContext,
  actor: Actor,
  id: string,
  change: Static<typeof DocumentChange>
): Promise<Document> {
  const changed = (await context.sql.begin(async tx => {
    await tx`SELECT 1 FROM documents WHERE id = ${id} AND workspace_id = ${actor.workspaceId} FOR UPDATE`
    const before = await documentIn(tx, actor.workspaceId, id)
    const title = titled(change.title) ?? before.title
    const url = change.url === undefined ? before.url : addressOf(change.url)
    const kind = change.kind ?? before.kind
    const at = context.clock()
    if (change.text === undefined && kind !== before.kind)
      throw new AppError('invalid', 'Send the text as well: it is read anew in its new form.', { field: 'kind' })
    if (change.text !== undefined && kind === 'pdf')
      throw new AppError('invalid', 'Say what the text is: text, markdown or html.', { field: 'kind' })
    await tx`
      UPDATE documents SET title = ${title}, url = ${url}, kind = ${kind}, updated_at = ${at},
        status = ${change.text === undefined ? before.status : 'reading'}, fault = ${change.text === undefined ? before.fault : null}
      WHERE id = ${id}`
    if (change.text !== undefined && kind !== 'pdf') {
      const source = pasted({ kind, text: change.text })
      await tx`UPDATE documents SET written = ${source.written ?? null} WHERE id = ${id}`
      // A title that was emptied is taken from the new text.
      await wait(tx, id, { ...source, title: change.title === undefined ? title : titled(change.title) }, at)
    } else if (title !== before.title) {
      await tx`UPDATE document_sources SET is_titled = true WHERE document_id = ${id}`
      await indexAgain(tx, { id, title, language: before.language })
    }
    const detail = { before: { title: before.title, url: before.url }, after: { title, url } }
    await context.audit(actor, 'document.changed', toPublic('doc', id), detail, tx)
    return documentIn(tx, actor.workspaceId, id)
  })) as DocumentRow
  context.given()
  return shownDocument(changed)
}

export async function removeDocument(context: KnowledgeContext, actor: Actor, id: string): Promise<void> {
  await context.sql.begin(async tx => {
    const { title, kind } = await documentIn(tx, actor.workspaceId, id)
    await tx`DELETE FROM documents WHERE id = ${id}`
    await context.audit(actor, 'document.deleted', toPublic('doc', id), { title, kind }, tx)
  })
}

const titled = (title: string | undefined): string | null =>
  storableText(title ?? '')
    .trim()
    .slice(0, titleChars) || null

function addressOf(url: string | undefined): string | null {
  if (url === undefined || url.trim() === '') return null
  const address = webAddress(url.trim())
  if (address === null || URL.parse(address) === null)
    throw new AppError('invalid', 'Write a whole address, such as https://shop.example/returns.', { field: 'url' })
  return address
}

/** Until it is read and says what it is called. */
function firstLine({ kind, bytes }: Source): string | undefined {
  if (kind !== 'text' && kind !== 'markdown') return undefined
  const [line] = Buffer.from(bytes.subarray(0, 2_000)).toString('utf8').trim().split('\n')
  return (
    line
      ?.replace(/^#+\s*/, '')
      .trim()
      .toWellFormed()
      .slice(0, 80) || undefined
  )
}
