import { type Static, Type } from 'typebox'
import { SegmentId } from './analytics.ts'
import { AgentId, Instant, PageQuery } from './ids.ts'
import { type Mapping, MappingBody, MappingDifference, MappingProblem } from './mappings.ts'
import {
  attemptVerdicts,
  deliveryOrigins,
  deliveryStages,
  deliveryStates,
  destinationCategories,
  destinationStates,
  personalFields,
  personalRules
} from './plain.ts'

const publicId = (prefix: string, what: string) =>
  Type.String({ pattern: `^${prefix}_[0-9a-f]{32}$`, description: `${what} id, ${prefix}_ and 32 hex digits` })
export const DestinationId = publicId('dst', 'Destination')
export const DeliveryId = publicId('dlv', 'Delivery')
export const ReplayId = publicId('rpl', 'Replay')

const Name = Type.String({ minLength: 1, maxLength: 100, pattern: '\\S' })
const Consent = Type.Array(Type.String({ minLength: 1, maxLength: 64 }), { maxItems: 20, uniqueItems: true })
const Text = Type.String()

/** One field of a destination's form. */
export const SettingField = Type.Object({
  key: Text,
  label: Text,
  kind: Type.Enum(['text', 'secret', 'choice', 'switch', 'number', 'address', 'list']),
  required: Type.Boolean(),
  help: Text,
  placeholder: Type.Optional(Text),
  choices: Type.Optional(Type.Array(Type.Object({ value: Text, label: Text }))),
  /** Of a text: what it must look like, and the sentence for when it does not. */
  pattern: Type.Optional(Text),
  patternHelp: Type.Optional(Text),
  initial: Type.Optional(Type.Unknown()),
  /** Shown only when another field has this value. */
  shownWhen: Type.Optional(Type.Object({ key: Text, is: Type.Unknown() })),
  /** A button beside it fills it: `POST /api/destinations/resolve`. */
  resolves: Type.Optional(Type.Boolean())
})
export type SettingField = Static<typeof SettingField>

export const TargetField = Type.Object({
  /** `cart.total`; `products.*.sku` is the sku of each item of products. */
  path: Text,
  kind: Type.Enum(['text', 'number', 'integer', 'boolean', 'list', 'object', 'any']),
  required: Type.Boolean(),
  help: Type.Optional(Text)
})
export type TargetField = Static<typeof TargetField>
/** What an event can become at a destination. */
export const Target = Type.Object({
  to: Text,
  name: Text,
  help: Type.Optional(Text),
  fields: Type.Array(TargetField),
  /** Fields of names of one's own are taken too. */
  isOpen: Type.Boolean()
})
export type Target = Static<typeof Target>

export const Preset = Type.Object({ key: Text, name: Text, description: Text, mapping: MappingBody })
export type Preset = Omit<Static<typeof Preset>, 'mapping'> & { mapping: Mapping }

/** An event as examples, previews and tests carry it: what mappings read. */
export const SampleEvent = Type.Object(
  {
    id: Type.Optional(Type.String({ maxLength: 100 })),
    type: Type.String({ maxLength: 20 }),
    name: Type.Optional(Type.String({ maxLength: 200 })),
    time: Type.Optional(Instant),
    url: Type.Optional(Type.String({ maxLength: 2048 })),
    title: Type.Optional(Type.String({ maxLength: 512 })),
    referrer: Type.Optional(Type.String({ maxLength: 2048 })),
    properties: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
    context: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
    visitor: Type.Optional(
      Type.Object({
        id: Type.Optional(Type.String({ maxLength: 64 })),
        userId: Type.Optional(Type.String({ maxLength: 300 })),
        traits: Type.Optional(Type.Record(Type.String(), Type.Unknown()))
      })
    )
  },
  { additionalProperties: false }
)
export type SampleEvent = Static<typeof SampleEvent>

