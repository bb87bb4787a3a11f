import type { SegmentRule } from '@foyer/protocol'
import type { ISql } from 'postgres'
import { AppError } from '../http/index.ts'
import { conditionSql } from './language/condition.ts'
import type { Query } from './language/query.ts'
import type { Scope } from './language/where.ts'
import { type Few, personKey } from './language/who.ts'
import { type Named, namedIn } from './named.ts'
import { deepestNesting, rulesOf } from './segments/nesting.ts'
import { type PositionSql, segmentPeopleSql } from './segments/people-sql.ts'
import type { Brought } from './traits/brought.ts'
import { knownValues } from './traits/known.ts'
import { traitFitsSql, traitOfSql } from './traits/trait-sql.ts'

/** Each segment that is named is put into the statement where it is named, with all it names. */
const mostSegments = 60

type Looked = { rules: ReadonlyMap<string, SegmentRule>; traits: Set<string> }

/** The segments a question names, with all they are made of, and every trait that any of it asks for. */
export async function lookUpNamed(sql: ISql, workspaceId: string, question: unknown): Promise<Looked> {
  const named = namedIn(question)
  const rules = named.segments.size === 0 ? new Map() : await rulesOf(sql, workspaceId, named.segments)
  const all: Named = { traits: named.traits, segments: new Set() }
  for (const rule of rules.values()) namedIn(rule, all)
  return { rules, traits: all.traits }
}

type Base = Pick<Scope, 'workspaceNumber' | 'joins' | 'nowMs' | 'timezone' | 'visitors' | 'visits'>

function withSegments(
  base: Base,
  rules: Looked['rules'],
  position: PositionSql,
  traits: Pick<Scope, 'traitFits' | 'traitOf'>
): Scope {
  let put = 0
  let depth = 0
  const scope: Scope = {
    ...base,
    ...traits,
    segmentSet(query, segment, where) {
      const rule = rules.get(segment)
      const field = `${where}.segment`
      if (!rule)
        throw new AppError('invalid', `${field}: there is no such segment. It may have been deleted.`, { field })
      put += 1
      if (put > mostSegments || depth > deepestNesting)
        throw new AppError('invalid', `${field}: the segments of this question are made of too many others.`, { field })
      depth += 1
      try {
        return segmentPeopleSql(query, scope, rule, position, field)
      } finally {
        depth -= 1
      }
    }
  }
  return scope
}

/** Everybody of a workspace: traits are looked up in what was brought. */
export function scopeOfAll(
  base: Base,
  { rules }: Looked,
  brought: ReadonlyMap<string, Brought>,
  position: PositionSql
): Scope {
  const of = (key: string): Brought => brought.get(key) ?? { version: 0, atMs: 0 }
  return withSegments(base, rules, position, {
    traitFits: (query, asked, who) => traitFitsSql(query, base, asked, of(asked.key), who),
    traitOf: (query, key, _where, who) => traitOfSql(query, base, key, of(key), who)
  })
}

/** A few people, by these of their browsers: what is known of them is compared right in the statement, and nothing is brought. */
export async function scopeOfFew(
  sql: ISql,
  base: Pick<Base, 'workspaceNumber' | 'nowMs' | 'timezone'>,
  few: Few,
  { rules, traits }: Looked,
  position: PositionSql
): Promise<Scope> {
  const known = new Map<string, { people: number[]; values: string[] }>()
  for (const key of traits) {
    const rows = await knownValues(sql, key, few, new Date(base.nowMs))
    known.set(key, { people: rows.map(row => Number(row.who)), values: rows.map(row => String(row.value)) })
  }
  const valueSql = (query: Query, key: string, who: string) => {
    const { people, values } = known.get(key) ?? { people: [], values: [] }
    if (people.length === 0) return query.bind('', 'String')
    return `transform(${who}, ${query.bind(people, 'Array(UInt64)')}, ${query.bind(values, 'Array(String)')}, '')`
  }
  const scope = { ...base, joins: few, visitors: few.browsers }
  return withSegments(scope, rules, position, {
    traitFits: (query, { condition, key, where, timezone }, who) =>
      `(${conditionSql(query, valueSql(query, key, who), condition, where, timezone)})`,
    traitOf: (query, key) => valueSql(query, key, personKey(query, base.workspaceNumber, few))
  })
}
