import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export type ClickhouseByUrl = {
  url: string
  newDatabase(): Promise<string>
  stop(): Promise<void>
}

export const clickhouseName =
  'by URL (the official client over HTTP; chDB in a process of its own behind a socket of ours)'

/** Starts clickhouse-server.ts on an empty folder. */
export async function startClickhouse(options: { password?: string } = {}): Promise<ClickhouseByUrl> {
  const folder = mkdtempSync(join(tmpdir(), 'foyer-clickhouse-'))
  const program = join(import.meta.dirname, 'clickhouse-server.ts')
  const child = spawn(process.execPath, [program, join(folder, 'store'), options.password ?? ''], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, UV_THREADPOOL_SIZE: '16' }
  })
  const exited = once(child, 'exit')
  const [line] = (await Promise.race([once(child.stdout.setEncoding('utf8'), 'data'), exited.then(() => [''])])) as [
    string
  ]
  if (line === '') throw new Error('the ClickHouse of the tests did not start')
  const url = line.trim()
  let databases = 0
  return {
    url,
    async newDatabase() {
      databases += 1
      const headers = options.password ? { authorization: `Basic ${btoa(`default:${options.password}`)}` } : undefined
      const made = await fetch(url, { method: 'POST', body: `CREATE DATABASE foyer_${databases}`, headers })
      if (!made.ok) throw new Error(await made.text())
      return `${url}/foyer_${databases}`
    },
    async stop() {
      child.stdin.end()
      await exited
      rmSync(folder, { recursive: true, force: true })
    }
  }
}

type Opened = { url?: string; folder: string; stop(): Promise<void> }

/** Both ways into the event store, each with an empty one of its own, for `describe.each`. */
export const waysIn: [string, () => Promise<Opened>][] = [
  [
    'embedded (chDB in this process)',
    async () => {
      const folder = mkdtempSync(join(tmpdir(), 'foyer-events-'))
      return { folder, stop: async () => rmSync(folder, { recursive: true, force: true }) }
    }
  ],
  [
    clickhouseName,
    async () => {
      const server = await startClickhouse()
      return { url: await server.newDatabase(), folder: 'not used', stop: () => server.stop() }
    }
  ]
]
