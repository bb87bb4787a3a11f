import subsetFont from 'subset-font'
import type { Plugin } from 'vite'

/** As `--font-weight-normal` and `--font-weight-medium` in tokens.css. */
const wght = { min: 400, max: 550 }
// A file holds one range of characters and keeps all of it: this only has to name them.
const everyCharacter = Array.from({ length: 0x3000 }, (_, code) => String.fromCharCode(code)).join('')

/** What is used of the font's own tricks: accents, the letters of a language, the room between two letters, digits of one width. */
const keepFeatures = ['ccmp', 'locl', 'mark', 'mkmk', 'kern', 'tnum']

/** The font varies from thin to black, and a third of its bytes is for weights that are never shown. */
export function usedWeights(): Plugin {
  return {
    name: 'used-weights',
    apply: 'build',
    async generateBundle(_options, bundle) {
      for (const file of Object.values(bundle)) {
        if (file.type !== 'asset' || !file.fileName.endsWith('.woff2')) continue
        const options = { targetFormat: 'woff2' as const, variationAxes: { wght }, keepFeatures }
        file.source = await subsetFont(Buffer.from(file.source), everyCharacter, options)
      }
    }
  }
}
