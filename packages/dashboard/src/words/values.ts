import { valueName } from '@foyer/protocol/value-names'
import { plainText } from './people.ts'

const unknown: Partial<Record<string, string>> = {
  campaign: 'No campaign',
  campaignSource: 'No campaign',
  medium: 'No medium',
  term: 'No term',
  content: 'No content',
  referrer: 'No referrer',
  referrerHost: 'No referrer',
  source: 'No page opened'
}
const isAnswered = new Set(['person.verified', 'person.talked'])

/** A value of a dimension or breakdown as people say it, where it stands for itself: in a list, a legend, the head of a row. */
export function valueWords(property: string, value: string): string {
  if (value === '') return unknown[property] ?? 'Unknown'
  if (isAnswered.has(property)) return value === 'true' ? 'Yes' : 'No'
  return plainText(valueName(property, value))
}
