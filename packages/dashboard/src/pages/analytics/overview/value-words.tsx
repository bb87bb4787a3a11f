import { Flag } from '../../../ui/marks.tsx'
import { countryName, isCountryCode } from '../../../words/countries.ts'
import { plainText } from '../../../words/people.ts'
import type { Dimension } from './lists.ts'

const languages = new Intl.DisplayNames(['en'], { type: 'language', fallback: 'code' })
const unknown: Partial<Record<string, string>> = {
  campaign: 'No campaign',
  medium: 'No medium',
  term: 'No term',
  content: 'No content',
  referrer: 'No referrer',
  source: 'No page opened'
}
const deviceWords: Record<string, string> = { desktop: 'Desktop', mobile: 'Phone', tablet: 'Tablet' }

/** A value as people say it. */
export function valueWords(dimension: string, value: string): string {
  if (value === '') return unknown[dimension] ?? 'Unknown'
  if (dimension === 'country') return countryName(value)
  if (dimension === 'language') return languageName(value)
  if (dimension === 'device') return deviceWords[value] ?? plainText(value)
  return plainText(value)
}

function languageName(code: string): string {
  try {
    return languages.of(code) ?? code
  } catch {
    // What a browser says of its language is whatever it likes.
    return plainText(code)
  }
}

export function ValueFlag({ dimension, value, country }: { dimension: Dimension; value: string; country?: string }) {
  const code = dimension === 'country' ? value : country
  return code !== undefined && isCountryCode(code) ? <Flag code={code} /> : null
}
