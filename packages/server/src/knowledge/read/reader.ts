import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import type { DocumentKind } from '@foyer/protocol'
import type { ReadDocument } from './read.ts'

export type Task = { kind: DocumentKind; type: string; bytes: Uint8Array }
export type Outcome = { read: ReadDocument } | { fault: string }

/** A thousand pages of text take a second or two; what takes longer is made to. */
const longestMs = 60_000
const mostMemoryMb = 384
/** What lies beside the heap (bytes unpacked from a PDF) has no limit of its own, so it is looked at. */
const mostBesideMb = 320
const lookEveryMs = 200
const slow = 'It took too long to read. Split it into smaller documents.'
const large = 'It needs too much memory to be read. Split it into smaller documents.'

/**
 * Reads each document in a thread of its own, with its own memory and time: one made to exhaust either ends there, and the server never
 * notices. No more than a few at once.
 */
export function createReader(limits: { longestMs?: number } = {}) {
  const free = { places: Math.max(1, Math.min(2, availableParallelism() - 1)) }
  const queue: (() => void)[] = []
  const running = new Set<Worker>()
  let isClosed = false

  async function read(task: Task): Promise<Outcome> {
    if (free.places > 0) free.places -= 1
    else await new Promise<void>(resolve => queue.push(resolve))
    try {
      return await inThread(task)
    } finally {
      const next = queue.shift()
      if (next) next()
      else free.places += 1
    }
  }

  function inThread(task: Task): Promise<Outcome> {
    if (isClosed) return Promise.reject(new Error('the reader is closed'))
    return new Promise((resolve, reject) => {
      const worker = new Worker(new URL('./worker.ts', import.meta.url), {
        workerData: task,
        resourceLimits: { maxOldGenerationSizeMb: mostMemoryMb, maxYoungGenerationSizeMb: 32, stackSizeMb: 4 },
        // What a library prints about a broken file is nobody's news, and it gets nothing of ours to read.
        stdout: true,
        stderr: true,
        env: {}
      })
      running.add(worker)
      const timer = setTimeout(() => settle(() => resolve({ fault: slow })), limits.longestMs ?? longestMs)
      const looking = setInterval(() => {
        worker.getHeapStatistics().then(
          ({ external_memory: beside }) => {
            if (beside > mostBesideMb * 1024 * 1024) settle(() => resolve({ fault: large }))
          },
          // It has just ended, one way or the other; its own events tell how.
          () => clearInterval(looking)
        )
      }, lookEveryMs)
      const settle = (tell: () => void) => {
        clearTimeout(timer)
        clearInterval(looking)
        running.delete(worker)
        void worker.terminate()
        tell()
      }
      worker.once('message', (outcome: Outcome) => settle(() => resolve(outcome)))
      worker.once('error', fault => {
        const isTooLarge = 'code' in fault && fault.code === 'ERR_WORKER_OUT_OF_MEMORY'
        settle(() => (isTooLarge ? resolve({ fault: large }) : reject(fault)))
      })
      worker.once('exit', () => settle(() => reject(new Error('a document was not read to its end'))))
    })
  }

  return {
    read,
    close() {
      isClosed = true
      for (const worker of running) void worker.terminate()
    }
  }
}
export type Reader = ReturnType<typeof createReader>
