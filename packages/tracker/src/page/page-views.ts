import type { Guard } from '../guard.ts'
import type { Listeners } from '../listeners.ts'
import type { Properties } from '../types.ts'
import { watchNavigation } from './navigation.ts'
import type { ScrollDepth } from './scroll.ts'

/*
 * One page view from its beginning to its end.
 *
 * A view begins with the first load, a changed address, a return from the back/forward cache, or page(). It ends with the next
 * view, or when the page is hidden or left. Then a `scroll` and an `exit` event say how far and how long.
 * A hidden page may come back (another tab, another app) or never; nobody can know. So the exit is sent at once, and when the
 * visitor does come back and leaves again, another exit of the same `pageId` follows with `resumed` one higher and the
 * figures of the whole view so far: of several exits of a page view the last one is the truth, and they must not be added up.
 */

/** Long enough for a router to render and name the new page, short enough to lose nothing by. */
const titleDelayMs = 200

/** What an event of a page view has of its own, where others take what is true at the moment. */
export type OfView = { id?: string; at?: number; href?: string; referrer?: string; title?: string }

type View = {
  id: string
  at: number
  href: string
  referrer: string
  title?: string
  properties?: Properties
  visibleMs: number
  visibleSince?: number
  exits: number
  /** Its exit is told, and the visitor is not back. */
  isOver?: boolean
  deepest: number
}

export const createPageViews = (given: {
  guard: Guard
  listeners: Listeners
  now: () => number
  later: (work: () => void, ms: number) => () => void
  mintId: () => string
  record: (type: 'page' | 'scroll' | 'exit', properties: Properties | undefined, ofView: OfView) => void
  /** A view waits for its title: what happens meanwhile must come after it. */
  onNaming: (isNaming: boolean) => void
}) => {
  const { listeners, now, record } = given
  let view: View | undefined
  let depth: ScrollDepth | undefined

  const name = () => {
    if (!view || view.title !== undefined) return
    view.title = document.title
    depth?.measure(true)
    record('page', view.properties, view)
    given.onNaming(false)
  }

  const leave = () => {
    name()
    if (!view || view.isOver) return
    view.isOver = true
    const { id: pageId, href, title, visibleSince, exits: resumed } = view
    const at = now()
    const ofView = { at, href, title }
    view.visibleMs += Math.max(0, at - (visibleSince ?? at))
    view.visibleSince = undefined
    const percent = Math.max(view.deepest, depth ? depth.percent() : 0)
    if (percent > view.deepest) record('scroll', { percent, pageId }, ofView)
    view.deepest = percent
    const durationMs = Math.max(0, at - view.at)
    record('exit', { durationMs, visibleMs: view.visibleMs, scrollPercent: percent, pageId, resumed }, ofView)
    view.exits++
  }

  const begin = (properties?: Properties) => {
    leave()
    depth?.restart()
    const at = now()
    const begun: View = {
      id: given.mintId(),
      at,
      href: location.href,
      referrer: view ? view.href : document.referrer,
      properties,
      visibleMs: 0,
      visibleSince: document.hidden ? undefined : at,
      exits: 0,
      deepest: 0
    }
    view = begun
    given.onNaming(true)
    const nameSoon = () => {
      given.later(() => begun === view && name(), titleDelayMs)
    }
    if (document.readyState === 'loading') listeners.on(document, 'DOMContentLoaded', nameSoon)
    else nameSoon()
  }

  const isNamed = () => view?.title !== undefined
  const measure = () => {
    if (isNamed()) depth?.measure(true)
  }

  return {
    begin,
    /** Page views by themselves: now, and whenever the address changes. */
    watchAddress() {
      begin()
      watchNavigation(listeners, given.guard, () => {
        if (location.href !== view?.href) begin()
      })
      listeners.on<PageTransitionEvent>(window, 'pageshow', event => {
        if (event.persisted) begin()
      })
    },
    /** How far down the visitor reads; what watches it comes with the second part of the script. */
    watchReading(watch: (isNamed: () => boolean) => ScrollDepth) {
      depth = watch(isNamed)
      measure()
    },
    /** The visitor looks at the page again. */
    resume() {
      if (!view) return
      view.visibleSince = now()
      view.isOver = false
    },
    /** The page is hidden or left; what is on it now counts. */
    leavePage() {
      measure()
      leave()
    },
    /** No view goes on: the page is left, or whoever looks at it from here on is somebody else. */
    end() {
      leave()
      view = undefined
    }
  }
}
