import type { CatalogEntry, Destination, SettingField } from '@foyer/protocol'
import { expect, test } from 'vitest'
import { curlOf } from './debugger/curl.ts'
import { prettyText, rawRequest, seenText } from './debugger/payload-text.ts'
import { changeOf, createOf, faultsOf, formOf, newForm } from './form/destination-form.ts'
import { readDeliveriesAddress, readReplayAddress } from './integrations-address.ts'
import { rangeOf } from './replay/replay-range.ts'

const kind: CatalogEntry = {
  type: 'relay',
  name: 'Relay',
  description: '',
  category: 'webhook',
  website: '',
  settings: [
    { key: 'url', label: 'Address', kind: 'address', required: true, help: '' },
    { key: 'secret', label: 'Secret', kind: 'secret', required: true, help: '' },
    {
      key: 'site',
      label: 'Site',
      kind: 'text',
      required: true,
      help: '',
      pattern: '^\\d+$',
      patternHelp: 'Digits only.'
    },
    { key: 'signed', label: 'Signed', kind: 'switch', required: false, help: '' },
    { key: 'issuer', label: 'Issuer', kind: 'text', required: true, help: '', shownWhen: { key: 'signed', is: true } },
    { key: 'hosts', label: 'Hosts', kind: 'list', required: false, help: '' },
    { key: 'wait', label: 'Wait', kind: 'number', required: false, help: '', initial: 30 }
  ],
  presets: [],
  targets: [],
  consentCategories: ['marketing'],
  examples: [],
  before: []
}
const knowing = (more: Partial<SettingField>): CatalogEntry => ({
  ...kind,
  settings: kind.settings.map(field => (field.key === 'site' || field.key === 'secret' ? { ...field, ...more } : field))
})
const saved: Destination = {
  id: `dst_${'1'.repeat(32)}`,
  type: 'relay',
  name: 'Relay',
  preset: 'all',
  enabled: true,
  state: 'active',
  settings: {
    url: 'https://relay.example',
    secret: { isSet: true },
    site: '7',
    signed: false,
    hosts: ['a', 'b'],
    wait: 30
  },
  mapping: { rules: [] },
  differences: [],
  consentCategories: ['marketing'],
  whenConsentUnknown: 'send',
  personal: {},
  agentIds: [],
  segmentId: null,
  revision: 1,
  createdAt: '2026-11-26T08:00:00.000Z',
  updatedAt: '2026-11-26T08:00:00.000Z',
  health: { delivered: 0, failed: 0, withheld: 0, retried: 0, waiting: 0 }
}

test('S2 what can be looked up may be left empty, but for a secret, which nobody would know', () => {
  const form = newForm(knowing({ resolves: true }))
  const faults = faultsOf(knowing({ resolves: true }), form)
  expect(faults).not.toHaveProperty(['settings.site'])
  expect(faults).toHaveProperty(['settings.secret'])
})

test('S1 S3 what is missing or wrong in a form is said beside its field before anybody else is asked', () => {
  const form = newForm(kind)
  expect(faultsOf(kind, { ...form, name: ' ' })).toEqual({
    name: 'Give it a name.',
    'settings.url': 'Address is needed.',
    'settings.secret': 'Secret is needed.',
    'settings.site': 'Site is needed.'
  })
  const typed = { ...form.settings, url: 'relay.example', secret: 's', site: '12a', signed: true, wait: 'soon' }
  expect(faultsOf(kind, { ...form, settings: typed })).toEqual({
    'settings.url': 'Address begins with https://.',
    'settings.site': 'Digits only.',
    'settings.issuer': 'Issuer is needed.',
    'settings.wait': 'Wait is a number.'
  })
})

test('S3 a destination is made of what is shown, in the types of the wire', () => {
  const form = newForm(kind)
  const settings = { ...form.settings, url: ' https://relay.example ', secret: ' s ', site: '7', hosts: 'a\n\n b ' }
  expect(createOf(kind, 'all', { ...form, settings })).toEqual({
    type: 'relay',
    preset: 'all',
    name: 'Relay',
    settings: { url: 'https://relay.example', secret: ' s ', site: '7', signed: false, hosts: ['a', 'b'], wait: 30 },
    consentCategories: ['marketing'],
    whenConsentUnknown: 'send',
    personal: {},
    agentIds: [],
    segmentId: null,
    enabled: true
  })
})

