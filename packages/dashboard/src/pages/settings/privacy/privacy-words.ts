import type { KeptIp, KeptPlace, PrivacyApplies, PrivacyRule } from '@foyer/protocol'
import { europeanCountries } from '@foyer/protocol/plain'
import { countryName } from '../../../words/countries.ts'
import { counted } from '../../../words/numbers.ts'

export const ipChoices: { value: KeptIp; label: string }[] = [
  { value: 'full', label: 'Kept whole' },
  { value: 'truncated', label: 'Shortened' },
  { value: 'never', label: 'Never stored' }
]
export const placeChoices: { value: KeptPlace; label: string }[] = [
  { value: 'city', label: 'Kept to the city' },
  { value: 'region', label: 'Kept to the region' },
  { value: 'country', label: 'Kept to the country' },
  { value: 'none', label: 'Not kept' }
]

/** A rule as a sentence somebody could read out to a visitor. */
export function ruleSentence({ ip, place, forgetAfterDays }: PrivacyRule): string {
  const after = `after ${counted(forgetAfterDays, 'day')}`
  const address = ip === 'full' ? 'The IP address is kept whole' : 'The IP address is shortened'
  if (ip === 'never' && place === 'none') return 'Neither an IP address nor a place is stored.'
  if (ip === 'never') return `No IP address is stored; the place is kept to the ${place} and forgotten ${after}.`
  if (place === 'none') return `${address} and forgotten ${after}; no place is stored.`
  return `${address} and the place is kept to the ${place}; both are forgotten ${after}.`
}

export const europe = 'EU and EEA, United Kingdom and Switzerland'

/** The ready group as one, if all of it is there, and the others one by one, by name. */
export function groupsOf(countries: readonly string[]): { isEurope: boolean; others: string[] } {
  const has = new Set(countries)
  const isEurope = europeanCountries.every(country => has.has(country))
  const others = countries.filter(country => !isEurope || !europeanCountries.includes(country))
  return { isEurope, others: others.toSorted((a, b) => countryName(a).localeCompare(countryName(b))) }
}

/** "EU and EEA, United Kingdom and Switzerland, Norway and 3 more" */
export function countriesText(countries: readonly string[]): string {
  const { isEurope, others } = groupsOf(countries)
  const names = [...(isEurope ? [europe] : []), ...others.map(countryName)]
  const shown = names.slice(0, 6).join(', ')
  return names.length > 6 ? `${shown} and ${counted(names.length - 6, 'more', 'more')}` : shown
}

export function appliesText({ by, region }: Pick<PrivacyApplies, 'by' | 'region'>): string {
  if (by === 'region') return `The rule of “${region}” applies.`
  if (by === 'default') return 'It is in none of the regions above, so the rule for everywhere else applies.'
  return 'Nobody knows where this address is, so the strictest part of every rule applies.'
}

// What the engine calls a country though it is none, or no longer one.
const noCountries = new Set([
  ...['AC', 'AN', 'BU', 'CP', 'CQ', 'CS', 'DD', 'DG', 'DY', 'EA', 'EU', 'EZ', 'FQ', 'FX', 'HV', 'IC', 'JT', 'MI'],
  ...['NH', 'NQ', 'NT', 'PC', 'PU', 'PZ', 'QO', 'QU', 'RH', 'SU', 'TA', 'TP', 'UK', 'UN', 'VD', 'WK', 'XA', 'XB'],
  ...['YD', 'YU', 'ZR', 'ZZ', 'NF', 'CT']
])
const names = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' })
const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ']

/** Every country there is, by name. */
export const allCountries: { code: string; name: string }[] = letters
  .flatMap(first => letters.map(second => first + second))
  .filter(code => !noCountries.has(code))
  .flatMap(code => {
    const name = names.of(code)
    return name === undefined ? [] : [{ code, name }]
  })
  .toSorted((a, b) => a.name.localeCompare(b.name))
