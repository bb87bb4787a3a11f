import type { GivenConfig } from './config.ts'
import { namesOfTests, type Setting, settings } from './settings.ts'

const all: Setting<unknown>[] = Object.values(settings)

export function helpText(): string {
  const variables = all.map(({ name, default: standard, meaning }) => {
    const shown = standard ? ` [${standard}]` : ''
    return `  ${name}${shown}\n      ${meaning.replaceAll('`', '')}`
  })
  return `Foyer: visitor tracking, live chat and event forwarding on one visitor identity.

npm start -- [flags]
  --demo           fill a workspace with 30 days of believable visitors
  --port NUMBER    the same as FOYER_PORT
  --host ADDRESS   the same as FOYER_HOST
  --data FOLDER    the same as FOYER_DATA
  --print-config   print the settings as they are read, without secrets, and end
  --help           print this and end

Settings, as variables of the environment [and what holds without them]:
${variables.join('\n')}
`
}

/** The settings in force, one a line; what is secret is only said to be set. */
export function printedConfig(config: GivenConfig): string {
  const values: Record<string, unknown> = config
  return Object.entries<Setting<unknown>>(settings)
    .map(([key, setting]) => `${setting.name}=${shown(setting, values[key])}`)
    .join('\n')
}

function shown(setting: Setting<unknown>, value: unknown): string {
  if (value === undefined) return ''
  if (setting.isSecret) return '(set)'
  return Array.isArray(value)
    ? value.map(range => (Array.isArray(range) ? range.join('/') : range)).join(', ')
    : String(value)
}

/** The table of docs/configuration.md. */
export function settingsTable(): string {
  const row = (name: string, standard: string, meaning: string) => `| \`${name}\` | ${standard} | ${meaning} |`
  return [
    '| Variable | Default | Meaning |',
    '| --- | --- | --- |',
    ...all.map(({ name, default: standard, meaning }) => row(name, standard ? `\`${standard}\`` : '', meaning)),
    ...Object.entries(namesOfTests).map(([name, meaning]) => row(name, '', meaning))
  ].join('\n')
}
