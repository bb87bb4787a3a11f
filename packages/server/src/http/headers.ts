import type { FastifyInstance } from 'fastify'

/**
 * `dashboard` is what every route gets that does not ask for another. `shop`: the demo's pages. `shared`: the dashboard's page at
 * an address that is a secret. `preview`: the widget in a
 * frame of the dashboard, which may ask for nothing but its scripts. `script`: what other sites
 * load from here (`/v1.js` and its chunks). `api`: what is read by programs and shown by none. `part`: what the dashboard's page is made of; a policy belongs to the page, and on
 * twenty parts it would be 8 KB of the first load.
 */
type PagePolicy = 'dashboard' | 'shared' | 'shop' | 'preview' | 'script' | 'api' | 'part'

declare module 'fastify' {
  interface FastifyContextConfig {
    page?: PagePolicy
  }
}

const csp = (directives: Record<string, string>) =>
  Object.entries(directives)
    .map(([name, value]) => `${name} ${value}`)
    .join('; ')

const dashboardDirectives = {
  'default-src': "'self'",
  'script-src': "'self'",
  'style-src': "'self' 'unsafe-inline'",
  'img-src': "'self' data:",
  'connect-src': "'self' ws: wss:",
  'frame-ancestors': "'none'",
  'base-uri': "'none'",
  'form-action': "'self'",
  'object-src': "'none'"
}

const everywhere = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'strict-origin-when-cross-origin',
  'x-permitted-cross-domain-policies': 'none'
}

const dashboard = {
  ...everywhere,
  'content-security-policy': csp(dashboardDirectives),
  'x-frame-options': 'DENY',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  // An address of the dashboard may name a visitor or carry an invitation; no other site needs to see it.
  'referrer-policy': 'same-origin'
}

const byPage: Record<PagePolicy, Record<string, string>> = {
  dashboard,
  shared: {
    ...dashboard,
    // The address is all that whoever is let in needs: no page that is opened from here sees it, and no search engine lists it.
    'referrer-policy': 'no-referrer',
    'x-robots-tag': 'noindex, nofollow'
  },
  shop: {
    ...everywhere,
    'content-security-policy': csp({ ...dashboardDirectives, 'frame-ancestors': "'self'" }),
    'x-frame-options': 'SAMEORIGIN'
  },
  preview: {
    ...everywhere,
    'content-security-policy': csp({
      'default-src': "'none'",
      'script-src': "'self'",
      'frame-ancestors': "'self'",
      'base-uri': "'none'",
      'form-action': "'none'",
      sandbox: 'allow-scripts'
    }),
    'x-frame-options': 'SAMEORIGIN'
  },
  script: { ...everywhere, 'cross-origin-resource-policy': 'cross-origin' },
  api: {
    'x-content-type-options': 'nosniff',
    'content-security-policy': csp({ 'default-src': "'none'", 'frame-ancestors': "'none'" }),
    'x-frame-options': 'DENY',
    'cross-origin-resource-policy': 'same-origin',
    'referrer-policy': 'same-origin'
  },
  part: { 'x-content-type-options': 'nosniff', 'cross-origin-resource-policy': 'same-origin' }
}

/** On every answer, errors and addresses that do not exist included: set before anything can fail. */
export function installHeaders(app: FastifyInstance, options: { publicUrl: string }): void {
  const isHttps = options.publicUrl.startsWith('https:')
  app.addHook('onRequest', (request, reply, done) => {
    const usual = request.url.startsWith('/api/') ? 'api' : 'dashboard'
    reply.headers(byPage[request.routeOptions.config?.page ?? usual])
    if (isHttps) reply.header('strict-transport-security', 'max-age=15552000')
    done()
  })
}
