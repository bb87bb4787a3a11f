import { describeClick, openPost, tellPage, watchScroll } from './rest.ts'
import type { Tracker } from './tracker.ts'
import { createTracker } from './tracker.ts'
import type {
  Consent,
  EventMap,
  Identification,
  OptOutOptions,
  Properties,
  PropertiesOf,
  TrackerOptions,
  Traits,
  Visitor
} from './types.ts'

/**
 * The tracker for apps that bundle it. Nothing happens before `init`; nothing at all on a server.
 *
 * @example
 * const tracker = new LiveLayerTracker({ agentId: 'agt_…' })
 * const visitor = await tracker.init()
 * tracker.track('clicked_pricing_cta', { plan: 'pro' })
 */
export class LiveLayerTracker<Events extends EventMap = EventMap> {
  private readonly tracker: Tracker
  private readonly watchers = new Set<() => void>()
  private shown: Visitor | null = null

  constructor(options: TrackerOptions) {
    const rest = { describeClick, openPost, tellPage, watchScroll }
    const tools = { rest: () => Promise.resolve(rest), print: () => import('./post/print.ts') }
    this.tracker = createTracker(options, tools, () => {
      for (const watcher of this.watchers) watcher()
    })
  }

  /** The visitor once known; null when there will be none on this page (opted out, Do Not Track, turned away). */
  get ready(): Promise<Visitor | null> {
    return this.tracker.ready
  }

  /** The same object as long as nothing about the visitor changes. */
  get visitor(): Visitor | null {
    const { visitor } = this.tracker
    if (JSON.stringify(visitor) !== JSON.stringify(this.shown)) this.shown = visitor
    return this.shown
  }

  /** Boots. Answers the visitor, or null when they cannot be asked for now; then it goes on trying by itself. */
  init(): Promise<Visitor | null> {
    return this.tracker.init()
  }

  /** Attaches attributes to the visitor, and with `userToken` or `signature` proves who is signed in. */
  identify(identification: Identification): Promise<Visitor | null>
  /** A user id said so is a claim, the trait `userId`; a token or a signature proves who it is. */
  identify(userId: string, identification?: Identification): Promise<Visitor | null>
  identify(given: Identification | string, more?: Identification): Promise<Visitor | null> {
    return this.tracker.identify(given, more)
  }

  track<Name extends keyof Events & string>(name: Name, ...[properties]: PropertiesOf<Events, Name>): void {
    this.tracker.track(name, properties)
  }

  /** A page view said by hand, for apps that set `autoTrackPageViews: false`. */
  page(properties?: Properties): void
  page(name: string, properties?: Properties): void
  page(given?: Properties | string, properties?: Properties): void {
    this.tracker.page(given, properties)
  }

  /** The organisation that the visitor belongs to. */
  group(groupId: string, traits?: Traits): void {
    this.tracker.group(groupId, traits)
  }

  /**
   * What the visitor agrees to: kept in this browser, told at once, and from here on beside every event. Categories that are not named
   * stay as they were.
   */
  consent(choice: Consent): void {
    this.tracker.consent(choice)
  }

  /** The visitor has signed out: what follows belongs to somebody new. */
  reset(): Promise<Visitor | null> {
    return this.tracker.reset()
  }

  /** Forgets everything stored in this browser and sends nothing more while this tab lasts; with `remember`, on later visits too. */
  optOut(options?: OptOutOptions): void {
    this.tracker.optOut(options)
  }

  /** Takes an opt-out back and begins anew. */
  optIn(): void {
    this.tracker.optIn()
  }

  /** Sends what is left, takes every listener off and puts the history functions back. `init` begins again. */
  destroy(): void {
    this.tracker.destroy()
  }

  /** Calls `watcher` whenever `visitor` may have changed; the answer ends it. */
  onVisitor(watcher: () => void): () => void {
    this.watchers.add(watcher)
    return () => this.watchers.delete(watcher)
  }
}

export type { Product, ShopEvents } from './shop-events.ts'
export type {
  BeforeSend,
  Consent,
  EventMap,
  Identification,
  OptOutOptions,
  Properties,
  PropertiesOf,
  TrackedEvent,
  TrackedEventType,
  TrackerOptions,
  Traits,
  Visitor
} from './types.ts'
export { version } from './version.ts'
