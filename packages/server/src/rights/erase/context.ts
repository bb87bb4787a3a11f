import type { ISql, JSONValue, Sql } from 'postgres'
import type { Actor, Randomness } from '../../http/index.ts'
import type { ErasedVisitors } from '../../identity/index.ts'
import type { EventStore } from '../../stores/events/index.ts'

/** Visitors of one workspace. */
export type Whose = { workspaceId: string; visitors: string[] }

export type RightsContext = {
  sql: Sql
  events: EventStore
  clock: () => Date
  random: Randomness
  sleep(ms: number): Promise<void>
  log: { warn(details: object, message: string): void }
  publicUrl: string
  audit(
    by: Actor,
    action: string,
    target: string,
    detail: Record<string, JSONValue | undefined>,
    sql: ISql
  ): Promise<void>
  /** Somebody's record changed: whoever watches them looks again. */
  changed(workspaceId: string, people: string[]): void
  /** No other process takes events for these stores. */
  isAlone: boolean
  erased: Pick<ErasedVisitors, 'forget'>
  /** In the same transaction: their conversations, whole. Answers which it were. */
  forgetConversations(tx: ISql, whose: Whose): Promise<string[]>
  /** The light of an installation no longer says which of these pages was last heard of. */
  forgetPages(workspaceId: string, theirs: (pages: string[]) => Promise<string[]>): Promise<void>
  forgetMails(conversations: string[]): Promise<void>
  /** Resolves when whatever was received, noted or being brought over until now stands where it can be found. */
  received(): Promise<void>
  /** Resolves when what has been carried on no longer lies where it landed. */
  leaveLanding(pause: () => Promise<void>): Promise<void>
  /** What was acknowledged before can be read. */
  caughtUp(): Promise<void>
}
