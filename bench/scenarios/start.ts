import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync } from 'node:zlib'
import { newFolder, removeFolder, startFoyer } from '../foyer.ts'
import { familyOf, median, memoryOf } from '../measure.ts'
import type { Figure, Options } from '../report.ts'

/** From the command to the first answer, on an empty folder and again; memory of all our processes after 20 s of rest; the tracker's size. */
export async function start(options: Options): Promise<Figure[]> {
  const cold: number[] = []
  const again: number[] = []
  const memory: number[] = []
  for (let round = 0; round < (options.isQuick ? 1 : 3); round += 1) {
    const folder = newFolder()
    try {
      const first = await startFoyer(folder)
      cold.push(first.readyMs)
      await first.stop()
      const second = await startFoyer(folder)
      again.push(second.readyMs)
      await new Promise(resolve => setTimeout(resolve, options.isQuick ? 3_000 : 20_000))
      memory.push(memoryOf(familyOf(second.pid)).pssMb)
      await second.stop()
    } finally {
      removeFolder(folder)
    }
  }
  const script = readFileSync(join(import.meta.dirname, '../../packages/tracker/dist/v1.js'))
  const seconds = median(again) / 1000
  return [
    { name: 'first start to ready', value: median(cold) / 1000, unit: 's' },
    { name: 'second start to ready', value: seconds, unit: 's', target: 3, isReached: seconds < 3 },
    {
      name: 'idle memory with both stores (PSS)',
      value: median(memory),
      unit: 'MB',
      target: 600,
      isReached: median(memory) < 600
    },
    {
      name: 'tracker, brotli',
      value: brotliCompressSync(script).length,
      unit: 'B',
      target: 5 * 1024,
      isReached: brotliCompressSync(script).length <= 5 * 1024
    }
  ]
}
