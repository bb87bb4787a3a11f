import type { ISql, JSONValue, Sql, TransactionSql } from 'postgres'
import type { Actor, Randomness, RateLimit } from '../../http/index.ts'
import type { JudgeAddress, Reach } from '../../outward/index.ts'
import type { EventStore } from '../../stores/events/index.ts'
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
  /** Keys are workspaces: what is looked up at others' servers for the form. */
  lookUps: RateLimit
}
export type Tx = TransactionSql
export type { ISql }
