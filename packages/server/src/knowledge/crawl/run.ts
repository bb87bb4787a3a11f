import { setTimeout as pause } from 'node:timers/promises'
import { UnreachableError } from '../../outward/index.ts'
import type { KnowledgeContext } from '../context.ts'
import { discover, robotsOf, SiteError } from './discover.ts'
import { createFetch } from './fetch.ts'
import { readPage } from './page.ts'
import type { Robots } from './robots.ts'

type Claimed = { id: string; workspaceId: string; url: string; limit: number; run: number; place: number }

const atOnce = 3
const lookEveryMs = 5_000
const leaseSeconds = 20
const renewEveryMs = 5_000
/** Two requests a second are no burden to any site. */
const paceMs = 500
/** A site that answers nothing but faults is left alone. */
const mostFailuresInARow = 20

/** Reads sites in the background, page by page; each page that is read is kept, so a stop or a crash goes on where it was. */
export function createCrawling(context: Omit<KnowledgeContext, 'given' | 'crawling'>) {
  const running = new Map<string, { stop: AbortController; done: Promise<void>; run: number }>()
  let isClosed = false
  let looking: Promise<void> | null = null
  let isAsked = false

  const failed = (fault: unknown) => context.log.warn({ err: fault }, 'a site waits to be read; trying again shortly')

  function look(): void {
    isAsked = true
    looking ??= (async () => {
      try {
        while (isAsked && !isClosed) {
          isAsked = false
          await stopUnwanted()
          for (const claimed of await claim()) begin(claimed)
        }
      } catch (fault) {
        failed(fault)
      } finally {
        looking = null
      }
    })()
  }

  async function claim(): Promise<Claimed[]> {
    const free = atOnce - running.size
    if (free <= 0) return []
    const now = context.clock()
    return context.sql<Claimed[]>`
      UPDATE crawls c SET leased_until = ${until(now)}, run = c.run + 1
      WHERE c.id IN (
        SELECT id FROM crawls WHERE status = 'running' AND (leased_until IS NULL OR leased_until < ${now})
        ORDER BY started_at LIMIT ${free} FOR UPDATE SKIP LOCKED)
      RETURNING c.id, c.workspace_id AS "workspaceId", c.url, c.page_limit AS limit, c.run,
        (SELECT count(*)::int FROM crawl_pages p WHERE p.crawl_id = c.id) AS place`
  }

  function begin(claimed: Claimed): void {
    const stop = new AbortController()
    const renewing = setInterval(() => void renew(claimed, stop).catch(failed), renewEveryMs)
    const done = crawl(claimed, stop.signal)
      .catch(fault => (stop.signal.aborted ? undefined : failed(fault)))
      .finally(() => {
        clearInterval(renewing)
        running.delete(claimed.id)
        look()
      })
    running.set(claimed.id, { stop, done, run: claimed.run })
  }

  async function renew({ id, run }: Claimed, stop: AbortController): Promise<void> {
    const mine = await context.sql`
      UPDATE crawls SET leased_until = ${until(context.clock())} WHERE id = ${id} AND run = ${run} AND status = 'running'`
    if (mine.count === 0) stop.abort()
  }

  /** Cancelled, begun anew or removed, here or by another process. */
  async function stopUnwanted(): Promise<void> {
    if (running.size === 0) return
    const rows = await context.sql<{ id: string; run: number }[]>`
      SELECT id, run FROM crawls WHERE id = ANY(${[...running.keys()]}::uuid[]) AND status = 'running'`
    const runs = new Map(rows.map(row => [row.id, row.run]))
    for (const [id, one] of running) if (runs.get(id) !== one.run) one.stop.abort()
  }

  async function crawl(claimed: Claimed, signal: AbortSignal): Promise<void> {
    const fetch = createFetch(context.reach, context.publicUrl, signal)
    try {
      const robots = await robotsOf(fetch, claimed.url)
      if (claimed.place === 0) await find(claimed, fetch, robots)
      await readAll(claimed, fetch, robots, signal)
      await finish(claimed, 'done', null)
    } catch (fault) {
      if (signal.aborted || !(fault instanceof SiteError || fault instanceof UnreachableError)) throw fault
      await finish(claimed, 'failed', fault.message)
    }
  }

  async function find(
    { id, url, limit }: Claimed,
    fetch: ReturnType<typeof createFetch>,
    robots: Robots
  ): Promise<void> {
    const { pages } = await discover(fetch, context.reader, url, robots, limit)
    await context.sql`
      INSERT INTO crawl_pages (crawl_id, url, place, status)
      SELECT ${id}, p.url, p.place, 'waiting' FROM unnest(${pages}::text[]) WITH ORDINALITY AS p(url, place)
      WHERE EXISTS (SELECT 1 FROM crawls WHERE id = ${id}) ON CONFLICT DO NOTHING`
  }

  async function readAll(
    claimed: Claimed,
    fetch: ReturnType<typeof createFetch>,
    robots: Robots,
    signal: AbortSignal
  ): Promise<void> {
    const pace = Math.max(paceMs, robots.delay * 1000)
    let failures = 0
    for (;;) {
      const [page] = await context.sql<{ url: string }[]>`
        SELECT url FROM crawl_pages WHERE crawl_id = ${claimed.id} AND status = 'waiting' ORDER BY place LIMIT 1`
      if (!page) return
      await pause(pace, undefined, { signal })
      const outcome = await readPage(context, fetch, claimed, page.url)
      await context.sql`
        UPDATE crawl_pages SET status = ${outcome} WHERE crawl_id = ${claimed.id} AND url = ${page.url} AND status = 'waiting'`
      context.pageCounted(outcome)
      failures = outcome === 'failed' ? failures + 1 : 0
      if (failures >= mostFailuresInARow)
        throw new SiteError(
          `${mostFailuresInARow} pages in a row could not be read. Look whether the site is well, and read it again.`
        )
    }
  }

  async function finish(
    { id, run, workspaceId }: Claimed,
    status: 'done' | 'failed',
    fault: string | null
  ): Promise<void> {
    await context.sql.begin(async tx => {
      const done = await tx`
        UPDATE crawls SET status = ${status}, fault = ${fault}, ended_at = ${context.clock()}, leased_until = NULL
        WHERE id = ${id} AND run = ${run} AND status = 'running'`
      // A page that the site no longer leads to is no longer answered from.
      if (done.count > 0 && status === 'done')
        await tx`
          DELETE FROM documents d WHERE d.crawl_id = ${id} AND d.workspace_id = ${workspaceId}
            AND NOT EXISTS (SELECT 1 FROM crawl_pages p WHERE p.crawl_id = ${id} AND p.url = d.url)`
    })
  }

  const timer = setInterval(look, lookEveryMs)
  look()
  return {
    look,
    async close() {
      isClosed = true
      clearInterval(timer)
      await looking
      const left = [...running]
      for (const [, { stop }] of left) stop.abort()
      await Promise.allSettled(left.map(([, one]) => one.done))
      // Whoever starts next need not wait until the lease runs out.
      for (const [id, { run }] of left)
        await context.sql`UPDATE crawls SET leased_until = NULL WHERE id = ${id} AND run = ${run}`
    }
  }
}

const until = (now: Date) => new Date(now.getTime() + leaseSeconds * 1000)
