import { gzipSync } from 'node:zlib'
import type { Crawl, Document } from '@foyer/protocol'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { metric } from '../../test/metric.ts'
import { startServer } from '../../test/start.ts'
import { call, type Minted, mintWorkspace, useServer } from '../../test/workspace.ts'
import { pdfOf } from './testing/pdf.ts'
import { finds } from './testing/shelf.ts'
import { html, leadsTo, type Site, sends, siteMap, startSite } from './testing/site.ts'

let own: Awaited<ReturnType<typeof startServer>>
let site: Site
let workspace: Minted
beforeAll(async () => {
  own = await startServer({ allowPrivate: true })
  useServer(own)
})
afterAll(() => own.stop())
beforeEach(async () => {
  workspace = await mintWorkspace()
  site = await startSite({})
})
afterEach(() => site.close())

const ask = <Body = Crawl>(method: string, path: string, body?: unknown) =>
  call<Body>(method, `/api/knowledge${path}`, { who: workspace.key, ...(body === undefined ? {} : { body }) })

async function crawls(url: string, more: object = {}): Promise<Crawl> {
  const started = await ask('POST', '/crawls', { url, ...more })
  expect(started.status, JSON.stringify(started.body)).toBe(201)
  return ended(started.body.id)
}

async function ended(id: string): Promise<Crawl> {
  await expect
    .poll(async () => (await ask('GET', `/crawls/${id}`)).body.status, { timeout: 40_000, interval: 200 })
    .not.toBe('running')
  return (await ask('GET', `/crawls/${id}`)).body
}

const documents = async (id: string) =>
  (await ask<{ items: Document[] }>('GET', `/documents?crawlId=${id}&limit=100`)).body.items
    .map(item => ({ title: item.title, path: new URL(item.url ?? '').pathname, kind: item.kind }))
    .sort((one, other) => (one.path < other.path ? -1 : 1))

test('a site is read from the map its robots.txt names, within what it allows, at a polite pace; then answers come from it', async () => {
  Object.assign(site.pages, {
    '/robots.txt': sends(
      'text/plain',
      `User-agent: *\nDisallow: /private\n\nSitemap: ${site.url}/maps/index.xml\nSitemap: http://elsewhere.example/map.xml`
    ),
    '/maps/index.xml': sends(
      'application/xml',
      `<sitemapindex><sitemap><loc>${site.url}/maps/a.xml</loc></sitemap><sitemap><loc>${site.url}/maps/b.xml.gz</loc></sitemap><sitemap><loc>${site.url}/maps/index.xml</loc></sitemap></sitemapindex>`
    ),
    '/maps/a.xml': siteMap(
      `${site.url}/help`,
      `${site.url}/help#part`,
      `${site.url}/private/prices`,
      `${site.url}/logo.png`,
      'http://elsewhere.example/x',
      'javascript:alert(1)',
      `${site.url}/gone`
    ),
    '/maps/b.xml.gz': sends(
      'application/gzip',
      gzipSync(
        `<urlset><url><loc>${site.url}/manual.pdf</loc></url><url><loc>${site.url}/old?a=1&amp;b=2</loc></url></urlset>`
      )
    ),
    '/help': html('Help', 'Delivery takes three to five working days.'),
    '/manual.pdf': sends('application/pdf', pdfOf('Turn the wheel to grind finer.')),
    '/old?a=1&b=2': leadsTo('/new'),
    '/new': html('New', 'We moved to a new address in Bern.')
  })
  const crawl = await crawls(site.url)
  expect(crawl).toMatchObject({ status: 'done', found: 4, read: 3, failed: 1, unchanged: 0 })
  expect(await documents(crawl.id)).toEqual([
    { title: 'Help', path: '/help', kind: 'html' },
    { title: `${site.url}/manual.pdf`, path: '/manual.pdf', kind: 'pdf' },
    { title: 'New', path: '/old', kind: 'html' }
  ])
  expect(site.paths()).not.toContain('/private/prices')
  expect(site.asked.every(one => one.agent.startsWith('Foyer/1.0'))).toBe(true)
  const pages = site.asked.filter(one => ['/help', '/manual.pdf', '/gone'].includes(one.path)).map(one => one.at)
  for (const [index, at] of pages.slice(1).entries()) expect(at - (pages[index] ?? 0)).toBeGreaterThan(400)
  expect((await finds(workspace, 'How long does delivery take?')).items[0]).toMatchObject({ url: `${site.url}/help` })
})

