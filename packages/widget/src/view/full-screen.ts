const focusable = 'button:not([disabled]):not([tabindex="-1"]), a[href], input:not([hidden]), textarea, [tabindex="0"]'

/**
 * While the panel fills the screen the page behind it stays where it is, the keyboard stays in the panel, and the panel is as high as
 * a phone's own keyboard leaves it. The answer ends it.
 */
export const cover = (slot: HTMLElement): (() => void) => {
  const { style } = document.documentElement
  const scrolling = style.overflow
  style.overflow = 'hidden'

  const view = window.visualViewport
  const fit = () => {
    if (!view) return
    slot.style.setProperty('--view', `${Math.round(view.height)}px`)
    slot.style.setProperty('--view-top', `${Math.round(view.offsetTop)}px`)
  }
  const onKey = (event: KeyboardEvent) => {
    if (event.key !== 'Tab') return
    const box = slot.querySelector('[role=dialog]')
    const active = (slot.getRootNode() as ShadowRoot).activeElement
    const all = Array.from(box?.querySelectorAll<HTMLElement>(focusable) ?? []).filter(
      element => element.offsetParent !== null || element === active
    )
    const [first] = all
    const last = all.at(-1)
    const next = event.shiftKey ? (active === first || active === box) && last : active === last && first
    if (!next) return
    event.preventDefault()
    next.focus()
  }
  fit()
  view?.addEventListener('resize', fit)
  view?.addEventListener('scroll', fit)
  slot.addEventListener('keydown', onKey)
  return () => {
    view?.removeEventListener('resize', fit)
    view?.removeEventListener('scroll', fit)
    slot.removeEventListener('keydown', onKey)
    if (style.overflow === 'hidden') style.overflow = scrolling
  }
}
