import type { Event } from '@foyer/protocol'
import type { Arrival, Campaign } from './arrivals.ts'
import { campaignQuery } from './arrivals.ts'
import { minute } from './calendar.ts'
import type { Visit } from './history.ts'
import type { Page } from './pages.ts'
import type { Random } from './random.ts'

type Browser = { locale: string; timezone: string; screen: { width: number; height: number } }
export type VisitLog = ReturnType<typeof startVisit>

const round = Math.round

/** Writes down a visit as the tracker would have: call what the person does, and the events come out. */
export function startVisit(given: {
  random: Random
  at: number
  site: string
  browser: Browser
  arrival: Arrival
  ip: string
}) {
  const { random, site } = given
  const sessionId = `ses_${random.hex(32)}`
  const events: Event[] = []
  const library = { name: 'foyer', version: '0.1.0' }
  let now = given.at
  let counter = 0
  let view: { page: Page; id: string; url: string; at: number; hiddenMs: number } | undefined

  const mintId = () => {
    const time = now.toString(16).padStart(12, '0')
    counter = (counter + 1) % 4096
    return `${time.slice(0, 8)}-${time.slice(8)}-7${counter.toString(16).padStart(3, '0')}-a${random.hex(3)}-${random.hex(12)}`
  }

  const record = (type: Event['type'], rest: Partial<Event>) => {
    if (!view) return
    const { url, page } = view
    events.push({
      id: mintId(),
      type,
      timestamp: new Date(now).toISOString(),
      url,
      path: page.path,
      title: page.title,
      sessionId,
      ...rest
    })
  }

  const pass = (ms: number) => {
    now += round(ms)
  }

  function leave() {
    if (!view) return
    const { page, id: pageId, at, hiddenMs } = view
    const percent = Math.min(100, Math.max(12, round(random.around(page.depth, 0.45))))
    const durationMs = now - at
    record('scroll', { properties: { percent, pageId } })
    record('exit', {
      properties: {
        durationMs,
        visibleMs: Math.max(0, durationMs - hiddenMs),
        scrollPercent: percent,
        pageId,
        resumed: 0
      }
    })
    view = undefined
  }

  function open(page: Page, from?: { referrer: string; campaign?: Campaign }) {
    const referrer = from ? from.referrer : (view?.url ?? '')
    leave()
    pass(from ? 0 : random.between(120, 900))
    const campaign = from?.campaign
    const joint = page.search === '' ? '?' : '&'
    const url = site + page.path + page.search + (campaign ? joint + campaignQuery(campaign) : '')
    const id = mintId()
    view = { page, id, url, at: now, hiddenMs: 0 }
    const context = { ...given.browser, ...(campaign ? { campaign } : {}), library }
    record('page', { id, ...(referrer ? { referrer } : {}), context })
  }

  open(given.arrival.landing, given.arrival)

  return {
    open: (page: Page) => open(page),
    time: () => now,
    page: () => view?.page ?? given.arrival.landing,
    /** Reads on: as long as people do on such a page, now and then with another tab in front. */
    read(share = 1) {
      if (!view) return
      pass(Math.min(9 * minute, random.around(view.page.seconds * share, 0.75) * 1000))
      if (!random.chance(0.08)) return
      const away = Math.min(12 * minute, random.around(50, 1) * 1000)
      view.hiddenMs += round(away)
      pass(away)
    },
    click(properties: { tag: 'a' | 'button'; text: string; href?: string; classes: string[]; path: string }) {
      // Some navigate by keyboard or the back button, which no click tells of.
      if (random.chance(0.12)) return
      record('click', { properties: { ...properties, ...(properties.href ? { href: site + properties.href } : {}) } })
    },
    track(name: string, properties: Record<string, unknown>) {
      record('track', { name, properties })
      pass(random.between(20, 90))
    },
    identify(traits: Record<string, string>) {
      record('identify', { properties: traits })
      pass(random.between(20, 90))
    },
    /** The visit so far, up to a moment: what has not happened yet is not told. */
    end(until: number): Visit {
      leave()
      return {
        sessionId,
        ip: given.ip,
        events: events.filter(event => Date.parse(String(event.timestamp)) <= until)
      }
    }
  }
}
