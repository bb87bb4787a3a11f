/** What the server knows of this browser. */
export type Visitor = { id: string; isReturning: boolean; sessionCount: number }

/** Attributes that describe a visitor. They never prove who somebody is; `userToken` and `signature` do. */
export type Traits = { email?: string; name?: string; phone?: string; company?: string; [custom: string]: unknown }

/**
 * What `identify` takes: attributes, and where the site can prove who is signed in, the proof beside them:
 * `userToken`, a JWT (HS256) made by the site's server, or `signature`, the hex HMAC-SHA256 over
 * `JSON.stringify({name, email, data})`.
 */
export type Identification = Traits & { userToken?: string; signature?: string; data?: unknown }

export type Properties = { [key: string]: unknown }

/** By category, as your banner names them: `{ marketing: true, analytics: false }`. */
export type Consent = { [category: string]: boolean }

/** Event names and what each carries: `new LiveLayerTracker<{ signed_up: { plan: string } }>(…)`. */
export type EventMap = { [name: string]: Properties | undefined }

/** `[properties]` where the event has any, optional where they are, none where it has none. */
export type PropertiesOf<Map extends EventMap, Name extends keyof Map> = undefined extends Map[Name]
  ? [properties?: Map[Name]]
  : [properties: Map[Name]]

export type TrackedEventType = 'page' | 'track' | 'click' | 'scroll' | 'exit' | 'identify' | 'group'

/** One fact as it is stored and sent; `beforeSend` sees it in this form. */
export type TrackedEvent = {
  id: string
  type: TrackedEventType
  name?: string
  timestamp: string
  properties?: Properties
  url?: string
  path?: string
  referrer?: string
  title?: string
  sessionId?: string
  context?: Properties
}

export type BeforeSend = (event: TrackedEvent) => TrackedEvent | null

export type TrackerOptions = {
  /** `agt_…`, from the dashboard's installation page. */
  agentId: string
  /** Where the Foyer server answers. Default: the page's own origin. */
  apiBase?: string
  /** Track page views, clicks, scroll depth and page exits by itself. Default: true. */
  autoTrack?: boolean
  /** Of those, clicks on links and buttons. Default: true. */
  autoTrackClicks?: boolean
  /** Of those, page views with their scroll depth and exit. Default: true. */
  autoTrackPageViews?: boolean
  /** Use a device print as a weak hint beside the stored id. Default: true; never under Do Not Track or GPC. */
  fingerprint?: boolean
  /** Names of further URL parameters whose values must not leave the page. */
  redact?: readonly string[]
  /** Sees every event before it is stored: change it, or return null to drop it. */
  beforeSend?: BeforeSend
  /** Say in the console what the tracker does. Default: false, and then it is always silent. */
  debug?: boolean
}

export type OptOutOptions = {
  /** Keep a mark in localStorage so that later visits stay opted out too. */
  remember?: boolean
}
