import { isCountryCode, valueName } from '@foyer/protocol/value-names'

export { isCountryCode }

/** "DE" is Germany; what is no country code is shown as it came. */
export function countryName(code: string | undefined): string {
  if (code === undefined || code === '') return '—'
  return valueName('country', code)
}

/** The flag as text. Not every system draws it: Windows shows two letters, others two empty boxes. */
export function flagOf(code: string | undefined): string {
  if (code === undefined || !isCountryCode(code)) return ''
  return String.fromCodePoint(...[...code].map(letter => 0x1f1e6 + letter.charCodeAt(0) - 65))
}

let draws: boolean | undefined

/** Whether there are flags in the fonts here: one is as wide as each of its two letters alone, else it is those two. */
export function drawsFlags(): boolean {
  if (draws === undefined) {
    const canvas = document.createElement('canvas').getContext('2d')
    draws = canvas !== null && canvas.measureText('🇩🇪').width < 1.5 * canvas.measureText('🇩').width
  }
  return draws
}

/** "Lisbon, Portugal": the city if we know it, else the region, with the country. */
export function placeText(place: { country?: string; region?: string; city?: string }): string {
  const local = place.city ?? place.region
  const country = place.country === undefined ? undefined : countryName(place.country)
  return [local, country === local ? undefined : country].filter(part => part !== undefined).join(', ') || '—'
}
