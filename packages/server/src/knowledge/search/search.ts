import type { FoundPassage } from '@foyer/protocol'
import { toPublic } from '../../http/index.ts'
import type { ISql } from '../context.ts'
import { coverage, startsAlike, type Term, worth } from './confidence.ts'
import { type Asked, asked } from './question.ts'

/** A passage that was found, and what may be linked to from it. */
export type Match = FoundPassage & { isCrawled: boolean }
export type Found = {
  items: Match[]
  /** 0 to 1: how well the best one fits. */
  confidence: number
  /** Nothing was asked: a greeting, a word of thanks. */
  isSmallTalk: boolean
  language: string | undefined
}

const mostConfigs = 4
/** Counting further would not change what a word is worth. */
const mostCounted = 2_000
/** So many passages are weighed against each other: those that have every word, and those that have a rare one. */
const mostWithAll = 300
const mostWithRare = 1_000
/** A passage that fits half as well as the best one is about something else. */
const worthShowing = 0.5
const leastPrefix = 4

type TermRow = { exact: string; starts: string | null; passages: number }
type NearRow = {
  id: string
  documentId: string
  title: string
  headings: string[]
  text: string
  url: string | null
  isCrawled: boolean
  rank: number
  exact: boolean[]
  starts: (boolean | null)[]
}

/** The passages of a workspace that speak of what is asked, the best first. */
export async function search(
  sql: ISql,
  workspaceId: string,
  question: string,
  options: { earlier?: string | undefined; locale?: string | undefined; limit?: number } = {}
): Promise<Found> {
  const about = asked(question, options)
  const nothing = { items: [], confidence: 0, isSmallTalk: about.wanted.length === 0, language: about.language }
  if (about.wanted.length === 0) return nothing
  const { configs, all } = await library(sql, workspaceId)
  if (all === 0) return nothing
  const rows = await termsOf(sql, workspaceId, about, configs)
  const terms: Term[] = rows.map((row, index) => ({ weight: about.wanted[index]?.weight ?? 1, passages: row.passages }))
  const near = await nearest(sql, workspaceId, rows, terms, all)
  const best = Math.max(...near.map(row => row.rank), Number.MIN_VALUE)
  const items = near
    .map(row => {
      const found = row.exact.map((is, index) => (is ? 1 : row.starts[index] ? startsAlike : 0))
      const fits = coverage(terms, found, all)
      // Of two that speak of the same, the one that speaks of it more.
      return { row, fits, score: fits * 0.9 + (row.rank / best) * 0.1 * fits }
    })
    .sort((one, other) => other.score - one.score || (one.row.id < other.row.id ? -1 : 1))
  const confidence = items[0]?.fits ?? 0
  const least = (items[0]?.score ?? 0) * worthShowing
  return {
    ...nothing,
    confidence: round(confidence),
    items: items
      .filter(item => item.score > 0 && item.score >= least)
      .slice(0, options.limit ?? 5)
      .map(({ row, score }) => shown(row, score))
  }
}

const round = (share: number) => Math.round(share * 1000) / 1000

const shown = (row: NearRow, score: number): Match => ({
  id: toPublic('psg', row.id),
  documentId: toPublic('doc', row.documentId),
  title: row.title,
  headings: row.headings,
  text: row.text,
  ...(row.url === null ? {} : { url: row.url }),
  score: round(score),
  isCrawled: row.isCrawled
})

/** How many passages there are, and by which languages' rules their words were cut. */
async function library(sql: ISql, workspaceId: string): Promise<{ configs: string[]; all: number }> {
  const rows = await sql<{ language: string; passages: number }[]>`
    SELECT language, sum(passages)::int AS passages FROM documents
    WHERE workspace_id = ${workspaceId} AND passages > 0 GROUP BY language ORDER BY 2 DESC`
  return {
    configs: rows.map(row => row.language).slice(0, mostConfigs),
    all: rows.reduce((sum, row) => sum + row.passages, 0)
  }
}

