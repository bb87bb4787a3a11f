import type { Guard } from '../guard.ts'
import type { Listeners } from '../listeners.ts'

/** What scrolls when the visitor reads on: the document, or the large container that many apps scroll instead. */
const findScroller = (): Element => {
  const root = document.scrollingElement ?? document.documentElement
  if (root.scrollHeight > root.clientHeight + 1) return root
  let element = document.elementFromPoint(innerWidth / 2, innerHeight / 2)
  while (element && !(element.clientHeight > innerHeight / 2 && scrolls(element))) element = element.parentElement
  return element ?? root
}

const scrolls = (element: Element) =>
  element.scrollHeight > element.clientHeight + 1 && /auto|scroll/.test(getComputedStyle(element).overflowY)

/** Measures while the visitor reads. Until a page has its name its content may still be that of the one before. */
export const watchScroll = (listeners: Listeners, guard: Guard, isNamed: () => boolean): ScrollDepth => {
  const depth = createScrollDepth()
  const measure = (moved: boolean) => () => {
    if (isNamed()) depth.measure(moved)
  }
  listeners.on(document, 'scroll', measure(true), { capture: true, passive: true })
  const observer = new ResizeObserver(guard(measure(false)))
  observer.observe(document.documentElement)
  if (document.body) observer.observe(document.body)
  listeners.undoWith(() => observer.disconnect())
  return depth
}

export type ScrollDepth = ReturnType<typeof createScrollDepth>

/**
 * How far down a page was seen, of what there is to see now: the deepest edge of the view in pixels, against the height at
 * the end. A page that grows while it is read is thus not "100 %" because it was short once.
 */
export const createScrollDepth = () => {
  let measured: Element | undefined
  let deepest = 0
  let height = 0
  return {
    /** `moved`: the position counts. Right after a navigation inside the page it may still be the old page's. */
    measure(moved: boolean) {
      const element = findScroller()
      const isOther = element !== measured
      if (isOther) deepest = 0
      measured = element
      height = element.scrollHeight
      if (moved || isOther) deepest = Math.max(deepest, element.scrollTop + element.clientHeight)
    },
    percent: () => (height ? Math.min(100, Math.round((deepest / height) * 100)) : 0),
    restart() {
      measured = undefined
    }
  }
}
