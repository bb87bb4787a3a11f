import { keptIps, keptPlaces, type PrivacyPolicy, type PrivacyRule, type RegionRule } from '@foyer/protocol'
import { AppError } from '../http/index.ts'

/** Holds until a workspace says something else: as long as events are kept by default. */
export const defaultPolicy: PrivacyPolicy = {
  default: { ip: 'full', place: 'city', forgetAfterDays: 365 },
  regions: []
}

export type Ruling = { rule: PrivacyRule; by: 'region' | 'default' | 'unknown'; region?: string }
export type Rules = { of(country: string): Ruling; default: PrivacyRule; unknown: PrivacyRule }

const ruleOf = ({ ip, place, forgetAfterDays }: PrivacyRule): PrivacyRule => ({ ip, place, forgetAfterDays })

/** A policy, so that the rule for a country is found at once: every request asks. */
export function rulesOf(policy: PrivacyPolicy): Rules {
  const byCountry = new Map<string, Ruling>()
  for (const region of policy.regions)
    for (const country of region.countries)
      byCountry.set(country, { rule: ruleOf(region), by: 'region', region: region.name })
  const otherwise: Ruling = { rule: policy.default, by: 'default' }
  const unknown: Ruling = { rule: strictest([policy.default, ...policy.regions]), by: 'unknown' }
  return {
    of: country => (country === '' ? unknown : (byCountry.get(country) ?? otherwise)),
    default: otherwise.rule,
    unknown: unknown.rule
  }
}

/** Who cannot be placed may be anywhere, so what they get has to be right everywhere. */
function strictest(rules: PrivacyRule[]): PrivacyRule {
  const least = <Kept extends string>(scale: readonly Kept[], kept: Kept[]) =>
    scale[Math.max(...kept.map(one => scale.indexOf(one)))] ?? kept[0]
  return {
    ip: least(
      keptIps,
      rules.map(rule => rule.ip)
    ) as PrivacyRule['ip'],
    place: least(
      keptPlaces,
      rules.map(rule => rule.place)
    ) as PrivacyRule['place'],
    forgetAfterDays: Math.min(...rules.map(rule => rule.forgetAfterDays))
  }
}

const countryNames = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' })

/** Throws what is wrong with a policy whose form is right. */
export function checkedPolicy(given: PrivacyPolicy): PrivacyPolicy {
  const regionOf = new Map<string, string>()
  const regions = given.regions.map(({ name, countries, ...rule }, index): RegionRule => {
    const field = `regions.${index}`
    if (given.regions.some((other, at) => at < index && other.name.trim() === name.trim()))
      throw new AppError('invalid', `Two regions are called ${name.trim()}. Give one of them another name.`, { field })
    for (const country of countries) {
      const other = regionOf.get(country)
      if (countryNames.of(country) === undefined)
        throw new AppError('invalid', `${country} is not the code of a country.`, { field: `${field}.countries` })
      if (other !== undefined)
        throw new AppError(
          'invalid',
          `${countryNames.of(country)} is in ${other} already; take it out of one of them.`,
          {
            field: `${field}.countries`
          }
        )
      regionOf.set(country, name.trim())
    }
    return { name: name.trim(), countries: countries.toSorted(), ...ruleOf(rule) }
  })
  return { default: ruleOf(given.default), regions }
}
