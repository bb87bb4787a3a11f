import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import type { Scenario } from './scenario.ts'

const file = join(import.meta.dirname, '../../packages/tracker/dist/v1.js')

export const tracker: Scenario = async () => {
  if (!existsSync(file)) throw new Error('The tracker is not built: npm run build.')
  const bytes = readFileSync(file)
  const brotli = brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length
  return [
    {
      scenario: 'tracker',
      method:
        'dist/v1.js as /v1.js serves it; the print, a chunk loaded on demand, is not in it. gzip level 9, brotli quality 11.',
      figures: [
        { what: 'v1.js', value: bytes.length, unit: 'bytes' },
        { what: 'v1.js, gzip', value: gzipSync(bytes, { level: 9 }).length, unit: 'bytes' },
        { what: 'v1.js, brotli', value: brotli, unit: 'bytes', target: { atMost: 5 * 1024 } }
      ],
      runs: {}
    }
  ]
}
