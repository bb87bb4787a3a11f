import type { SettingField } from '@foyer/protocol'
import { currencySetting } from '../fields.ts'

export const settings: SettingField[] = [
  {
    key: 'measurement_id',
    label: 'Measurement ID',
    kind: 'text',
    required: true,
    help: 'In Google Analytics: Admin → Data streams → your web stream.',
    placeholder: 'G-ABC123XYZ9',
    pattern: '^G-[A-Z0-9]{4,20}$',
    patternHelp: 'A measurement ID is G- and capital letters and digits.'
  },
  {
    key: 'api_secret',
    label: 'API secret',
    kind: 'secret',
    required: true,
    help: 'In the same stream: Measurement Protocol API secrets → Create.'
  },
  currencySetting,
  {
    key: 'endpoint',
    label: 'Address',
    kind: 'address',
    required: true,
    help: 'Leave it as it is; https://region1.google-analytics.com has the data collected in the EU.',
    initial: 'https://www.google-analytics.com'
  }
]
