import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'

export const adminKey = 'fk_benchbenchbenchbenchbench'
const program = join(import.meta.dirname, '../packages/server/src/main.ts')

export type Foyer = { url: string; pid: number; readyMs: number; stop(): Promise<void> }

/** Beside the repository and not in /tmp, which on many machines is memory, or a corner of the disk that tests wear out. */
export const newFolder = () => {
  const parent = join(import.meta.dirname, 'results', '.data')
  mkdirSync(parent, { recursive: true })
  return mkdtempSync(join(parent, 'run-'))
}
export const removeFolder = (folder: string) => rmSync(folder, { recursive: true, force: true })

/** Foyer as an operator starts it, in a process of its own. Loopback counts as a proxy, so that load comes from many addresses. */
export async function startFoyer(
  folder: string,
  profiles?: string,
  moreFlags: string[] = [],
  settings: Record<string, string> = {}
): Promise<Foyer> {
  const began = performance.now()
  const nodeFlags = [...(profiles === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profiles}`]), ...moreFlags]
  const child = spawn(process.execPath, [...nodeFlags, program], {
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      FOYER_DATA: folder,
      FOYER_PORT: '0',
      FOYER_ADMIN_EMAIL: 'owner@example.com',
      FOYER_ADMIN_PASSWORD: 'correct horse battery',
      FOYER_ADMIN_KEY: adminKey,
      FOYER_TRUSTED_PROXIES: '127.0.0.1',
      FOYER_SECRET: 'only the bench knows this secret of many letters',
      ...settings
    },
    stdio: ['ignore', 'pipe', 'inherit'],
    // What node itself writes (a snapshot that was asked for) goes with the folder.
    cwd: folder
  })
  const url = await ready(child, /Foyer +(http\S+)/)
  const readyMs = performance.now() - began
  return { url, pid: child.pid ?? 0, readyMs, stop: () => stopped(child) }
}

/** A server that deliveries go to. */
export async function startSink(): Promise<Foyer> {
  const began = performance.now()
  const child = spawn(process.execPath, [join(import.meta.dirname, 'load/sink.ts')], {
    stdio: ['ignore', 'pipe', 'inherit']
  })
  const url = await ready(child, /(http\S+)/)
  return { url, pid: child.pid ?? 0, readyMs: performance.now() - began, stop: () => stopped(child) }
}

/** Fastify and nothing else: the ceiling that the ratios are taken against. */
export async function startEcho(): Promise<Foyer> {
  const began = performance.now()
  const child = spawn(process.execPath, [join(import.meta.dirname, 'echo.ts')], {
    stdio: ['ignore', 'pipe', 'inherit']
  })
  const url = await ready(child, /(http\S+)/)
  return { url, pid: child.pid ?? 0, readyMs: performance.now() - began, stop: () => stopped(child) }
}

function ready(child: ChildProcess, pattern: RegExp): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  let printed = ''
  child.stdout?.setEncoding('utf8').on('data', text => {
    printed += text
    const found = pattern.exec(printed)?.[1]
    if (found) resolve(found)
  })
  child.once('exit', code => reject(new Error(`the server ended with ${code}: ${printed}`)))
  return promise
}

async function stopped(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exit = once(child, 'exit')
  child.kill('SIGTERM')
  await exit
}

/** A request as the owner. */
export async function asOwner<Body>(url: string, method: string, path: string, body?: unknown): Promise<Body> {
  const answer = await fetch(url + path, {
    method,
    headers: {
      authorization: `Bearer ${adminKey}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' })
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) })
  })
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
  return (await answer.json()) as Body
}
