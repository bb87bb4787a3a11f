// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createGuard } from '../guard.ts'
import { createListeners } from '../listeners.ts'
import type { Properties } from '../types.ts'
import type { OfView } from './page-views.ts'
import { createPageViews } from './page-views.ts'
import type { ScrollDepth } from './scroll.ts'

type Recorded = { type: string; properties?: Properties } & OfView

let end: () => void
let isHidden = false
Object.defineProperty(document, 'hidden', { get: () => isHidden })

function openPage() {
  let now = 1000
  let minted = 0
  let timers: { at: number; work: () => void }[] = []
  const recorded: Recorded[] = []
  const naming: boolean[] = []
  let percent = 0
  const depth: ScrollDepth = { measure: () => undefined, percent: () => percent, restart: () => undefined }
  const guard = createGuard(error => {
    throw error
  })
  const listeners = createListeners(guard)
  const views = createPageViews({
    guard,
    listeners,
    now: () => now,
    later(work, ms) {
      const timer = { at: now + ms, work }
      timers.push(timer)
      return () => {
        timers = timers.filter(one => one !== timer)
      }
    },
    mintId: () => `view-${++minted}`,
    record: (type, properties, ofView) =>
      recorded.push({
        type,
        properties,
        href: ofView.href,
        title: ofView.title,
        at: ofView.at,
        referrer: ofView.referrer
      }),
    onNaming: isNaming => naming.push(isNaming)
  })
  views.watchReading(() => depth)
  end = () => listeners.stop()
  return {
    views,
    recorded,
    naming,
    types: () => recorded.map(event => event.type),
    exits: () => recorded.filter(event => event.type === 'exit').map(event => event.properties),
    scrollTo: (to: number) => {
      percent = to
    },
    pass(ms: number) {
      now += ms
      for (const timer of timers.filter(one => one.at <= now)) timer.work()
      timers = timers.filter(one => one.at > now)
    },
    hide() {
      isHidden = true
      views.leavePage()
    },
    show() {
      isHidden = false
      views.resume()
    }
  }
}

beforeEach(() => {
  isHidden = false
  document.title = 'Home'
  history.replaceState(null, '', '/')
})
afterEach(() => end())

test('L2 the first page and every address after it are page views, each naming the one before', () => {
  const { views, pass, recorded } = openPage()
  const start = location.href
  views.watchAddress()
  pass(300)
  history.pushState(null, '', '/pricing')
  document.title = 'Pricing'
  pass(300)
  const pages = recorded.filter(event => event.type === 'page')
  expect(pages).toMatchObject([
    { title: 'Home', href: start, at: 1000 },
    { title: 'Pricing', referrer: start, at: 1300 }
  ])
  expect(pages[1]?.href).toContain('/pricing')
})

test('L2 replacing the address with the same one is no page view', () => {
  const { views, pass, types } = openPage()
  views.watchAddress()
  history.replaceState({ scroll: 1 }, '', location.href)
  history.replaceState(null, '')
  pass(300)
  expect(types()).toEqual(['page'])
})

test('L2 a title that the router sets a moment later is the title of the new page, at the time it began', () => {
  const { views, pass, recorded } = openPage()
  views.watchAddress()
  pass(150)
  document.title = 'Late title'
  pass(100)
  expect(recorded).toMatchObject([{ type: 'page', title: 'Late title', at: 1000 }])
})

test('a page left before it was named is recorded all the same, before its exit', () => {
  const { views, pass, types, naming } = openPage()
  views.watchAddress()
  pass(50)
  history.pushState(null, '', '/next')
  expect(types()).toEqual(['page', 'exit'])
  expect(naming).toEqual([true, false, true])
})

test('L4 L5 leaving tells how far and how long, once', () => {
  const { views, pass, hide, scrollTo, types, exits } = openPage()
  views.watchAddress()
  pass(5000)
  scrollTo(60)
  hide()
  views.leavePage()
  views.end()
  expect(types()).toEqual(['page', 'scroll', 'exit'])
  expect(exits()).toEqual([{ durationMs: 5000, visibleMs: 5000, scrollPercent: 60, pageId: 'view-1', resumed: 0 }])
})

test('L5 a page that is looked at again and left again tells the whole of it once more, counted up', () => {
  const { views, pass, hide, show, scrollTo, types, exits } = openPage()
  views.watchAddress()
  pass(5000)
  scrollTo(40)
  hide()
  pass(60_000)
  show()
  pass(2000)
  hide()
  expect(types()).toEqual(['page', 'scroll', 'exit', 'exit'])
  expect(exits()).toMatchObject([
    { durationMs: 5000, visibleMs: 5000, resumed: 0 },
    { durationMs: 67_000, visibleMs: 7000, scrollPercent: 40, resumed: 1 }
  ])
  show()
  scrollTo(90)
  hide()
  expect(types()).toEqual(['page', 'scroll', 'exit', 'exit', 'scroll', 'exit'])
})

test('L5 a page opened in the background is visible from when it is looked at', () => {
  isHidden = true
  const { views, pass, show, hide, exits } = openPage()
  views.watchAddress()
  pass(10_000)
  show()
  pass(3000)
  hide()
  expect(exits()).toMatchObject([{ durationMs: 13_000, visibleMs: 3000 }])
})

test('L5 back out of the back/forward cache is another page view, without a second exit of the first', () => {
  const { views, pass, hide, show, types } = openPage()
  views.watchAddress()
  pass(1000)
  hide()
  views.end()
  pass(600_000)
  show()
  const restored = Object.assign(new Event('pageshow'), { persisted: true })
  window.dispatchEvent(restored)
  pass(300)
  expect(types()).toEqual(['page', 'exit', 'page'])
})

test('L5 a clock set back never makes a negative duration', () => {
  const { views, pass, hide, exits } = openPage()
  views.watchAddress()
  pass(300)
  pass(-100_000)
  hide()
  expect(exits()).toMatchObject([{ durationMs: 0, visibleMs: 0 }])
})

test('page() begins a view by hand, with properties of its own', () => {
  const { views, pass, recorded } = openPage()
  views.begin({ step: 2 })
  pass(300)
  expect(recorded).toMatchObject([{ type: 'page', properties: { step: 2 } }])
})
