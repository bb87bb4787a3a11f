import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openRecords, type Records } from '../open.ts'
import { silent } from '../records.contract.ts'
import { accountOwning } from './account.ts'
import { findBinaries } from './binaries.ts'
import { ensureCluster } from './cluster.ts'
import { startPostmaster, stopPostmaster } from './postmaster.ts'
import { isServerOf, readPostmasterFile } from './postmaster-file.ts'
import { socketFolder } from './socket-folder.ts'

const writer = join(import.meta.dirname, '..', 'testing', 'write-forever.ts')

describe('the embedded PostgreSQL', () => {
  let root: string
  let migrations: string
  const opened: Records[] = []
  const writers: { child: ChildProcess; folder: string }[] = []

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'foyer-embedded-'))
    migrations = join(root, 'migrations')
    mkdirSync(migrations)
    writeFileSync(join(migrations, '0001_notes.sql'), 'create table notes (id int generated always as identity);')
  })
  afterEach(async () => {
    await Promise.all(opened.splice(0).map(records => records.close()))
    for (const { child, folder } of writers.splice(0)) {
      await killed(child)
      // Its server is still finishing its files.
      await expect.poll(() => serversOf(join(folder, 'cluster')), { timeout: 10_000 }).toEqual([])
    }
    rmSync(root, { recursive: true, force: true })
  })

  const open = async (folder: string) => {
    const records = await openRecords({ folder, migrations, log: silent })
    opened.push(records)
    return records
  }
  const close = async (records: Records) => {
    opened.splice(opened.indexOf(records), 1)
    await records.close()
  }
  /** Another process that writes; `acknowledged` holds every number it was told is stored. */
  const startWriter = async (folder: string) => {
    const child = spawn(process.execPath, [writer, folder, migrations], { stdio: ['ignore', 'pipe', 'inherit'] })
    writers.push({ child, folder })
    const acknowledged: number[] = []
    const enough = Promise.withResolvers<void>()
    createInterface({ input: child.stdout }).on('line', line => {
      if (line !== 'open') acknowledged.push(Number(line))
      if (acknowledged.length === 50) enough.resolve()
    })
    await enough.promise
    return { child, acknowledged }
  }
  const idsIn = async (records: Records) =>
    new Set((await records.sql<{ id: number }[]>`select id from notes`).map(({ id }) => id))

  test('listens on no network address and keeps what it acknowledges', async () => {
    const { sql } = await open(join(root, 'records'))
    const [row] = await sql`
      select current_setting('listen_addresses') as addresses, current_setting('fsync') as fsync,
        current_setting('full_page_writes') as pages, current_setting('wal_recycle') as recycle`
    expect(row).toEqual({ addresses: '', fsync: 'on', pages: 'on', recycle: 'off' })
  })

  test('ends with the store that started it', async () => {
    const folder = join(root, 'records')
    const records = await open(folder)
    const pid = serverPid(folder)
    expect(isServerOf(pid, join(folder, 'cluster'))).toBe(true)
    await close(records)
    expect(isServerOf(pid, join(folder, 'cluster'))).toBe(false)
    expect(readdirSync(join(folder, 'socket'))).toEqual([])
    expect(readdirSync(folder)).not.toContain('lock')
  })

  test.runIf(process.platform === 'linux')('ends also when the process that started it is killed', async () => {
    const folder = join(root, 'records')
    const { child } = await startWriter(folder)
    expect(serversOf(join(folder, 'cluster'))).toHaveLength(1)
    await killed(child)
    await expect.poll(() => serversOf(join(folder, 'cluster')), { timeout: 10_000 }).toEqual([])
  })

  test('I13 a process that was killed loses nothing acknowledged, and the next one starts within 5 s beside no second server', async () => {
    const folder = join(root, 'records')
    for (let round = 0; round < 3; round++) {
      const { child, acknowledged } = await startWriter(folder)
      await killed(child)
      const began = performance.now()
      const records = await open(folder)
      expect(performance.now() - began).toBeLessThan(5_000)
      const stored = await idsIn(records)
      expect(acknowledged.filter(id => !stored.has(id))).toEqual([])
      expect(serversOf(join(folder, 'cluster'))).toEqual([serverPid(folder)])
      await close(records)
    }
  })

  test('I13 a second process on the same folder is refused within 2 s', async () => {
    const folder = join(root, 'records')
    const { child, acknowledged } = await startWriter(folder)
    const began = performance.now()
    await expect(open(folder)).rejects.toThrow(
      `The folder ${folder} is in use by another Foyer (process ${child.pid}). Stop that one, or set FOYER_DATA to another folder.`
    )
    expect(performance.now() - began).toBeLessThan(2_000)
    const before = acknowledged.length
    await expect.poll(() => acknowledged.length, { timeout: 5_000 }).toBeGreaterThan(before + 10)
  })

  test('a server left over from before is ended, not doubled', async () => {
    const folder = join(root, 'records')
    await close(await open(folder))
    const cluster = join(folder, 'cluster')
    const binaries = findBinaries()
    const account = accountOwning(folder, binaries.postgres)
    const logFile = join(root, 'left-over.log')
    const left = await startPostmaster({
      cluster,
      binaries,
      account,
      logFile,
      socketFolder: socketFolder(folder, account)
    })
    const exited = once(left, 'exit')
    const { sql } = await open(folder)
    expect(await exited).toEqual([0, null])
    expect(serversOf(cluster)).toEqual([serverPid(folder)])
    expect(await sql`select 1 as one`).toHaveLength(1)
  })

  test('a process id that now belongs to another program does not stop the start', async () => {
    const folder = join(root, 'records')
    await close(await open(folder))
    writeFileSync(join(folder, 'cluster', 'postmaster.pid'), `${process.ppid}\n${join(folder, 'cluster')}\n`)
    await expect(open(folder)).resolves.toBeDefined()
  })

  test('a first start that was cut short is begun again', async () => {
    const folder = join(root, 'records')
    mkdirSync(join(folder, 'cluster.new'), { recursive: true })
    writeFileSync(join(folder, 'cluster.new', 'PG_VERSION'), '18\n')
    await open(folder)
    expect(existsSync(join(folder, 'cluster.new'))).toBe(false)
  })

  test('X1 the server is killed ten times: the pool is back within 10 s each time and nothing acknowledged is lost', async () => {
    const folder = join(root, 'records')
    const records = await open(folder)
    const { sql } = records
    const acknowledged: number[] = []
    let isOver = false
    const failures = new Set<string>()
    const write = async () => {
      while (!isOver) {
        try {
          const [row] = await sql<{ id: number }[]>`insert into notes default values returning id`
          acknowledged.push(row?.id ?? 0)
        } catch (error) {
          failures.add(String((error as { code?: string }).code))
        }
      }
    }
    const loops = Array.from({ length: 4 }, write)
    // What a backend without its postmaster still takes does not count: only what is written when another one is there.
    const isBackAfter = async (killed: number) => {
      await expect.poll(() => ![0, killed].includes(serverPid(folder)), { timeout: 10_000 }).toBe(true)
      const before = acknowledged.length
      await expect.poll(() => acknowledged.length, { timeout: 10_000 }).toBeGreaterThan(before + 20)
    }
    try {
      let killed = 0
      for (let round = 0; round < 10; round++) {
        await isBackAfter(killed)
        killed = serverPid(folder)
        process.kill(killed, 'SIGKILL')
      }
      await isBackAfter(killed)
    } finally {
      // Also when it was not back: a closed pool refuses at once, and four loops of that leave the test's own process no turn.
      isOver = true
    }
    await Promise.all(loops)
    const stored = await idsIn(records)
    expect(acknowledged.filter(id => !stored.has(id))).toEqual([])
    // What the HTTP room answers with 503: see http/store-failure.ts.
    for (const code of failures)
      expect(code).toMatch(/^(CONNECTION_CLOSED|CONNECT_TIMEOUT|ECONN(REFUSED|RESET)|EPIPE|ENOENT|57P0\d)$/)
    expect(failures.size).toBeGreaterThan(0)
    // Eleven waits of up to ten seconds, each held to that by itself.
  }, 150_000)

  test('a data folder of another PostgreSQL version says so and is left alone', async () => {
    const folder = join(root, 'records')
    await close(await open(folder))
    writeFileSync(join(folder, 'cluster', 'PG_VERSION'), '17\n')
    await expect(open(folder)).rejects.toThrow(/were made by PostgreSQL 17 and this Foyer brings 18\./)
    expect(readFileSync(join(folder, 'cluster', 'PG_VERSION'), 'utf8')).toBe('17\n')
  })

  test('I14 damaged records are named, with what PostgreSQL says of them, and are not made anew', async () => {
    const folder = join(root, 'records')
    await close(await open(folder))
    const control = join(folder, 'cluster', 'global', 'pg_control')
    writeFileSync(control, Buffer.alloc(8192))
    await expect(open(folder)).rejects.toThrow(
      /^The embedded PostgreSQL did not start on \S+\/records\/cluster: .+\. Put that right, or restore/
    )
    expect(readFileSync(control).every(byte => byte === 0)).toBe(true)
  })

  test('a folder whose path is too long for a socket works', async () => {
    const folder = join(root, 'a-long-name-that-somebody-liked'.repeat(4), 'records')
    const { sql } = await open(folder)
    expect(await sql`select 1 as one`).toHaveLength(1)
    const [row] = await sql<{ folder: string }[]>`select current_setting('unix_socket_directories') as folder`
    expect(row?.folder).toMatch(/^\/tmp\/foyer-[0-9a-f]{16}$/)
    rmSync(row?.folder ?? '', { recursive: true })
  })

  test.runIf(process.getuid?.() === 0)(
    'as root it runs as somebody else, also below a folder closed to all others',
    async () => {
      chmodSync(root, 0o700)
      const folder = join(root, 'closed', 'records')
      mkdirSync(join(root, 'closed'), { mode: 0o700 })
      const { sql } = await open(folder)
      await sql`insert into notes default values`
      const status = readFileSync(`/proc/${serverPid(folder)}/status`, 'utf8')
      expect(status).toMatch(/^Uid:\t[1-9]\d*\t/m)
      // The one capability it needs to walk through closed folders (CAP_DAC_OVERRIDE is bit 1), and none besides.
      expect(status).toMatch(/^CapEff:\t0{15}2$/m)
    }
  )

  test.runIf(process.getuid?.() === 0)(
    'as root it also finds its programs below a folder closed to all others, as /root is',
    async () => {
      const own = findBinaries()
      const closed = join(root, 'closed')
      cpSync(join(own.postgres, '..', '..'), join(closed, 'native'), { recursive: true, verbatimSymlinks: true })
      chmodSync(closed, 0o700)
      const [initdb, postgres] = ['initdb', 'postgres'].map(name => join(closed, 'native', 'bin', name))
      const binaries = { ...own, initdb: initdb ?? '', postgres: postgres ?? '' }
      const records = join(root, 'records')
      mkdirSync(records)
      const account = accountOwning(records, binaries.postgres)
      const cluster = join(records, 'cluster')
      await ensureCluster(cluster, binaries, account)
      const logFile = join(root, 'postgres.log')
      const server = await startPostmaster({
        cluster,
        binaries,
        account,
        logFile,
        socketFolder: socketFolder(records, account)
      })
      await stopPostmaster(server)
      expect(server.exitCode).toBe(0)
    }
  )

  test.runIf(process.getuid?.() === 0)('as root below folders open to all it needs no capability', async () => {
    chmodSync(root, 0o755)
    const folder = join(root, 'records')
    await open(folder)
    expect(readFileSync(`/proc/${serverPid(folder)}/status`, 'utf8')).toMatch(/^CapEff:\t0{16}$/m)
  })
})

const serverPid = (folder: string) => readPostmasterFile(join(folder, 'cluster'))?.pid ?? 0

async function killed(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exited = once(child, 'exit')
  child.kill('SIGKILL')
  await exited
}

/** Every server at work in the folder; its own children have it for a parent and do not count. */
function serversOf(cluster: string): number[] {
  const inFolder = readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .map(Number)
    .filter(pid => isServerOf(pid, cluster))
  const parents = new Set(inFolder)
  return inFolder.filter(pid => !parents.has(parentOf(pid)))
}

const parentOf = (pid: number) => Number(/^PPid:\t(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1])
