import type { SettingField } from '@foyer/protocol'

export const settings: SettingField[] = [
  {
    key: 'webhook_url',
    label: 'Webhook address',
    kind: 'secret',
    required: true,
    help: 'In Slack: api.slack.com/apps → your app → Incoming Webhooks → Add New Webhook. Whoever has it can write to the channel, so it is kept as a secret.',
    placeholder: 'https://hooks.slack.com/services/T…/B…/…',
    pattern: '^https?://[^\\s/]+/\\S+$',
    patternHelp: 'It is an address such as https://hooks.slack.com/services/T…/B…/….'
  }
]
