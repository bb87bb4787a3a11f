import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { json } from 'node:stream/consumers'

export const median = (values: number[]): number => {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2
}

export const percentile = (values: number[], share: number): number =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? 0

/** Runs a script of the bench in a process of its own: a job goes in as JSON, and the last line that comes out is the answer. */
export async function inOwnProcess<Result>(script: string, job: object): Promise<Result> {
  const child = spawn(process.execPath, [join(import.meta.dirname, script)], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, UV_THREADPOOL_SIZE: '16' }
  })
  child.stdin.end(JSON.stringify(job))
  let text = ''
  child.stdout.setEncoding('utf8').on('data', chunk => {
    text += chunk
  })
  const [code] = await once(child, 'close')
  if (code !== 0) throw new Error(`${script} ended with ${code}`)
  return JSON.parse(text.trim().split('\n').at(-1) ?? '') as Result
}

/** A process and all its descendants. */
export function familyOf(pid: number): number[] {
  const parents = new Map<number, number>()
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue
    const status = readText(`/proc/${name}/status`)
    parents.set(Number(name), Number(/^PPid:\s+(\d+)/m.exec(status)?.[1] ?? 0))
  }
  const family = [pid]
  for (const member of family) for (const [child, parent] of parents) if (parent === member) family.push(child)
  return family
}

export type Memory = { pssMb: number; rssMb: number }

/** PSS counts a page shared by several processes once in all; RSS counts it in each. */
export function memoryOf(pids: number[]): Memory {
  const total = { pssMb: 0, rssMb: 0 }
  for (const pid of pids) {
    const rollup = readText(`/proc/${pid}/smaps_rollup`)
    total.pssMb += Number(/^Pss:\s+(\d+)/m.exec(rollup)?.[1] ?? 0) / 1024
    total.rssMb += Number(/^Rss:\s+(\d+)/m.exec(rollup)?.[1] ?? 0) / 1024
  }
  return total
}

/** Seconds of processor time a process has used, in user and system mode together. */
export function processorSeconds(pid: number): number {
  const stat = readText(`/proc/${pid}/stat`)
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11]) + Number(fields[12])) / 100
}

export const nameOf = (pid: number): string => readText(`/proc/${pid}/cmdline`).replaceAll('\0', ' ').trim()

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    // A process that ended between the listing and the look has nothing more to tell.
    return ''
  }
}

/** Folder by folder: what a merge takes away in between is not there any more, and counts for nothing. */
export function bytesUnder(folder: string): number {
  let bytes = 0
  for (const entry of entriesOf(folder)) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) bytes += bytesUnder(path)
    else if (entry.isFile()) bytes += (statSync(path, { throwIfNoEntry: false })?.blocks ?? 0) * 512
  }
  return bytes
}

function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true })
  } catch (fault) {
    if (fault instanceof Error && 'code' in fault && fault.code === 'ENOENT') return []
    throw fault
  }
}

/** In such a script: the job it was given. */
export const readJob = async <Job>(): Promise<Job> => (await json(process.stdin)) as Job
