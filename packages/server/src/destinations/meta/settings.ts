import type { SettingField } from '@foyer/protocol'
import { currencySetting } from '../fields.ts'

export const settings: SettingField[] = [
  {
    key: 'pixel_id',
    label: 'Pixel (dataset) ID',
    kind: 'text',
    required: true,
    help: 'In Meta’s Events Manager: Data sources → your pixel; the number under its name.',
    placeholder: '1234567890123456',
    pattern: '^\\d{5,20}$',
    patternHelp: 'A pixel ID has digits only.'
  },
  {
    key: 'access_token',
    label: 'Access token',
    kind: 'secret',
    required: true,
    help: 'Of the same pixel: Settings → Conversions API → Generate access token.',
    pattern: '^[\\x21-\\x7e]+$',
    patternHelp: 'A token has letters, digits and signs, and no blanks. Copy it once more.'
  },
  {
    key: 'test_event_code',
    label: 'Test event code',
    kind: 'text',
    required: false,
    help: 'From Events Manager → Test events. While it stands here every event shows up there, and counts for nothing else. Empty it afterwards.',
    placeholder: 'TEST12345'
  },
  currencySetting,
  {
    key: 'limited_data_use',
    label: 'Limited Data Use',
    kind: 'switch',
    required: false,
    help: 'Has Meta find out whether somebody is in a state of the US where it may use less, and then use less.',
    initial: false
  },
  {
    key: 'api_version',
    label: 'Version of the API',
    kind: 'text',
    required: true,
    help: 'Meta keeps a version for about two years. Raise it when Meta says that it ends.',
    initial: 'v25.0',
    pattern: '^v\\d{1,3}\\.\\d$',
    patternHelp: 'A version is written as v25.0.'
  },
  {
    key: 'endpoint',
    label: 'Address',
    kind: 'address',
    required: true,
    help: 'Leave it as it is, unless Meta is reached through a gateway of yours.',
    initial: 'https://graph.facebook.com'
  }
]
