import type { SettingField } from '@foyer/protocol'

export const settings: SettingField[] = [
  {
    key: 'host',
    label: 'Address',
    kind: 'address',
    required: true,
    help: 'Segment: https://api.segment.io, in the EU https://events.eu1.segmentapis.com. RudderStack: your data plane. Jitsu: the address of its ingest. /v1/batch is added.',
    initial: 'https://api.segment.io'
  },
  {
    key: 'write_key',
    label: 'Write key',
    kind: 'secret',
    required: true,
    help: 'Of a server source (Segment: Sources → your source → Settings → API keys; Jitsu: a server-to-server key, id and secret with a colon between).'
  }
]
