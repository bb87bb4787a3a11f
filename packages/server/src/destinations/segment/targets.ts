import type { Target, TargetField } from '@foyer/protocol'

const text = (path: string, help?: string, required = false): TargetField => ({
  path,
  kind: 'text',
  required,
  ...(help === undefined ? {} : { help })
})
const object = (path: string, help: string): TargetField => ({ path, kind: 'object', required: false, help })

const everywhere: TargetField[] = [
  text('userId', 'Your own id of the person. Either this or anonymousId is needed.'),
  text('anonymousId', 'The id of this browser.'),
  object('context', 'What is around the event: page, locale, campaign, ip, userAgent.'),
  text('timestamp', 'When it happened; the time of the event when left out.'),
  text('messageId', 'What tells a repetition; the id of the event when left out.'),
  object('integrations', 'Which destinations behind it may have the event.')
]

export const targets: Target[] = [
  {
    to: 'track',
    name: 'Track',
    help: 'Something somebody did.',
    fields: [
      text('event', 'What happened, such as Order Completed.', true),
      object('properties', 'What is known of it.'),
      ...everywhere
    ],
    isOpen: false
  },
  {
    to: 'page',
    name: 'Page',
    fields: [text('name'), text('category'), object('properties', 'url, path, title, referrer.'), ...everywhere],
    isOpen: false
  },
  {
    to: 'screen',
    name: 'Screen',
    fields: [text('name'), object('properties', 'What is known of it.'), ...everywhere],
    isOpen: false
  },
  {
    to: 'identify',
    name: 'Identify',
    help: 'Who somebody is.',
    fields: [object('traits', 'What is known of the person.'), ...everywhere],
    isOpen: false
  },
  {
    to: 'group',
    name: 'Group',
    fields: [
      text('groupId', 'Your own id of the company or team.', true),
      object('traits', 'What is known of it.'),
      ...everywhere
    ],
    isOpen: false
  },
  { to: 'alias', name: 'Alias', fields: [text('previousId', 'The id until now.', true), ...everywhere], isOpen: false }
]
