import type { Crawl, Document } from '@foyer/protocol'
import { expect, test } from 'vitest'
import { ask, newDataFolder, type Running, startFoyer } from '../../test/durability/process.ts'
import { html, siteMap, startSite } from './testing/site.ts'

const more = { FOYER_ALLOW_PRIVATE_DESTINATIONS: 'true' }

test('killed while it looks for pages, and again between two of them, it goes on where it was after the next start', async () => {
  const paths = Array.from({ length: 8 }, (_, at) => `/p${at}`)
  const site = await startSite(Object.fromEntries(paths.map(path => [path, html(path, `What stands on ${path}.`)])))
  const folder = newDataFolder()
  let server: Running | null = null
  try {
    // Asked for, and not answered before the end.
    site.pages['/sitemap.xml'] = () => undefined
    server = await startFoyer(folder.data, { more })
    const { body } = await ask<Crawl>(server.url, '/api/knowledge/crawls', { url: site.url })
    const { id } = body
    await expect.poll(() => site.paths(), { timeout: 20_000 }).toContain('/sitemap.xml')
    await server.kill()

    site.pages['/sitemap.xml'] = siteMap(...paths.map(path => site.url + path))
    server = await startFoyer(folder.data, { more })
    await expect.poll(() => site.paths(), { timeout: 60_000 }).toContain('/p2')
    await server.kill()

    server = await startFoyer(folder.data, { more })
    const { url } = server
    const crawl = async () => (await ask<Crawl>(url, `/api/knowledge/crawls/${id}`)).body
    await expect.poll(async () => (await crawl()).status, { timeout: 60_000, interval: 200 }).toBe('done')
    const { found, read, unchanged, failed } = await crawl()
    expect({ found, all: read + unchanged, failed }).toEqual({ found: 8, all: 8, failed: 0 })
    const { body: kept } = await ask<{ items: Document[] }>(url, `/api/knowledge/documents?crawlId=${id}&limit=100`)
    expect(kept.items.map(item => item.title).sort()).toEqual(paths)
    // What had been read was not asked for again; the page in hand when it ended may have been.
    const asked = paths.map(path => site.paths().filter(one => one === path).length)
    expect(asked.slice(0, 2)).toEqual([1, 1])
    expect(asked.filter(times => times > 1).length).toBeLessThanOrEqual(1)
    expect(site.paths().filter(path => path === '/sitemap.xml')).toHaveLength(2)
  } finally {
    await server?.stop()
    await site.close()
    folder.remove()
  }
}, 240_000)
