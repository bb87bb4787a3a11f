const places = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'code' })
const languages = new Intl.DisplayNames(['en'], { type: 'language', fallback: 'code' })
const devices: Readonly<Record<string, string>> = { desktop: 'Desktop', mobile: 'Phone', tablet: 'Tablet' }

export const isCountryCode = (code: string) => /^[A-Z]{2}$/.test(code)

/** What people call a value that events hold as a code: DE of `country` is Germany, pt-BR of `language` Brazilian Portuguese. What has no such name is itself. */
export function valueName(property: string, value: string): string {
  if (property === 'country') return isCountryCode(value) ? (places.of(value) ?? value) : value
  if (property === 'language') return languageName(value)
  return property === 'device' && Object.hasOwn(devices, value) ? (devices[value] ?? value) : value
}

function languageName(code: string): string {
  try {
    return languages.of(code) ?? code
  } catch {
    // What a browser says of its language is whatever it likes.
    return code
  }
}
