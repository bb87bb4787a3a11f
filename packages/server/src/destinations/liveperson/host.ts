const ofLivePerson = /^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+liveperson\.net$/i

export type Host = { base: string; isLivePerson: boolean }

/**
 * Where `monitoring_domain` leads: a bare host of LivePerson, always over TLS, or a test server of one's own, over what it says. Anything
 * beside host and port (a path, a name and password, a query) makes it no host at all.
 */
export function hostOf(domain: string): Host | undefined {
  const bare = domain.replace(/^https:\/\//i, '').replace(/\/$/, '')
  if (ofLivePerson.test(bare)) return { base: `https://${bare.toLowerCase()}`, isLivePerson: true }
  const url = URL.parse(/^[a-z]+:\/\//i.test(domain) ? domain : `http://${domain}`)
  if (!url || !/^https?:$/.test(url.protocol) || url.hostname === '') return undefined
  const isBare = url.href === `${url.origin}/`
  return isBare ? { base: url.origin, isLivePerson: false } : undefined
}

/** The one way `monitoring_domain` is written: a host, and a scheme only where it is not TLS. */
export const shownHost = (base: string): string => base.replace(/^https:\/\//, '')

/** This machine, as `npm run demo:liveperson` names it. */
export const isLoopback = (base: string): boolean =>
  /^(localhost|127(\.\d+){3}|\[::1\])$/.test(URL.parse(base)?.hostname ?? '')
