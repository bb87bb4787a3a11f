import { gunzipSync } from 'node:zlib'
import { eachTag } from '../read/html-tags.ts'

export type SiteMap = { pages: string[]; maps: string[] }

const mostEntries = 50_000
const mostBytes = 50 * 1024 * 1024

/** An address in `<url>` is a page, one in `<sitemap>` another map. Entities that the file defines for itself are left as they stand. */
export function readSiteMap(text: string): SiteMap {
  const found: SiteMap = { pages: [], maps: [] }
  let within: 'url' | 'sitemap' | null = null
  let address: string | null = null
  eachTag(text, {
    opened(name) {
      if (name === 'url' || name === 'sitemap') within = name
      else if (name === 'loc') address = ''
    },
    text(part) {
      if (address !== null && address.length < 2_048) address += part
    },
    closed(name) {
      if (name === 'url' || name === 'sitemap') within = null
      if (name !== 'loc' || address === null) return
      const list = within === 'sitemap' ? found.maps : found.pages
      if (within !== null && list.length < mostEntries) list.push(address.trim())
      address = null
    }
  })
  return found
}

/** As it was sent, or packed; what a megabyte unpacks to is bounded. */
export function siteMapText(bytes: Buffer): string {
  const isPacked = bytes[0] === 0x1f && bytes[1] === 0x8b
  return (isPacked ? gunzipSync(bytes, { maxOutputLength: mostBytes }) : bytes).toString('utf8')
}

export const looksLikeSiteMap = (text: string): boolean => /<(?:urlset|sitemapindex)[\s>]/i.test(text.slice(0, 4_096))
