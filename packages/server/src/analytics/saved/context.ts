import type { Logger } from 'pino'
import type { ISql, JSONValue, TransactionSql } from 'postgres'
import type { Actor, Randomness } from '../../http/index.ts'
import type { AnalyticsContext } from '../context.ts'

export type Audit = (
  by: Actor,
  action: string,
  target: string,
  detail: Record<string, JSONValue | undefined>,
  sql: ISql
) => Promise<void>

export type SavedContext = AnalyticsContext & {
  random: Randomness
  log: Pick<Logger, 'warn'>
  audit: Audit
  publicUrl: string
}

export type Tx = TransactionSql
export type { ISql }
