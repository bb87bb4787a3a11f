import type { Person, TimelineEvent } from '@foyer/protocol'

type BrowsedPage = Person['lastPages'][number]

const mostPages = 10

/** The last pages with those just opened put on top, before the server is asked again. */
export function browse(pages: readonly BrowsedPage[], events: readonly TimelineEvent[]): BrowsedPage[] {
  const opened = events
    .filter(event => event.type === 'page' && event.url !== undefined)
    .map(({ url = '', title, at }) => ({ url, ...(title === undefined ? {} : { title }), at }))
  const known = new Set(pages.map(key))
  const fresh = opened.filter(page => !known.has(key(page)))
  if (fresh.length === 0) return [...pages]
  return [...fresh, ...pages].sort((left, right) => (left.at < right.at ? 1 : -1)).slice(0, mostPages)
}

const key = ({ url, at }: BrowsedPage) => `${Math.floor(Date.parse(at) / 1000)} ${url}`
