import { type Static, Type } from 'typebox'
import { Against, AnswerRange, Breakdown, EventChoice, questionFields, questionLimits, Unit } from './analytics.ts'
import { PageQuery } from './ids.ts'
import { PersonSummary } from './people.ts'

const Count = Type.Integer()
const Optional = Type.Optional

/* ---- overview ---- */

/** A GET: `filters` is the JSON of a list of filters. `metric` is the one the big chart follows. */
export const OverviewQuery = Type.Object({
  from: questionFields.from,
  to: questionFields.to,
  timezone: questionFields.timezone,
  agentId: questionFields.agentId,
  bots: questionFields.bots,
  filters: Optional(Type.String({ maxLength: 20_000 })),
  unit: Optional(Unit),
  compare: Optional(Type.Boolean()),
  against: Optional(Against),
  /** The event a conversion is; without one none are counted. */
  conversion: Optional(Type.String({ maxLength: 200 }))
})
export type OverviewQuery = Static<typeof OverviewQuery>

/** `views` of pages; `bounceRate` 0–1: visits of one page; `visitSeconds`: of a visit, from its first to its last event, on average. */
export const Figures = Type.Object({
  visitors: Type.Number(),
  visits: Type.Number(),
  views: Type.Number(),
  viewsPerVisit: Type.Number(),
  bounceRate: Type.Number(),
  visitSeconds: Type.Number(),
  conversations: Type.Number(),
  conversions: Type.Number()
})
export type Figures = Static<typeof Figures>
export const OverviewAnswer = Type.Object({
  range: AnswerRange,
  unit: Unit,
  buckets: Type.Array(Type.String()),
  total: Figures,
  /** One for each bucket. */
  points: Type.Array(Figures),
  previous: Optional(Type.Object({ range: AnswerRange, total: Figures, points: Type.Array(Figures) }))
})
export type OverviewAnswer = Static<typeof OverviewAnswer>

/* ---- top lists ---- */

export const topDimensions = [
  'page',
  'entryPage',
  'exitPage',
  'referrer',
  'source',
  'campaign',
  'medium',
  'term',
  'content',
  'country',
  'region',
  'city',
  'browser',
  'os',
  'device',
  'language',
  'host',
  'event',
  'endpoint'
] as const
export const TopQuery = Type.Object({
  ...OverviewQuery.properties,
  dimension: Type.Enum([...topDimensions]),
  /** false leaves the visits of each row out, which are most of what a list costs. */
  visits: Optional(Type.Boolean()),
  search: Optional(Type.String({ maxLength: 200 })),
  sort: Optional(Type.Enum(['visitors', 'visits', 'views', 'events'])),
  limit: Optional(Type.Integer({ minimum: 1, maximum: 500 })),
  offset: Optional(Type.Integer({ minimum: 0, maximum: 10_000 }))
})
export type TopQuery = Static<typeof TopQuery>
export const TopRow = Type.Object({
  /** '' where it is not known. */
  value: Type.String(),
  /** Beside a region or a city: the country. */
  country: Optional(Type.String()),
  visitors: Count,
  visits: Optional(Count),
  /** Pages: views. Events: how often. */
  count: Count,
  bounceRate: Optional(Type.Number()),
  previous: Optional(Type.Object({ visitors: Count, visits: Optional(Count), count: Count }))
})
export type TopRow = Static<typeof TopRow>
export const TopAnswer = Type.Object({
  range: AnswerRange,
  dimension: Type.String(),
  items: Type.Array(TopRow),
  /** How many values there are in all. */
  values: Count,
  /** Of all values together; people are counted once. */
  total: Type.Object({ visitors: Count, visits: Optional(Count), count: Count })
})
export type TopAnswer = Static<typeof TopAnswer>

/* ---- the last half hour ---- */

export const LastHalfHour = Type.Object({
  asOf: Type.String(),
  visitors: Count,
  views: Count,
  /** Thirty minutes, the oldest first. */
  minutes: Type.Array(Type.Object({ at: Type.String(), visitors: Count, views: Count })),
  pages: Type.Array(Type.Object({ value: Type.String(), visitors: Count })),
  countries: Type.Array(Type.Object({ value: Type.String(), visitors: Count })),
  sources: Type.Array(Type.Object({ value: Type.String(), visitors: Count })),
  events: Type.Array(Type.Object({ value: Type.String(), count: Count }))
})
export type LastHalfHour = Static<typeof LastHalfHour>

