import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import type { ErrorBody, EventBatchAnswer } from '@foyer/protocol'
import { afterEach, describe, expect, test } from 'vitest'
import { page } from '../visitor.ts'
import { familyOf } from './family.ts'
import { ask, newDataFolder, newVisitors, type Running, startFoyer, storedIds } from './process.ts'

const isLinux = process.platform === 'linux'
const hasStrace = isLinux && spawnSync('strace', ['-V']).status === 0
const hasPrlimit = isLinux && spawnSync('prlimit', ['--version']).status === 0

let running: Running | undefined
let folder = newDataFolder()
afterEach(async () => {
  if (running?.child.exitCode === null) await running.stop()
  folder.remove()
  folder = newDataFolder()
})

/** One visitor who sends an event again until it is stored, and what happened to it on the way. */
async function oneVisitor(url: string) {
  const { agentId, visitors } = await newVisitors(url, 1)
  const [visitor] = visitors
  if (!visitor) throw new Error('no visitor')
  const acknowledged: string[] = []
  const statuses: number[] = []
  const send = async (event = page(`/${acknowledged.length}`)) => {
    const path = `/api/visitors/${visitor.visitorId}/events`
    const answer = await ask<EventBatchAnswer & Partial<ErrorBody>>(
      url,
      path,
      { agentId, events: [event] },
      visitor.token
    )
    statuses.push(answer.status)
    if (answer.status === 202) acknowledged.push(event.id)
    return answer
  }
  return {
    send,
    statuses,
    acknowledged,
    async sendUntilStored() {
      const event = page(`/${acknowledged.length}`)
      await expect.poll(async () => (await send(event)).status, { timeout: 20_000, interval: 100 }).toBe(202)
    },
    stored: async () => (await storedIds(url, visitor.visitorId)).sort()
  }
}

/** PostgreSQL's processes that serve connections: not their parent, which starts new ones. */
function backendsOf(pid: number): number[] {
  const family = familyOf(pid).filter(member => nameOf(member) === 'postgres')
  return family.filter(member => !family.some(other => parentOf(other) === member))
}
const statusOf = (pid: number) => readFileSync(`/proc/${pid}/status`, 'utf8')
const nameOf = (pid: number) => /^Name:\s+(\S+)/m.exec(statusOf(pid))?.[1]
const parentOf = (pid: number) => Number(/^PPid:\s+(\d+)/m.exec(statusOf(pid))?.[1])

test.skipIf(!hasStrace)(
  'I5 a disk that fails a sync costs nothing acknowledged: 503 until PostgreSQL has come back, and then it goes on by itself',
  async () => {
    running = await startFoyer(folder.data)
    const visitor = await oneVisitor(running.url)
    for (let time = 0; time < 5; time += 1) await visitor.sendUntilStored()

    const who = backendsOf(running.child.pid ?? 0).flatMap(pid => ['-p', String(pid)])
    const inject = ['-e', 'trace=fdatasync', '-e', 'inject=fdatasync:error=EIO:when=2', '-o', '/dev/null']
    const strace = spawn('strace', [...inject, ...who], { stdio: ['ignore', 'ignore', 'pipe'] })
    const attached = new Promise<void>(resolve => {
      let said = ''
      strace.stderr.setEncoding('utf8').on('data', (text: string) => {
        said += text
        if ((said.match(/attached/g) ?? []).length * 2 >= who.length) resolve()
      })
    })
    const ended = once(strace, 'exit')
    await attached
    // It fails the second sync of one of them, which ends them all: what PostgreSQL had in memory cannot be believed any more.
    for (let time = 0; time < 40; time += 1) await visitor.sendUntilStored()
    strace.kill('SIGINT')
    await ended

    expect(visitor.statuses.filter(status => status !== 202).length, 'the fault was felt').toBeGreaterThan(0)
    for (const status of visitor.statuses) expect([202, 503]).toContain(status)
    await expect.poll(visitor.stored, { timeout: 20_000 }).toEqual(visitor.acknowledged.toSorted())
    expect(await running.stop()).toBe(0)
  },
  180_000
)

describe.skipIf(!hasPrlimit)('I5 no file handle left', () => {
  const limit = (pid: number, handles: number) => {
    const set = spawnSync('prlimit', ['--pid', String(pid), `--nofile=${handles}:`], { encoding: 'utf8' })
    if (set.status !== 0) throw new Error(`prlimit: ${set.stderr}`)
  }

  test('costs nothing acknowledged, and ends with the shortage', async () => {
    running = await startFoyer(folder.data)
    const pid = running.child.pid ?? 0
    const visitor = await oneVisitor(running.url)
    for (let time = 0; time < 5; time += 1) await visitor.sendUntilStored()
    const before = Number(/^Max open files\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/limits`, 'utf8'))?.[1])
    // As many as it has open now: no file, no connection more.
    limit(pid, readdirSync(`/proc/${pid}/fd`).length)
    const refused: unknown[] = []
    for (let time = 0; time < 20; time += 1) {
      const answer = await visitor.send().catch((fault: unknown) => fault)
      if (answer instanceof Error) refused.push(answer)
      else expect([202, 503]).toContain((answer as { status: number }).status)
    }
    limit(pid, before)
    await visitor.sendUntilStored()
    await expect
      .poll(visitor.stored, { timeout: 20_000 })
      .toEqual(expect.arrayContaining(visitor.acknowledged.toSorted()))
    const stored = await visitor.stored()
    expect(new Set(stored).size).toBe(stored.length)
    expect(await running.stop()).toBe(0)
  }, 120_000)
})
