import { type KeyboardEvent, useRef, useState } from 'react'

/**
 * Many buttons as one stop of the tab key: the arrow keys go from one to the next. `along` is how they lie.
 */
export function useRoving(keys: readonly string[], along: 'row' | 'column') {
  const [last, setLast] = useState<string>()
  const elements = useRef(new Map<string, HTMLElement>())
  const reachable = last !== undefined && keys.includes(last) ? last : keys[0]
  const [back, forth] = along === 'row' ? ['ArrowLeft', 'ArrowRight'] : ['ArrowUp', 'ArrowDown']
  const onKeyDown = (event: KeyboardEvent) => {
    const at = keys.findIndex(key => elements.current.get(key) === document.activeElement)
    if (at === -1) return
    const to =
      event.key === back
        ? at - 1
        : event.key === forth
          ? at + 1
          : event.key === 'Home'
            ? 0
            : event.key === 'End'
              ? keys.length - 1
              : undefined
    const key = to === undefined ? undefined : keys[Math.max(0, Math.min(keys.length - 1, to))]
    if (key === undefined) return
    event.preventDefault()
    elements.current.get(key)?.focus()
  }
  const stop = (key: string) => ({
    tabIndex: key === reachable ? 0 : -1,
    onFocus: () => setLast(key),
    ref: (element: HTMLElement | null) => {
      if (element) elements.current.set(key, element)
      else elements.current.delete(key)
    }
  })
  return { onKeyDown, stop }
}
