import { valueName } from '@foyer/protocol/value-names'

export type FieldChoice = { value: string; label: string; group: string }

/** Of the fields that reports know by themselves, those that people choose among. */
const words: [group: string, fields: Record<string, string>][] = [
  [
    'Where they came from',
    {
      source: 'Source',
      referrerHost: 'Referring site',
      campaign: 'Campaign',
      medium: 'Medium',
      campaignSource: 'Campaign source',
      term: 'Campaign term',
      content: 'Campaign content',
      entryPage: 'Entry page'
    }
  ],
  [
    'What they saw and did',
    {
      page: 'Page',
      title: 'Page title',
      host: 'Site',
      query: 'Query of the address',
      exitPage: 'Exit page',
      event: 'Event',
      time: 'When it happened'
    }
  ],
  ['Place', { country: 'Country', region: 'Region', city: 'City', timezone: 'Time zone', language: 'Language' }],
  ['Device', { browser: 'Browser', browserVersion: 'Browser version', os: 'System', device: 'Device' }],
  [
    'Person',
    {
      'person.verified': 'Is verified',
      'person.userId': 'User id',
      'person.visits': 'Visits in all',
      'person.events': 'Events in all',
      'person.devices': 'Browsers and devices',
      'person.firstSource': 'First source',
      'person.firstSeen': 'First seen',
      'person.lastSeen': 'Last seen',
      'person.daysSinceFirstSeen': 'Days since first seen',
      'person.daysSinceLastSeen': 'Days since last seen',
      'person.talked': 'Has talked with us',
      'person.conversations': 'Conversations',
      'person.rating': 'Last rating'
    }
  ]
]

export const knownFields: FieldChoice[] = words.flatMap(([group, fields]) =>
  Object.entries(fields).map(([value, label]) => ({ value, label, group }))
)
const labels = new Map(knownFields.map(field => [field.value, field.label]))

/** What a fact is compared as, where it is no text. */
export const factKinds: Readonly<Record<string, 'number' | 'time' | 'yesNo'>> = {
  'person.verified': 'yesNo',
  'person.talked': 'yesNo',
  'person.visits': 'number',
  'person.events': 'number',
  'person.devices': 'number',
  'person.conversations': 'number',
  'person.rating': 'number',
  'person.daysSinceFirstSeen': 'number',
  'person.daysSinceLastSeen': 'number',
  time: 'time',
  'person.firstSeen': 'time',
  'person.lastSeen': 'time'
}

/** "Country"; "plan" for `traits.plan` and `properties.plan`, whose kind is said beside it. */
export const fieldLabel = (property: string): string =>
  labels.get(property) ?? (property === 'path' ? 'Page' : property.replace(/^(traits?|propert(y|ies))\./, ''))

/** Within a sentence: "Country is unknown". */
export function valueLabel(property: string, value: string): string {
  if (value === '') return 'unknown'
  if (factKinds[property] === 'yesNo') return value === 'true' ? 'yes' : 'no'
  return valueName(property, value)
}

/** The types of events, as what can be done. */
export const eventWords: Readonly<Record<string, string>> = {
  page: 'Page view',
  screen: 'Screen view',
  click: 'Click',
  scroll: 'Scroll',
  exit: 'Leaving a page',
  identify: 'Being identified',
  track: 'Any tracked event',
  conversation: 'Anything in a conversation',
  group: 'Joining a group'
}
