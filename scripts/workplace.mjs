// What the scripts share: where they are, and how they say what they do.
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = dirname(dirname(fileURLToPath(import.meta.url)))
export const bin = join(root, 'node_modules', '.bin')
/** The Node that package.json pins, whichever one started this script. */
export const nodeProgram = join(bin, 'node')

/**
 * Says what begins, and later how long it took, on one line.
 * @param {string} what
 */
export function announce(what) {
  const began = performance.now()
  process.stdout.write(`${what} … `)
  return (result = '') => {
    const seconds = ((performance.now() - began) / 1000).toFixed(1)
    process.stdout.write(`${result}${result && ', '}${seconds} s\n`)
  }
}
