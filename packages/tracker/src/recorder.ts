import type { Log } from './guard.ts'
import { createGuard } from './guard.ts'
import { createListeners } from './listeners.ts'
import type { OfView } from './page/page-views.ts'
import { createPageViews } from './page/page-views.ts'
import { refusesTracking } from './page/privacy.ts'
import type { Post } from './post/post.ts'
import type { PrintTool } from './post/print-taker.ts'
import type { Signal } from './post/queue-state.ts'
import { agreed, consentChanged } from './record/consent.ts'
import { check } from './record/events.ts'
import { createEventIds, hashOf, randomHex } from './record/ids.ts'
import type { Proof } from './record/people.ts'
import { createPeople } from './record/people.ts'
import { createQueue } from './record/queue.ts'
import { createRedact } from './record/redact.ts'
import { createSessions } from './record/session.ts'
import { openStore } from './record/storage.ts'
import { createTokenBucket } from './record/token-bucket.ts'
import type { Surroundings } from './surroundings.ts'
import type { Consent, Properties, TrackedEvent, TrackedEventType, TrackerOptions, Traits } from './types.ts'
import { nameChars, titleChars } from './wire.ts'

const perSecond = 10
const burst = 100
const retryMs = 5000

/** What is loaded beside the recorder, and what only some need. `attempt` counts from 0. */
export type Tools = { rest: (attempt: number) => Promise<typeof import('./rest.ts')>; print: PrintTool }
export type Heard = 'known' | 'failed' | 'never'
export type Recorder = ReturnType<typeof startRecorder>

/**
 * A tracker at work: from here on it listens, and stores what it hears. What describes clicks, measures scrolling and talks to
 * the server is loaded beside it (rest.ts), so an event is safe before a further byte has arrived.
 */
