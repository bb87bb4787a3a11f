import type { QueryParams } from './way-in.ts'

/**
 * `SET param_name = '…', …; `, which gives the values of a statement's placeholders to the connection it then runs on.
 *
 * chdb has a call that takes them beside the statement, but it lets only one such query run at a time in the whole process
 * (the engine mixes up the values of two): a person's timeline waited behind every report. Set on a connection that does one
 * thing at a time they cannot mix.
 */
export function settingParams(params: QueryParams): string {
  const pairs = Object.entries(params).map(
    ([name, value]) => `param_${identifier(name)} = ${literal(paramText(value))}`
  )
  return pairs.length === 0 ? '' : `SET ${pairs.join(', ')}; `
}

function identifier(name: string): string {
  if (!/^\w+$/.test(name)) throw new TypeError(`"${name}" cannot be the name of a parameter`)
  return name
}

/** As the server reads a parameter: a text is escaped like a tab-separated field, in an array like a literal. */
function paramText(value: QueryParams[string]): string {
  if (Array.isArray(value)) return `[${value.map(item => (typeof item === 'string' ? literal(item) : item)).join(',')}]`
  return field(String(value))
}

const fieldEscapes: Record<string, string> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\0': '\\0' }
const field = (text: string) => text.replaceAll(/[\\\t\n\0]/g, character => fieldEscapes[character] ?? character)

const literalEscapes: Record<string, string> = { '\\': '\\\\', "'": "\\'", '\0': '\\0' }
const literal = (text: string) =>
  `'${text.replaceAll(/[\\'\0]/g, character => literalEscapes[character] ?? character)}'`
