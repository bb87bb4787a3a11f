import { type Actor, AppError } from '../http/index.ts'
import { type Ask, createAsk } from './ask.ts'
import type { Asks } from './asks.ts'
import type { AnalyticsContext } from './context.ts'
import { createJoined } from './joined.ts'
import { type Span, spanOf } from './language/moments.ts'
import type { Query } from './language/query.ts'
import type { Scope } from './language/where.ts'

/** All that a report needs to put its SQL together and ask it. */
export type Asking = {
  scope: Scope
  span: Span
  workspaceId: string
  nowMs: number
  ask<Row>(sql: string, query: Query): Promise<Row[]>
}

/** From what came in to what can be asked: whose events, which time, and the joins as they stand. */
export function createQuestions(context: AnalyticsContext, asks: Asks) {
  const ask: Ask = createAsk(context.events)
  const joinsOf = createJoined(context)
  return async function asking(
    actor: Pick<Actor, 'workspaceId'>,
    asked: { from: string; to: string; timezone?: string }
  ): Promise<Asking> {
    const { workspaceId } = actor
    const [workspace] = await context.sql<{ number: number; timezone: string }[]>`
      SELECT number, timezone FROM workspaces WHERE id = ${workspaceId}`
    if (!workspace) throw new AppError('not_found', 'There is no such workspace.')
    const span = spanOf(asked, workspace.timezone)
    await context.caughtUp()
    const joins = await joinsOf(workspaceId, workspace.number)
    const nowMs = context.clock().getTime()
    return {
      span,
      workspaceId,
      nowMs,
      scope: {
        workspaceNumber: workspace.number,
        joins,
        nowMs,
        traitSet: (_query, _condition, _key, where) => noTraits(where),
        traitOf: (_query, _key, where) => noTraits(where),
        segmentSet: noSegments
      },
      ask: (sql, query) => ask(workspace.number, sql, query.params, asks.of(actor))
    }
  }
}

export type Questions = ReturnType<typeof createQuestions>

function noTraits(where: string): string {
  throw new AppError('invalid', `${where}.property: there are no traits yet.`, { field: `${where}.property` })
}
function noSegments(_query: Query, _segment: string, where: string): string {
  throw new AppError('invalid', `${where}.segment: there is no such segment.`, { field: `${where}.segment` })
}
