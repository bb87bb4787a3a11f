import type { Logger } from 'pino'
import type { ISql, JSONValue, Sql, TransactionSql } from 'postgres'
import type { Actor, Randomness } from '../http/index.ts'
import type { Reach } from '../outward/index.ts'
import type { Reader } from './read/reader.ts'

export type KnowledgeContext = {
  sql: Sql
  clock: () => Date
  random: Randomness
  log: Pick<Logger, 'info' | 'warn' | 'error'>
  audit(
    by: Actor,
    action: string,
    target: string,
    detail: Record<string, JSONValue | undefined>,
    sql: ISql
  ): Promise<void>
  /** Whom a site that is read may look up. */
  publicUrl: string
  reader: Reader
  reach: Reach
  /** There is something to read. */
  given(): void
  /** There is a site to read. */
  crawling(): void
  /** A page of a site was read, was as it had been, or could not be read. */
  pageCounted(outcome: string): void
}

export type Tx = TransactionSql
export type { ISql }