export const startRecorder = (
  options: TrackerOptions,
  around: Surroundings,
  tools: Tools,
  log: Log,
  onVisitor: (heard: Heard) => void,
  /** Another tab of this site has opted out. */
  onOptOut: () => void
) => {
  const { agentId } = options
  const { now, bytes } = around
  const guard = createGuard(log)
  const later: Surroundings['later'] = (work, ms) => around.later(guard(work), ms)
  const listeners = createListeners(guard)
  const redact = createRedact(options.redact)
  const mintEventId = createEventIds(now, bytes)
  const mayRecord = createTokenBucket(now, perSecond, burst)
  const store = openStore(around.disk)
  const people = createPeople(store, `${agentId}_who`, () => randomHex(bytes, 16))
  const sessions = createSessions(store, `${agentId}_session`, people, now, () => `ses_${randomHex(bytes, 16)}`)
  const queue = createQueue(store, () => `${agentId}_queue_${randomHex(bytes, 8)}`, now, later)
  const isAutomatic = options.autoTrack !== false && !refusesTracking()
  const seesPages = isAutomatic && options.autoTrackPageViews !== false

  let post: Post | undefined
  let isRunning = true
  let onClick = (event: Event) => {
    earlyClicks.push([event.composedPath(), { at: now(), href: location.href }])
  }
  const earlyClicks: [path: EventTarget[], OfView][] = []
  const said: TrackedEvent[] = []
  let waitingForName: TrackedEvent[] | undefined

  const signal = (name: Signal | 'added' | 'back') => post?.signal(name)

  const accept = (event: TrackedEvent) => {
    const checked = check(event, options.beforeSend)
    log(event.type, event.name, checked)
    if (typeof checked === 'string') return queue.lose(checked)
    queue.add(people.localId(), ...checked)
    signal(event.name === consentChanged ? 'due' : 'added')
    said.push(checked[0])
  }

  const record = (type: TrackedEventType, properties?: Properties, name?: string, ofView: OfView = {}) => {
    if (!isRunning) return
    if (!mayRecord()) return queue.lose('rate_limited')
    const href = ofView.href ?? location.href
    const event: TrackedEvent = {
      id: ofView.id || mintEventId(),
      type,
      name: name?.slice(0, nameChars),
      timestamp: new Date(ofView.at ?? now()).toISOString(),
      properties,
      url: redact(href),
      path: redact(new URL(href).pathname),
      referrer: ofView.referrer ? redact(ofView.referrer) : undefined,
      title: (ofView.title ?? document.title).slice(0, titleChars),
      sessionId: sessions.touch().id,
      // The consent it was made under.
      context: store.read('context')
    }
    if (waitingForName && type !== 'page') waitingForName.push(event)
    else accept(event)
  }

  const views = createPageViews({
    guard,
    listeners,
    now,
    later,
    mintId: mintEventId,
    // Pages that call page() themselves ask for no more than that.
    record: (type, properties, ofView) =>
      (isAutomatic || type === 'page') && record(type, properties, undefined, ofView),
    onNaming(isNaming) {
      const held = waitingForName ?? []
      waitingForName = isNaming ? [] : undefined
      for (const event of held) accept(event)
    }
  })

  const onHidden = () => {
    views.leavePage()
    signal('leave')
    // With what has just been handed to the browser to send.
    queue.save()
  }
  const onLeft = () => {
    onHidden()
    views.end()
    queue.letGo()
  }

  const watch = () => {
    listeners.on(document, 'visibilitychange', () => {
      if (document.hidden) return onHidden()
      views.resume()
      signal('back')
    })
    listeners.on(window, 'pagehide', onLeft)
    listeners.on<StorageEvent>(window, 'storage', ({ key, newValue }) => {
      if (key === 'll_id' && !newValue) onOptOut()
    })
    if (seesPages) views.watchAddress()
    if (!isAutomatic || options.autoTrackClicks === false) return
    // The middle button opens a link in a new tab, and is no "click"; the right one does nothing yet.
    for (const press of ['click', 'auxclick'])
      listeners.on<MouseEvent>(window, press, event => event.button < 2 && onClick(event), { capture: true })
  }

  const useRest = guard(({ openPost, describeClick, watchScroll, tellPage }: typeof import('./rest.ts')) => {
    if (!isRunning) return
    tellPage(said, agentId, listeners)
    if (isAutomatic) views.watchReading(isNamed => watchScroll(listeners, guard, isNamed))
    const recordClick = (path: EventTarget[], ofView?: OfView) => {
      const properties = describeClick(path, redact)
      if (properties) record('click', properties, undefined, ofView)
    }
    for (const early of earlyClicks) recordClick(...early)
    onClick = event => recordClick(event.composedPath())
    post = openPost({
      options,
      later,
      listeners,
      // Never under Do Not Track or Global Privacy Control.
      loadPrint: options.fingerprint === false || refusesTracking() ? undefined : tools.print,
      log,
      onVisitor,
      store,
      people,
      sessions,
      queue,
      redact
    })
  })

  /** Blocked or unreachable, it is asked for again, less and less often; the events wait. */
  const loadRest = (attempt: number): void => {
    tools.rest(attempt).then(useRest, error => {
      log(error)
      onVisitor('failed')
      later(() => isRunning && loadRest(attempt + 1), retryMs * 2 ** Math.min(attempt, 6))
    })
  }

  const halt = () => {
    isRunning = false
    listeners.stop()
    queue.close()
    signal('stop')
  }

  // In a task of its own: beginning an import takes as long as all of the rest.
  later(() => loadRest(0), 0)
  guard(() => {
    sessions.touch()
    watch()
  })()

  return {
    visitor: people.visitor,
    isIntroduced: () => post?.isIntroduced(),
    record,
    page: (properties?: Properties) => views.begin(properties),
    consent(given: Consent) {
      const consent = agreed(store.read<{ consent: Consent }>('context')?.consent, given)
      const said = JSON.stringify({ consent })
      // Banners say it again on every page.
      if (store.text('context') === said) return
      store.setText('context', said)
      record('track', consent, consentChanged)
    },
    /** False when the server has heard exactly this in this visit: many pages say it on every load. */
    identify(traits: Traits, proof: Proof | '' | undefined): boolean {
      const said = hashOf(JSON.stringify(traits))
      const { token, traits: unheard } = people.known(people.localId())
      if (!proof && token && !unheard && sessions.touch().said === said) return false
      if (proof) people.proof = proof
      people.describe(traits)
      record('identify', traits)
      sessions.change({ said })
      signal('due')
      return true
    },
    /** The person at this browser has signed out: what follows is another visitor's. */
    reset() {
      views.end()
      queue.save()
      people.part()
      sessions.touch()
      if (seesPages) views.begin()
      signal('due')
    },
    /** The page goes on without us. */
    destroy() {
      onLeft()
      halt()
    },
    /** Forgets everything this browser holds of us, unsent events too. */
    optOut() {
      halt()
      post?.abort()
      store.close()
    }
  }
}
