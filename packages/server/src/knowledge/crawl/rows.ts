import type { Crawl } from '@foyer/protocol'
import { notFound, toPublic } from '../../http/index.ts'
import type { ISql } from '../context.ts'

export type CrawlRow = {
  id: string
  workspaceId: string
  url: string
  limit: number
  status: Crawl['status']
  fault: string | null
  startedAt: Date
  endedAt: Date | null
  run: number
  found: number
  read: number
  unchanged: number
  failed: number
}

/** Of a crawl `c`. */
export const crawlColumns = (sql: ISql) => sql`
  c.id, c.workspace_id AS "workspaceId", c.url, c.page_limit AS limit, c.status, c.fault, c.started_at AS "startedAt",
  c.ended_at AS "endedAt", c.run,
  (SELECT count(*)::int FROM crawl_pages p WHERE p.crawl_id = c.id) AS found,
  (SELECT count(*)::int FROM crawl_pages p WHERE p.crawl_id = c.id AND p.status = 'read') AS read,
  (SELECT count(*)::int FROM crawl_pages p WHERE p.crawl_id = c.id AND p.status = 'unchanged') AS unchanged,
  (SELECT count(*)::int FROM crawl_pages p WHERE p.crawl_id = c.id AND p.status = 'failed') AS failed`

export async function crawlIn(sql: ISql, workspaceId: string, id: string): Promise<CrawlRow> {
  const [row] = await sql<CrawlRow[]>`
    SELECT ${crawlColumns(sql)} FROM crawls c WHERE c.id = ${id} AND c.workspace_id = ${workspaceId}`
  if (!row) throw notFound('crawl')
  return row
}

export const shownCrawl = (row: CrawlRow): Crawl => ({
  id: toPublic('crl', row.id),
  url: row.url,
  status: row.status,
  ...(row.fault === null ? {} : { fault: row.fault }),
  found: row.found,
  read: row.read,
  unchanged: row.unchanged,
  failed: row.failed,
  startedAt: row.startedAt.toISOString(),
  ...(row.endedAt === null ? {} : { endedAt: row.endedAt.toISOString() })
})
