import { type Static, Type } from 'typebox'
import { SegmentId } from './analytics.ts'
import { Instant, MemberId, ProactiveRuleId } from './ids.ts'
import { proactiveLimits } from './plain.ts'

/** Nothing appears earlier on a page: by then what the page tells of itself (a cart that is seen, an order) has been heard. */
export const proactiveEarliestMs = 2_000

const Value = Type.String({ minLength: 1, maxLength: proactiveLimits.valueChars, pattern: '\\S' })
const Plain = Type.Union([Value, Type.Number(), Type.Boolean()])

export const pageOps = ['is', 'isNot', 'contains', 'notContains', 'matches'] as const
/** `exists` takes no value; `atLeast` and `atMost` take a number. */
export const valueOps = ['is', 'isNot', 'contains', 'atLeast', 'atMost', 'exists'] as const
export type ValueOp = (typeof valueOps)[number]

/** Compared with the address without its hash: a path for what begins with `/`, else all of it. `*` stands for anything. */
export const PageCondition = Type.Object({ kind: Type.Literal('page'), op: Type.Enum([...pageOps]), value: Value })
export type PageCondition = Static<typeof PageCondition>

const PropertyCondition = Type.Object({
  property: Value,
  op: Type.Enum([...valueOps]),
  value: Type.Optional(Plain)
})
export type PropertyCondition = Static<typeof PropertyCondition>

/** What only the page knows; it is watched there. */
export const PageSideCondition = Type.Union([
  PageCondition,
  /** Seconds for which this page has been looked at. */
  Type.Object({ kind: Type.Literal('timeOnPage'), seconds: Type.Integer({ minimum: 1, maximum: 3_600 }) }),
  /** Seconds since the visit began. */
  Type.Object({ kind: Type.Literal('timeOnSite'), seconds: Type.Integer({ minimum: 1, maximum: 86_400 }) }),
  Type.Object({ kind: Type.Literal('scroll'), percent: Type.Integer({ minimum: 1, maximum: 100 }) }),
  /** A custom event of the tracker's, on this page. */
  Type.Object({
    kind: Type.Literal('event'),
    name: Value,
    where: Type.Optional(Type.Array(PropertyCondition, { maxItems: proactiveLimits.where }))
  }),
  Type.Object({
    kind: Type.Literal('cart'),
    atLeast: Type.Number({ exclusiveMinimum: 0, maximum: 1_000_000_000 }),
    currency: Type.Optional(Type.String({ pattern: '^[A-Z]{3}$' }))
  })
])
export type PageSideCondition = Static<typeof PageSideCondition>

/** What only the server knows. None of it is ever sent to a page. */
export const ServerSideCondition = Type.Union([
  /** `proven`: only what came in a signed token counts, not what the page claimed. */
  Type.Object({
    kind: Type.Literal('trait'),
    key: Value,
    op: Type.Enum([...valueOps]),
    value: Type.Optional(Plain),
    proven: Type.Boolean()
  }),
  Type.Object({ kind: Type.Literal('visits'), atLeast: Type.Integer({ minimum: 1, maximum: 10_000 }) }),
  Type.Object({
    kind: Type.Literal('country'),
    in: Type.Array(Type.String({ pattern: '^[A-Z]{2}$' }), { minItems: 1, maxItems: proactiveLimits.listed })
  }),
  /** Where the first visit came from, as the People page has it. */
  Type.Object({
    kind: Type.Literal('source'),
    in: Type.Array(Value, { minItems: 1, maxItems: proactiveLimits.listed })
  }),
  Type.Object({ kind: Type.Literal('known'), as: Type.Enum(['anonymous', 'named', 'verified']) }),
  Type.Object({ kind: Type.Literal('talked'), has: Type.Boolean() }),
  /** Judged by this browser and those that proved the same user. */
  Type.Object({ kind: Type.Literal('segment'), segment: SegmentId, is: Type.Boolean() })
])
export type ServerSideCondition = Static<typeof ServerSideCondition>

export const ProactiveCondition = Type.Union([...PageSideCondition.anyOf, ...ServerSideCondition.anyOf])
export type ProactiveCondition = PageSideCondition | ServerSideCondition

/** How often one person may be shown one rule, on all their devices together. */
export const ProactiveFrequency = Type.Union([
  Type.Object({ kind: Type.Literal('once') }),
  Type.Object({ kind: Type.Literal('visit') }),
  Type.Object({
    kind: Type.Literal('times'),
    times: Type.Integer({ minimum: 1, maximum: 50 }),
    days: Type.Integer({ minimum: 1, maximum: 365 })
  })
])
export type ProactiveFrequency = Static<typeof ProactiveFrequency>

const ClockTime = Type.String({ pattern: '^([01]\\d|2[0-3]):[0-5]\\d$' })
/** In the workspace's time zone. Days are 1 (Monday) to 7. */
export const ProactiveHours = Type.Object({
  days: Type.Array(Type.Integer({ minimum: 1, maximum: 7 }), { minItems: 1, maxItems: 7, uniqueItems: true }),
  from: ClockTime,
  to: ClockTime
})
export type ProactiveHours = Static<typeof ProactiveHours>

