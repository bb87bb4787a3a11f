/** What somebody typed or pasted, as the origins an agent allows: lines, commas or spaces between them. */
export function readOrigins(text: string): string[] {
  return [...new Set(text.split(/[\s,;]+/).flatMap(part => (part === '' ? [] : [originOf(part)])))]
}

/** "shop.example/cart?x" is meant as "https://shop.example"; what cannot be read is left for the server to explain. */
function originOf(part: string): string {
  if (part === '*') return part
  const withScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(part) ? part : `${isLocal(part) ? 'http' : 'https'}://${part}`
  // A star is no host name to a URL, so the host is found by hand.
  const match = /^(https?:\/\/[^/?#]+)/i.exec(withScheme)
  return match?.[1]?.toLowerCase() ?? part
}

const isLocal = (host: string) => /^(localhost|127\.|0\.0\.0\.0|\[::1\])/i.test(host)
