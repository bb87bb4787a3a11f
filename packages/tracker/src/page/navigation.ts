import type { Guard } from '../guard.ts'
import type { Listeners } from '../listeners.ts'

/** Calls `moved` after everything that may have changed the address: both history calls, back and forward, the fragment. */
export const watchNavigation = (listeners: Listeners, guard: Guard, moved: () => void): void => {
  let isWatching = true
  const heard = guard(() => {
    if (isWatching) moved()
  })
  for (const name of ['pushState', 'replaceState'] as const) {
    const original = history[name]
    const patched = function (this: History, ...args: Parameters<History['pushState']>) {
      original.apply(this, args)
      heard()
    }
    // A page that has sealed its history is left with back, forward and the fragment.
    guard(() => {
      history[name] = patched
    })()
    listeners.undoWith(() => {
      isWatching = false
      // Somebody may have wrapped ours meanwhile: then it stays in the chain and does nothing.
      if (history[name] === patched) history[name] = original
    })
  }
  listeners.on(window, 'popstate', moved)
  listeners.on(window, 'hashchange', moved)
}
