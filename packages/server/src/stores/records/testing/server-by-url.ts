import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import postgres from 'postgres'
import { accountOwning, commandAs } from '../embedded/account.ts'
import { findBinaries } from '../embedded/binaries.ts'

const debianRoot = '/usr/lib/postgresql'

/** Debian's PostgreSQL where it is installed, so that another version than the embedded one is tested too. */
function chooseServer(): { bin: string; name: string } {
  const [major] = existsSync(debianRoot) ? readdirSync(debianRoot).sort() : []
  if (major) return { bin: join(debianRoot, major, 'bin'), name: `by URL (PostgreSQL ${major} of Debian)` }
  const { postgres: program, major: own } = findBinaries()
  return { bin: join(program, '..'), name: `by URL (the embedded PostgreSQL ${own} over TCP)` }
}

export const chosenServer = chooseServer()

export type ServerByUrl = { newDatabase(): Promise<string>; stop(): Promise<void> }

/** A PostgreSQL on a loopback port, as an operator would run one. */
export async function startServerByUrl(): Promise<ServerByUrl> {
  const folder = mkdtempSync(join(tmpdir(), 'foyer-postgres-'))
  const program = join(chosenServer.bin, 'postgres')
  const account = accountOwning(folder, program)
  const cluster = join(folder, 'cluster')
  const init = commandAs(account, join(chosenServer.bin, 'initdb'), [
    `--pgdata=${cluster}`,
    '--username=owner',
    '--auth=trust',
    '--encoding=UTF8',
    '--locale=C',
    '--no-sync'
  ])
  const made = spawnSync(init.file, init.args, { cwd: '/', encoding: 'utf8' })
  if (made.status !== 0) throw new Error(`initdb failed: ${made.stderr}`)
  const port = await freePort()
  const settings = { listen_addresses: '127.0.0.1', port, unix_socket_directories: '', fsync: 'off' }
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const start = commandAs(account, program, ['-D', cluster, ...flags])
  const child = spawn(start.file, start.args, { cwd: '/', stdio: 'ignore' })
  const admin = postgres({ host: '127.0.0.1', port, user: 'owner', database: 'postgres', max: 1, backoff: () => 0.02 })
  await answers(admin)
  let databases = 0
  return {
    async newDatabase() {
      databases += 1
      const name = `foyer_${databases}`
      await admin`create database ${admin(name)}`
      return `postgres://owner@127.0.0.1:${port}/${name}`
    },
    async stop() {
      await admin.end({ timeout: 1 })
      const exited = once(child, 'exit')
      child.kill('SIGQUIT')
      await exited
      rmSync(folder, { recursive: true, force: true })
    }
  }
}

async function answers(sql: postgres.Sql): Promise<void> {
  for (const deadline = performance.now() + 20_000; ; await sleep(20)) {
    try {
      await sql`select 1`
      return
    } catch (error) {
      if (performance.now() > deadline) throw error
    }
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('No free port.')
  return address.port
}