const written = {
  name: Type.String({ minLength: 1, maxLength: proactiveLimits.nameChars, pattern: '\\S' }),
  /** Markdown, as in a conversation. */
  message: Type.String({ minLength: 1, maxLength: proactiveLimits.messageChars, pattern: '\\S' }),
  /** The member whose name it carries; without one, the agent's name. */
  authorId: Type.Optional(Type.Union([MemberId, Type.Null()])),
  /** All of them must hold. */
  conditions: Type.Array(ProactiveCondition, { minItems: 1, maxItems: proactiveLimits.conditions }),
  frequency: ProactiveFrequency,
  hours: Type.Optional(Type.Union([ProactiveHours, Type.Null()])),
  activeFrom: Type.Optional(Type.Union([Instant, Type.Null()])),
  activeTo: Type.Optional(Type.Union([Instant, Type.Null()])),
  enabled: Type.Boolean()
}
export const ProactiveRuleWrite = Type.Object(written)
export type ProactiveRuleWrite = Static<typeof ProactiveRuleWrite>
export const ProactiveRuleChange = Type.Partial(ProactiveRuleWrite)
export type ProactiveRuleChange = Static<typeof ProactiveRuleChange>

export const ProactiveRule = Type.Object({
  id: ProactiveRuleId,
  ...written,
  authorName: Type.Optional(Type.String()),
  /** Since it was made. */
  shown: Type.Integer(),
  dismissed: Type.Integer(),
  answered: Type.Integer(),
  lastShownAt: Type.Optional(Instant),
  createdAt: Instant,
  updatedAt: Instant
})
export type ProactiveRule = Static<typeof ProactiveRule>

/** For all rules of an agent together. */
export const ProactiveSettings = Type.Object({
  /** At most so many messages to one person within 24 hours, whichever rules they are of. */
  perDay: Type.Integer({ minimum: 1, maximum: 20 }),
  /** Days without another after one was closed. */
  quietDays: Type.Integer({ minimum: 0, maximum: 365 })
})
export type ProactiveSettings = Static<typeof ProactiveSettings>

/** In the order they are tried: of several that fit at one moment, the first is shown. */
export const ProactiveRules = Type.Object({ items: Type.Array(ProactiveRule), settings: ProactiveSettings })
export type ProactiveRules = Static<typeof ProactiveRules>
export const ProactiveOrder = Type.Object({
  ids: Type.Array(ProactiveRuleId, { maxItems: proactiveLimits.rulesPerAgent, uniqueItems: true })
})

/** A rule as it is being edited, without what does not decide when it fires. */
export const ProactivePreviewRequest = Type.Object({
  conditions: written.conditions,
  frequency: written.frequency,
  hours: written.hours
})
export type ProactivePreviewRequest = Static<typeof ProactivePreviewRequest>
export const ProactivePreview = Type.Union([
  Type.Object({
    known: Type.Literal(true),
    from: Instant,
    to: Instant,
    /** Messages, after the rule's own frequency. */
    times: Type.Integer(),
    /** To so many people. */
    people: Type.Integer(),
    /** What the number rests on, and what it leaves out. */
    notes: Type.Array(Type.String())
  }),
  /** A sentence instead of a wrong number. */
  Type.Object({ known: Type.Literal(false), reason: Type.String() })
])
export type ProactivePreview = Static<typeof ProactivePreview>

/** What a cart held after the last event that told of it. */
export const CartValue = Type.Object({
  value: Type.Number(),
  currency: Type.String(),
  /** The id of that event: ids of one browser grow, while its clock and the server's may disagree. */
  upTo: Type.String()
})
export type CartValue = Static<typeof CartValue>

/** The rules that this visitor may still be shown, with what the page has to watch for and nothing else. */
export const WidgetProactive = Type.Object({
  rules: Type.Array(Type.Object({ id: ProactiveRuleId, conditions: Type.Array(PageSideCondition) })),
  cart: Type.Optional(CartValue)
})
export type WidgetProactive = Static<typeof WidgetProactive>

const ShownId = Type.String({ pattern: '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' })
/** `id` is made in the page: sent again it is the same message, and counted once. */
export const ProactiveShow = Type.Object({
  id: ShownId,
  ruleId: ProactiveRuleId,
  url: Type.Optional(Type.String({ maxLength: 2_048 }))
})
export const ProactiveShown = Type.Union([
  Type.Object({
    shown: Type.Literal(true),
    text: Type.String(),
    author: Type.Object({ kind: Type.Enum(['member', 'system']), name: Type.String() })
  }),
  /** Another tab, another device or another rule came first. */
  Type.Object({ shown: Type.Literal(false) })
])
export type ProactiveShown = Static<typeof ProactiveShown>
export const ProactiveDismiss = Type.Object({ id: ShownId })
export const ProactiveOpening = ShownId
