import type { Guard } from './guard.ts'

export type Listeners = ReturnType<typeof createListeners>

/** Every hook into the page goes through here, guarded, and comes off again with `stop`. */
export const createListeners = (guard: Guard) => {
  const undo: (() => void)[] = []
  return {
    on<E extends Event>(
      target: EventTarget,
      type: string,
      heard: (event: E) => void,
      options?: AddEventListenerOptions
    ) {
      const listener = guard(heard) as EventListener
      target.addEventListener(type, listener, options)
      undo.push(() => target.removeEventListener(type, listener, options))
    },
    undoWith(work: () => void) {
      undo.push(work)
    },
    stop() {
      for (const work of undo.splice(0)) guard(work)()
    }
  }
}
