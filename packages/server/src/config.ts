import { parseArgs } from 'node:util'
import { namesOfTests, type Setting, settings } from './settings.ts'
import { StartError } from './start-error.ts'

type Settings = typeof settings
type Values = { [Key in keyof Settings]: ReturnType<Settings[Key]['parse']> }

/** As the person who starts Foyer gave it. */
export type GivenConfig = Omit<Values, 'publicUrl'> & {
  publicUrl: string
  /** Fill a workspace with believable visitors. */
  demo: boolean
}

/** With the secret that the data folder keeps where none was given. */
export type Config = GivenConfig & { secret: string }

export type Command = { run: 'start' | 'help' | 'print-config'; config: GivenConfig }

// chDB runs its queries on libuv's threads. With the usual 4 an insert waits behind slow reports.
const threadPoolSize = '16'

/** The only place that reads the environment. */
export function commandOf(args: string[]): Command {
  process.env.UV_THREADPOOL_SIZE ??= threadPoolSize
  return readCommand(process.env, args)
}

/** Throws with every problem at once, each a sentence on a line of its own. */
export function readCommand(environment: Record<string, string | undefined>, args: string[]): Command {
  const flags = readFlags(args)
  const given: Record<string, string | undefined> = { ...environment, ...flags.instead }
  const problems = [...flags.problems, ...unknownNames(given)]
  const values = Object.fromEntries(
    Object.entries<Setting<unknown>>(settings).map(([key, setting]) => [key, readValue(setting, given, problems)])
  ) as Values
  if (Boolean(given.FOYER_ADMIN_EMAIL) !== Boolean(given.FOYER_ADMIN_PASSWORD))
    problems.push('FOYER_ADMIN_EMAIL and FOYER_ADMIN_PASSWORD belong together: set both or neither.')
  if (given.FOYER_SMTP_URL && !given.FOYER_MAIL_FROM)
    problems.push('FOYER_SMTP_URL needs FOYER_MAIL_FROM beside it: the address that mail comes from.')
  if (flags.run !== 'help' && problems.length > 0) throw new StartError(problems.join('\n'))
  const publicUrl = values.publicUrl ?? localUrl(values.host, values.port)
  return { run: flags.run, config: { ...values, publicUrl, demo: flags.demo } }
}

function readValue(setting: Setting<unknown>, given: Record<string, string | undefined>, problems: string[]): unknown {
  // An empty value is what a compose file passes on for a variable that is not set.
  const text = given[setting.name] || setting.default
  if (text === undefined) return undefined
  try {
    return setting.parse(text)
  } catch (error) {
    const value = setting.isSecret ? '' : ` (it is "${text}")`
    problems.push(`${setting.name} ${error instanceof Error ? error.message : error}${value}.`)
    return undefined
  }
}

function unknownNames(given: Record<string, string | undefined>): string[] {
  const names = Object.values(settings).map(({ name }) => name)
  const known = new Set([...names, ...Object.keys(namesOfTests)])
  return Object.keys(given)
    .filter(name => name.startsWith('FOYER_') && !known.has(name))
    .sort()
    .map(name => `${name} is not a setting of Foyer${suggestion(name, names)}`)
}

function suggestion(name: string, names: string[]): string {
  const [nearest] = names
    .map(known => ({ known, steps: editSteps(name, known) }))
    .filter(({ steps }) => steps <= 3)
    .sort((one, other) => one.steps - other.steps)
  return nearest ? `; did you mean ${nearest.known}?` : '; `npm start -- --help` lists them.'
}

/** Levenshtein distance. */
function editSteps(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index)
  for (const [i, letter] of [...from].entries()) {
    const next = [i + 1]
    for (const [j, other] of [...to].entries()) {
      const replaced = (row[j] ?? 0) + (letter === other ? 0 : 1)
      next.push(Math.min(replaced, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1))
    }
    row = next
  }
  return row[to.length] ?? 0
}

const flagOptions = {
  demo: { type: 'boolean' },
  port: { type: 'string' },
  host: { type: 'string' },
  data: { type: 'string' },
  'print-config': { type: 'boolean' },
  help: { type: 'boolean' }
} as const

type Flags = { run: Command['run']; demo: boolean; instead: Record<string, string>; problems: string[] }

/** Flags stand above the environment. */
function readFlags(args: string[]): Flags {
  const { tokens } = parseArgs({ args, options: flagOptions, strict: false, tokens: true })
  const flags: Flags = { run: 'start', demo: false, instead: {}, problems: [] }
  for (const token of tokens) {
    if (token.kind === 'option-terminator') continue
    const problem = token.kind === 'positional' ? `"${token.value}" is not understood` : takeFlag(flags, token)
    if (problem) flags.problems.push(`${problem}; \`npm start -- --help\` lists what is.`)
  }
  return flags
}

function takeFlag(flags: Flags, { name, value, rawName }: { name: string; value?: string; rawName: string }) {
  const option = Object.entries(flagOptions).find(([known]) => known === name)?.[1]
  if (!option) return `${rawName} is not understood`
  if (option.type === 'boolean' && value !== undefined) return `${rawName} takes no value`
  if (option.type === 'string' && !value) return `${rawName} needs a value`
  if (name === 'demo') flags.demo = true
  else if (name === 'help' || name === 'print-config') flags.run = name
  else flags.instead[`FOYER_${name.toUpperCase()}`] = value ?? ''
  return undefined
}

const wildcards = new Set(['0.0.0.0', '::', '127.0.0.1', '::1'])

function localUrl(host: string, port: number): string {
  const name = wildcards.has(host) ? 'localhost' : host.includes(':') ? `[${host}]` : host
  return `http://${name}:${port}`
}
