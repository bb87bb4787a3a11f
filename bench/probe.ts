import { writeFileSync } from 'node:fs'
import { getHeapSpaceStatistics } from 'node:v8'
import { isMainThread } from 'node:worker_threads'

/**
 * Loaded into a Foyer that is measured, with `--expose-gc`: on this signal everything is collected that can be, and what is left is written
 * into the folder it runs in. Nothing of it can be told from outside.
 */
export const probeSignal = 'SIGUSR2'
export const probeFile = 'memory.json'
/** Bytes. `young` is what V8 keeps ready for new objects: it grows while many come at once, and is empty after a collection. */
export type Kept = { heapUsed: number; heapTotal: number; external: number; arrayBuffers: number; young: number }

if (isMainThread && globalThis.gc) {
  const collect = globalThis.gc
  process.on(probeSignal, () => {
    collect()
    collect()
    const { heapUsed, heapTotal, external, arrayBuffers } = process.memoryUsage()
    const young = getHeapSpaceStatistics().find(space => space.space_name === 'new_space')?.space_size ?? 0
    writeFileSync(probeFile, JSON.stringify({ heapUsed, heapTotal, external, arrayBuffers, young } satisfies Kept))
  })
}
