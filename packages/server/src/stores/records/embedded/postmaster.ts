import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { StartError } from '../../../start-error.ts'
import { type Account, commandAs } from './account.ts'
import type { Binaries } from './binaries.ts'
import { lastLine } from './cluster.ts'
import { readPostmasterFile } from './postmaster-file.ts'

export type PostmasterOptions = {
  cluster: string
  socketFolder: string
  logFile: string
  binaries: Binaries
  account: Account
}

// A crashed server first replays its journal; max_wal_size keeps that to seconds.
const readyTimeoutMs = 60_000
const pollMs = 5
const fastShutdownMs = 6_000
const immediateShutdownMs = 2_000

const settings: Record<string, string> = {
  listen_addresses: '',
  unix_socket_permissions: '0700',
  max_connections: '40',
  shared_buffers: '128MB',
  work_mem: '8MB',
  maintenance_work_mem: '64MB',
  effective_cache_size: '512MB',
  max_wal_size: '512MB',
  min_wal_size: '80MB',
  // Nothing reads the journal but recovery.
  wal_level: 'minimal',
  max_wal_senders: '0',
  // A recycled journal file keeps the bytes of deleted people for long after; a removed one does not.
  wal_recycle: 'off',
  fsync: 'on',
  full_page_writes: 'on',
  synchronous_commit: 'on',
  // No helper processes for reading and for extensions we do not have.
  io_method: 'sync',
  max_worker_processes: '4',
  max_logical_replication_workers: '0',
  jit: 'off',
  autovacuum_worker_slots: '2',
  autovacuum_max_workers: '2',
  timezone: 'UTC',
  log_timezone: 'UTC',
  // Failed statements come back through the driver; in the file they would carry people's values.
  log_min_messages: 'log',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  log_checkpoints: 'off'
}

/** Starts the server and waits until it takes connections. */
export async function startPostmaster(options: PostmasterOptions): Promise<ChildProcess> {
  const { cluster, binaries, account, logFile } = options
  const all = { ...settings, unix_socket_directories: options.socketFolder }
  const flags = Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const { file, args } = commandAs(account, binaries.postgres, ['-D', cluster, ...flags])
  const log = openSync(logFile, 'w', 0o600)
  // In a process group of its own, so that a Ctrl-C in the terminal reaches only us and we end it in our own order.
  const child = spawn(file, args, { cwd: '/', detached: true, stdio: ['ignore', log, log] })
  closeSync(log)
  try {
    await becomesReady(child, options)
    return child
  } catch (error) {
    await stopPostmaster(child)
    throw error
  }
}

async function becomesReady(child: ChildProcess, { cluster, logFile }: PostmasterOptions): Promise<void> {
  const ended = once(child, 'exit').then(() => {
    throw new StartError(
      `The embedded PostgreSQL did not start on ${cluster}: ${whyItEnded(readFileSync(logFile, 'utf8'))}. Put that right, or restore the folder from a copy; its log is ${logFile}.`
    )
  })
  let isWaiting = true
  const ready = async () => {
    const deadline = performance.now() + readyTimeoutMs
    while (isWaiting) {
      const file = readPostmasterFile(cluster)
      if (file?.pid === child.pid && file?.status === 'ready') return
      if (performance.now() > deadline)
        throw new StartError(
          `The embedded PostgreSQL was not ready within ${readyTimeoutMs / 1000} s; look into ${logFile}.`
        )
      await sleep(pollMs)
    }
  }
  try {
    await Promise.race([ended, ready()])
  } finally {
    isWaiting = false
    ended.catch(() => undefined)
  }
}

export const whyItEnded = (log: string) =>
  /(?:FATAL|PANIC): +(.+)/.exec(log)?.[1] ?? (lastLine(log) || 'it gave no reason')

/** Fast shutdown: open transactions are rolled back, everything committed is on disk. */
export async function stopPostmaster(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return
  const exited = once(child, 'exit')
  for (const [signal, waitMs] of shutdownSteps) {
    child.kill(signal)
    if (await isDoneWithin(exited, waitMs)) return
  }
  await exited
}

export const shutdownSteps = [
  ['SIGINT', fastShutdownMs],
  ['SIGQUIT', immediateShutdownMs],
  ['SIGKILL', immediateShutdownMs]
] as const

async function isDoneWithin(done: Promise<unknown>, ms: number): Promise<boolean> {
  const timer = new AbortController()
  const tooLate = sleep(ms, false, { signal: timer.signal }).catch(() => false)
  const result = await Promise.race([done.then(() => true), tooLate])
  timer.abort()
  return result
}
