import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

type Page = (request: IncomingMessage, response: ServerResponse) => void
export type Site = Awaited<ReturnType<typeof startSite>>

export const html =
  (title: string, body: string, headers: Record<string, string> = {}): Page =>
  (request, response) => {
    if (headers.etag !== undefined && request.headers['if-none-match'] === headers.etag)
      return void response.writeHead(304).end()
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', ...headers })
    response.end(`<!doctype html><title>${title}</title><main><h1>${title}</h1><p>${body}</p></main>`)
  }
export const sends =
  (type: string, body: string | Buffer): Page =>
  (_request, response) =>
    void response.writeHead(200, { 'content-type': type }).end(body)
export const leadsTo =
  (location: string): Page =>
  (_request, response) =>
    void response.writeHead(302, { location }).end()

/** A real site on loopback; `pages` may be changed while it runs. */
export async function startSite(pages: Record<string, Page>) {
  const asked: { path: string; at: number; agent: string }[] = []
  const server = createServer((request, response) => {
    const path = request.url ?? '/'
    asked.push({ path, at: performance.now(), agent: request.headers['user-agent'] ?? '' })
    const page = pages[path]
    if (page) page(request, response)
    else response.writeHead(404).end()
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://localhost:${port}`,
    port,
    pages,
    asked,
    paths: () => asked.map(one => one.path),
    async close() {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    }
  }
}

export const siteMap = (...urls: string[]): Page =>
  sends(
    'application/xml',
    `<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">${urls.map(url => `<url><loc>${url}</loc></url>`).join('')}</urlset>`
  )
