import { spawnSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { linkSync, readFileSync, readlinkSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { StartError } from '../start-error.ts'

/** Who holds a folder. The start time tells a process from a later one with the same number. */
type Holder = { pid: number; started: string; world: string; token: string }

const lockName = 'lock'
const touchEveryMs = 1_000
const watchMs = 3_000

/** One process at a time. The lock of a process that was killed is taken over. */
export async function lockFolder(folder: string): Promise<{ release(): void }> {
  const path = join(folder, lockName)
  const mine: Holder = {
    pid: process.pid,
    started: startOf(process.pid) ?? '',
    world: processWorld(),
    token: randomUUID()
  }
  // Linked into place whole: nobody ever reads a lock half written.
  const draft = `${path}.${mine.token}`
  writeFileSync(draft, JSON.stringify(mine), { mode: 0o600, flag: 'wx' })
  try {
    await take(path, draft, folder)
  } finally {
    rmSync(draft, { force: true })
  }
  const beat = setInterval(() => touch(path), touchEveryMs)
  beat.unref()
  return {
    release() {
      clearInterval(beat)
      if (readHolder(path)?.token === mine.token) rmSync(path, { force: true })
    }
  }
}

async function take(path: string, draft: string, folder: string): Promise<void> {
  for (;;) {
    if (linked(draft, path)) return
    const holder = readHolder(path)
    if (holder && (await isHeld(holder, path)))
      throw new StartError(
        `The folder ${folder} is in use by another Foyer (process ${holder.pid}). Stop that one, or set FOYER_DATA to another folder.`
      )
    discard(path, holder)
  }
}

/** Moves a stale lock away; of several processes that do so at once, one puts back what was not stale. */
function discard(path: string, stale: Holder | undefined): void {
  const aside = `${path}.${randomUUID()}`
  try {
    renameSync(path, aside)
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return
    throw error
  }
  if (readHolder(aside)?.token !== stale?.token) linked(aside, path)
  rmSync(aside, { force: true })
}

function linked(from: string, to: string): boolean {
  try {
    linkSync(from, to)
    return true
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false
    throw error
  }
}

function readHolder(path: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Holder
  } catch (error) {
    // A file that cannot be read as a lock was not written by us, or not to its end before the machine stopped.
    if (error instanceof SyntaxError || codeOf(error) === 'ENOENT') return undefined
    throw error
  }
}

async function isHeld(holder: Holder, path: string): Promise<boolean> {
  if (holder.world === processWorld()) return startOf(holder.pid) === holder.started
  // A process of another container is invisible from here, but its lock is touched while it lives.
  const before = statSync(path).mtimeMs
  for (const deadline = performance.now() + watchMs; performance.now() < deadline; await sleep(touchEveryMs / 4))
    if (touchedAt(path) !== before) return true
  return false
}

function touch(path: string): void {
  const now = new Date()
  try {
    utimesSync(path, now, now)
  } catch (error) {
    // The folder was removed under us; the stores will say so in their own words.
    if (codeOf(error) !== 'ENOENT') throw error
  }
}

function touchedAt(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs
}

/** Process numbers mean something only within one machine and one container of it. */
function processWorld(): string {
  return process.platform === 'linux' ? `${hostname()} ${readlinkSync('/proc/self/ns/pid')}` : hostname()
}

/** When a process began, in whatever form the system tells it; undefined when there is none. */
function startOf(pid: number): string | undefined {
  if (process.platform !== 'linux') {
    const { stdout } = spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' })
    return stdout.trim() || undefined
  }
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // After the name, which stands in brackets and may hold anything: state is the third field, the start the 22nd.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    const isZombie = fields[0] === 'Z'
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
    return isZombie ? undefined : `${boot} ${fields[19]}`
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ESRCH') return undefined
    throw error
  }
}

const codeOf = (error: unknown) => (error instanceof Error && 'code' in error ? error.code : undefined)
