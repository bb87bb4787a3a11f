import type { Page } from '@foyer/protocol'
import type { Logger } from 'pino'
import type { ISql, Sql, TransactionSql } from 'postgres'
import { type Actor, notFound, type Randomness } from '../http/index.ts'
import type { Mail } from '../mail/index.ts'
import type { Passwords } from './passwords.ts'
import type { Vault } from './vault.ts'

export type WorkspaceLog = Pick<Logger, 'info' | 'warn' | 'error'>
/** The pool or a transaction on it. */
export type AnySql = ISql

export type WorkspaceContext = {
  sql: Sql
  vault: Vault
  passwords: Passwords
  publicUrl: string
  clock: () => Date
  random: Randomness
  log: WorkspaceLog
  mail?: Pick<Mail, 'isSent' | 'put' | 'look'>
}

/** Foyer itself, at start or on behalf of whoever holds a link; it may do what it was written to do. */
export type SystemActor = { kind: 'system'; workspaceId: string; label: string }
export type By = Actor | SystemActor

/**
 * Every change runs behind its workspace's own row: the audit trail is a chain, "the last owner" is a count, and both need
 * one change after the other. These are things people do by hand, a few a minute at most.
 */
export async function changeWorkspace<T>(
  context: WorkspaceContext,
  workspaceId: string,
  work: (tx: TransactionSql) => Promise<T>
): Promise<T> {
  const done = await context.sql.begin(async tx => {
    const [row] = await tx`SELECT 1 FROM workspaces WHERE id = ${workspaceId} FOR NO KEY UPDATE`
    if (!row) throw notFound('workspace')
    return { answer: await work(tx) }
  })
  return (done as { answer: T }).answer
}

export type PageRequest = { cursor?: string | undefined; limit?: number | undefined }
export type PageOf<T> = Promise<Page<T>>
export const instant = (at: Date) => at.toISOString()
