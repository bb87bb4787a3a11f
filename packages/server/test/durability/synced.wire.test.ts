import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { EventBatchAnswer } from '@foyer/protocol'
import { expect, test } from 'vitest'
import { page } from '../visitor.ts'
import { ask, newDataFolder, newVisitors, startFoyer } from './process.ts'

const hasStrace = process.platform === 'linux' && spawnSync('strace', ['-V']).status === 0

type Call = { at: 'asked' | 'synced' | 'answered' }

/** What the system saw, in order: a request read, a file of the event store brought to disk, an answer written. */
function callsIn(trace: string): Call[] {
  // A call that another thread interrupts stands on two lines; it has happened on the second.
  const open = new Map<string, string>()
  const calls: Call[] = []
  for (const line of trace.split('\n')) {
    const thread = line.split(' ', 1)[0] ?? ''
    if (line.includes('<unfinished ...>')) {
      open.set(thread, line)
      continue
    }
    const begun = line.includes('resumed>') ? `${open.get(thread) ?? ''} ${line}` : line
    if (/\bread\(|recvfrom\(/.test(begun) && begun.includes('"POST /api/visitors/')) calls.push({ at: 'asked' })
    else if (/\bf(?:data)?sync\(\d+<[^>]*\/events\//.test(begun) && /= 0$/.test(begun.trimEnd()))
      calls.push({ at: 'synced' })
    else if (/\b(?:write|writev|sendto|sendmsg)\(/.test(begun) && begun.includes('HTTP/1.1 202'))
      calls.push({ at: 'answered' })
  }
  return calls
}

test.skipIf(!hasStrace)(
  'I3 no event is acknowledged before the sync that covers it (seen by strace)',
  async () => {
    const folder = newDataFolder()
    const running = await startFoyer(folder.data)
    const { agentId, visitors } = await newVisitors(running.url, 1)
    const [visitor] = visitors
    const trace = await watch(running.child.pid ?? 0, join(folder.root, 'trace'))
    const asks = 40
    // One after another: what is synced between a request and its answer can only be that request's.
    for (let time = 0; time < asks; time += 1) {
      const body = { agentId, sentAt: Date.now(), events: [page(`/${time}`)] }
      const path = `/api/visitors/${visitor?.visitorId}/events`
      const answer = await ask<EventBatchAnswer>(running.url, path, body, visitor?.token)
      expect(answer).toMatchObject({ status: 202, body: { accepted: 1 } })
    }
    const calls = callsIn(await trace.end())
    await running.stop()
    folder.remove()
    const answered = calls.flatMap(({ at }, index) => (at === 'answered' ? [index] : []))
    expect(answered).toHaveLength(asks)
    for (const index of answered) {
      const asked = calls.slice(0, index).findLastIndex(({ at }) => at === 'asked')
      expect(calls.slice(asked, index).filter(({ at }) => at === 'synced').length).toBeGreaterThan(0)
    }
  },
  180_000
)

const traced = 'trace=fsync,fdatasync,read,recvfrom,write,writev,sendto,sendmsg'

/** Follows every thread of a running process from now on. */
async function watch(pid: number, file: string) {
  const strace = spawn('strace', ['-f', '-y', '-s', '40', '-e', traced, '-o', file, '-p', String(pid)], {
    stdio: ['ignore', 'ignore', 'pipe']
  })
  await new Promise<void>((resolve, reject) => {
    strace.stderr.setEncoding('utf8').on('data', text => {
      if (/attached/.test(text)) resolve()
    })
    strace.once('exit', code => reject(new Error(`strace ended with ${code}`)))
  })
  return {
    async end() {
      strace.kill('SIGINT')
      await once(strace, 'exit')
      return readFileSync(file, 'utf8')
    }
  }
}
