import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { IdentifyAnswer, PersonSummary, Timeline } from '@foyer/protocol'
import { newLocalId } from '../visitor.ts'

const program = join(import.meta.dirname, '../../src/main.ts')
export const ownerKey = 'fk_durability_tests_only_0123456789'

export type Running = {
  url: string
  child: ChildProcess
  /** As a power cut would: nothing is told, nothing is flushed. */
  kill(): Promise<void>
  /** As an operator would. Answers the exit code. */
  stop(): Promise<number | null>
  /** What it has printed up to now, log and all. */
  printed(): string
}

export function newDataFolder() {
  const root = mkdtempSync(join(tmpdir(), 'foyer-durable-'))
  return { root, data: join(root, 'data'), remove: () => rmSync(root, { recursive: true, force: true }) }
}

/** The program as `npm start` runs it; `under` is what it runs under, such as strace. */
export async function startFoyer(
  data: string,
  options: { under?: string[]; more?: Record<string, string> } = {}
): Promise<Running> {
  const [command = process.execPath, ...before] = [...(options.under ?? []), process.execPath]
  const child = spawn(command, [...before, program], {
    env: {
      PATH: process.env.PATH,
      FOYER_DATA: data,
      FOYER_PORT: '0',
      FOYER_ADMIN_EMAIL: 'owner@example.com',
      FOYER_ADMIN_PASSWORD: 'correct horse battery',
      FOYER_ADMIN_KEY: ownerKey,
      ...options.more
    },
    stdio: ['ignore', 'pipe', 'pipe']
  })
  let printed = ''
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', text => (printed += text))
  const exit = once(child, 'exit')
  const url = await new Promise<string>((resolve, reject) => {
    const look = () => {
      const found = /Foyer +(http\S+)/.exec(printed)?.[1]
      if (found && printed.includes('Ctrl-C')) resolve(found)
    }
    child.stdout?.on('data', look)
    void exit.then(() => reject(new Error(`Foyer ended instead of starting: ${printed}`)))
  })
  return {
    url,
    child,
    async kill() {
      child.kill('SIGKILL')
      await exit
    },
    async stop() {
      child.kill('SIGTERM')
      const [code] = await exit
      return code
    },
    printed: () => printed
  }
}

/** A start that is refused: what it said, and the exit code. */
export async function refusedStart(data: string, more: Record<string, string>) {
  const env = { PATH: process.env.PATH, FOYER_DATA: data, FOYER_PORT: '0', ...more }
  const child = spawn(process.execPath, [program], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  let printed = ''
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', text => (printed += text))
  const [code] = await once(child, 'close')
  return { code: code as number | null, message: printed.trim() }
}

export async function ask<Body>(
  url: string,
  path: string,
  body?: unknown,
  who = ownerKey
): Promise<{ status: number; body: Body }> {
  const answer = await fetch(url + path, {
    ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
    headers: { authorization: `Bearer ${who}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) }
  })
  return { status: answer.status, body: (await answer.json()) as Body }
}

export async function newVisitors(url: string, count: number) {
  const agent = await ask<{ id: string }>(url, '/api/agents', { name: 'Site', allowedOrigins: ['*'] })
  const visitors = await Promise.all(
    Array.from({ length: count }, async () => {
      const identified = await fetch(`${url}/api/visitors/identify`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ agentId: agent.body.id, localId: newLocalId() })
      })
      return (await identified.json()) as IdentifyAnswer
    })
  )
  return { agentId: agent.body.id, visitors }
}

/** Every id stored for a visitor, as often as it is there. */
export async function storedIds(url: string, visitorId: string): Promise<string[]> {
  const ids: string[] = []
  let cursor = ''
  for (;;) {
    const page = await ask<Timeline>(url, `/api/people/${visitorId}/timeline?limit=500${cursor && `&cursor=${cursor}`}`)
    ids.push(...page.body.items.map(item => item.id))
    if (!page.body.nextCursor) return ids
    cursor = page.body.nextCursor
  }
}

export const personOf = async (url: string, visitorId: string) =>
  (await ask<PersonSummary>(url, `/api/people/${visitorId}`)).body
