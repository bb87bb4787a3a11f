import { useEffect, useEffectEvent } from 'react'

/** While somebody types, letters are letters. */
export function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.matches('input:not([type="checkbox"],[type="radio"]), textarea, select'))
  )
}

/** A plain key, pressed where nothing else wants it: not while typing, not under an open dialog or menu. */
export function usePlainKeys(act: (key: string, event: KeyboardEvent) => void): void {
  const onKey = useEffectEvent(act)
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey || isTyping(event.target)) return
      if (document.querySelector('[role="dialog"][data-state="open"], [role="menu"]')) return
      onKey(event.key, event)
    }
    document.addEventListener('keydown', listen)
    return () => document.removeEventListener('keydown', listen)
  }, [])
}
