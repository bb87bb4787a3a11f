import type { Target, TargetField } from '@foyer/protocol'

const text = (path: string, help?: string, required = false): TargetField => ({
  path,
  kind: 'text',
  required,
  ...(help === undefined ? {} : { help })
})
const person: TargetField[] = [
  text('profile.email'),
  text('profile.phone_number', 'With + and the country’s code; others are left out.'),
  text('profile.external_id', 'Your own id of the person.'),
  text('profile.anonymous_id', 'The id of this browser.'),
  text('profile.first_name'),
  text('profile.last_name'),
  { path: 'profile.location', kind: 'object', required: false, help: 'city, region, country, zip, ip.' },
  { path: 'profile.properties', kind: 'object', required: false, help: 'What else is known of the person.' }
]

export const targets: Target[] = [
  {
    to: 'event',
    name: 'Event',
    help: 'Something a person did; a profile that is not there yet is made.',
    fields: [
      text('metric', 'What Klaviyo calls it: the name flows and segments find it by.', true),
      { path: 'properties', kind: 'object', required: false, help: 'At most 400, in 10 levels.' },
      { path: 'value', kind: 'number', required: false, help: 'What it was worth.' },
      text('value_currency', 'Three letters.'),
      ...person
    ],
    isOpen: false
  },
  {
    to: 'profile',
    name: 'Profile',
    help: 'What is known of a person, without anything that happened.',
    fields: person,
    isOpen: false
  }
]