export const ShownExample = Type.Object({
  title: Text,
  preset: Text,
  event: SampleEvent,
  /** What is sent for it with the settings of the example; or the sentence that says why nothing is. */
  request: Type.Optional(Type.Object({ method: Text, url: Text, body: Type.Unknown() })),
  instead: Type.Optional(Text)
})

export const CatalogEntry = Type.Object({
  type: Text,
  name: Text,
  description: Text,
  category: Type.Enum([...destinationCategories]),
  website: Text,
  settings: Type.Array(SettingField),
  presets: Type.Array(Preset),
  targets: Type.Array(Target),
  /** Categories that are chosen when it is added. */
  consentCategories: Type.Array(Text),
  examples: Type.Array(ShownExample),
  /** What the team should know before it begins, in sentences. */
  before: Type.Array(Text)
})
export type CatalogEntry = Static<typeof CatalogEntry>
export const Catalog = Type.Object({ items: Type.Array(CatalogEntry) })

/** A secret that was saved is never shown again. */
export const SetSecret = Type.Object({ isSet: Type.Literal(true) })

export const PersonalRules = Type.Partial(
  Type.Object(
    Object.fromEntries(personalFields.map(field => [field, Type.Enum([...personalRules])])) as {
      [Field in (typeof personalFields)[number]]: Type.TEnum<[...typeof personalRules]>
    }
  ),
  { additionalProperties: false }
)
export type PersonalRules = Partial<Record<(typeof personalFields)[number], (typeof personalRules)[number]>>

const Health = Type.Object({
  /** In the last hour. */
  delivered: Type.Integer(),
  failed: Type.Integer(),
  withheld: Type.Integer(),
  retried: Type.Integer(),
  /** Now. */
  waiting: Type.Integer(),
  /** There are more than that; counted is no further. */
  moreWaiting: Type.Optional(Type.Literal(true)),
  oldestWaiting: Type.Optional(Instant),
  /** From accepted to delivered, of the last hour, in milliseconds. */
  p50: Type.Optional(Type.Number()),
  p99: Type.Optional(Type.Number())
})

export const Destination = Type.Object({
  id: DestinationId,
  type: Text,
  name: Text,
  preset: Text,
  enabled: Type.Boolean(),
  /** `misconfigured` sends nothing until its settings change or the team says go on; `resting` because it answers nobody just now. */
  state: Type.Enum([...destinationStates]),
  problem: Type.Optional(Type.Object({ message: Text, since: Instant })),
  settings: Type.Record(Type.String(), Type.Unknown()),
  mapping: MappingBody,
  differences: Type.Array(MappingDifference),
  consentCategories: Type.Array(Text),
  /** What happens to events that say nothing of consent. */
  whenConsentUnknown: Type.Enum(['send', 'withhold']),
  personal: PersonalRules,
  /** Empty: the events of all agents. */
  agentIds: Type.Array(AgentId),
  /** Only events of people who are in this segment when they are sent; null: of everybody. */
  segmentId: Type.Union([SegmentId, Type.Null()]),
  /** What the segment is called. */
  segmentName: Type.Optional(Text),
  revision: Type.Integer(),
  createdAt: Instant,
  updatedAt: Instant,
  health: Health
})
export type Destination = Static<typeof Destination>
export const Destinations = Type.Object({ items: Type.Array(Destination) })

