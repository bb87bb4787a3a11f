/** Which addresses an answer may lead to. */
export type Links = { hosts: ReadonlySet<string>; addresses: ReadonlySet<string> } | 'any'

const markdownLink = /(!?)\[([^\]\n]{0,500})\]\(\s*<?([^()\s>]{0,2000})>?(?:\s+["'][^"'\n]{0,500}["'])?\s*\)/g
const bareLink = /\bhttps?:\/\/[^\s<>()[\]"'`]{1,2000}/gi
const trailing = /[.,;:!?…]+$/

/**
 * An answer leads only to the team's own pages, whatever a document or a message talked a model into. A picture is never shown (its
 * address is fetched by whoever sees it, and can carry what was said), another link keeps its words. HTML is text already: nobody
 * who shows a message reads it as anything else.
 */
export function inert(text: string, links: Links): string {
  return text
    .replace(markdownLink, (whole, picture: string, label: string, address: string) =>
      picture === '' && isAllowed(address, links) ? whole : label
    )
    .replace(bareLink, found => {
      const end = trailing.exec(found)?.[0] ?? ''
      const address = found.slice(0, found.length - end.length)
      return isAllowed(address, links) ? found : `…${end}`
    })
}

function isAllowed(address: string, links: Links): boolean {
  const url = URL.parse(address)
  if (!url || !/^https?:$/.test(url.protocol) || url.username !== '') return false
  return links === 'any' || links.hosts.has(url.hostname) || links.addresses.has(address.replace(/\/$/, ''))
}

/** Where the team's documents are, where its agent is used, and what stands in a document that somebody of the team gave by hand. */
export function linksOf(
  passages: readonly { url?: string | undefined; text: string; isCrawled: boolean }[],
  origins: readonly string[],
  words = ''
): Links {
  const hosts = new Set<string>()
  for (const address of [...passages.map(passage => passage.url ?? ''), ...origins]) {
    const host = URL.parse(address)?.hostname
    if (host && !host.includes('*')) hosts.add(host)
  }
  const own = [words, ...passages.filter(passage => !passage.isCrawled).map(passage => passage.text)].join('\n')
  const addresses = new Set(
    [...own.matchAll(bareLink)].map(([found]) => found.replace(trailing, '').replace(/\/$/, ''))
  )
  return { hosts, addresses }
}
