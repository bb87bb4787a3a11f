import type { ISql, JSONValue, Sql, TransactionSql } from 'postgres'
import type { Actor, Randomness, RateLimit } from '../../http/index.ts'
import type { JudgeAddress, Reach } from '../../outward/index.ts'
import type { EventStore } from '../../stores/events/index.ts'
import type { InSegment } from '../in-segment/within.ts'
import type { Vault } from '../settings/sealed.ts'

export type ManageContext = {
  sql: Sql
  events: EventStore
  clock: () => Date
  random: Randomness
  vault: Vault
  judge: JudgeAddress
  allowPrivate: boolean
  reach: Reach
  audit(
    by: Actor,
    action: string,
    target: string,
    detail: Record<string, JSONValue | undefined>,
    sql: ISql
  ): Promise<void>
  /** Destinations of this workspace are other than they were; resolves when the next event goes by it. */
  changed(workspaceId: string): Promise<void>
  inSegment: InSegment
  /** Whether all that was received before can be read. */
  isReadable(): Promise<boolean>
  /** Keys are workspaces: what is looked up at others' servers for the form. */
  lookUps: RateLimit
  /** Keys are workspaces: tests, and what is sent again one by one. */
  sends: RateLimit
  /** Keys are workspaces: each may read all events of a time. */
  counts: RateLimit
}
export type Tx = TransactionSql
export type { ISql }
