import type { SegmentRule } from '@foyer/protocol'
import type { ISql } from 'postgres'
import { AppError, toUuid } from '../../http/index.ts'
import { namedIn } from '../named.ts'

/** Segments that name segments that name segments: more than this nobody can follow. */
export const deepestNesting = 4

/** The rules of these segments and of all they name, by public id; what is not there, or not of this workspace, is left out. */
export async function rulesOf(
  sql: ISql,
  workspaceId: string,
  ids: Iterable<string>
): Promise<Map<string, SegmentRule>> {
  const rules = new Map<string, SegmentRule>()
  let open = [...new Set(ids)]
  for (let depth = 0; open.length > 0 && depth <= deepestNesting; depth += 1) {
    const known = open.filter(id => /^seg_[0-9a-f]{32}$/.test(id))
    const rows = await sql<{ id: string; rule: SegmentRule }[]>`
      SELECT 'seg_' || replace(id::text, '-', '') AS id, rule FROM segments
      WHERE workspace_id = ${workspaceId} AND id = ANY(${known.map(toUuid)}::uuid[])`
    for (const { id, rule } of rows) rules.set(id, rule)
    open = [...new Set(rows.flatMap(({ rule }) => [...namedIn(rule).segments]))].filter(id => !rules.has(id))
  }
  return rules
}

/** Before a rule is written: what it names is there, names it nowhere itself, and does not go on for ever. */
export function checkNesting(
  own: string | undefined,
  rule: SegmentRule,
  rules: ReadonlyMap<string, SegmentRule>
): void {
  const refuse = (message: string) => new AppError('invalid', message, { field: 'rule.filters' })
  const walk = (named: Iterable<string>, depth: number): void => {
    for (const id of named) {
      if (id === own) throw refuse('A segment cannot be made of itself, also not by way of another one.')
      const inner = rules.get(id)
      if (!inner) throw refuse(`There is no segment ${id}. Choose one that is there.`)
      if (depth >= deepestNesting)
        throw refuse(
          `Segments may lie ${deepestNesting} deep in each other at most. Name what the inner one asks for here.`
        )
      walk(namedIn(inner).segments, depth + 1)
    }
  }
  walk(namedIn(rule).segments, 1)
}
