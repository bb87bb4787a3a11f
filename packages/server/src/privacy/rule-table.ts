import type { PrivacyPolicy } from '@foyer/protocol'
import { rulesOf } from './policy.ts'

/** A policy as the stores are given it: a line for each country that has a rule, `''` for unknown places, and the rest. */
export type RuleTable = {
  countries: string[]
  ips: string[]
  places: string[]
  days: number[]
  otherIp: string
  otherPlace: string
  otherDays: number
}

export function ruleTable(policy: PrivacyPolicy): RuleTable {
  const rules = rulesOf(policy)
  const countries = ['', ...policy.regions.flatMap(region => region.countries)]
  const each = countries.map(country => rules.of(country).rule)
  return {
    countries,
    ips: each.map(rule => rule.ip),
    places: each.map(rule => rule.place),
    days: each.map(rule => rule.forgetAfterDays),
    otherIp: rules.default.ip,
    otherPlace: rules.default.place,
    otherDays: rules.default.forgetAfterDays
  }
}
