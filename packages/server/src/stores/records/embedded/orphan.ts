import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { StartError } from '../../../start-error.ts'
import { shutdownSteps } from './postmaster.ts'
import { isAlive, isServerOf, readPostmasterFile } from './postmaster-file.ts'

const pollMs = 10

/**
 * The server of a process that was killed may still be running, or on its way out. It is ended rather than taken over:
 * a child of our own tells us when it crashes. The caller holds the lock on the folder, so nobody is using it.
 */
export async function endOrphan(cluster: string): Promise<void> {
  const pid = readPostmasterFile(cluster)?.pid
  if (pid === undefined) return
  if (isServerOf(pid, cluster)) await end(pid, cluster)
  // PostgreSQL would take the unrelated process that has this number now for a running server, and refuse to start.
  else if (isAlive(pid)) rmSync(join(cluster, 'postmaster.pid'), { force: true })
}

async function end(pid: number, cluster: string): Promise<void> {
  for (const [signal, waitMs] of shutdownSteps) {
    if (!isServerOf(pid, cluster)) return
    process.kill(pid, signal)
    const deadline = performance.now() + waitMs
    while (performance.now() < deadline) {
      if (!isServerOf(pid, cluster)) return
      await sleep(pollMs)
    }
  }
  throw new StartError(
    `A PostgreSQL left over from before (process ${pid}) does not end. End it, then start Foyer again.`
  )
}
