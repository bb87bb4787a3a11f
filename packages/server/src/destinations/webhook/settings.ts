import type { SettingField } from '@foyer/protocol'

const secret = {
  pattern: '^whsec_[A-Za-z0-9+/]{32,88}={0,2}$',
  patternHelp: 'It is whsec_ and 24 to 64 bytes in base64.'
}

export const settings: SettingField[] = [
  {
    key: 'url',
    label: 'Address',
    kind: 'address',
    required: true,
    help: 'Where events are sent to, with https://.',
    placeholder: 'https://example.com/hooks/foyer'
  },
  {
    key: 'secret',
    label: 'Signing secret',
    kind: 'secret',
    required: true,
    help: 'Your server checks with it that an event is from here. The button makes a new one; copy it now, it is not shown again.',
    resolves: true,
    ...secret
  },
  {
    key: 'is_changing',
    label: 'The secret is being changed',
    kind: 'switch',
    required: false,
    help: 'Events are signed with the previous secret too, and your server may know either. Turn this off when it knows the new one.',
    initial: false
  },
  {
    key: 'previous_secret',
    label: 'Previous signing secret',
    kind: 'secret',
    required: true,
    help: 'The one your server knows now.',
    shownWhen: { key: 'is_changing', is: true },
    ...secret
  }
]
