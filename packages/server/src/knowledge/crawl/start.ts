import type { Crawl, CrawlStart, Page } from '@foyer/protocol'
import type { Static } from 'typebox'
import {
  type Actor,
  AppError,
  decodeCursor,
  defaultLimit,
  encodeCursor,
  newUuid,
  pageOfRows,
  toPublic
} from '../../http/index.ts'
import { webAddress } from '../../identity/index.ts'
import type { ISql, KnowledgeContext } from '../context.ts'
import { type CrawlRow, crawlColumns, crawlIn, shownCrawl } from './rows.ts'

const mostCrawls = 100
const mostRunning = 3
const usualLimit = 500

export async function startCrawl(
  context: KnowledgeContext,
  actor: Actor,
  given: Static<typeof CrawlStart>
): Promise<Crawl> {
  const url = siteAddress(given.url)
  const id = newUuid(context.random)
  await context.sql.begin(async tx => {
    const [{ all, running } = { all: 0, running: 0 }] = await tx<{ all: number; running: number }[]>`
      SELECT count(*)::int AS all, count(*) FILTER (WHERE status = 'running')::int AS running FROM crawls
      WHERE workspace_id = ${actor.workspaceId}`
    if (all >= mostCrawls) throw new AppError('conflict', `There are ${mostCrawls} sites already. Remove one first.`)
    assertFree(running)
    await tx`
      INSERT INTO crawls (id, workspace_id, url, page_limit, status, started_at)
      VALUES (${id}, ${actor.workspaceId}, ${url}, ${given.limit ?? usualLimit}, 'running', ${context.clock()})`
    await context.audit(actor, 'crawl.started', toPublic('crl', id), { url }, tx)
  })
  context.crawling()
  return shownCrawl(await crawlIn(context.sql, actor.workspaceId, id))
}

function assertFree(running: number): void {
  if (running >= mostRunning)
    throw new AppError('conflict', `${mostRunning} sites are being read already. Wait for one, or cancel it.`)
}

/** A whole address, or a bare host as people write it. */
function siteAddress(text: string): string {
  const typed = text.trim()
  const url = URL.parse(
    /^[a-z][a-z0-9+.-]*:/i.test(typed) && !/^[^/]+:\d+(\/|$)/.test(typed) ? typed : `https://${typed}`
  )
  if (!url || webAddress(url.href) === null || url.hostname === '' || url.username !== '')
    throw new AppError('invalid', 'Write the address of a site or of its site map, such as https://shop.example.', {
      field: 'url'
    })
  url.hash = ''
  return url.href
}

/** The newest first. */
export async function listCrawls(
  sql: ISql,
  workspaceId: string,
  query: { cursor?: string | undefined; limit?: number | undefined }
): Promise<Page<Crawl>> {
  const limit = query.limit ?? defaultLimit
  const after = decodeCursor('crawls', ['instant', 'uuid'], query.cursor)
  const rows = await sql<CrawlRow[]>`
    SELECT ${crawlColumns(sql)} FROM crawls c
    WHERE c.workspace_id = ${workspaceId}
      ${after ? sql`AND (c.started_at < ${after[0]} OR (c.started_at = ${after[0]} AND c.id > ${after[1]}))` : sql``}
    ORDER BY c.started_at DESC, c.id LIMIT ${limit + 1}`
  return pageOfRows(rows, limit, shownCrawl, row => encodeCursor('crawls', [row.startedAt, row.id]))
}

/** What was read stays. */
export async function cancelCrawl(context: KnowledgeContext, actor: Actor, id: string): Promise<Crawl> {
  await context.sql.begin(async tx => {
    const row = await crawlIn(tx, actor.workspaceId, id)
    const done = await tx`
      UPDATE crawls SET status = 'cancelled', ended_at = ${context.clock()}, run = run + 1, leased_until = NULL
      WHERE id = ${id} AND status = 'running'`
    if (done.count > 0) await context.audit(actor, 'crawl.cancelled', toPublic('crl', id), { url: row.url }, tx)
  })
  context.crawling()
  return shownCrawl(await crawlIn(context.sql, actor.workspaceId, id))
}

/** Looks for pages anew, and reads those that have changed. */
export async function crawlAgain(context: KnowledgeContext, actor: Actor, id: string): Promise<Crawl> {
  await context.sql.begin(async tx => {
    const row = await crawlIn(tx, actor.workspaceId, id)
    const [{ running } = { running: 0 }] = await tx<{ running: number }[]>`
      SELECT count(*)::int AS running FROM crawls WHERE workspace_id = ${actor.workspaceId} AND status = 'running'`
    if (row.status === 'running') throw new AppError('conflict', 'This site is being read already.')
    assertFree(running)
    await tx`DELETE FROM crawl_pages WHERE crawl_id = ${id}`
    await tx`
      UPDATE crawls SET status = 'running', fault = NULL, started_at = ${context.clock()}, ended_at = NULL, leased_until = NULL,
        run = run + 1
      WHERE id = ${id}`
    await context.audit(actor, 'crawl.started', toPublic('crl', id), { url: row.url }, tx)
  })
  context.crawling()
  return shownCrawl(await crawlIn(context.sql, actor.workspaceId, id))
}

/** With everything it brought. */
export async function removeCrawl(context: KnowledgeContext, actor: Actor, id: string): Promise<void> {
  await context.sql.begin(async tx => {
    const { url } = await crawlIn(tx, actor.workspaceId, id)
    await tx`DELETE FROM crawls WHERE id = ${id}`
    await context.audit(actor, 'crawl.deleted', toPublic('crl', id), { url }, tx)
  })
  context.crawling()
}
