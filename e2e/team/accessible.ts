import AxeBuilder from '@axe-core/playwright'
import type { Frame, Page } from 'playwright-core'
import { expect } from 'vitest'

/** What axe finds wrong with the page, or a part of it, as it is shown now, each with the pieces it is about. */
export async function faultsOf(page: Page, part = 'html'): Promise<string[]> {
  // A theme that changes and a menu that rises go through colours that nobody is meant to read: ink of 5.25:1 is at 2.15:1 after
  // 30 ms of 140. What breathes without end is looked at as it is.
  await page.evaluate(() =>
    Promise.allSettled(
      document
        .getAnimations()
        .filter(one => one.effect?.getComputedTiming().iterations !== Number.POSITIVE_INFINITY)
        .map(one => one.finished)
    ).then(() => undefined)
  )
  const { violations } = await new AxeBuilder({ page }).include(part).analyze()
  const { pathname } = new URL(page.url())
  return violations.map(
    ({ id, nodes }) => `${pathname}: ${id} ${nodes.map(({ html }) => html.slice(0, 200)).join(' ')}`
  )
}

/**
 * Tab by tab through the page, from its top. Answers what was reached, by its accessible name. Each stop must be seen, named
 * and marked as the one with the focus.
 */
export async function walkByTab(page: Page, most = 80): Promise<string[]> {
  // Tabbing goes on from where something was focused last, even when that is gone.
  await page.evaluate(() => {
    const start = document.createElement('span')
    start.tabIndex = -1
    document.body.prepend(start)
    start.focus()
    start.remove()
  })
  const reached: string[] = []
  for (let count = 0; count < most; count++) {
    await page.keyboard.press('Tab')
    const stop = await (await focusedFrame(page)).evaluate(stopHere)
    if (stop === null || stop.isFirst) break
    if (reached.length === 0) await page.evaluate(() => document.activeElement?.setAttribute('data-first-stop', ''))
    expect(stop, stop.html).toMatchObject({ isSeen: true, isMarked: true })
    expect(stop.name, stop.html).not.toBe('')
    reached.push(stop.name)
  }
  return reached
}

/** The page itself, or the page in it that has the focus: from outside neither its name nor its mark can be seen. */
async function focusedFrame(page: Page): Promise<Frame> {
  let frame = page.mainFrame()
  for (;;) {
    const focused = await frame.evaluateHandle(() => document.activeElement)
    const inner = await focused.asElement()?.contentFrame()
    if (!inner) return frame
    frame = inner
  }
}

/** What has the focus, as whoever tabs through the page meets it. Runs in the page. */
function stopHere() {
  let at = document.activeElement
  while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement
  if (!at || (at === document.body && window === window.top)) return null
  const isField = [HTMLInputElement, HTMLSelectElement, HTMLTextAreaElement].some(kind => at instanceof kind)
  const labels = isField ? [...((at as HTMLInputElement).labels ?? [])] : []
  const name =
    at.getAttribute('aria-label') ??
    (labels.map(label => label.textContent).join(' ') || at.textContent || at.getAttribute('title') || '')
  const { width, height } = at.getBoundingClientRect()
  // Where a link is the whole row, the row is marked; where one writes, the caret shows it.
  const marks = [getComputedStyle(at), getComputedStyle(at, '::after')]
  return {
    name: name.trim().replace(/\s+/g, ' '),
    isSeen: width > 0 && height > 0,
    isMarked:
      at instanceof HTMLTextAreaElement ||
      marks.some(({ outlineStyle, boxShadow }) => outlineStyle !== 'none' || boxShadow !== 'none'),
    isFirst: at.hasAttribute('data-first-stop'),
    html: at.outerHTML.slice(0, 160)
  }
}
