import { parentPort, workerData } from 'node:worker_threads'
import { readDocument } from './read.ts'
import type { Outcome, Task } from './reader.ts'
import { UnreadableError } from './unreadable.ts'

const { kind, type, bytes } = workerData as Task

async function outcome(): Promise<Outcome> {
  try {
    return { read: await readDocument(kind, type, bytes) }
  } catch (fault) {
    if (fault instanceof UnreadableError) return { fault: fault.message }
    return { fault: 'It could not be read. Save it in another form (text or Markdown), and upload that.' }
  }
}

parentPort?.postMessage(await outcome())
