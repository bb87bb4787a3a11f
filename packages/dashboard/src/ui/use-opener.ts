import { useRef } from 'react'

/**
 * For what opens over the page without a trigger of its own: whoever had the focus has it again afterwards. Radix gives it back to
 * a trigger only, and otherwise leaves it nowhere.
 */
export function useOpener() {
  const opener = useRef<Element | null>(null)
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
