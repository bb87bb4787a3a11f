import { type Actor, AppError } from '../http/index.ts'
import { type Ask, createAsk } from './ask.ts'
import type { Asks } from './asks.ts'
import type { AnalyticsContext } from './context.ts'
import { positionSql } from './funnel/position-sql.ts'
import { createJoined } from './joined.ts'
import { type Span, spanOf } from './language/moments.ts'
import type { Query } from './language/query.ts'
import type { Scope } from './language/where.ts'
import { lookUpNamed, scopeOfAll } from './scope.ts'
import { type Brought, createTraits } from './traits/brought.ts'
import { createCurrent } from './visits/current.ts'

/** What can be asked about people as they are now, whatever the time a report is about. */
export type AskingNow = {
  scope: Scope
  workspaceId: string
  timezone: string
  /** The moment the answer is true of: as old as the oldest trait that was looked up for it. */
  nowMs: number
  ask<Row>(sql: string, query: Query): Promise<Row[]>
}

/** All that a report needs to put its SQL together and ask it. */
export type Asking = AskingNow & { span: Span }

/** From what came in to what can be asked: whose events, which time, the joins as they stand, and the traits and segments it names. */
export function createQuestions(context: AnalyticsContext, asks: Asks) {
  const { sql } = context
  const ask: Ask = createAsk(context.events)
  const joined = createJoined(context)
  const traits = createTraits(context)
  const generationOf = createCurrent(context.events)

  async function now(actor: Pick<Actor, 'workspaceId'>, question: unknown): Promise<AskingNow> {
    const { workspaceId } = actor
    const [workspace] = await sql<{ number: number; timezone: string }[]>`
      SELECT number, timezone FROM workspaces WHERE id = ${workspaceId}`
    if (!workspace) throw new AppError('not_found', 'There is no such workspace.')
    const { number, timezone } = workspace
    await context.caughtUp()
    const joins = await joined.joinsOf(workspaceId, number)
    const visits = await generationOf(number)
    const looked = await lookUpNamed(sql, workspaceId, question)
    const known = new Map<string, Brought>()
    for (const key of looked.traits) known.set(key, await traits.traitOf(workspaceId, number, key, joins))
    const nowMs = context.clock().getTime()
    return {
      workspaceId,
      timezone,
      nowMs: Math.min(nowMs, ...[...known.values()].map(({ atMs }) => atMs)),
      scope: scopeOfAll({ workspaceNumber: number, joins, nowMs, timezone, visits }, looked, known, positionSql),
      ask: (text, query) => ask(number, text, query.params, asks.of(actor))
    }
  }

  async function asking(
    actor: Pick<Actor, 'workspaceId'>,
    asked: { from: string; to: string; timezone?: string }
  ): Promise<Asking> {
    const found = await now(actor, asked)
    const span = spanOf(asked, found.timezone)
    // A segment is the same people whoever asks: its own days stay those of the workspace.
    return { ...found, scope: { ...found.scope, timezone: span.timezone }, span }
  }
  /** What was being brought over from the records is there, and nothing of before is still under way. */
  async function settled(): Promise<void> {
    await Promise.all([joined.settled(), traits.settled()])
  }
  return Object.assign(asking, { now, settled })
}

export type Questions = ReturnType<typeof createQuestions>
