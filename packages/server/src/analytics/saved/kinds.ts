import { FunnelQuestion, PathsQuestion, type ReportKind, RetentionQuestion, TrendQuestion } from '@foyer/protocol'
import type { Static, TObject } from 'typebox'
import { AppError, checkedBy } from '../../http/index.ts'
import { funnel } from '../funnel/funnel.ts'
import { paths } from '../paths/paths.ts'
import type { Asking } from '../question.ts'
import { retention } from '../retention/retention.ts'
import { trend } from '../trend/trend.ts'

export type Asked = Record<string, unknown>
export type Kind = {
  /** Refuses what is no question of this kind; `at` is where it stands in what came in. */
  check(question: Asked, at: string): void
  answer(asking: Asking, question: Asked): Promise<Record<string, unknown>>
}

function kind<Schema extends TObject>(
  schema: Schema,
  answer: (asking: Asking, question: Static<Schema>) => Promise<Record<string, unknown>>
): Kind {
  const check = (question: Asked, at: string) => {
    for (const key of Object.keys(question))
      if (!Object.hasOwn(schema.properties, key))
        throw new AppError('invalid', `${at}.${key} is nothing such a question has. Leave it out.`, {
          field: `${at}.${key}`
        })
    return checkedBy(schema, question, at)
  }
  return { check, answer: (asking, question) => answer(asking, check(question, 'question')) }
}

/** What can be saved and asked again, by its name. */
export const kinds: Partial<Record<ReportKind, Kind>> = {
  trend: kind(TrendQuestion, trend),
  funnel: kind(FunnelQuestion, funnel),
  retention: kind(RetentionQuestion, retention),
  paths: kind(PathsQuestion, paths)
}

export function kindOf(name: ReportKind): Kind {
  const found = kinds[name]
  if (found) return found
  throw new AppError('invalid', `kind must be one of ${Object.keys(kinds).join(', ')}.`, { field: 'kind' })
}
