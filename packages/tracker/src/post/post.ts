import type { Log } from '../guard.ts'
import type { Listeners } from '../listeners.ts'
import type { People } from '../record/people.ts'
import type { Queue } from '../record/queue.ts'
import type { Redact } from '../record/redact.ts'
import type { Sessions } from '../record/session.ts'
import type { Store } from '../record/storage.ts'
import type { Surroundings } from '../surroundings.ts'
import type { TrackerOptions } from '../types.ts'
import { createAdoption } from './adopt.ts'
import { contextOf } from './context.ts'
import { createIdentity } from './identity.ts'
import { webLock } from './lock.ts'
import type { PrintTool } from './print-taker.ts'
import { createPrintTaker } from './print-taker.ts'
import type { Signal } from './queue-state.ts'
import { createSender } from './sender.ts'
import { createTransport } from './transport.ts'

const adoptEveryMs = 60_000

export type Post = ReturnType<typeof openPost>

/** Who the visitor is, and getting what was recorded to the server: all that needs the network. */
export const openPost = (given: {
  options: TrackerOptions
  later: Surroundings['later']
  /** Not from a copy of the recorder that is older than this. */
  listeners?: Listeners
  /** Absent where no device print is wanted. */
  loadPrint: PrintTool | undefined
  log: Log
  onVisitor: (heard: 'known' | 'failed' | 'never') => void
  store: Store
  people: People
  sessions: Sessions
  queue: Queue
  redact: Redact
}) => {
  const { options, later, redact, store, people, queue } = given
  const { agentId } = options
  const queuePrefix = `${agentId}_queue_`
  const now = () => Date.now()
  const prints = given.loadPrint && createPrintTaker(given.loadPrint, later)
  const transport = createTransport(
    { now, later, fetch: (url, init) => fetch(url, init) },
    options.apiBase || location.origin
  )
  const context = () => {
    const url = redact(location.href)
    return { ...contextOf(url), url, title: document.title, referrer: redact(document.referrer) }
  }
  const pause = (ms: number) => new Promise<void>(done => later(done, ms))
  const identity = createIdentity({
    agentId,
    people,
    sessions: given.sessions,
    send: transport.send,
    print: async () => prints?.take(),
    context,
    pause,
    lock: work => webLock(`ll_${agentId}_ask`, work)
  })
  const sender = createSender({
    agentId,
    queue,
    people,
    identity,
    transport,
    now,
    later,
    random: Math.random,
    contextFor: contextOf,
    log: given.log,
    onVisitor: given.onVisitor
  })
  const adoption = createAdoption({ store, queue, prefix: queuePrefix, now, pause })
  let isRunning = true

  const adopt = () => {
    webLock(`ll_${queuePrefix}`, async () => {
      if (isRunning) await adoption.adopt()
    }).then(() => sender.signal('due'), given.log)
  }
  const adoptNowAndThen = () => {
    if (!isRunning) return
    // Renews our own lease.
    queue.save()
    adopt()
    later(adoptNowAndThen, adoptEveryMs)
  }

  /** The page is looked at again; out of the back/forward cache it finds its queue let go. */
  const back = () => {
    sender.back()
    adopt()
  }

  // The page before this one may be saying its last while this one begins, and what it writes is seen here a little later.
  given.listeners?.on<StorageEvent>(window, 'storage', ({ key, newValue }) => {
    if (key?.startsWith(`ll_${queuePrefix}`) && newValue?.startsWith('{"at":0')) adopt()
  })
  given.listeners?.on(window, 'pageshow', back)
  for (const change of ['offline', 'online'] as const) given.listeners?.on(window, change, () => sender.signal(change))
  if (navigator.onLine === false) sender.signal('offline')
  sender.signal('due')
  adoptNowAndThen()

  return {
    isIntroduced: () => identity.isFresh(people.localId()),
    /** `added`: an event is in the queue. `back`: the page is looked at again. */
    signal(name: Signal | 'added' | 'back') {
      if (name === 'added') return sender.added()
      if (name === 'back') return back()
      if (name === 'leave') {
        adoption.giveBack()
        prints?.hurry()
      }
      if (name === 'stop') {
        isRunning = false
        adoption.giveBack()
        transport.close()
      }
      sender.signal(name)
    },
    abort: transport.abort
  }
}
