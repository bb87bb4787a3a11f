import { useLayoutEffect, useRef } from 'react'

/**
 * For what opens over the page without a trigger of its own: whoever had the focus has it again afterwards. Radix gives it back to
 * a trigger only, and otherwise leaves it nowhere. `isOpen` is for what may hold a field that takes the focus as it appears: Radix then
 * says nothing of opening.
 */
export function useOpener(isOpen = false) {
  const opener = useRef<Element | null>(null)
  useLayoutEffect(() => {
    if (isOpen) opener.current = document.activeElement
  }, [isOpen])
  return {
    onOpenAutoFocus() {
      opener.current = document.activeElement
    },
    onCloseAutoFocus(event: Event) {
      event.preventDefault()
      if (opener.current instanceof HTMLElement) opener.current.focus()
    }
  }
}
