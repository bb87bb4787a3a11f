import type { Listeners } from '../listeners.ts'
import type { TrackedEvent } from '../types.ts'

const mostKept = 50

/**
 * What is recorded is told on the page as `livelayer:event`: the chat widget may have a message that waits for it. Whoever comes
 * later asks for what was told before with `livelayer:past`.
 */
export const tellPage = (said: TrackedEvent[], agentId: string, listeners: Listeners): void => {
  const tell = (event: TrackedEvent) =>
    dispatchEvent(new CustomEvent('livelayer:event', { detail: { agentId, event } }))
  said.forEach(tell)
  // Not by assigning it: a page that has frozen Array.prototype lets nobody assign what an array inherits.
  Object.defineProperty(said, 'push', {
    value(event: TrackedEvent) {
      tell(event)
      said[said.length] = event
      said.splice(0, said.length - mostKept)
    }
  })
  listeners.on(window, 'livelayer:past', () => said.forEach(tell))
}
