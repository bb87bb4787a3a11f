import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { SocketsJob } from './sockets.ts'

export type Held = { letGo(): Promise<void> }

/** Sockets held by a process of their own; resolves once the last of them was let in. */
export async function hold(job: SocketsJob): Promise<Held> {
  const child: ChildProcess = spawn(process.execPath, [join(import.meta.dirname, 'sockets.ts')], {
    stdio: ['pipe', 'pipe', 'inherit']
  })
  const ended = once(child, 'exit')
  child.stdin?.write(`${JSON.stringify(job)}\n`)
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  child.stdout?.on('data', chunk => String(chunk).includes('open') && resolve())
  void ended.then(([code]) => reject(new Error(`the holder of sockets ended with ${code}`)))
  await promise
  return {
    async letGo() {
      child.stdin?.end()
      await ended
    }
  }
}
