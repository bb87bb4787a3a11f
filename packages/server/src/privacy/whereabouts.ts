import type { PrivacyRule } from '@foyer/protocol'
import { nowhere, type Place, type Places } from '../facts/index.ts'
import { truncatedAddress } from '../http/index.ts'
import type { Rules } from './policy.ts'

/** What may be stored of where a request came from: all that the rooms which store anything ever see of it. */
export type Whereabouts = {
  /** An address was known: what is empty here is empty by a rule or for want of a place, and not because nobody said it. */
  asked: boolean
  /** Empty when it may not be kept. */
  ip: string
  place: Place
  /** Whether the time zone that a browser says it is in may be kept. */
  keepsTimezone: boolean
  days: number
}

/** The rule is chosen by the place of the full address; only then is anything left out. */
export function whereaboutsOf(rules: Rules, places: Places, ip: string): Whereabouts {
  const place = places.of(ip)
  const { rule } = rules.of(place.country)
  return {
    asked: ip !== '',
    ip: keptAddress(rule, ip),
    place: keptPlace(rule, place),
    keepsTimezone: rule.place !== 'none',
    days: rule.forgetAfterDays
  }
}

export function keptAddress({ ip: kept }: Pick<PrivacyRule, 'ip'>, ip: string): string {
  if (kept === 'full' || ip === '') return ip
  return kept === 'never' ? '' : truncatedAddress(ip)
}

export function keptPlace({ place: kept }: Pick<PrivacyRule, 'place'>, place: Place): Place {
  if (kept === 'city') return place
  if (kept === 'none') return nowhere
  const { country, region, timezone } = place
  return { country, region: kept === 'region' ? region : '', city: '', timezone }
}

const dayMs = 86_400_000

/** When what was seen at this moment is to be forgotten; null when there is nothing to forget. */
export function keptUntil({ ip, place, days }: Whereabouts, atMs: number): Date | null {
  const isEmpty = ip === '' && !place.country && !place.region && !place.city && !place.timezone
  return isEmpty ? null : new Date(atMs + days * dayMs)
}

/** For how many days after `atMs` something that is forgotten at `until` is kept. */
export const daysUntil = (until: Date | null, atMs: number): number =>
  until === null ? 0 : Math.max(0, Math.ceil((until.getTime() - atMs) / dayMs))
