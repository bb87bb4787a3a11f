import type { SettingField } from '@foyer/protocol'
import type { CheckWith, SettingProblem, Settings } from '../kind.ts'
import { hostOf, isLoopback } from './host.ts'
import { algorithms, keyProblem } from './signed-subject.ts'

const choices = (...values: string[]) => values.map(value => ({ value, label: value }))
const whenAuthenticated = { shownWhen: { key: 'authenticated', is: true } }

export const settings: SettingField[] = [
  {
    key: 'account_id',
    label: 'Account ID',
    kind: 'text',
    required: true,
    help: 'The number of your account (site ID), in the address of Conversational Cloud and under its account settings.',
    placeholder: '12345678',
    pattern: '^[0-9]{1,20}$',
    patternHelp: 'The Account ID is a number, such as 12345678.'
  },
  {
    key: 'monitoring_domain',
    label: 'Monitoring domain',
    kind: 'text',
    required: true,
    help: 'The host that monitors your account. It differs by region. Left empty, it is looked up when you save; Resolve does so at once.',
    placeholder: 'va.bc-monitoring.liveperson.net',
    resolves: true
  },
  {
    key: 'app_installation_id',
    label: 'App Key',
    kind: 'text',
    required: true,
    help: 'The key of your monitoring app: Campaign Builder → Data sources → Conversation sources → Mobile App.',
    placeholder: 'a1b2c3d4-1234-5678-90ab-cdef12345678',
    pattern: '^[A-Za-z0-9._~-]{1,128}$',
    patternHelp: 'The App Key is a UUID, such as a1b2c3d4-1234-5678-90ab-cdef12345678.'
  },
  {
    key: 'issuer',
    label: 'Issuer (iss)',
    kind: 'text',
    required: false,
    help: 'Who vouches for visitors that are not signed in. LivePerson’s own examples say LivePerson; any name of yours will do, as long as it stays the same.',
    initial: 'Datafly'
  },
  {
    key: 'send_customer_id',
    label: 'Send the customer id',
    kind: 'switch',
    required: false,
    help: 'Turn it off if LivePerson refuses customer info: accounts with unauthenticated messaging may not take customer ids.',
    initial: true
  },
  {
    key: 'api_version',
    label: 'API version',
    kind: 'choice',
    required: false,
    help: '1.1 differs only in how LivePerson says that an account is still loading.',
    choices: choices('1.0', '1.1'),
    initial: '1.0'
  },
  {
    key: 'http_method',
    label: 'HTTP method',
    kind: 'choice',
    required: false,
    help: 'LivePerson documents PUT; its guide sends POST with a header that says PUT, which passes more proxies.',
    choices: [
      { value: 'POST', label: 'POST, with X-HTTP-Method-Override: PUT' },
      { value: 'PUT', label: 'PUT' }
    ],
    initial: 'POST'
  },
  {
    key: 'max_age_minutes',
    label: 'Too old after (minutes)',
    kind: 'number',
    required: false,
    help: 'LivePerson gives an event the time it arrives, so what is late is shown at a wrong time. 1 to 360.',
    initial: 60
  },
  {
    key: 'authenticated',
    label: 'Authenticated monitoring',
    kind: 'switch',
    required: false,
    help: 'Only if your account demands it: visitors whose sign-in was proven are reported with acr loa1 and a signed sub.',
    initial: false
  },
  {
    key: 'signing_algorithm',
    label: 'Algorithm',
    kind: 'choice',
    required: true,
    help: 'How the identity is signed.',
    choices: choices(...algorithms),
    initial: 'RS256',
    ...whenAuthenticated
  },
  {
    key: 'signing_key',
    label: 'Signing key',
    kind: 'secret',
    required: true,
    help: 'The private key in PEM form, or for HS256 the shared secret. LivePerson checks with its other half.',
    ...whenAuthenticated
  },
  {
    key: 'key_id',
    label: 'Key id (kid)',
    kind: 'text',
    required: false,
    help: 'By which LivePerson finds the public key, where there are several.',
    ...whenAuthenticated
  },
  {
    key: 'token_issuer',
    label: 'Token issuer',
    kind: 'text',
    required: true,
    help: 'The issuer that is configured for your account, usually an address.',
    placeholder: 'https://id.example.com',
    ...whenAuthenticated
  },
  {
    key: 'token_audience',
    label: 'Token audience (aud)',
    kind: 'text',
    required: false,
    help: 'If your account is configured to check it.',
    ...whenAuthenticated
  }
]

const domainHelp =
  'The monitoring domain is a host of LivePerson, such as va.bc-monitoring.liveperson.net, without anything before or behind it. Press Resolve to have it looked up.'

/** Whoever tries it with the local one has started Foyer as always, and wonders. */
const localHelp =
  'This is a server of your own, and not of LivePerson. It is taken where Foyer was started with FOYER_ALLOW_PRIVATE_DESTINATIONS=true, as npm run demo:liveperson says.'

export function check(given: Settings, { allowPrivate }: CheckWith): SettingProblem[] {
  const problems: SettingProblem[] = []
  const host = hostOf(String(given.monitoring_domain ?? ''))
  if (!host || !(host.isLivePerson || allowPrivate))
    problems.push({ key: 'monitoring_domain', message: host && isLoopback(host.base) ? localHelp : domainHelp })
  const age = given.max_age_minutes
  if (age !== undefined && !(Number(age) >= 1 && Number(age) <= 360))
    problems.push({ key: 'max_age_minutes', message: 'Give 1 to 360 minutes: LivePerson keeps a visit for six hours.' })
  // A key that was saved earlier is not shown again, to anybody.
  if (given.authenticated === true && typeof given.signing_key === 'string') {
    const problem = keyProblem(String(given.signing_algorithm), given.signing_key)
    if (problem) problems.push({ key: 'signing_key', message: problem })
  }
  return problems
}

export const before = [
  'You need a LivePerson Conversational Cloud account and an App Key: Campaign Builder → Data sources → Conversation sources → Mobile App → Connect → Create. It works without any password.',
  'Begin with Retail, which uses the names of the integration’s documentation (cartStatus, searchContent). If carts or searches do not show in Conversational Cloud, choose the preset with the names LivePerson documents for writing (cart, searchInfo).',
  'With LivePerson’s own tag on the page its ids go along (context.liveperson.vid and .sid; Foyer’s tracker adds them by itself), so that both report the same visitor.',
  'Only visitors who agreed to marketing are reported. acr says 0 unless authenticated monitoring is on, the visitor’s sign-in was proven and they did not refuse marketing: then it says loa1.',
  'If nothing is visible in Conversational Cloud although it was delivered: confirm that the App Key is active, and that you look at the consumer with this consumerId.'
]