const changeable = {
  name: Name,
  settings: Type.Record(Type.String({ maxLength: 64 }), Type.Unknown()),
  mapping: MappingBody,
  consentCategories: Consent,
  whenConsentUnknown: Type.Enum(['send', 'withhold']),
  personal: PersonalRules,
  agentIds: Type.Array(AgentId, { maxItems: 100 }),
  segmentId: Type.Union([SegmentId, Type.Null()]),
  enabled: Type.Boolean()
}
export const DestinationCreate = Type.Object(
  {
    type: Type.String({ maxLength: 40 }),
    preset: Type.Optional(Type.String({ maxLength: 40 })),
    name: changeable.name,
    settings: changeable.settings,
    ...Type.Partial(
      Type.Object({
        mapping: changeable.mapping,
        consentCategories: changeable.consentCategories,
        whenConsentUnknown: changeable.whenConsentUnknown,
        personal: changeable.personal,
        agentIds: changeable.agentIds,
        segmentId: changeable.segmentId,
        enabled: changeable.enabled
      })
    ).properties
  },
  { additionalProperties: false }
)
export type DestinationCreate = Static<typeof DestinationCreate>
/** Of `settings`, only those named change; a secret that is not named stays. `enabled: true` also ends `misconfigured`. */
export const DestinationChange = Type.Partial(Type.Object(changeable, { additionalProperties: false }))
export type DestinationChange = Static<typeof DestinationChange>

export const DestinationRevision = Type.Object({
  revision: Type.Integer(),
  at: Instant,
  by: Text,
  /** What changed, in words: "mapping", "settings: account_id". */
  changed: Type.Array(Text),
  mapping: MappingBody
})
export const DestinationRevisions = Type.Object({ items: Type.Array(DestinationRevision) })

/** Fills what can be looked up (LivePerson's host) from the settings so far. */
export const ResolveRequest = Type.Object(
  {
    type: Type.String({ maxLength: 40 }),
    settings: Type.Record(Type.String({ maxLength: 64 }), Type.Unknown())
  },
  { additionalProperties: false }
)
export type DestinationRevision = Static<typeof DestinationRevision>
export const Resolved = Type.Object({ settings: Type.Record(Type.String(), Type.Unknown()), message: Text })
export type Resolved = Static<typeof Resolved>

/** Which event is meant: one made up, or one that was stored. */
const WhichEvent = {
  event: Type.Optional(SampleEvent),
  eventId: Type.Optional(Type.String({ maxLength: 100 }))
}
/** As it was typed: what is wrong with it stands in the answer's `problems`. */
const DraftMapping = Type.Unknown()
/** Of what is saved, or of a draft over it. */
export const PreviewRequest = Type.Object(
  {
    ...WhichEvent,
    mapping: Type.Optional(DraftMapping),
    settings: Type.Optional(Type.Record(Type.String({ maxLength: 64 }), Type.Unknown()))
  },
  { additionalProperties: false }
)
/** Before anything is saved: `type` says of what. */
export const DraftPreviewRequest = Type.Object(
  {
    type: Type.String({ maxLength: 40 }),
    preset: Type.Optional(Type.String({ maxLength: 40 })),
    ...WhichEvent,
    mapping: Type.Optional(DraftMapping),
    settings: Type.Record(Type.String({ maxLength: 64 }), Type.Unknown())
  },
  { additionalProperties: false }
)
const ShownRequest = Type.Object({
  method: Text,
  url: Text,
  headers: Type.Record(Type.String(), Text),
  /** Pretty where it is JSON, with secrets masked. */
  body: Text
})
export type ShownRequest = Static<typeof ShownRequest>
/** Whether the visitor of an event is in the segment of a destination, as it stands now. */
const InSegmentNow = Type.Object({
  id: SegmentId,
  name: Text,
  /** Left out where nobody can say so. */
  isIn: Type.Optional(Type.Boolean()),
  /** What that means for the event. */
  sentence: Text
})
export type InSegmentNow = Static<typeof InSegmentNow>
export const Preview = Type.Object({
  /** The names of the rules that the event fits. */
  rules: Type.Array(Text),
  /** The first of `requests`. */
  request: Type.Optional(ShownRequest),
  /** More than one where several rules fit, and the destination takes each by itself. */
  requests: Type.Array(ShownRequest),
  /** Why nothing would be sent. */
  instead: Type.Optional(Text),
  /** Of a destination that is limited to a segment, and an event that was stored: whether its visitor is in it now. */
  segment: Type.Optional(InSegmentNow),
  problems: Type.Array(MappingProblem),
  differences: Type.Array(MappingDifference)
})
export type Preview = Static<typeof Preview>

