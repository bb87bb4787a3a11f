import type { SettingField, TargetField } from '@foyer/protocol'
import type { Delivering, ErrorRow, Kind, StepExample } from './kind.ts'

/** The page of a destination in the documentation: what the code says of it, and what somebody wrote beside it. */
export function pageOf(kind: Kind, about: string): string {
  return [
    `# ${kind.name}`,
    `<!-- Written by npm run docs:destinations from packages/server/src/destinations/${kind.type}. -->`,
    `${kind.description} [${host(kind.website)}](${kind.website})`,
    kind.before.map(one => `- ${one}`).join('\n'),
    '## Settings',
    table(['setting', '', 'what it is'], kind.settings.map(setting)),
    '## Presets',
    kind.presets.map(preset => `**${preset.name}** (\`${preset.key}\`): ${preset.description}`).join('\n\n'),
    table(['event', ...kind.presets.map(preset => `\`${preset.key}\``)], becomes(kind)),
    '## What an event can become',
    ...targets(kind),
    '## Consent and delivery',
    `${consent(kind.consentCategories)} ${delivery(deliveringOf(kind))}`,
    ...(kind.errors ? ['## What its answers mean', table(['answer', 'then', 'advice'], kind.errors.map(error))] : []),
    about.trim(),
    '## An example',
    ...example(kind.examples)
  ]
    .filter(part => part !== '')
    .join('\n\n')
    .concat('\n')
}

const host = (address: string) => new URL(address).host
const cell = (text: string) => text.replaceAll('|', '\\|').replaceAll('\n', ' ')
const table = (head: string[], rows: string[][]) =>
  [head, head.map(() => '---'), ...rows].map(row => `| ${row.map(cell).join(' | ')} |`).join('\n')

const setting = ({ label, key, required, kind, help, initial, shownWhen }: SettingField): string[] => [
  `${label} \`${key}\``,
  [required ? `needed${shownWhen ? ` with \`${shownWhen.key}\`` : ''}` : '', kind === 'secret' ? 'secret' : '']
    .filter(Boolean)
    .join(', '),
  `${help}${initial === undefined || initial === false ? '' : ` First: \`${String(initial)}\`.`}`
]

function becomes(kind: Kind): string[][] {
  const of = kind.presets.map(preset => {
    const to = new Map<string, string[]>()
    for (const { on, to: target } of preset.mapping.rules)
      for (const event of on.names ?? (on.types ? on.types.map(type => `every \`${type}\``) : ['every event']))
        to.set(event, [...(to.get(event) ?? []), `\`${target}\``])
    return to
  })
  return [...new Set(of.flatMap(to => [...to.keys()]))].map(event => [
    event,
    ...of.map(to => to.get(event)?.join(', ') ?? '')
  ])
}

/** What all targets may have is said once, under the table. */
function targets({ targets: all }: Kind): string[] {
  const paths = (fields: readonly TargetField[]) => fields.map(field => `\`${field.path}\``).join(', ')
  const isShared = (field: TargetField) =>
    all.length > 1 &&
    all.every(one => one.fields.some(other => other.path === field.path && other.required === field.required))
  const rows = all.map(({ name, to, fields, isOpen }) => {
    const own = fields.filter(field => !isShared(field))
    const may = paths(own.filter(field => !field.required))
    return [
      `${name} \`${to}\``,
      paths(own.filter(field => field.required)),
      [may, isOpen ? 'fields of your own' : ''].filter(Boolean).join(', ')
    ]
  })
  const shared = all[0]?.fields.filter(isShared) ?? []
  const must = paths(shared.filter(field => field.required))
  const may = paths(shared.filter(field => !field.required))
  return [
    table(['', 'needs', 'may have'], rows),
    [must && `Each needs ${must}.`, may && `Each may have ${may}.`].filter(Boolean).join(' ')
  ]
}

const consent = (categories: readonly string[]) =>
  categories.length === 0
    ? 'No consent is asked for until you choose a category.'
    : `Until you choose otherwise an event is sent where its visitor allowed ${categories.join(' and ')}.`

/** The settings as they are at first: how long events are gathered can be one of them. */
const deliveringOf = ({ delivering, settings }: Kind): Delivering =>
  typeof delivering === 'function'
    ? delivering(Object.fromEntries(settings.map(field => [field.key, field.initial])))
    : delivering

const hours = (ms: number) =>
  ms >= 48 * 3_600_000 ? `${ms / 86_400_000} days` : ms === 3_600_000 ? 'an hour' : `${ms / 3_600_000} hours`
const delivery = ({ concurrency, perSecond, together, maxAgeMs, retryAfterMs }: Delivering) =>
  [
    together
      ? `Up to ${together.most.toLocaleString('en-GB')} events go in one request, gathered for ${together.forMs / 1000} s.`
      : 'One event goes in one request.',
    `At most ${concurrency} ${concurrency === 1 ? 'request' : 'requests'} at once${perSecond ? `, ${perSecond} a second` : ''}.`,
    `After a failure it is tried ${retryAfterMs.length} more times; what happened more than ${hours(maxAgeMs)} ago is not sent.`
  ].join(' ')

const then = {
  delivered: 'it arrived',
  retry: 'sent again',
  invalid: 'this event fails',
  misconfigured: 'it stops'
} as const
const error = ({ status, says, is, advice }: ErrorRow): string[] => [
  [status?.join(', '), says && `\`${says}\``].filter(Boolean).join(' '),
  then[is],
  advice
]

function example(examples: readonly StepExample[]): string[] {
  const shown = examples.find(one => 'url' in one.out && one.in.name === 'Order Completed') ?? examples[0]
  if (!shown || !('url' in shown.out)) return []
  const { method, url, body } = shown.out
  const others = examples.filter(one => one !== shown).map(one => one.title)
  return [
    `${shown.title}. This event`,
    code(shown.in),
    `is sent as \`${method} ${url}\` with`,
    typeof body === 'string' ? `\`\`\`json\n${body.trim()}\n\`\`\`` : code(body),
    `The catalog shows more, and the tests run them: ${others.join('; ')}.`
  ]
}
const code = (value: unknown) => `\`\`\`json\n${compact(value, '')}\n\`\`\``

/** JSON with what fits into a line in one line. */
function compact(value: unknown, indent: string): string {
  const line = JSON.stringify(value, null, 1).replaceAll(/\n\s*/g, ' ')
  if (typeof value !== 'object' || value === null || indent.length + line.length <= 110) return line
  const inner = `${indent}  `
  const parts = Array.isArray(value)
    ? value.map(one => inner + compact(one, inner))
    : Object.entries(value).map(([key, one]) => `${inner}${JSON.stringify(key)}: ${compact(one, inner)}`)
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}']
  return `${open}\n${parts.join(',\n')}\n${indent}${close}`
}
