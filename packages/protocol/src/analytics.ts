import { type Static, Type } from 'typebox'
import { AgentId } from './ids.ts'
import { aggregates, comparisons, units } from './plain.ts'

/** What one question may hold. A list longer than this is a segment. */
export const questionLimits = {
  conditions: 50,
  values: 500,
  valueChars: 1_000,
  regexChars: 200,
  buckets: 2_000,
  breakdownRows: 100,
  steps: 20,
  windowDays: 90,
  rangeDays: 3_660
} as const

export const momentPattern = '^\\d{4}-\\d\\d-\\d\\d(T\\d\\d:\\d\\d(:\\d\\d(\\.\\d{1,3})?)?(Z|[+-]\\d\\d:\\d\\d))?$'
/**
 * `2026-11-26` is a day in the timezone of the question, `2026-11-26T08:00:00Z` an instant. As `to`, a day is meant with all its
 * hours; an instant is the first that is no longer meant.
 */
export const Moment = Type.String({
  pattern: momentPattern,
  description: 'A day (2026-11-26) or an instant (2026-11-26T08:00:00Z)'
})

export const operators = [
  'is',
  'isNot',
  'contains',
  'notContains',
  'startsWith',
  'matches',
  'notMatches',
  'isSet',
  'isNotSet',
  'gt',
  'gte',
  'lt',
  'lte',
  'before',
  'after'
] as const
export type Operator = (typeof operators)[number]

/** What other tools call them; people come with queries they know. */
export const operatorAliases: Readonly<Record<string, Operator>> = {
  eq: 'is',
  equals: 'is',
  '=': 'is',
  '==': 'is',
  in: 'is',
  neq: 'isNot',
  ne: 'isNot',
  notEquals: 'isNot',
  not_equals: 'isNot',
  '!=': 'isNot',
  notIn: 'isNot',
  not_in: 'isNot',
  not_contains: 'notContains',
  starts_with: 'startsWith',
  regex: 'matches',
  not_regex: 'notMatches',
  exists: 'isSet',
  set: 'isSet',
  is_set: 'isSet',
  not_exists: 'isNotSet',
  not_set: 'isNotSet',
  is_not_set: 'isNotSet',
  '>': 'gt',
  '>=': 'gte',
  '<': 'lt',
  '<=': 'lte'
}
export const operatorOf = (op: string): Operator => operatorAliases[op] ?? operators.find(known => known === op) ?? 'is'

const Value = Type.Union([Type.String({ maxLength: questionLimits.valueChars }), Type.Number(), Type.Boolean()])

/**
 * `property` is a field from the list (`country`, `path`, `campaign`…), `properties.price` or just `price` for a property of the event,
 * or `traits.plan` for what is known of the person.
 */
export const Condition = Type.Object(
  {
    property: Type.String({ minLength: 1, maxLength: 200 }),
    op: Type.Optional(Type.Enum([...operators, ...Object.keys(operatorAliases)])),
    value: Type.Optional(Type.Union([Value, Type.Array(Value, { minItems: 1, maxItems: questionLimits.values })]))
  },
  { additionalProperties: false }
)
export type Condition = Static<typeof Condition>

const EventMatch = {
  /** A type (`page`, `track`, `click`, `conversation`…), or the name of a tracked event or of what happened in a conversation. */
  event: Type.String({ minLength: 1, maxLength: 200 }),
  name: Type.Optional(Type.String({ maxLength: 200 })),
  where: Type.Optional(Type.Array(Condition, { maxItems: questionLimits.conditions }))
}
export const EventChoice = Type.Object(
  { ...EventMatch, label: Type.Optional(Type.String({ maxLength: 200 })) },
  { additionalProperties: false }
)
export type EventChoice = Static<typeof EventChoice>

/** People who did this so often, within the last so many days or ever. */
export const Did = Type.Object(
  {
    did: EventChoice,
    times: Type.Optional(
      Type.Object(
        {
          op: Type.Union([Type.Literal('atLeast'), Type.Literal('atMost'), Type.Literal('exactly')]),
          count: Type.Integer({ minimum: 0, maximum: 1_000_000 })
        },
        { additionalProperties: false }
      )
    ),
    withinDays: Type.Optional(Type.Integer({ minimum: 1, maximum: questionLimits.rangeDays })),
    not: Type.Optional(Type.Boolean())
  },
  { additionalProperties: false }
)
export type Did = Static<typeof Did>

export const SegmentId = Type.String({
  pattern: '^seg_[0-9a-f]{32}$',
  description: 'Segment id, seg_ and 32 hex digits'
})
export const InSegment = Type.Object(
  { segment: SegmentId, not: Type.Optional(Type.Boolean()) },
  { additionalProperties: false }
)
export type InSegment = Static<typeof InSegment>

