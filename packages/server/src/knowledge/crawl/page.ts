import { createHash } from 'node:crypto'
import type { DocumentKind } from '@foyer/protocol'
import { newUuid } from '../../http/index.ts'
import { UnreachableError } from '../../outward/index.ts'
import type { KnowledgeContext } from '../context.ts'
import { shelve } from '../documents/shelve.ts'
import type { Fetch, Fetched } from './fetch.ts'

export type PageOutcome = 'read' | 'unchanged' | 'failed'

type Known = { id: string; etag: string | null; modified: string | null; hash: Buffer | null }
export type CrawlOf = { id: string; workspaceId: string }

/** Fetches a page and puts what it says in the place of what it said; what did not change is left as it is. */
export async function readPage(
  context: Pick<KnowledgeContext, 'sql' | 'clock' | 'random' | 'reader'>,
  fetch: Fetch,
  crawl: CrawlOf,
  url: string
): Promise<PageOutcome> {
  const [known] = await context.sql<Known[]>`
    SELECT id, etag, modified, hash FROM documents WHERE crawl_id = ${crawl.id} AND url = ${url}`
  const fetched = await attempt(fetch, url, known)
  if (fetched === null) return 'failed'
  if (fetched.status === 304 && known) return 'unchanged'
  const kind = fetched.status === 200 ? kindOf(fetched) : null
  if (kind === null) {
    // Gone for good, unlike a server that is down: nobody is answered from a page that is no longer there.
    if (known && (fetched.status === 404 || fetched.status === 410))
      await context.sql`DELETE FROM documents WHERE id = ${known.id}`
    return 'failed'
  }
  const hash = createHash('sha256').update(fetched.bytes).digest()
  if (known?.hash && hash.equals(known.hash)) return 'unchanged'
  const outcome = await context.reader.read({ kind, type: fetched.type, bytes: fetched.bytes })
  if (!('read' in outcome)) return 'failed'
  const at = context.clock()
  await context.sql.begin(async tx => {
    const title = outcome.read.title?.slice(0, 300) ?? url
    // The crawl may have been removed while the page was read, and its documents with it.
    const still = await tx`SELECT 1 FROM crawls WHERE id = ${crawl.id} FOR SHARE`
    if (still.length === 0) return
    const [row] = await tx<{ id: string }[]>`
      INSERT INTO documents (id, workspace_id, crawl_id, title, kind, url, status, etag, modified, hash, created_at, updated_at)
      VALUES (${newUuid(context.random)}, ${crawl.workspaceId}, ${crawl.id}, ${title}, ${kind}, ${url}, 'ready', ${fetched.etag},
        ${fetched.modified}, ${hash}, ${at}, ${at})
      ON CONFLICT (crawl_id, url) WHERE crawl_id IS NOT NULL DO UPDATE SET kind = excluded.kind, etag = excluded.etag,
        modified = excluded.modified, hash = excluded.hash
      RETURNING id`
    if (row) await shelve(tx, context.random, { id: row.id, workspaceId: crawl.workspaceId, title }, outcome.read, at)
  })
  return 'read'
}

async function attempt(fetch: Fetch, url: string, known: Known | undefined): Promise<Fetched | null> {
  try {
    return await fetch(url, known)
  } catch (fault) {
    if (fault instanceof UnreachableError && fault.reason !== 'stopped') return null
    throw fault
  }
}

function kindOf({ type, bytes }: Fetched): DocumentKind | null {
  const essence = type.split(';')[0]?.trim().toLowerCase() ?? ''
  const isPdf = bytes.subarray(0, 1_024).includes('%PDF-')
  if (essence === 'application/pdf' || isPdf) return isPdf ? 'pdf' : null
  if (essence === 'text/html' || essence === 'application/xhtml+xml') return 'html'
  if (essence === 'text/markdown') return 'markdown'
  return essence === 'text/plain' ? 'text' : null
}
