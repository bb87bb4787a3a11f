/** Where a visit came from, in one word a person would say: a campaign's source, the referring site, or "Direct". */
export function sourceOf(options: { campaignSource?: string; referrer: string; host: string }): string {
  if (options.campaignSource)
    return spelt.get(options.campaignSource.toLowerCase()) ?? options.campaignSource.slice(0, 100)
  const referrer = hostOf(options.referrer)
  if (referrer === '' || sameSite(referrer, options.host)) return 'Direct'
  return named(referrer)
}

const names: [RegExp, string][] = [
  [/(^|\.)google\.(com?\.)?[a-z]{2,3}$/, 'Google'],
  [/(^|\.)bing\.com$/, 'Bing'],
  [/(^|\.)duckduckgo\.com$/, 'DuckDuckGo'],
  [/(^|\.)ecosia\.org$/, 'Ecosia'],
  [/(^|\.)search\.yahoo\.com$/, 'Yahoo'],
  [/(^|\.)(facebook|fb)\.com$/, 'Facebook'],
  [/(^|\.)instagram\.com$/, 'Instagram'],
  [/(^|\.)linkedin\.com$/, 'LinkedIn'],
  [/^(t\.co|x\.com|twitter\.com)$/, 'X'],
  [/(^|\.)reddit\.com$/, 'Reddit'],
  [/(^|\.)youtube\.com$/, 'YouTube'],
  [/^news\.ycombinator\.com$/, 'Hacker News']
]

/** `utm_source=google` and a referrer from Google are one source to whoever reads the list. */
const spelt = new Map(names.map(([, name]) => [name.toLowerCase(), name]))

const named = (host: string) => names.find(([pattern]) => pattern.test(host))?.[1] ?? host

export function hostOf(url: string): string {
  const match = /^https?:\/\/(?:[^/?#@]*@)?([^/?#:]+)/i.exec(url)
  return (match?.[1] ?? '').toLowerCase().replace(/^www\./, '')
}

const sameSite = (one: string, other: string) => {
  const plain = other.toLowerCase().replace(/^www\./, '')
  return one === plain || one.endsWith(`.${plain}`) || plain.endsWith(`.${one}`)
}