const One = Type.Union([Condition, Did, InSegment])
export type OneFilter = Static<typeof One>
export const AllOf = Type.Object(
  { all: Type.Array(One, { minItems: 1, maxItems: questionLimits.conditions }) },
  { additionalProperties: false }
)
export const AnyOf = Type.Object(
  {
    any: Type.Array(Type.Union([Condition, Did, InSegment, AllOf]), {
      minItems: 1,
      maxItems: questionLimits.conditions
    })
  },
  { additionalProperties: false }
)
export type AllOf = Static<typeof AllOf>
export type AnyOf = Static<typeof AnyOf>

/** All of the list must hold; a group of it holds when any of its members does. */
export const Filter = Type.Union([Condition, Did, InSegment, AnyOf])
export type Filter = Static<typeof Filter>
export const Filters = Type.Array(Filter, { maxItems: questionLimits.conditions })

export const BotChoice = Type.Union([Type.Literal('without'), Type.Literal('with'), Type.Literal('only')])
export type BotChoice = Static<typeof BotChoice>

/** What every question has. */
export const questionFields = {
  from: Moment,
  to: Moment,
  /** An IANA name; the workspace's own where none is given. */
  timezone: Type.Optional(Type.String({ maxLength: 64 })),
  filters: Type.Optional(Filters),
  /** Visitors whose browser says it is a program are left out unless asked for. */
  bots: Type.Optional(BotChoice),
  agentId: Type.Optional(AgentId)
}
export const Question = Type.Object(questionFields)
export type Question = Static<typeof Question>

export const Unit = Type.Enum([...units])
export type Unit = (typeof units)[number]

export const Breakdown = Type.String({ minLength: 1, maxLength: 200 })

/** What the answer is about: the range as it was understood, and the moment it was asked at. */
export const AnswerRange = Type.Object({
  from: Type.String(),
  to: Type.String(),
  timezone: Type.String(),
  asOf: Type.String()
})
export type AnswerRange = Static<typeof AnswerRange>

/** `compare` is with the time just before, of the same length; `year` means the same days of the year before. */
export const Against = Type.Enum([...comparisons])
export type Against = Static<typeof Against>

export const Aggregate = Type.Enum([...aggregates])
export type Aggregate = (typeof aggregates)[number]

export const TrendSeries = Type.Object(
  {
    ...EventChoice.properties,
    aggregate: Type.Optional(Aggregate),
    property: Type.Optional(Type.String({ minLength: 1, maxLength: 200 }))
  },
  { additionalProperties: false }
)
export type TrendSeries = Static<typeof TrendSeries>

export const TrendQuestion = Type.Object({
  ...questionFields,
  series: Type.Array(TrendSeries, { minItems: 1, maxItems: 10 }),
  unit: Type.Optional(Unit),
  breakdown: Type.Optional(Breakdown),
  /** So many values of the breakdown as lines of their own; the rest is added up as one. */
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 50 })),
  compare: Type.Optional(Type.Boolean()),
  against: Type.Optional(Against),
  /** Drawn over so many points. The answer has the points themselves. */
  movingAverage: Type.Optional(Type.Integer({ minimum: 2, maximum: 30 }))
})
export type TrendQuestion = Static<typeof TrendQuestion>

/** Of a property that nobody gave there is no average, no middle, no least and no most; of a count there is nought. */
const Figure = Type.Union([Type.Number(), Type.Null()])

export const TrendLine = Type.Object({
  series: Type.Integer(),
  label: Type.String(),
  /** The value of the breakdown; absent without one. `isRest` is everything that has no line of its own. */
  value: Type.Optional(Type.String()),
  isRest: Type.Optional(Type.Boolean()),
  points: Type.Array(Figure),
  /** Of the whole time: people are counted once, so it is no sum of the points. */
  total: Figure,
  previous: Type.Optional(Type.Object({ points: Type.Array(Figure), total: Figure }))
})
export type TrendLine = Static<typeof TrendLine>
export const TrendAnswer = Type.Object({
  range: AnswerRange,
  unit: Unit,
  /** What each point is about: a day, or the instant an hour begins. */
  buckets: Type.Array(Type.String()),
  /** What the values of the lines are values of. */
  breakdown: Type.Optional(Type.String()),
  movingAverage: Type.Optional(Type.Integer()),
  lines: Type.Array(TrendLine)
})
export type TrendAnswer = Static<typeof TrendAnswer>

/** A page gives each question a name of its own (`X-Ask`), to ask how far it is and to take it back. */
export const AskId = Type.String({ pattern: '^[0-9a-f]{32}$' })
export const AskProgress = Type.Object({
  /** `waiting`: another report of the workspace is answered first. */
  state: Type.Enum(['waiting', 'running']),
  seconds: Type.Number(),
  /** Events read so far, and about how many there are to read, of the statement that runs now. */
  readRows: Type.Number(),
  totalRows: Type.Number(),
  /** Statements that are done; a report has one or a few. */
  statements: Type.Integer()
})
export type AskProgress = Static<typeof AskProgress>
