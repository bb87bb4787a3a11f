export type From = { address: string; name: string | null }

/** `foyer@example.com` or `Foyer <foyer@example.com>`; undefined for anything else. */
export function fromOf(text: string): From | undefined {
  const [, name, bracketed] = /^([^<>]*)<([^<>]+)>$/.exec(text.trim()) ?? []
  const address = (bracketed ?? text).trim()
  if (!/^[^\s@<>,;:"]+@[^\s@<>,;:"]+$/.test(address)) return undefined
  return { address, name: name?.trim().replace(/^"|"$/g, '') || null }
}