/* ---- funnel ---- */

/** `anyOf`: any of these will do instead. `optional`: whoever skips it goes on, and is counted at the later steps. */
export const FunnelStep = Type.Object(
  {
    ...EventChoice.properties,
    anyOf: Optional(Type.Array(EventChoice, { maxItems: 10 })),
    optional: Optional(Type.Boolean())
  },
  { additionalProperties: false }
)
export type FunnelStep = Static<typeof FunnelStep>
/** Whoever does this after step `after` (from 1) and before the step that follows is out, from there on. Without `after`: anywhere between first and last. */
export const FunnelExclusion = Type.Object(
  { ...EventChoice.properties, after: Optional(Type.Integer({ minimum: 1, maximum: questionLimits.steps - 1 })) },
  { additionalProperties: false }
)
export type FunnelExclusion = Static<typeof FunnelExclusion>
/** `90m`, `12h`, `7d`, `45s`: from the first step to the last. */
export const FunnelWindow = Type.String({
  pattern: '^[1-9]\\d{0,6}[smhdw]$',
  description: 'from 1s to 90d, such as 30m, 12h or 14d'
})
export const funnelOrders = ['ordered', 'strict', 'any'] as const
export const FunnelQuestion = Type.Object({
  ...questionFields,
  steps: Type.Array(FunnelStep, { minItems: 2, maxItems: questionLimits.steps }),
  /** 14 days where none is given; at most 90. */
  window: Optional(FunnelWindow),
  /** `ordered`: other events may lie between. `strict`: none may. `any`: in whatever order. */
  order: Optional(Type.Enum([...funnelOrders])),
  exclude: Optional(Type.Array(FunnelExclusion, { maxItems: 10 })),
  breakdown: Optional(Breakdown),
  /** Which event of somebody says what they are broken down by: their first, their last, or that of a step (from 1). */
  attribution: Optional(
    Type.Union([
      Type.Literal('first'),
      Type.Literal('last'),
      Type.Integer({ minimum: 1, maximum: questionLimits.steps })
    ])
  ),
  limit: Optional(Type.Integer({ minimum: 1, maximum: 25 })),
  /** Conversion over time by the day, week or month of the first step. */
  unit: Optional(Unit),
  /** A second span of the same question, beside the first: one that stands, or one that moves on with it. */
  compare: Optional(
    Type.Union([
      Type.Object({ from: questionFields.from, to: questionFields.to }, { additionalProperties: false }),
      Against
    ])
  )
})
export type FunnelQuestion = Static<typeof FunnelQuestion>

export const FunnelStepAnswer = Type.Object({
  label: Type.String(),
  count: Count,
  /** Of those who began. */
  rate: Type.Number(),
  /** Of those of the step before. */
  rateFromPrevious: Type.Number(),
  /** Those of the step before who did not come here. */
  dropped: Count,
  /** From the step before to this one. */
  medianSeconds: Optional(Type.Number()),
  averageSeconds: Optional(Type.Number())
})
export type FunnelStepAnswer = Static<typeof FunnelStepAnswer>
export const TimeToConvert = Type.Object({
  medianSeconds: Optional(Type.Number()),
  p90Seconds: Optional(Type.Number()),
  /** People by how long they took from the first step to the last. */
  buckets: Type.Array(Type.Object({ fromSeconds: Type.Number(), toSeconds: Type.Number(), people: Count }))
})
const FunnelPart = Type.Object({
  steps: Type.Array(FunnelStepAnswer),
  conversion: Type.Number(),
  timeToConvert: TimeToConvert
})
export const FunnelAnswer = Type.Object({
  range: AnswerRange,
  windowSeconds: Type.Integer(),
  ...FunnelPart.properties,
  breakdown: Optional(
    Type.Array(Type.Object({ value: Type.String(), isRest: Optional(Type.Boolean()), ...FunnelPart.properties }))
  ),
  overTime: Optional(
    Type.Array(Type.Object({ bucket: Type.String(), entered: Count, converted: Count, rate: Type.Number() }))
  ),
  compared: Optional(Type.Object({ range: AnswerRange, ...FunnelPart.properties }))
})
export type FunnelAnswer = Static<typeof FunnelAnswer>