test('read again, only what changed is read; what is gone is no longer answered from', async () => {
  Object.assign(site.pages, {
    '/sitemap.xml': siteMap(`${site.url}/a`, `${site.url}/b`, `${site.url}/c`, `${site.url}/d`),
    '/a': html('A', 'Kites fly on Sundays.', { etag: '"a1"' }),
    '/b': html('B', 'Boats sail on Mondays.'),
    '/c': html('C', 'Trains run on Tuesdays.'),
    '/d': html('D', 'Planes land on Wednesdays.')
  })
  const pages = async () =>
    Promise.all(['read', 'unchanged', 'failed'].map(outcome => metric('foyer_crawl_pages_total', { outcome })))
  const before = await pages()
  const first = await crawls(site.url)
  expect(first).toMatchObject({ status: 'done', read: 4 })
  site.pages['/sitemap.xml'] = siteMap(`${site.url}/a`, `${site.url}/b`, `${site.url}/c`)
  site.pages['/b'] = html('B', 'Boats sail on Fridays.')
  delete site.pages['/c']
  expect((await ask('POST', `/crawls/${first.id}/again`)).status).toBe(200)
  expect(await ended(first.id)).toMatchObject({ status: 'done', found: 3, read: 1, unchanged: 1, failed: 1 })
  expect((await documents(first.id)).map(document => document.title)).toEqual(['A', 'B'])
  expect((await pages()).map((count, which) => count - (before[which] ?? 0))).toEqual([5, 1, 1])
  expect((await finds(workspace, 'When do boats sail?')).items[0]?.text).toContain('Fridays')
  expect((await finds(workspace, 'trains')).items).toEqual([])
})

test('without a map it is the page and what it links to on the same site', async () => {
  Object.assign(site.pages, {
    '/start': sends(
      'text/html',
      '<p>Welcome to the shop.</p><nav><a href="/help?x#y">Help</a></nav><a href="deep/er">Deeper</a><a href="http://elsewhere.example/">Away</a><a href="mailto:a@b.c">Mail</a><a href="javascript:x()">x</a>'
    ),
    '/help?x': html('Help', 'Delivery takes three days.'),
    '/deep/er': html('Deeper', 'There is more down here.')
  })
  const crawl = await crawls(`${site.url}/start`)
  expect(crawl).toMatchObject({ status: 'done', found: 3, read: 3 })
  expect((await documents(crawl.id)).map(document => document.path)).toEqual(['/deep/er', '/help', '/start'])
})

test('a part of a site is read by its address, and no more pages than asked for', async () => {
  Object.assign(site.pages, {
    '/sitemap.xml': siteMap(
      `${site.url}/en/a`,
      `${site.url}/de/a`,
      `${site.url}/en/b`,
      `${site.url}/english`,
      `${site.url}/en/c`
    ),
    '/en/a': html('A', 'One.'),
    '/en/b': html('B', 'Two.')
  })
  const crawl = await crawls(`${site.url}/en/`, { limit: 2 })
  expect((await documents(crawl.id)).map(document => document.title)).toEqual(['A', 'B'])
})

test('a page that leads to another site, in a ring, hangs up, is no text or is too large is counted as failed, and the next is read', async () => {
  const names = ['away', 'ring', 'hang-up', 'picture', 'large', 'well']
  Object.assign(site.pages, {
    '/sitemap.xml': siteMap(...names.map(name => `${site.url}/${name}`)),
    '/away': leadsTo('http://169.254.169.254/latest/meta-data/'),
    '/ring': leadsTo('/ring'),
    '/hang-up': (_request: unknown, response: { destroy(): void }) => response.destroy(),
    '/picture': sends('image/png', 'PNG'),
    '/large': sends('text/html', 'x'.repeat(6 * 1024 * 1024)),
    '/well': html('Well', 'All is well.')
  })
  const crawl = await crawls(site.url)
  expect(crawl).toMatchObject({ status: 'done', found: 6, read: 1, failed: 5 })
  expect((await documents(crawl.id)).map(document => document.title)).toEqual(['Well'])
})

