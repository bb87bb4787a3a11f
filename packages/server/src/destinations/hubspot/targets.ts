import type { Target } from '@foyer/protocol'

export const targets: Target[] = [
  {
    to: 'contact',
    name: 'Contact',
    help: 'Made, or written over, by its e-mail address.',
    fields: [
      { path: 'email', kind: 'text', required: true },
      { path: 'properties', kind: 'object', required: false, help: 'By the internal names of HubSpot’s properties.' }
    ],
    isOpen: false
  },
  {
    to: 'event',
    name: 'Custom event',
    help: 'HubSpot takes it with an Enterprise plan, after it was defined there.',
    fields: [
      {
        path: 'event_name',
        kind: 'text',
        required: true,
        help: 'The name behind pe{Hub ID}_, in small letters; others are made into them.'
      },
      { path: 'email', kind: 'text', required: false, help: 'Whose it is: this, or objectId, or utk.' },
      { path: 'objectId', kind: 'text', required: false, help: 'HubSpot’s id of the contact.' },
      { path: 'utk', kind: 'text', required: false, help: 'The hubspotutk cookie.' },
      { path: 'properties', kind: 'object', required: false, help: 'At most 50, each defined there.' }
    ],
    isOpen: false
  }
]
