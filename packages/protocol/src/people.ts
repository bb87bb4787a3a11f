import { type Static, Type } from 'typebox'
import { SegmentId } from './analytics.ts'
import { EventType } from './events.ts'
import { Instant, JoinId, PageQuery, pageOf, SessionId, VisitorId } from './ids.ts'

const Text = Type.Optional(Type.String())

export const Place = Type.Object({ country: Text, region: Text, city: Text, timezone: Text })
export const Machine = Type.Object({ browser: Text, os: Text, device: Text })

export const PersonSummary = Type.Object({
  id: VisitorId,
  name: Text,
  email: Text,
  company: Text,
  /** A stable name from the id ("Amber Heron"), for people who have told us none. */
  friendlyName: Type.String(),
  verified: Type.Boolean(),
  firstSeenAt: Instant,
  lastSeenAt: Instant,
  visits: Type.Integer(),
  events: Type.Integer(),
  /** Where their first visit came from: a referring host, a campaign source, or "Direct". */
  firstSource: Text,
  bot: Type.Boolean(),
  online: Type.Boolean(),
  ...Place.properties,
  ...Machine.properties
})
export type PersonSummary = Static<typeof PersonSummary>

/** How we know an attribute: proven by a signed token, said by the page, or worked out by us. */
export const AttributeKind = Type.Union([Type.Literal('verified'), Type.Literal('claimed'), Type.Literal('inferred')])
export const Attribute = Type.Object({ key: Type.String(), value: Type.Unknown(), kind: AttributeKind, at: Instant })
export type Attribute = Static<typeof Attribute>

export const Visit = Type.Object({
  id: SessionId,
  startedAt: Instant,
  lastAt: Instant,
  pages: Type.Integer(),
  events: Type.Integer(),
  source: Text,
  entryPath: Text,
  ...Place.properties,
  ...Machine.properties
})
export type Visit = Static<typeof Visit>

export const BrowsedPage = Type.Object({ url: Type.String(), title: Text, at: Instant })

export const Person = Type.Object({
  ...PersonSummary.properties,
  attributes: Type.Array(Attribute),
  /** Every browser and device that is this person, the newest first. */
  devices: Type.Array(
    Type.Object({ visitorId: VisitorId, firstSeenAt: Instant, lastSeenAt: Instant, ...Machine.properties })
  ),
  places: Type.Array(Type.Object({ ...Place.properties, lastSeenAt: Instant })),
  lastPages: Type.Array(BrowsedPage),
  visitList: Type.Array(Visit),
  ip: Text
})
export type Person = Static<typeof Person>

export const TimelineEvent = Type.Object({
  kind: Type.Literal('event'),
  id: Type.String(),
  at: Instant,
  type: EventType,
  name: Text,
  url: Text,
  path: Text,
  title: Text,
  referrer: Text,
  sessionId: SessionId,
  visitorId: VisitorId,
  properties: Type.Record(Type.String(), Type.Unknown()),
  bot: Type.Boolean(),
  ...Place.properties,
  ...Machine.properties
})
export type TimelineEvent = Static<typeof TimelineEvent>

export const Timeline = Type.Object({
  items: Type.Array(TimelineEvent),
  /** The visits the items belong to, by id. */
  visits: Type.Record(Type.String(), Visit),
  nextCursor: Type.Optional(Type.String())
})
export type Timeline = Static<typeof Timeline>

export const EvidenceKind = Type.Union([Type.Literal('user'), Type.Literal('fingerprint')])
export const Evidence = Type.Object({
  id: JoinId,
  kind: EvidenceKind,
  /** The visitor that was joined, and the one it was joined to. */
  from: VisitorId,
  into: VisitorId,
  /** The user id for a sign-in; the first 8 digits of a print. */
  key: Type.String(),
  at: Instant,
  undoneAt: Type.Optional(Instant),
  undoneBy: Text
})
export type Evidence = Static<typeof Evidence>

export const IdentityChain = Type.Object({
  browsers: Type.Array(
    Type.Object({
      visitorId: VisitorId,
      userId: Text,
      firstSeenAt: Instant,
      lastSeenAt: Instant,
      ...Machine.properties
    })
  ),
  evidence: Type.Array(Evidence)
})
export type IdentityChain = Static<typeof IdentityChain>

export const PeopleQuery = Type.Object({
  ...PageQuery,
  search: Type.Optional(Type.String({ maxLength: 200 })),
  country: Type.Optional(Type.String({ maxLength: 2 })),
  browser: Type.Optional(Type.String({ maxLength: 64 })),
  device: Type.Optional(Type.String({ maxLength: 64 })),
  source: Type.Optional(Type.String({ maxLength: 200 })),
  known: Type.Optional(Type.Union([Type.Literal('verified'), Type.Literal('named'), Type.Literal('anonymous')])),
  /** Seen within the last n minutes. */
  seenWithin: Type.Optional(Type.Integer({ minimum: 1, maximum: 60 * 24 * 400 })),
  bots: Type.Optional(Type.Boolean()),
  segment: Type.Optional(SegmentId),
  sort: Type.Optional(
    Type.Union([
      Type.Literal('lastSeenAt'),
      Type.Literal('firstSeenAt'),
      Type.Literal('events'),
      Type.Literal('visits'),
      Type.Literal('name')
    ])
  ),
  order: Type.Optional(Type.Union([Type.Literal('asc'), Type.Literal('desc')]))
})
export type PeopleQuery = Static<typeof PeopleQuery>

export const PeoplePage = Type.Object({ ...pageOf(PersonSummary).properties, total: Type.Integer() })
export type PeoplePage = Static<typeof PeoplePage>

/** The values the filter rail offers, each with how many people have it. */
export const PeopleFacets = Type.Object({
  countries: Type.Array(Type.Object({ value: Type.String(), people: Type.Integer() })),
  browsers: Type.Array(Type.Object({ value: Type.String(), people: Type.Integer() })),
  devices: Type.Array(Type.Object({ value: Type.String(), people: Type.Integer() })),
  sources: Type.Array(Type.Object({ value: Type.String(), people: Type.Integer() }))
})
export type PeopleFacets = Static<typeof PeopleFacets>

export const TimelineQuery = Type.Object({
  ...PageQuery,
  /** Comma-separated event types to show; all when absent. */
  types: Type.Optional(Type.String({ maxLength: 200 }))
})

export const UnmergeRequest = Type.Object({ joinId: JoinId })
/** The two people there are after the undo. */
export const UnmergeAnswer = Type.Object({ people: Type.Array(PersonSummary) })
export type UnmergeAnswer = Static<typeof UnmergeAnswer>
