import type { ChildProcess } from 'node:child_process'
import { mkdirSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { lockFolder } from '../../folder-lock.ts'
import type { ConnectionTarget } from '../connect.ts'
import type { RecordsLog } from '../log.ts'
import { accountOwning } from './account.ts'
import { findBinaries } from './binaries.ts'
import { ensureCluster } from './cluster.ts'
import { endOrphan } from './orphan.ts'
import { type PostmasterOptions, startPostmaster, stopPostmaster } from './postmaster.ts'
import { socketFolder, socketName } from './socket-folder.ts'

export type EmbeddedServer = {
  target: ConnectionTarget
  stop(): Promise<void>
}

/** A real PostgreSQL as our child, on a socket inside the folder: nothing of it is reachable over a network. */
export async function startEmbedded(options: { folder: string; log: RecordsLog }): Promise<EmbeddedServer> {
  const binaries = findBinaries()
  mkdirSync(options.folder, { recursive: true, mode: 0o700 })
  const folder = realpathSync(options.folder)
  const lock = await lockFolder(folder)
  try {
    const account = accountOwning(folder, binaries.postgres)
    const cluster = join(folder, 'cluster')
    await ensureCluster(cluster, binaries, account)
    await endOrphan(cluster)
    const socket = socketFolder(folder, account)
    const postmaster = { cluster, socketFolder: socket, logFile: join(folder, 'postgres.log'), binaries, account }
    const server = await supervise(postmaster, options.log)
    return {
      target: { name: 'the embedded server', socket: join(socket, socketName) },
      async stop() {
        await server.stop()
        lock.release()
      }
    }
  } catch (error) {
    lock.release()
    throw error
  }
}

const firstRestartMs = 50
const longestRestartMs = 2_000

/** Keeps one server running until it is stopped. While it is away queries fail at once, and the pool finds it again. */
async function supervise(options: PostmasterOptions, log: RecordsLog): Promise<{ stop(): Promise<void> }> {
  let isStopping = false
  let restarting: Promise<void> | undefined
  let child: ChildProcess

  const adopt = (started: ChildProcess) => {
    child = started
    started.once('exit', (code, signal) => {
      if (isStopping) return
      log.error(
        { code, signal, logFile: options.logFile },
        'the embedded PostgreSQL ended by itself; starting it again'
      )
      restarting = restart()
    })
  }
  const restart = async () => {
    for (let waitMs = firstRestartMs; !isStopping; waitMs = Math.min(waitMs * 2, longestRestartMs)) {
      try {
        await endOrphan(options.cluster)
        adopt(await startPostmaster(options))
        log.info({}, 'the embedded PostgreSQL is back')
        return
      } catch (error) {
        log.error({ err: error }, 'the embedded PostgreSQL did not come back yet')
        await sleep(waitMs)
      }
    }
  }
  adopt(await startPostmaster(options))
  return {
    async stop() {
      isStopping = true
      await restarting
      await stopPostmaster(child)
    }
  }
}
