import type { Tracker } from './tracker.ts'
import type { BeforeSend } from './types.ts'
import { version } from './version.ts'

const calls = ['identify', 'track', 'page', 'reset', 'optOut', 'optIn'] as const
type Call = (typeof calls)[number] | 'ready'

/** What the inline snippet leaves on `window` before the script has loaded: the calls so far, in order. */
type Stub = { q: [name: Call, ...given: unknown[]][]; beforeSend?: BeforeSend; version?: unknown }
type Page = Window & { LiveLayer?: Stub }

/** What the page has there by now; an element with that id is nothing of ours. */
export const found = (): Stub | undefined => {
  const there = (window as Page).LiveLayer
  return there && Object.getPrototypeOf(there) === Object.prototype ? there : undefined
}

/** `window.LiveLayer` over one tracker. The stub itself becomes it, so that references to it go on working. */
export const publish = (tracker: Tracker, isLazy: boolean): void => {
  const stub = found()
  const call = (name: Call, given: unknown[]): unknown => {
    if (name === 'ready') return tracker.ready.then(given[0] as () => void)
    // Without data-tracker the page's own first call is what boots.
    if (isLazy && name !== 'optOut') tracker.init()
    return calls.includes(name) && (tracker[name] as (...given: unknown[]) => unknown)(...given)
  }
  const early = stub ? Array.from(stub.q) : []
  const api = Object.assign(stub ?? {}, {
    ...Object.fromEntries(calls.map(name => [name, (...given: unknown[]) => call(name, given)])),
    ready: tracker.ready,
    version,
    // Calls through functions taken from the stub before we came still land in its queue.
    q: { push: ([name, ...given]: [Call, ...unknown[]]) => call(name, given) }
  })
  Object.defineProperty(api, 'visitor', { get: () => tracker.visitor })
  Object.assign(window, { LiveLayer: api })
  for (const [name, ...given] of early) call(name, given)
}
