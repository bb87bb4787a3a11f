/** Any subdomain, at any depth, of what follows; the domain itself is another entry. */
const wildcard = /^(https?:\/\/)\*\.(.+)$/

/**
 * Whether a page of this origin may talk to an agent. Compares whole origins as the browser writes them, never prefixes:
 * `https://ok.example.evil.com` and `https://okXexample` are other sites. `null` (sandboxed frames, files) matches only `*`.
 */
export function originMatches(origin: string, allowedOrigins: readonly string[]): boolean {
  if (allowedOrigins.includes('*')) return true
  const asked = normalOrigin(origin)
  return asked !== undefined && allowedOrigins.some(allowed => matches(asked, allowed))
}

function matches(asked: string, allowed: string): boolean {
  const parts = wildcard.exec(allowed.trim().toLowerCase())
  if (!parts) return asked === normalOrigin(allowed)
  const domain = normalOrigin(`${parts[1]}${parts[2]}`)
  if (domain === undefined) return false
  const [scheme = '', host = ''] = domain.split('://')
  const suffix = `.${host}`
  const start = `${scheme}://`
  return asked.startsWith(start) && asked.endsWith(suffix) && asked.length > start.length + suffix.length
}

/** Scheme, host and port in one spelling, without the port that the scheme implies; undefined when it is not just an origin. */
function normalOrigin(text: string): string | undefined {
  const url = URL.parse(text.trim())
  if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:') || url.host === '') return undefined
  const isBare =
    url.username === '' && url.password === '' && url.pathname === '/' && url.search === '' && url.hash === ''
  return isBare && !url.host.includes('*') ? url.origin : undefined
}

/** What a person typed into "allowed origins", as it is kept; undefined when it could never match any page. */
export function normalAllowedOrigin(text: string): string | undefined {
  const typed = text.trim()
  if (typed === '*') return '*'
  const parts = wildcard.exec(typed.toLowerCase())
  if (!parts) return normalOrigin(typed)
  const domain = normalOrigin(`${parts[1]}${parts[2]}`)
  const host = domain && URL.parse(domain)?.hostname
  // https://*.com would hand the agent to half the web; localhost has no second label and belongs to the reader.
  if (!domain || !host || !(host.includes('.') || host === 'localhost')) return undefined
  return domain.replace('://', '://*.')
}
