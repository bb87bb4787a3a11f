import type { PeopleBehind } from '@foyer/protocol'
import { AppError } from '../../http/index.ts'
import type { Behind } from '../behind/behind.ts'
import type { Asking } from '../question.ts'
import { nodePeopleSql } from './paths-sql.ts'
import { wayOf } from './ways-sql.ts'

type OfPaths = Extract<PeopleBehind['of'], { report: 'paths' }>

/** The people whose visits were at a node of a level, or at any that is not drawn. */
export function pathsBehind({ scope, span }: Pick<Asking, 'scope' | 'span'>, of: OfPaths): Behind {
  const { levels, direction } = wayOf(of.question)
  if (of.level >= levels)
    throw new AppError('invalid', `of.level must be below ${levels}, the levels of the question.`, {
      field: 'of.level'
    })
  if ((of.node === undefined) === (of.except === undefined))
    throw new AppError('invalid', 'Give of.node, or of.except for everything but some nodes.', { field: 'of.node' })
  const distance = direction === 'from' ? of.level : levels - 1 - of.level
  return nodePeopleSql(scope, span, of.question, {
    distance,
    names: of.except ?? [of.node ?? ''],
    isRest: of.except !== undefined
  })
}
