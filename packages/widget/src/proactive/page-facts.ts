import { cartAfter, cartEvents } from '@foyer/protocol/proactive-match'
import type { CartValue } from '../wire.ts'

/** What the tracker says of itself on the page; `livelayer:past` makes it say again what it has said. */
type Said = {
  agentId: string
  event: { id: string; type: string; name?: string; timestamp: string; properties?: Record<string, unknown> }
}
export type Heard = { id: string; name: string; properties: Record<string, unknown> }

/** A tick that comes this late followed a sleep, and nobody was looking. */
const longestTickMs = 5_000

/** What only this page knows: how long it has been looked at, how far it was read, and what it says happened on it. */
export const openPageFacts = (given: { agentId: string; now: () => number; onEvent: (event: Heard) => void }) => {
  const { now } = given
  let url = ''
  let seenMs = 0
  let begunAt = 0
  let tickedAt = 0
  let deepest = 0
  let scroller: Element | undefined
  let events: (Heard & { at: number })[] = []
  const known = new Set<string>()

  const begin = (at: number) => {
    url = location.href.replace(/#.*/, '')
    begunAt = tickedAt = at
    seenMs = deepest = 0
    events = events.filter(event => event.at >= at)
  }
  const measure = () => {
    const root = document.scrollingElement ?? document.documentElement
    const box = scroller?.isConnected ? scroller : root
    deepest = Math.max(deepest, box.scrollTop + box.clientHeight)
    return box.scrollHeight
  }
  const onScroll = ({ target }: Event) => {
    // Many apps scroll a large container instead of the document.
    const box = target instanceof Element ? target : undefined
    if (box && box.clientHeight <= innerHeight / 2) return
    if (box !== scroller) deepest = 0
    scroller = box
    measure()
  }
  const onSaid = (said: Event) => {
    const { agentId, event } = (said as CustomEvent<Said>).detail
    const { id, type, name = '', properties = {}, timestamp } = event
    if (agentId !== given.agentId || type !== 'track' || known.has(id)) return
    known.add(id)
    const at = Date.parse(timestamp)
    if (at >= begunAt) events.push({ id, name, properties, at })
    given.onEvent({ id, name, properties })
  }

  // Whoever opened the page has looked at it from its beginning.
  begin(performance.timeOrigin)
  if (document.visibilityState === 'visible') seenMs = Math.min(now() - begunAt, performance.now())
  tickedAt = now()
  addEventListener('scroll', onScroll, { capture: true, passive: true })
  addEventListener('livelayer:event', onSaid)
  dispatchEvent(new Event('livelayer:past'))

  return {
    /** Says whether another page has begun since. */
    tick(): boolean {
      const at = now()
      if (location.href.replace(/#.*/, '') !== url) {
        // What was said while it was turned to belongs to it.
        begin(tickedAt)
        tickedAt = at
        return true
      }
      if (document.visibilityState === 'visible') seenMs += Math.min(at - tickedAt, longestTickMs)
      tickedAt = at
      return false
    },
    begunAt: () => begunAt,
    seenMs: () => seenMs,
    percent: () => {
      const height = measure()
      return height ? Math.min(100, Math.round((deepest / height) * 100)) : 0
    },
    events: (): readonly Heard[] => events,
    stop() {
      removeEventListener('scroll', onScroll, { capture: true })
      removeEventListener('livelayer:event', onSaid)
    }
  }
}

const isCartEvent = (name: string) => (cartEvents as readonly string[]).includes(name)

/** Of two that heard of the same cart, the one that heard the later event. */
export const laterCart = (one: CartValue | undefined, other: CartValue | undefined): CartValue | undefined =>
  one && other ? (other.upTo > one.upTo ? other : one) : (one ?? other)

export const cartWith = (cart: CartValue | undefined, event: Heard): CartValue | undefined =>
  isCartEvent(event.name) && (!cart || event.id > cart.upTo) ? cartAfter(cart, event) : cart