/* ---- retention ---- */

export const retentionUnits = ['day', 'week', 'month'] as const
export const RetentionQuestion = Type.Object({
  ...questionFields,
  unit: Optional(Type.Enum([...retentionUnits])),
  /** Anything the visitor did where none is given. */
  start: Optional(EventChoice),
  return: Optional(EventChoice),
  /** `first`: a cohort is who did it for the first time ever then. `recurring`: who did it then, each time anew. */
  cohorts: Optional(Type.Enum(['first', 'recurring'])),
  /** `on`: came back in that period. `onOrAfter`: in that one or a later one. */
  counting: Optional(Type.Enum(['on', 'onOrAfter'])),
  periods: Optional(Type.Integer({ minimum: 1, maximum: 60 })),
  breakdown: Optional(Breakdown),
  limit: Optional(Type.Integer({ minimum: 1, maximum: 25 }))
})
export type RetentionQuestion = Static<typeof RetentionQuestion>
/** `returned[n]`: of the cohort, n periods later; 0 is the period of the start itself. Periods that have not begun are left out. */
export const Cohort = Type.Object({ start: Type.String(), size: Count, returned: Type.Array(Count) })
export const RetentionCurve = Type.Object({
  size: Count,
  /** 0–1, over all cohorts that are old enough for the period, weighted by their size. */
  rates: Type.Array(Type.Number())
})
export const RetentionAnswer = Type.Object({
  range: AnswerRange,
  unit: Type.Enum([...retentionUnits]),
  cohorts: Type.Array(Cohort),
  curve: RetentionCurve,
  breakdown: Optional(
    Type.Array(Type.Object({ value: Type.String(), isRest: Optional(Type.Boolean()), ...RetentionCurve.properties }))
  )
})
export type RetentionAnswer = Static<typeof RetentionAnswer>

/* ---- paths ---- */

export const PathsQuestion = Type.Object({
  ...questionFields,
  /** What a node is: pages by their folded path, events by their name, or both. */
  nodes: Optional(Type.Enum(['pages', 'events', 'both'])),
  /** Where paths begin (or end). Without either they begin with each visit. */
  start: Optional(EventChoice),
  end: Optional(EventChoice),
  levels: Optional(Type.Integer({ minimum: 2, maximum: 10 })),
  /** Nodes of one level shown by themselves; the rest is one node. */
  perLevel: Optional(Type.Integer({ minimum: 2, maximum: 20 })),
  /** `/product/*` folds all products into one. Numbers, ids and long mixed words are folded by themselves unless `fold` is false. */
  patterns: Optional(Type.Array(Type.String({ minLength: 1, maxLength: 200 }), { maxItems: 20 })),
  fold: Optional(Type.Boolean()),
  /** A page that follows itself (a reload, a filter in the address) counts once. */
  keepRepeats: Optional(Type.Boolean())
})
export type PathsQuestion = Static<typeof PathsQuestion>
/** Levels are in the order of time, the leftmost 0. Where paths lead to an end, that is the last level. */
export const PathNode = Type.Object({
  level: Type.Integer(),
  /** '' where it is the rest; a page without an address has that name too. */
  name: Type.String(),
  isRest: Optional(Type.Boolean()),
  visits: Count,
  /** Visits that ended here. Not told where paths lead to an end: all go on to it. */
  ended: Count,
  /** Only where paths lead to an end: visits that began here. */
  began: Optional(Count)
})
/** From a node of `level` to one of the next. */
export const PathLink = Type.Object({
  level: Type.Integer(),
  from: Type.String(),
  to: Type.String(),
  fromRest: Optional(Type.Boolean()),
  toRest: Optional(Type.Boolean()),
  visits: Count
})
export const PathsAnswer = Type.Object({
  range: AnswerRange,
  levels: Type.Integer(),
  direction: Type.Enum(['from', 'to']),
  visits: Count,
  nodes: Type.Array(PathNode),
  links: Type.Array(PathLink)
})
export type PathsAnswer = Static<typeof PathsAnswer>

