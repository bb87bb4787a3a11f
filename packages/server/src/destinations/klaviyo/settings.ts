import type { SettingField } from '@foyer/protocol'

export const settings: SettingField[] = [
  {
    key: 'api_key',
    label: 'Private API key',
    kind: 'secret',
    required: true,
    help: 'In Klaviyo: Settings → API keys → Create Private API Key, with full access to Events and Profiles.',
    placeholder: 'pk_…',
    pattern: '^pk_[\\x21-\\x7e]+$',
    patternHelp: 'A private key begins with pk_. The six letters of the public key are not enough.'
  },
  {
    key: 'revision',
    label: 'Revision of the API',
    kind: 'text',
    required: true,
    help: 'Klaviyo keeps a revision for two years. Raise it when Klaviyo says that it ends.',
    initial: '2026-04-15',
    pattern: '^\\d{4}-\\d{2}-\\d{2}$',
    patternHelp: 'A revision is a date, such as 2026-04-15.'
  },
  {
    key: 'endpoint',
    label: 'Address',
    kind: 'address',
    required: true,
    help: 'Leave it as it is, unless Klaviyo is reached through a gateway of yours.',
    initial: 'https://a.klaviyo.com'
  }
]
