import type { Logger } from 'pino'
import type { ISql, JSONValue, Sql, TransactionSql } from 'postgres'
import type { Actor, Randomness, RateLimit } from '../http/index.ts'
import type { FindAgent, VisitorTokens } from '../identity/index.ts'
import type { EventStore } from '../stores/events/index.ts'

export type ProactiveContext = {
  sql: Sql
  events: EventStore
  clock: () => Date
  random: Randomness
  log: Pick<Logger, 'warn'>
  agents: FindAgent
  tokens: VisitorTokens
  publicUrl: string
  audit(
    by: Actor,
    action: string,
    target: string,
    detail: Record<string, JSONValue | undefined>,
    sql: ISql
  ): Promise<void>
  /** Resolves when what was acknowledged before can be read. */
  caughtUp(): Promise<void>
  segments: {
    /** Of these segments, who of these visitors is in each; one that is not there is left out. */
    among(
      whose: { workspaceId: string; workspaceNumber: number; visitors: readonly string[] },
      segments: readonly string[]
    ): Promise<Map<string, ReadonlySet<string>>>
    /** The ids of everybody in a segment. */
    idsOf(workspaceId: string, segment: string): Promise<readonly string[]>
  }
  /** There are facts to carry over to the event store. */
  factsWritten(): void
  limits: {
    /** Keys are visitors. */
    asked: RateLimit
    /** Keys are blocks of addresses. */
    perAddress: RateLimit
    /** Keys are workspaces. */
    previews: RateLimit
  }
}

export type Tx = TransactionSql
export type { ISql }