/* ---- the people behind a figure ---- */

export const PeopleBehind = Type.Object({
  of: Type.Union([
    Type.Object({
      report: Type.Literal('funnel'),
      question: FunnelQuestion,
      /** From 1. */
      step: Type.Integer({ minimum: 1, maximum: questionLimits.steps }),
      /** `reached` this step, or `lost` before it: reached the step before and not this one. */
      who: Type.Enum(['reached', 'lost']),
      /** One value of the breakdown, or all but those that have a row of their own. */
      value: Optional(Type.String({ maxLength: 1_000 })),
      except: Optional(Type.Array(Type.String({ maxLength: 1_000 }), { maxItems: questionLimits.breakdownRows }))
    }),
    Type.Object({
      report: Type.Literal('retention'),
      question: RetentionQuestion,
      cohort: Type.String({ maxLength: 40 }),
      period: Type.Integer({ minimum: 0, maximum: 60 }),
      who: Type.Enum(['returned', 'lost'])
    }),
    Type.Object({
      report: Type.Literal('paths'),
      question: PathsQuestion,
      level: Type.Integer({ minimum: 0, maximum: 10 }),
      /** One of them: a node of that level, or all but those that are drawn. */
      node: Optional(Type.String({ maxLength: 2_000 })),
      except: Optional(Type.Array(Type.String({ maxLength: 2_000 }), { maxItems: 100 }))
    })
  ]),
  ...PageQuery
})
export type PeopleBehind = Static<typeof PeopleBehind>
export const PeopleBehindAnswer = Type.Object({
  items: Type.Array(Type.Object({ ...PersonSummary.properties, at: Optional(Type.String()) })),
  total: Count,
  nextCursor: Optional(Type.String())
})
export type PeopleBehindAnswer = Static<typeof PeopleBehindAnswer>

/* ---- conversations ---- */

export const ConversationsQuestion = Type.Object({
  ...questionFields,
  unit: Optional(Unit),
  compare: Optional(Type.Boolean()),
  against: Optional(Against),
  source: Optional(Type.String({ maxLength: 100 })),
  assignee: Optional(Type.String({ maxLength: 40 }))
})
export type ConversationsQuestion = Static<typeof ConversationsQuestion>
export const ConversationFigures = Type.Object({
  started: Count,
  resolved: Count,
  /** Seconds; absent where there is none to measure. */
  firstReplyMedian: Optional(Type.Number()),
  firstReplyP90: Optional(Type.Number()),
  resolutionMedian: Optional(Type.Number()),
  resolutionP90: Optional(Type.Number()),
  rated: Count,
  /** Ratings of 4 and 5, 0–1. */
  satisfied: Optional(Type.Number()),
  ratingAverage: Optional(Type.Number()),
  byResponder: Count,
  byTeam: Count,
  unanswered: Count
})
export type ConversationFigures = Static<typeof ConversationFigures>
const ConversationGroup = Type.Object({ value: Type.String(), label: Type.String(), ...ConversationFigures.properties })
export const ConversationsAnswer = Type.Object({
  range: AnswerRange,
  unit: Unit,
  buckets: Type.Array(Type.String()),
  total: ConversationFigures,
  points: Type.Array(Type.Object({ started: Count, resolved: Count, unanswered: Count })),
  previous: Optional(ConversationFigures),
  byMember: Type.Array(ConversationGroup),
  bySource: Type.Array(ConversationGroup),
  byCountry: Type.Array(ConversationGroup),
  /** Started, by weekday (0 is Monday) and hour of the timezone: 7 × 24. */
  week: Type.Array(Type.Array(Count)),
  ratings: Type.Array(Count),
  /** Asked, and neither answered from the documents nor by a person; for who may read conversations. */
  unansweredQuestions: Type.Array(
    Type.Object({ conversationId: Type.String(), text: Type.String(), at: Type.String() })
  )
})
export type ConversationsAnswer = Static<typeof ConversationsAnswer>
