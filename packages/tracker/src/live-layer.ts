import type { Tracker } from './tracker.ts'
import type { BeforeSend } from './types.ts'
import { version } from './version.ts'

type Call = Exclude<keyof Tracker, 'visitor'>

/** What the inline snippet leaves on `window` before the script has loaded: the calls so far, in order. */
type Stub = { q: [name: Call, ...given: unknown[]][]; beforeSend?: BeforeSend; version?: unknown; chat?: unknown }
type Page = Window & { LiveLayer?: Stub; datafly?: unknown }

/** What the page has there by now; an element with that id is nothing of ours. */
export const found = (): Stub | undefined => {
  const there = (window as Page).LiveLayer
  return there && Object.getPrototypeOf(there) === Object.prototype ? there : undefined
}

const callers = <Name extends string>(names: readonly Name[], call: (name: Name, given: unknown[]) => unknown) =>
  Object.fromEntries(names.map(name => [name, (...given: unknown[]) => call(name, given)]))

const chatCalls = 'open close toggle show hide signOut on'.split(' ')

/**
 * `window.LiveLayer` over one tracker, and the same as `window.datafly` unless the page has something of its own there. The stub
 * itself becomes it, so that references to it go on working.
 */
export const publish = (tracker: Tracker, isLazy: boolean, hasWidget?: boolean): void => {
  const stub = found()
  const q: unknown[] = []
  const calls = Object.keys(tracker) as Call[]
  const call = (name: Call, given: unknown[]): unknown => {
    if (name === 'ready') return tracker.ready.then(given[0] as () => void)
    // Without data-tracker the page's own first call is what boots.
    if (isLazy && name !== 'optOut') tracker.init()
    return calls.includes(name) && (tracker[name] as (...given: unknown[]) => unknown)(...given)
  }
  const early = [...(stub?.q ?? [])]
  const api = Object.assign(stub ?? {}, {
    ...callers(calls, call),
    ready: tracker.ready,
    version,
    // Calls wait in it, in order, until the widget is there, which takes this object over.
    ...(hasWidget &&
      !stub?.chat && { chat: { q, ...callers(chatCalls, (name, given) => void q.push([name, ...given])) } }),
    // Calls through functions taken from the stub before we came still land in its queue.
    q: { push: ([name, ...given]: [Call, ...unknown[]]) => call(name, given) }
  })
  Object.defineProperty(api, 'visitor', { get: () => tracker.visitor })
  Object.assign(window, { datafly: (window as Page).datafly ?? api, LiveLayer: api })
  for (const [name, ...given] of early) call(name, given)
}