/** A draft over events that were: "what would have been sent, and refused". */
export const DryRunRequest = Type.Object(
  { mapping: Type.Optional(DraftMapping), from: Instant, to: Instant },
  { additionalProperties: false }
)
export const DryRun = Type.Object({
  looked: Type.Integer(),
  /** False where there are more than are looked through. */
  isAll: Type.Boolean(),
  sent: Type.Integer(),
  filtered: Type.Integer(),
  withheld: Type.Integer(),
  /** Their visitors are not in the segment of the destination now. */
  notInSegment: Type.Integer(),
  invalid: Type.Integer(),
  rules: Type.Array(Type.Object({ rule: Text, events: Type.Integer() })),
  problems: Type.Array(Type.Object({ message: Text, events: Type.Integer(), example: SampleEvent })),
  /** Events not wanted, by what they are called, most first. */
  notWanted: Type.Array(Type.Object({ event: Text, events: Type.Integer() })),
  /** The newest event of a rule, and what would have been sent for it. */
  samples: Type.Array(Type.Object({ rule: Text, event: SampleEvent, request: ShownRequest }))
})
export type DryRun = Static<typeof DryRun>

/** The newest events of each name, as this destination may know them: what a mapping can be tried on. */
export const RecentEvents = Type.Object({ items: Type.Array(SampleEvent) })
export type RecentEvents = Static<typeof RecentEvents>

/** A test event is sent at once, past consent and filters, and says so. */
export const TestRequest = Type.Object(WhichEvent, { additionalProperties: false })
export type TestRequest = Static<typeof TestRequest>

export const DeliveryState = Type.Enum([...deliveryStates])
export type DeliveryState = Static<typeof DeliveryState>
export const Delivery = Type.Object({
  id: DeliveryId,
  destinationId: DestinationId,
  destinationName: Text,
  destinationType: Text,
  origin: Type.Enum([...deliveryOrigins]),
  event: Type.Object({
    id: Text,
    type: Text,
    name: Text,
    url: Text,
    time: Instant,
    visitorId: Text
  }),
  state: DeliveryState,
  attempts: Type.Integer(),
  /** Of the last answer. */
  status: Type.Optional(Type.Integer()),
  durationMs: Type.Optional(Type.Number()),
  /** In one sentence, what happened and what to do. */
  advice: Type.Optional(Text),
  /** A short word for the reason, the same for all deliveries that ended so. */
  reason: Type.Optional(Text),
  createdAt: Instant,
  nextAt: Type.Optional(Instant),
  finishedAt: Type.Optional(Instant)
})
export type Delivery = Static<typeof Delivery>
export const Deliveries = Type.Object({ items: Type.Array(Delivery), nextCursor: Type.Optional(Text) })
export type Deliveries = Static<typeof Deliveries>

export const Attempt = Type.Object({
  at: Instant,
  verdict: Type.Enum([...attemptVerdicts]),
  durationMs: Type.Number(),
  advice: Text,
  /** Left out where none could be made. */
  request: Type.Optional(ShownRequest),
  response: Type.Optional(
    Type.Object({ status: Type.Integer(), headers: Type.Record(Type.String(), Text), body: Text })
  ),
  /** Why there is no response. */
  fault: Type.Optional(Text),
  /** How many deliveries went in this one request, where it was not one alone. */
  together: Type.Optional(Type.Integer())
})
export type Attempt = Static<typeof Attempt>
export const DeliveryDetail = Type.Object({
  ...Delivery.properties,
  attemptList: Type.Array(Attempt),
  /** The event as the mapping saw it. */
  sample: SampleEvent,
  rules: Type.Array(Text),
  /** Other events that went in the same request. */
  together: Type.Optional(Type.Integer()),
  /** Of a destination that is limited to a segment: whether its visitor is in it now. A test is sent either way. */
  segment: Type.Optional(InSegmentNow)
})
export type DeliveryDetail = Static<typeof DeliveryDetail>

