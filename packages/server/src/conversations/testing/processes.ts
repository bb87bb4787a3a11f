import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { IdentifyAnswer } from '@foyer/protocol'
import { expect } from 'vitest'

const program = join(import.meta.dirname, '../../main.ts')
export const key = `fk_${'k'.repeat(40)}`
let root: string
const children: ChildProcess[] = []

/** For `beforeEach`: a folder of one's own, and afterwards nothing is left running. */
export function ground(): () => Promise<void> {
  root = mkdtempSync(join(tmpdir(), 'foyer-talk-'))
  return async () => {
    await endAll('SIGTERM')
    rmSync(root, { recursive: true, force: true })
  }
}

export async function endAll(signal: NodeJS.Signals): Promise<void> {
  for (const child of children.splice(0)) await end(child, signal)
}

export async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill(signal)
  await ended
}

/** Foyer as an operator runs it, in a process of its own. */
export async function run(folder: string, environment: Record<string, string> = {}) {
  const env = {
    PATH: process.env.PATH,
    HOME: root,
    UV_THREADPOOL_SIZE: '16',
    FOYER_DATA: join(root, folder),
    FOYER_PORT: '0',
    FOYER_SECRET: 'the same secret on every process of this test',
    FOYER_ADMIN_EMAIL: 'ada@example.com',
    FOYER_ADMIN_PASSWORD: 'difference engine',
    FOYER_ADMIN_KEY: key,
    ...environment
  }
  const child = spawn(process.execPath, [program], { env, stdio: ['ignore', 'pipe', 'inherit'] })
  children.push(child)
  let printed = ''
  child.stdout?.on('data', chunk => {
    printed += String(chunk)
  })
  await expect.poll(() => printed, { timeout: 40_000 }).toContain('Ctrl-C stops it')
  const url = /Foyer +(http\S+)/.exec(printed)?.[1] ?? ''
  const ask = async <Body>(who: string, method: string, path: string, body?: unknown) => {
    const answer = await fetch(url + path, {
      method,
      headers: {
        authorization: `Bearer ${who}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' })
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) })
    })
    return { status: answer.status, body: (await answer.json()) as Body }
  }
  return { child, url, ask }
}
export type Running = Awaited<ReturnType<typeof run>>

export async function visitorAt(server: Running) {
  const agent = await server.ask<{ id: string }>(key, 'POST', '/api/agents', { name: 'Site', allowedOrigins: ['*'] })
  const agentId = agent.body.id
  const seen = await fetch(`${server.url}/api/visitors/identify`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ agentId, localId: 'a browser of this test' })
  })
  return { agentId, ...((await seen.json()) as IdentifyAnswer) }
}