test('a map with a billion laughs, one that unpacks without end, and one that is no map', async () => {
  const entities = Array.from({ length: 10 }, (_, at) => `<!ENTITY lol${at + 1} "${`&lol${at};`.repeat(10)}">`).join('')
  Object.assign(site.pages, {
    '/laughs.xml': sends(
      'application/xml',
      `<!DOCTYPE x [<!ENTITY lol0 "/a">${entities}]><urlset><url><loc>${site.url}/&lol10;</loc></url><url><loc>${site.url}/a</loc></url></urlset>`
    ),
    '/bomb.xml.gz': sends('application/gzip', gzipSync(Buffer.alloc(300 * 1024 * 1024, ' '))),
    '/none.xml': sends('application/xml', '<html></html>'),
    '/a': html('A', 'One.')
  })
  expect(await crawls(`${site.url}/laughs.xml`)).toMatchObject({ status: 'done', read: 1 })
  expect(await crawls(`${site.url}/bomb.xml.gz`)).toMatchObject({
    status: 'failed',
    fault: expect.stringContaining('site map')
  })
  expect(await crawls(`${site.url}/none.xml`)).toMatchObject({
    status: 'failed',
    fault: expect.stringContaining('site map')
  })
}, 120_000)

test('cancelled it stops where it is and keeps what it read; removed, everything it brought goes', async () => {
  const paths = Array.from({ length: 40 }, (_, at) => `/p${at}`)
  site.pages['/sitemap.xml'] = siteMap(...paths.map(path => site.url + path))
  for (const path of paths) site.pages[path] = html(path, `Text of page ${path}.`)
  const started = await ask('POST', '/crawls', { url: site.url })
  await expect
    .poll(async () => (await ask('GET', `/crawls/${started.body.id}`)).body.read, { timeout: 20_000 })
    .toBeGreaterThan(1)
  const again = await ask('POST', `/crawls/${started.body.id}/again`)
  expect(again.status).toBe(409)
  const cancelled = await ask('POST', `/crawls/${started.body.id}/cancel`)
  expect(cancelled.body.status).toBe('cancelled')
  const asked = site.asked.length
  // In the time another site takes, a few more would have been asked for.
  const other = await startSite({ '/sitemap.xml': (...asked) => siteMap(`${other.url}/a`, `${other.url}/b`)(...asked) })
  await crawls(other.url)
  await other.close()
  expect(site.asked.length).toBeLessThanOrEqual(asked + 1)
  expect((await documents(started.body.id)).length).toBeGreaterThan(0)
  expect((await ask('DELETE', `/crawls/${started.body.id}`)).status).toBe(204)
  expect(await documents(started.body.id)).toEqual([])
})

test('a robots.txt that forbids all, or cannot be read, leaves the site alone and says so', async () => {
  Object.assign(site.pages, {
    '/': html('Home', 'Hello.'),
    '/robots.txt': sends('text/plain', 'User-agent: *\nDisallow: /')
  })
  expect(await crawls(site.url)).toMatchObject({ status: 'failed', fault: expect.stringContaining('robots.txt') })
  site.pages['/robots.txt'] = (_request, response) => void response.writeHead(503).end()
  expect(await crawls(site.url)).toMatchObject({ status: 'failed', fault: expect.stringContaining('503') })
})

test('what is no web address is refused', async () => {
  for (const url of ['', 'ftp://shop.example', 'file:///etc/passwd', 'https://a:b@shop.example', 'https://'])
    expect((await ask('POST', '/crawls', { url })).status, url).toBe(422)
})
