import { type Static, Type } from 'typebox'
import { Instant } from './ids.ts'
import { Place } from './people.ts'
import { longestKeptDays } from './plain.ts'

/** From the most that may be kept to the least. */
export const keptIps = ['full', 'truncated', 'never'] as const
export const keptPlaces = ['city', 'region', 'country', 'none'] as const
export type KeptIp = (typeof keptIps)[number]
export type KeptPlace = (typeof keptPlaces)[number]

/** What is kept of where somebody is, and for how long. */
const rule = {
  ip: Type.Enum([...keptIps], {
    description: 'truncated keeps the first 24 bits of an IPv4 address and the first 48 of an IPv6 address'
  }),
  place: Type.Enum([...keptPlaces], {
    description: 'The finest that is kept. The time zone goes with any place; with none it is not kept either.'
  }),
  forgetAfterDays: Type.Integer({ minimum: 1, maximum: longestKeptDays })
}
export const PrivacyRule = Type.Object(rule)
export type PrivacyRule = Static<typeof PrivacyRule>

export const RegionRule = Type.Object({
  name: Type.String({ minLength: 1, maxLength: 80, pattern: '\\S' }),
  /** A country is in one region at most. */
  countries: Type.Array(Type.String({ pattern: '^[A-Z]{2}$', description: 'ISO 3166 code' }), {
    minItems: 1,
    maxItems: 260,
    uniqueItems: true
  }),
  ...rule
})
export type RegionRule = Static<typeof RegionRule>

export const PrivacyPolicy = Type.Object({
  default: PrivacyRule,
  regions: Type.Array(RegionRule, { maxItems: 40 })
})
export type PrivacyPolicy = Static<typeof PrivacyPolicy>

export const PrivacyPolicyShown = Type.Object({
  ...PrivacyPolicy.properties,
  /** For an address whose place is not known: the strictest part of every rule. */
  unknown: PrivacyRule,
  changedAt: Type.Optional(Instant),
  changedBy: Type.Optional(Type.String()),
  /** When what had been kept for long enough was last forgotten. */
  enforcedAt: Type.Optional(Instant),
  /** How many records have been made to forget so far. */
  forgotten: Type.Integer()
})
export type PrivacyPolicyShown = Static<typeof PrivacyPolicyShown>

export const PrivacyAppliesQuery = Type.Object({ ip: Type.String({ minLength: 2, maxLength: 64 }) })
/** What would be kept for an address. Asking stores nothing. */
export const PrivacyApplies = Type.Object({
  ip: Type.String(),
  /** What the city database says of the full address. */
  place: Place,
  by: Type.Union([Type.Literal('region'), Type.Literal('default'), Type.Literal('unknown')]),
  /** The name of the region whose rule it is. */
  region: Type.Optional(Type.String()),
  rule: PrivacyRule,
  kept: Type.Object({ ip: Type.Optional(Type.String()), ...Place.properties })
})
export type PrivacyApplies = Static<typeof PrivacyApplies>

/** How far what is stored already has been made to obey the policy. */
export const PrivacyApply = Type.Object({
  state: Type.Union([Type.Literal('never'), Type.Literal('running'), Type.Literal('done'), Type.Literal('failed')]),
  askedAt: Type.Optional(Instant),
  askedBy: Type.Optional(Type.String()),
  finishedAt: Type.Optional(Instant),
  /** What is being gone through now. */
  step: Type.Optional(Type.String()),
  /** Records gone through, of those that were there when it began. */
  done: Type.Integer(),
  total: Type.Integer(),
  /** How many of them were made to hold less. */
  changed: Type.Integer(),
  problem: Type.Optional(Type.String())
})
export type PrivacyApply = Static<typeof PrivacyApply>
