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
export const folds = [
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

/** The name of an address as a node: that of the first pattern it fits, or itself with the parts folded that differ from page to page. */
export function foldedSql(query: Query, path: string, asked: { patterns?: string[]; fold?: boolean }): string {
  const own = asked.fold === false ? path : partsSql(query, path)
  const patterns = (asked.patterns ?? []).map(
    (pattern, index) =>
      `${path} LIKE ${query.bind(likeOf(pattern, `patterns.${index}`), 'String')}, ${query.bind(pattern, 'String')}`
  )
  return patterns.length === 0 ? own : `multiIf(${patterns.join(', ')}, ${own})`
}

/** Each part gets slashes of its own on both sides, so that one is not hidden by its neighbour. */
function partsSql(query: Query, path: string): string {
  const framed = `concat('/', replaceAll(${path}, '/', '//'), '/')`
  const folded = folds.reduce(
    (text, { name, pattern }) =>
      `replaceRegexpAll(${text}, ${query.bind(`/(?:${pattern})/`, 'String')}, ${query.bind(`/${name}/`, 'String')})`,
    framed
  )
  return `replaceAll(substring(${folded}, 2, length(${folded}) - 2), '//', '/')`
}

/** Whether any address may get another name at all. */
export const isFolding = (asked: { patterns?: string[]; fold?: boolean }): boolean =>
  asked.fold !== false || (asked.patterns?.length ?? 0) > 0
