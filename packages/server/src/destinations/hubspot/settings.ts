import type { SettingField } from '@foyer/protocol'

export const settings: SettingField[] = [
  {
    key: 'access_token',
    label: 'Access token of a private app',
    kind: 'secret',
    required: true,
    help: 'In HubSpot: Settings → Integrations → Private apps. It needs the scopes crm.objects.contacts.read and .write, and behavioral_events.event_definitions.read_write for events.',
    placeholder: 'pat-…',
    pattern: '^[\\x21-\\x7e]+$',
    patternHelp: 'A token has letters, digits and signs, and no blanks. Copy it once more.'
  },
  {
    key: 'hub_id',
    label: 'Hub ID',
    kind: 'text',
    required: false,
    help: 'The number beside your account’s name. Only for events, whose names begin with it.',
    placeholder: '12345678',
    pattern: '^\\d{3,15}$',
    patternHelp: 'A Hub ID has digits only.'
  },
  {
    key: 'endpoint',
    label: 'Address',
    kind: 'address',
    required: true,
    help: 'Leave it as it is, unless HubSpot is reached through a gateway of yours.',
    initial: 'https://api.hubapi.com'
  }
]
