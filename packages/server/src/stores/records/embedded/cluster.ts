import { spawn } from 'node:child_process'
import { chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { StartError } from '../../../start-error.ts'
import { syncFolder } from '../../sync-folder.ts'
import { embeddedUser } from '../connect.ts'
import { type Account, commandAs } from './account.ts'
import type { Binaries } from './binaries.ts'

/** Makes PostgreSQL's own data folder on the first start, and checks on later ones that these binaries can read it. */
export async function ensureCluster(cluster: string, binaries: Binaries, account: Account): Promise<void> {
  if (existsSync(cluster)) return assertMajor(cluster, binaries)
  // Under another name until it is whole: a start that is cut short leaves nothing half-made behind.
  const unfinished = `${cluster}.new`
  rmSync(unfinished, { recursive: true, force: true })
  mkdirSync(unfinished, { mode: 0o700 })
  if (!account.isSelf) chownSync(unfinished, account.uid, account.gid)
  await initialise(unfinished, binaries, account)
  renameSync(unfinished, cluster)
  syncFolder(dirname(cluster))
}

function assertMajor(cluster: string, binaries: Binaries): void {
  const made = Number(readFileSync(join(cluster, 'PG_VERSION'), 'utf8'))
  if (made === binaries.major) return
  throw new StartError(
    `The records in ${cluster} were made by PostgreSQL ${made} and this Foyer brings ${binaries.major}. Start the Foyer that made them, or move them by pg_dump to a server of your own and set FOYER_POSTGRES_URL.`
  )
}

async function initialise(folder: string, binaries: Binaries, account: Account): Promise<void> {
  const { file, args } = commandAs(account, binaries.initdb, [
    `--pgdata=${folder}`,
    `--username=${embeddedUser}`,
    '--encoding=UTF8',
    // The order of texts comes with PostgreSQL, so an upgrade of the system's C library cannot break an index.
    '--locale-provider=builtin',
    '--locale=C.UTF-8',
    // The socket lies in a folder that only the account can enter.
    '--auth=trust',
    '--no-instructions'
  ])
  const child = spawn(file, args, { cwd: '/', stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8')
    stream.on('data', text => {
      output += text
    })
  }
  const code = await new Promise<number | string>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (status, signal) => resolve(status ?? signal ?? 'unknown'))
  })
  if (code !== 0) throw new StartError(`PostgreSQL could not make its data folder: ${lastLine(output)}`)
}

export const lastLine = (text: string) => text.trim().split('\n').at(-1) ?? ''