export const DeliveryQuery = Type.Object(
  {
    destinationId: Type.Optional(DestinationId),
    /** Several, with commas between. */
    state: Type.Optional(Type.String({ maxLength: 200 })),
    event: Type.Optional(Type.String({ maxLength: 200 })),
    visitorId: Type.Optional(Type.String({ maxLength: 64 })),
    reason: Type.Optional(Type.String({ maxLength: 100 })),
    /** Only what was not settled by its first try. */
    retried: Type.Optional(Type.Boolean()),
    /** A word of the request, the answer, the event or the advice. */
    search: Type.Optional(Type.String({ maxLength: 200 })),
    from: Type.Optional(Instant),
    to: Type.Optional(Instant),
    ...PageQuery
  },
  { additionalProperties: false }
)
export type DeliveryQuery = Static<typeof DeliveryQuery>

/** Resend what failed: all of these states and reasons, of this time. */
export const RetryRequest = Type.Object(
  {
    states: Type.Optional(
      Type.Array(Type.Enum(['invalid', 'refused', 'expired', 'withheld', 'filtered', 'unknown', 'retrying']))
    ),
    reason: Type.Optional(Type.String({ maxLength: 100 })),
    from: Type.Optional(Instant),
    to: Type.Optional(Instant),
    /** Only how many it would be. */
    countOnly: Type.Optional(Type.Boolean())
  },
  { additionalProperties: false }
)
export type RetryRequest = Static<typeof RetryRequest>
export const ReplayRequest = Type.Object(
  {
    from: Instant,
    to: Instant,
    /** Names or types of events; all that the mapping wants when left out. */
    events: Type.Optional(Type.Array(Type.String({ maxLength: 200 }), { maxItems: 100 })),
    countOnly: Type.Optional(Type.Boolean())
  },
  { additionalProperties: false }
)
export type ReplayRequest = Static<typeof ReplayRequest>
export const Counted = Type.Object({ count: Type.Integer() })
export const Replay = Type.Object({
  id: ReplayId,
  state: Type.Enum(['running', 'done', 'stopped', 'failed']),
  from: Instant,
  to: Instant,
  events: Type.Optional(Type.Array(Text)),
  /** Events of that time that the mapping wants. */
  total: Type.Integer(),
  /** Of these, put among the deliveries so far. */
  queued: Type.Integer(),
  delivered: Type.Integer(),
  failed: Type.Integer(),
  withheld: Type.Integer(),
  /** Their visitors were not in the segment of the destination when they were to be sent. */
  filtered: Type.Integer(),
  by: Text,
  startedAt: Instant,
  finishedAt: Type.Optional(Instant),
  problem: Type.Optional(Text)
})
export type Replay = Static<typeof Replay>
export const Replays = Type.Object({ items: Type.Array(Replay) })

const Stage = Type.Enum([...deliveryStages])
export const DestinationFigures = Type.Object({
  from: Instant,
  to: Instant,
  stages: Type.Array(Type.Object({ stage: Stage, count: Type.Integer() })),
  reasons: Type.Array(Type.Object({ stage: Stage, reason: Text, sentence: Text, count: Type.Integer() })),
  waiting: Type.Integer(),
  /** There are more than that; counted is no further. */
  moreWaiting: Type.Optional(Type.Literal(true)),
  oldestWaiting: Type.Optional(Instant),
  /** From accepted to delivered, in milliseconds. */
  latency: Type.Optional(Type.Object({ p50: Type.Number(), p95: Type.Number(), p99: Type.Number() })),
  unit: Type.Enum(['minute', 'hour', 'day']),
  points: Type.Array(
    Type.Object({ at: Instant, delivered: Type.Integer(), failed: Type.Integer(), withheld: Type.Integer() })
  )
})
export type DestinationFigures = Static<typeof DestinationFigures>
