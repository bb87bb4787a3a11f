import { join } from 'node:path'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { AppError } from '../http/index.ts'
import { openFolder } from './static.ts'

const root = join(import.meta.dirname, '../../../..')
/** Named by their content, so a copy never goes stale. */
const forever = 'public, max-age=31536000, immutable'
/** The tracker's address never changes, so a copy is asked about again after an hour, and served meanwhile. */
const anHour = 'public, max-age=3600, stale-while-revalidate=86400'
const alwaysAsk = 'no-cache'

export type PagesOptions = {
  /** The agent the demo shop reports to; null while there is no workspace. */
  demoAgent(): Promise<string | null>
}

/** What a browser loads: the tracker, the widget, the demo shop and the dashboard. */
export function pagesRoutes(app: FastifyInstance, options: PagesOptions): void {
  const tracker = openFolder(join(root, 'packages/tracker/dist'))
  const widget = openFolder(join(root, 'packages/widget/dist'))
  const dashboard = openFolder(join(root, 'packages/dashboard/dist'))
  const shop = openFolder(join(root, 'demo/shop'))

  const anyOrigin = (reply: FastifyReply) => reply.header('access-control-allow-origin', '*')
  const script = { config: { page: 'script' as const } }
  app.get('/v1.js', script, (request, reply) => {
    return tracker.send('v1.js', request, anyOrigin(reply), { cache: anHour }) || notBuilt('tracker')
  })
  // The same, as the tag of Datafly is written.
  app.get('/d.js', script, (request, reply) => {
    return tracker.send('d.js', request, anyOrigin(reply), { cache: anHour }) || notBuilt('tracker')
  })
  app.get<{ Params: { '*': string } }>('/v1/*', script, (request, reply) => {
    return tracker.send(`v1/${request.params['*']}`, request, anyOrigin(reply), { cache: forever }) || nothing()
  })

  app.get('/widget.js', script, (request, reply) => {
    return widget.send('widget.js', request, anyOrigin(reply), { cache: anHour }) || notBuilt('widget')
  })
  app.get<{ Params: { '*': string } }>('/widget/*', script, (request, reply) => {
    const part = request.params['*']
    // The one part that is not named by its content.
    const cache = part === 'core.js' ? alwaysAsk : forever
    return widget.send(`widget/${part}`, request, anyOrigin(reply), { cache }) || nothing()
  })

  // Shown in a frame of the dashboard, beside the settings of the look.
  const preview = { config: { page: 'preview' as const } }
  app.get('/widget-preview', preview, (request, reply) => {
    return widget.send('preview.html', request, reply, { cache: alwaysAsk }) || notBuilt('widget')
  })
  app.get('/widget-preview.js', script, (request, reply) => {
    return widget.send('preview.js', request, reply, { cache: alwaysAsk }) || notBuilt('widget')
  })

  const serveShop = async (request: FastifyRequest, reply: FastifyReply, path: string) => {
    const agent = await options.demoAgent()
    const change = (text: string) => text.replaceAll('__FOYER_AGENT_ID__', agent ?? '')
    for (const candidate of [path, `${path}.html`, join(path, 'index.html')]) {
      const isPage = candidate.endsWith('.html')
      const sent = shop.send(candidate, request, reply, { cache: alwaysAsk, ...(isPage ? { change } : {}) })
      if (sent) return sent
    }
    return nothing()
  }
  const shopPage = { config: { page: 'shop' as const } }
  app.get('/demo', shopPage, (request, reply) => serveShop(request, reply, 'index'))
  app.get<{ Params: { '*': string } }>('/demo/*', shopPage, (request, reply) =>
    serveShop(request, reply, request.params['*'] || 'index')
  )

  const part = { config: { page: 'part' as const } }
  app.get<{ Params: { '*': string } }>('/assets/*', part, (request, reply) => {
    return dashboard.send(`assets/${request.params['*']}`, request, reply, { cache: forever }) || nothing()
  })
  app.get('/shared/*', { config: { page: 'shared' as const } }, (request, reply) => {
    return dashboard.send('index.html', request, reply, { cache: 'no-store' }) || notBuilt('dashboard')
  })
  // Every address of the dashboard is one page; which one it shows is worked out in the browser.
  app.get<{ Params: { '*': string } }>('/*', (request, reply) => {
    const path = request.params['*']
    if (path.startsWith('api/')) return nothing()
    if (path.includes('.')) {
      // Beside the page, not the page: it needs no policy of its own.
      reply.removeHeader('content-security-policy')
      return dashboard.send(path, request, reply, { cache: anHour }) || nothing()
    }
    return dashboard.send('index.html', request, reply, { cache: alwaysAsk }) || notBuilt('dashboard')
  })
}

function nothing(): never {
  throw new AppError('not_found', 'Nothing answers at this address.')
}

function notBuilt(what: string): never {
  throw new AppError(
    'not_found',
    `The ${what} is not built. Run npm run build, or start with npm start, which builds it.`
  )
}
