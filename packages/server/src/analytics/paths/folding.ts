import { AppError } from '../../http/index.ts'
import type { Query } from '../language/query.ts'

const segment = '[0-9A-Za-z_]'
const mixedFrom = 16

/** Sixteen letters and digits or more, with a digit among them: by where its first digit stands, for want of looking ahead. */
const mixed = [
  ...Array.from({ length: mixedFrom }, (_, at) => `[A-Za-z_]{${at}}[0-9]${segment}{${mixedFrom - 1 - at},}`),
  `[A-Za-z_]{${mixedFrom},}[0-9]${segment}*`
].join('|')
const uuid = '[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}'

/** What a part of an address is folded into, in this order. */
const folds = [
  { name: ':number', pattern: '[0-9]+' },
  { name: ':date', pattern: '[0-9]{4}-[0-9]{2}(?:-[0-9]{2})?' },
  { name: ':id', pattern: `${uuid}|${mixed}` }
] as const

/** A name of pages that are meant as one, as `LIKE` reads it. */
function likeOf(pattern: string, at: string): string {
  const parts = pattern.replaceAll(/\*+/g, '*').split('*')
  if (parts.length === 1) throw invalid(`${at} needs a * for the part that differs, such as /product/*.`, at)
  if (parts.length > mostStars + 1) throw invalid(`${at} may have ${mostStars} * at most.`, at)
  return parts.map(part => part.replaceAll(/[\\%_]/g, sign => `\\${sign}`)).join('%')
}
const mostStars = 10
const invalid = (message: string, field: string) => new AppError('invalid', message, { field })

/** Of few values each block has many: so a part is folded once a block, not once an event. */
const path = 'toLowCardinality(path)'

export type Folding = { patterns?: string[]; fold?: boolean }

/** The name of an address as a node: that of the first pattern it fits, or itself with the parts folded that differ from page to page. */
export function foldedPath(query: Query, asked: Folding): string {
  const own = asked.fold === false ? 'path' : partsSql(query)
  const patterns = patternsOf(query, asked).map(({ fits, name }) => `${fits}, ${name}`)
  return patterns.length === 0 ? own : `multiIf(${patterns.join(', ')}, ${own})`
}

export const patternsOf = (query: Query, asked: Folding): { fits: string; name: string }[] =>
  (asked.patterns ?? []).map((pattern, index) => ({
    fits: `${path} LIKE ${query.bind(likeOf(pattern, `patterns.${index}`), 'String')}`,
    name: query.bind(pattern, 'String')
  }))

/** Each part gets slashes of its own on both sides, so that one is not hidden by its neighbour. Only functions of one text keep to each value once. */
function partsSql(query: Query): string {
  const replace = (text: string, pattern: string, name: string) =>
    `replaceRegexpAll(${text}, ${query.bind(pattern, 'String')}, ${query.bind(name, 'String')})`
  const framed = `concat('/', replaceAll(${path}, '/', '//'), '/')`
  const folded = folds.reduce((text, { name, pattern }) => replace(text, `/(?:${pattern})/`, `/${name}/`), framed)
  return `replaceAll(${replace(folded, '^/|/$', '')}, '//', '/')`
}
