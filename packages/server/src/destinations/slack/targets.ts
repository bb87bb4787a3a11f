import type { Target } from '@foyer/protocol'

export const targets: Target[] = [
  {
    to: 'message',
    name: 'Message',
    help: 'What an event holds is shown as it is: it can neither call the channel nor hide an address behind a word.',
    fields: [
      {
        path: 'text',
        kind: 'text',
        required: true,
        help: '*bold* and _italic_ as Slack has them; at most 3,000 characters.'
      },
      { path: 'link', kind: 'text', required: false, help: 'An address, shown as a link under the text.' },
      { path: 'link_text', kind: 'text', required: false, help: 'What the link is called; “Open” when left out.' }
    ],
    isOpen: false
  }
]
