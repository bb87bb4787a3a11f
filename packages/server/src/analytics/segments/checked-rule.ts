import type { SegmentRule } from '@foyer/protocol'
import type { ISql } from 'postgres'
import { AppError } from '../../http/index.ts'
import { storableJson } from '../../identity/index.ts'
import { positionSql } from '../funnel/position-sql.ts'
import { newQuery } from '../language/query.ts'
import { namedIn } from '../named.ts'
import { lookUpNamed, scopeOfAll } from '../scope.ts'
import { checkNesting, rulesOf } from './nesting.ts'
import { segmentPeopleSql } from './people-sql.ts'

const mostChars = 40_000

/** As it can be kept: what a schema cannot say is said here, with the place in the rule. */
export async function checkedRule(
  sql: ISql,
  workspaceId: string,
  own: string | undefined,
  given: SegmentRule,
  nowMs: number
): Promise<SegmentRule> {
  const text = storableJson(JSON.stringify(given))
  if (text.length > mostChars)
    throw new AppError('invalid', `rule may have ${mostChars} characters at most.`, { field: 'rule' })
  const rule = JSON.parse(text) as SegmentRule
  checkNesting(own, rule, await rulesOf(sql, workspaceId, namedIn(rule).segments))
  // Put together and not asked: a field, an operator or a value that cannot be is refused on the way.
  const looked = await lookUpNamed(sql, workspaceId, rule)
  const scope = scopeOfAll({ workspaceNumber: 0, joins: null, nowMs, timezone: 'UTC' }, looked, new Map(), positionSql)
  segmentPeopleSql(newQuery(), scope, rule, positionSql)
  return rule
}
