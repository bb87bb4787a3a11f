import type { CatalogEntry, Mapping, Preset, SampleEvent, SettingField, Target } from '@foyer/protocol'
import type { Reach } from '../outward/index.ts'

/** An event on its way to a destination: what mappings read, and all that a destination may know of it. */
export type OutgoingEvent = {
  /** Of the event, as it was sent; the same for every destination and every try. */
  id: string
  type: string
  name: string
  timeMs: number
  url: string
  path: string
  title: string
  referrer: string
  properties: Record<string, unknown>
  /** As the page or the server told it, with `ip`, `userAgent` and what was found from them where the workspace keeps it. */
  context: Record<string, unknown>
  visitor: {
    /** `vis_…` of this browser: the same whoever it turns out to be. */
    id: string
    /** Only where it was proven. */
    userId?: string
    traits: Record<string, unknown>
  }
  session: string
}

/** What a rule of the mapping made of an event. */
export type Mapped = {
  rule: string
  to: string
  fields: Record<string, unknown>
  event: OutgoingEvent
  /** More was to be made of it than an event may become: `fields` is not whole. */
  isTooLarge?: true
}

/** What a destination keeps of a visitor between deliveries; small, and forgotten after a while without any. */
export type Memory = Readonly<Record<string, string | number>>
export type Settings = Readonly<Record<string, unknown>>

export type OutgoingRequest = {
  method: 'GET' | 'POST' | 'PUT'
  url: string
  headers: Record<string, string>
  body: string | Uint8Array
}
/** What is known at the moment of building and judging, beside the events. */
export type Moment = {
  settings: Settings
  memory: Memory
  now: Date
  /** Of the delivery (the first, where several go together): what idempotency keys are made of. */
  deliveryId: string
  /** Of what the first event became, how much went in requests before; nothing where it is the beginning. */
  part?: number
  /** What `prepare` found. */
  prepared: Readonly<Record<string, string>>
  /** The team's test button: a vendor that says more to a test than to an event is asked there. */
  isTest?: boolean
}

export type Built =
  | { request: OutgoingRequest }
  /** The destination cannot take these events as they are; says what is missing. */
  | { invalid: string; reason: string }

export type Answer = { status: number; headers: Readonly<Record<string, string>>; body: string }

/**
 * What an answer means. `reason` is a short word that stays the same for all answers of a kind (`404_app`), `advice` a sentence for the
 * team that says what to do.
 */
export type Verdict =
  | { is: 'delivered'; memory?: Memory; advice?: string }
  /** After its time, or at the engine's own pace. A memory replaces what was kept, `{}` too; `null` has `prepare` look again as well. */
  | { is: 'retry'; reason: string; advice: string; afterMs?: number; memory?: Memory | null; isFree?: boolean }
  /** Of several events together it says that at least one is refused: they are sent again by halves, so that only that one falls. */
  | { is: 'invalid'; reason: string; advice: string }
  /** Every event would meet the same: the destination sends nothing more until somebody has looked at it. */
  | { is: 'misconfigured'; reason: string; advice: string }

/** One of a vendor's own answers, and what it means. The documentation of a destination is made of the same rows. */
export type ErrorRow = {
  /** Of any status when left out. */
  status?: readonly number[]
  /** A word of the vendor's, in the body of its answer. */
  says?: string
  is: 'delivered' | 'retry' | 'invalid' | 'misconfigured'
  /** The same for all answers of this kind; the status where it is left out. */
  reason?: string
  advice: string
}

export type Delivering = {
  /** Requests at once, each for other visitors; of all processes together. */
  concurrency: number
  /** At most so many requests a second, of all processes together; left out where the vendor names none. */
  perSecond?: number
  timeoutMs: number
  /** Pauses after a failure, one for each try beyond the first; then it is given up. Lengthened by up to a quarter, at random. */
  retryAfterMs: readonly number[]
  /** Counted from when the event happened: older ones are of no use, or not taken. */
  maxAgeMs: number
  /**
   * Events that go in one request: of one visitor, or of anybody. `forMs` is how long the first may wait for others. Those of one visitor
   * stay in their order either way. Of anybody, they are divided by visitor among as many requests as may be under way at once.
   */
  together?: { of: 'visitor' | 'all'; most: number; forMs: number }
}

/** What went wrong with the settings, by field. */
export type SettingProblem = { key: string; message: string }

/** `allowPrivate`: the operator lets destinations be servers of the own network (FOYER_ALLOW_PRIVATE_DESTINATIONS). */
export type CheckWith = { allowPrivate: boolean }
export type PrepareWith = {
  settings: Settings
  reach: Reach
  now: Date
  allowPrivate: boolean
  /** Why what was found before is looked up anew: a verdict with `memory: null`, or a host that the DNS does not know. */
  again?: 'answer' | 'name'
}

/** Thrown by `look` where there is nothing to send to: taken as the verdict of this try, as if the destination had answered so. */
export class UnpreparedError extends Error {
  override readonly name = 'UnpreparedError'
  readonly verdict: Exclude<Verdict, { is: 'delivered' }>
  /** The setting that is to be changed, where it is one of them. */
  readonly setting: string | undefined

  constructor(verdict: UnpreparedError['verdict'], setting?: string) {
    super(verdict.advice)
    this.verdict = verdict
    this.setting = setting
  }
}

/** An example is a test, a page of the documentation, and what the team sees and sends from its form. */
export type StepExample = {
  title: string
  preset: string
  settings: Record<string, unknown>
  /** The preset's when left out. */
  mapping?: Mapping
  memory?: Memory
  prepared?: Record<string, string>
  in: SampleEvent
  out:
    | { method: string; url: string; headers?: Record<string, string>; body: unknown }
    | { invalid: string }
    /** No rule fits. */
    | { notWanted: true }
}

/** A destination: a folder with these parts. Everything here is pure but `prepare` and `resolve`. */
export type Kind = {
  type: string
  name: string
  description: string
  category: CatalogEntry['category']
  website: string
  before: string[]
  settings: SettingField[]
  /** What the form's own rules cannot say. */
  check?(settings: Settings, given: CheckWith): SettingProblem[]
  presets: Preset[]
  targets: Target[]
  consentCategories: string[]
  delivering: Delivering | ((settings: Settings) => Delivering)
  /** Looked up before a request is built, and kept for `forMs` or until there is a reason to look `again`: a host, a token. */
  prepare?: { forMs: number; look(given: PrepareWith): Promise<Record<string, string>> }
  /** The button of the form. */
  resolve?(given: PrepareWith): Promise<{ settings: Record<string, unknown>; message: string }>
  /** All of one visitor, in their order; of anybody where `together.of` is `all`. Never empty. */
  build(mapped: readonly Mapped[], at: Moment): Built
  judge(answer: Answer, mapped: readonly Mapped[], at: Moment): Verdict
  /** Only what has the same goes into one request; left out where anything may. */
  alike?(mapped: Mapped): string
  /** Its own answers and what they mean, for its page of the documentation. */
  errors?: readonly ErrorRow[]
  /** What is made of secrets and stands in a request (`Basic …`): masked as they are wherever it is shown. */
  hides?(settings: Settings): string[]
  /** Whether these may be sent a second time when nobody knows if the first arrived. */
  mayRepeat(mapped: readonly Mapped[]): boolean
  examples: StepExample[]
}