async function termsOf(sql: ISql, workspaceId: string, about: Asked, configs: string[]): Promise<TermRow[]> {
  const words = about.wanted.map(({ word }) => word)
  const bent = configs
    .filter(config => config !== 'simple')
    .map(config => sql`|| plainto_tsquery(${config}::text::regconfig, t.word)`)
    .reduce((all, one) => sql`${all} ${one}`, sql``)
  return sql<TermRow[]>`
    WITH terms AS MATERIALIZED (
      SELECT t.place, plainto_tsquery('simple', t.word) ${bent} AS exact,
        CASE WHEN length(split_part(t.word, '''', 1)) >= ${leastPrefix}
          THEN to_tsquery('simple', '''' || split_part(t.word, '''', 1) || ''':*') END AS starts
      FROM unnest(${words}::text[]) WITH ORDINALITY AS t(word, place)),
    counted AS (
      SELECT terms.*, (SELECT count(*) FROM (SELECT 1 FROM passages p
        WHERE p.workspace_id = ${workspaceId} AND p.words @@ terms.exact LIMIT ${mostCounted}) hits)::int AS whole FROM terms)
    SELECT exact::text, starts::text, CASE WHEN whole > 0 OR starts IS NULL THEN whole ELSE
      (SELECT count(*) FROM (SELECT 1 FROM passages p
        WHERE p.workspace_id = ${workspaceId} AND p.words @@ counted.starts LIMIT ${mostCounted}) hits)::int END AS passages
    FROM counted ORDER BY place`
}

async function nearest(
  sql: ISql,
  workspaceId: string,
  rows: TermRow[],
  terms: Term[],
  all: number
): Promise<NearRow[]> {
  const known = rows.filter(row => row.passages > 0)
  if (known.length === 0) return []
  const exact = rows.map(row => row.exact)
  const starts = rows.map(row => row.starts)
  const values = terms.map(term => worth(term, all))
  const everything = any(rows)
  return sql<NearRow[]>`
    WITH near AS MATERIALIZED (
      SELECT p.id, p.document_id, p.headings, p.text, p.words FROM passages p WHERE p.id IN (
        (SELECT id FROM passages WHERE workspace_id = ${workspaceId} AND words @@ ${every(known)}::tsquery LIMIT ${mostWithAll})
        UNION
        (SELECT id FROM passages WHERE workspace_id = ${workspaceId} AND words @@ ${any(rarest(known))}::tsquery LIMIT ${mostWithRare}))),
    weighed AS (
      SELECT near.*, ts_rank_cd(words, ${everything}::tsquery, 1) AS rank,
        (SELECT coalesce(sum(t.value), 0) FROM unnest(${exact}::text[], ${starts}::text[], ${values}::float8[]) AS t(exact, starts, value)
         WHERE near.words @@ t.exact::tsquery OR near.words @@ t.starts::tsquery) AS covered
      FROM near ORDER BY covered DESC, rank DESC, id LIMIT 40)
    SELECT w.id, w.document_id AS "documentId", d.title, w.headings, w.text, d.url, d.crawl_id IS NOT NULL AS "isCrawled", w.rank,
      ARRAY(SELECT w.words @@ t.query::tsquery FROM unnest(${exact}::text[]) WITH ORDINALITY AS t(query, place) ORDER BY t.place) AS exact,
      ARRAY(SELECT w.words @@ t.query::tsquery FROM unnest(${starts}::text[]) WITH ORDINALITY AS t(query, place) ORDER BY t.place) AS starts
    FROM weighed w JOIN documents d ON d.id = w.document_id`
}

/** The rarest words, as long as what they find together can be weighed; a word that stands everywhere finds nothing in particular. */
function rarest(known: TermRow[]): TermRow[] {
  const sorted = known.toSorted((one, other) => one.passages - other.passages)
  let found = 0
  return sorted.filter(row => {
    found += row.passages
    return row === sorted[0] || found <= mostWithRare
  })
}

const every = (rows: TermRow[]): string =>
  rows.map(row => `(${[row.exact, row.starts ?? ''].filter(query => query !== '').join(' | ')})`).join(' & ')

const any = (rows: TermRow[]): string =>
  rows
    .flatMap(row => [row.exact, row.starts ?? ''])
    .filter(query => query !== '')
    .map(query => `(${query})`)
    .join(' | ')
