import { isbot, isbotMatch } from 'isbot'
import { UAParser } from 'my-ua-parser'

export type Machine = { browser: string; browserVersion: string; os: string; device: string; bot: string }

const cacheSize = 10_000
/** Longer ones are not browsers, and the parser's patterns are quadratic in places. */
const maxUserAgent = 400

/** Families as people say them: the parser tells "Mobile Safari" from "Safari", a reader does not. */
const families: Record<string, string> = {
  'Mobile Safari': 'Safari',
  'Chrome Headless': 'Chrome',
  'Chrome WebView': 'Chrome',
  'Mobile Chrome': 'Chrome',
  'Mobile Firefox': 'Firefox',
  'Samsung Internet': 'Samsung Internet',
  'Opera Mobi': 'Opera',
  'Opera Mini': 'Opera',
  Chromium: 'Chrome'
}
const systems: Record<string, string> = { 'Mac OS': 'macOS', 'Chromium OS': 'ChromeOS' }

export function createMachines(): { of(userAgent: string): Machine } {
  const known = new Map<string, Machine>()
  return {
    of(given) {
      // Also what is remembered: made-up ones are up to 16 KB, and a server's up to a megabyte.
      const userAgent = given.slice(0, maxUserAgent)
      const cached = known.get(userAgent)
      if (cached) return cached
      const machine = read(userAgent)
      if (known.size >= cacheSize) known.clear()
      known.set(userAgent, machine)
      return machine
    }
  }
}

export type Machines = ReturnType<typeof createMachines>

function read(userAgent: string): Machine {
  if (userAgent === '') return { browser: '', browserVersion: '', os: '', device: '', bot: 'no user agent' }
  const { browser, os, device } = new UAParser(userAgent).getResult()
  const name = browser.name ?? ''
  return {
    browser: families[name] ?? name,
    browserVersion: (browser.version ?? '').split('.')[0] ?? '',
    os: systems[os.name ?? ''] ?? os.name ?? '',
    device: device.type ?? (os.name === undefined ? '' : 'desktop'),
    // Tagged, never deleted: whether bots count is for whoever asks the question.
    bot: isbot(userAgent) ? (isbotMatch(userAgent) ?? 'bot').slice(0, 40) : ''
  }
}