test('a change says only what is different, and a secret that is not typed anew stays', () => {
  const form = formOf(saved, kind)
  expect(form.settings.secret).toBe('')
  expect(faultsOf(kind, form, saved)).toEqual({})
  expect(changeOf(kind, saved, form)).toBeUndefined()
  expect(changeOf(kind, saved, { ...form, settings: { ...form.settings, hosts: '', wait: '5' } })).toEqual({
    settings: { hosts: null, wait: 5 }
  })
  expect(
    changeOf(kind, saved, { ...form, name: 'Other ', personal: { email: 'drop' }, consentCategories: [] })
  ).toEqual({
    name: 'Other',
    personal: { email: 'drop' },
    consentCategories: []
  })
})

test('S9 a request copied as curl is one command, whatever stands in it', () => {
  const request = {
    method: 'POST',
    url: 'https://relay.example/in?a=1&b=2',
    headers: { 'content-type': 'application/json' },
    body: `{"name":"it's $(reboot) \`reboot\`"}`
  }
  expect(curlOf(request)).toBe(
    [
      "curl -X POST 'https://relay.example/in?a=1&b=2' \\",
      "  -H 'content-type: application/json' \\",
      `  --data-raw '{"name":"it'\\''s $(reboot) \`reboot\`"}'`
    ].join('\n')
  )
  expect(curlOf({ ...request, url: "https://x.example/'; rm -rf ~;'" })).toContain(
    `'https://x.example/'\\''; rm -rf ~;'\\'''`
  )
})

test('S9 a payload is shown as it went, and what hides in it is seen', () => {
  expect(prettyText('{"a":[1]}')).toBe('{\n  "a": [\n    1\n  ]\n}')
  expect(prettyText('<h1>502</h1>')).toBe('<h1>502</h1>')
  expect(seenText('exe\u202egnp\u200b\u0007\n\tend')).toBe('exe\\u{202e}gnp\\u{200b}\\u{7}\n\tend')
  const request = {
    method: 'POST',
    url: 'https://relay.example/in?a=1',
    headers: { host: 'no', 'x-a': '1' },
    body: '{}'
  }
  expect(rawRequest(request)).toBe('POST /in?a=1 HTTP/1.1\nhost: relay.example\nx-a: 1\n\n{}')
})

test('what an address of the debugger cannot mean is left out', () => {
  const open = `dlv_${'a'.repeat(32)}`
  expect(
    readDeliveriesAddress({ state: 'refused,invalid,shoe', open, live: 'off', span: '24h', visitor: 'vis_7' })
  ).toEqual({
    state: 'invalid,refused',
    open,
    live: 'off'
  })
  expect(readReplayAddress({ span: 'own', from: '2026-11-26T08:00', to: 'tomorrow' })).toEqual({
    span: 'own',
    from: '2026-11-26T08:00'
  })
})

test('S13 the time of a replay is by the clocks of the workspace, also where they change', () => {
  const own = { span: 'own', from: '2026-10-25T01:30', to: '2026-10-25T04:00' }
  expect(rangeOf(own, 'Europe/Berlin')).toEqual({ from: '2026-10-24T23:30:00.000Z', to: '2026-10-25T03:00:00.000Z' })
  expect(rangeOf(own, 'UTC')).toEqual({ from: '2026-10-25T01:30:00.000Z', to: '2026-10-25T04:00:00.000Z' })
  expect(rangeOf({ ...own, to: own.from }, 'UTC')).toBeUndefined()
  expect(rangeOf({ span: '1h' }, 'UTC', Date.parse('2026-11-26T08:00:31Z'))).toEqual({
    from: '2026-11-26T07:01:00.000Z',
    to: '2026-11-26T08:01:00.000Z'
  })
})
