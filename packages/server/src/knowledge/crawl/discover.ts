import { UnreachableError } from '../../outward/index.ts'
import type { Reader } from '../read/reader.ts'
import { type Fetch, type Fetched, isSameSite, robotName } from './fetch.ts'
import { everythingAllowed, type Robots, readRobots } from './robots.ts'
import { looksLikeSiteMap, readSiteMap, siteMapText } from './site-map.ts'

/** Why a site cannot be read at all, as a sentence for the team. */
export class SiteError extends Error {
  override readonly name = 'SiteError'
}

const mostMaps = 50

export async function robotsOf(fetch: Fetch, url: string): Promise<Robots> {
  try {
    const { status, bytes } = await fetch(new URL('/robots.txt', url).href)
    if (status === 200) return readRobots(bytes.toString('utf8'), robotName)
    // A site that cannot say what it allows is left alone; one that has no such file allows everything.
    if (status >= 500)
      throw new SiteError(`Its robots.txt answers ${status}, so it is not known what may be read. Try again later.`)
    return everythingAllowed
  } catch (fault) {
    if (fault instanceof UnreachableError && fault.reason === 'address') return everythingAllowed
    throw fault
  }
}

type Discovered = { pages: string[] }

/**
 * The pages of a site: what its site map names, else what the given page leads to. An address below the site's root means that part of it
 * alone.
 */
export async function discover(
  fetch: Fetch,
  reader: Reader,
  start: string,
  robots: Robots,
  limit: number
): Promise<Discovered> {
  const fits = (url: string) => isSameSite(url, start) && isWebPage(url) && robots.allows(pathOf(url))
  const given = /\.xml(\.gz)?$/i.test(new URL(start).pathname)
  const maps = given ? [start] : [...robots.siteMaps, new URL('/sitemap.xml', start).href]
  const mapped = await pagesOfMaps(fetch, maps, start, limit * 4)
  if (given && mapped.length === 0) throw new SiteError('There is no page in this site map. Check its address.')
  const below = given ? mapped : mapped.filter(url => isBelow(url, start))
  const named = unique(below.filter(fits))
  if (named.length > 0) return { pages: named.slice(0, limit) }
  if (!robots.allows(pathOf(start))) throw new SiteError('Its robots.txt does not let this page be read.')
  const linked = await linksOf(fetch, reader, start)
  return { pages: unique([start, ...linked.filter(fits)]).slice(0, limit) }
}

async function pagesOfMaps(fetch: Fetch, first: string[], start: string, most: number): Promise<string[]> {
  const waiting = unique(first.filter(url => isSameSite(url, start)))
  const seen = new Set<string>()
  const pages: string[] = []
  for (
    let url = waiting.shift();
    url !== undefined && seen.size < mostMaps && pages.length < most;
    url = waiting.shift()
  ) {
    if (seen.has(url)) continue
    seen.add(url)
    const text = await mapAt(fetch, url)
    if (text === null) continue
    const map = readSiteMap(text)
    for (const page of map.pages) pages.push(page)
    waiting.push(...map.maps.filter(next => isSameSite(next, start)))
  }
  return pages.slice(0, most)
}

/** Null where there is none: most sites have no map at the usual place, which is no fault. */
async function mapAt(fetch: Fetch, url: string): Promise<string | null> {
  let fetched: Fetched
  try {
    fetched = await fetch(url)
  } catch (fault) {
    if (fault instanceof UnreachableError && fault.reason !== 'private' && fault.reason !== 'stopped') return null
    throw fault
  }
  if (fetched.status !== 200) return null
  try {
    const text = siteMapText(fetched.bytes)
    return looksLikeSiteMap(text) ? text : null
  } catch (fault) {
    // Packed badly, or packed to fill the memory.
    if (fault instanceof Error && 'code' in fault) return null
    throw fault
  }
}

async function linksOf(fetch: Fetch, reader: Reader, start: string): Promise<string[]> {
  const { status, type, bytes, url } = await fetch(start)
  if (status !== 200) throw new SiteError(`${start} answers ${status}. Check the address.`)
  const outcome = await reader.read({ kind: 'html', type, bytes })
  if (!('read' in outcome)) return []
  return outcome.read.links.flatMap(link => URL.parse(link, url)?.href ?? [])
}

const unique = (urls: string[]): string[] => [...new Set(urls.map(plain))]

/** Without what only a browser sees. */
const plain = (url: string): string => {
  const parsed = URL.parse(url)
  if (!parsed) return url
  parsed.hash = ''
  return parsed.href
}

const pathOf = (url: string): string => {
  const { pathname, search } = new URL(url)
  return `${pathname}${search}`
}

/** Pictures, scripts and archives hold no text to answer from. */
const isWebPage = (url: string): boolean => {
  const parsed = URL.parse(url)
  if (!parsed || !/^https?:$/.test(parsed.protocol) || parsed.username !== '') return false
  return !/\.(?:png|jpe?g|gif|webp|svg|ico|css|js|mjs|json|xml|zip|gz|mp[34]|mov|webm|woff2?|ttf|exe|dmg|docx?|xlsx?|pptx?)$/i.test(
    parsed.pathname
  )
}

function isBelow(url: string, start: string): boolean {
  const { pathname } = new URL(start)
  const path = URL.parse(url)?.pathname ?? ''
  const folder = pathname.replace(/[^/]*\.[^/]*$/, '').replace(/\/$/, '')
  return folder === '' || path === folder || path.startsWith(`${folder}/`)
}
