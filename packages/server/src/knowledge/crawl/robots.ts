/** What a site lets us read, as RFC 9309 says it. */
export type Robots = {
  allows(path: string): boolean
  /** Seconds between two requests that it asks for. */
  delay: number
  siteMaps: string[]
}

type Rule = { allow: boolean; length: number; matches: (path: string) => boolean }
type Group = { agents: string[]; rules: Rule[]; delay: number }

const mostBytes = 500 * 1024
const mostRules = 1_000
const longestDelay = 10

export const everythingAllowed: Robots = { allows: () => true, delay: 0, siteMaps: [] }

/** The group that names us, else the one for everybody; of its rules the longest that fits, and of two as long the kind one. */
export function readRobots(text: string, name: string): Robots {
  const groups: Group[] = []
  const siteMaps: string[] = []
  let group: Group | null = null
  let isNaming = false
  for (const line of text.slice(0, mostBytes).split(/\r\n|\r|\n/)) {
    const [, key = '', value = ''] = /^\s*([a-z-]+)\s*:\s*(.*?)\s*(?:#.*)?$/i.exec(line) ?? []
    const word = key.toLowerCase()
    if (word === 'sitemap') siteMaps.push(value)
    else if (word === 'user-agent') {
      if (!group || !isNaming) {
        group = { agents: [], rules: [], delay: 0 }
        groups.push(group)
      }
      group.agents.push(value.toLowerCase())
      isNaming = true
    } else if (word !== '') {
      isNaming = false
      if (group) add(group, word, value)
    }
  }
  const own = groups.filter(one => one.agents.includes(name.toLowerCase()))
  const chosen = own.length > 0 ? own : groups.filter(one => one.agents.includes('*'))
  const rules = chosen.flatMap(one => one.rules)
  return {
    allows(path) {
      if (path === '/robots.txt') return true
      const fits = rules.filter(rule => rule.matches(path))
      const longest = Math.max(0, ...fits.map(rule => rule.length))
      const decisive = fits.filter(rule => rule.length === longest)
      return decisive.length === 0 || decisive.some(rule => rule.allow)
    },
    delay: Math.min(longestDelay, Math.max(0, ...chosen.map(one => one.delay))),
    siteMaps: siteMaps.slice(0, 50)
  }
}

function add(group: Group, word: string, value: string): void {
  if (word === 'crawl-delay') group.delay = Number(value) || 0
  if (word !== 'allow' && word !== 'disallow') return
  // An empty Disallow allows everything, which is what no rule does.
  if (value === '' || group.rules.length >= mostRules) return
  group.rules.push({ allow: word === 'allow', length: value.length, matches: matcher(value) })
}

/** `*` is anything and a `$` at the end is the end. Looked for part by part: as a regular expression it could be made to hang. */
function matcher(pattern: string): (path: string) => boolean {
  const isWhole = pattern.endsWith('$')
  const [first = '', ...parts] = (isWhole ? pattern.slice(0, -1) : pattern).split('*')
  return path => {
    if (!path.startsWith(first)) return false
    let at = first.length
    for (const [index, part] of parts.entries()) {
      const isLast = index === parts.length - 1
      if (isLast && isWhole) return path.length - part.length >= at && path.endsWith(part)
      const found = path.indexOf(part, at)
      if (found === -1) return false
      at = found + part.length
    }
    return !isWhole || at === path.length
  }
}
