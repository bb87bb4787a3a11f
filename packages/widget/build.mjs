// Builds what sites load: dist/widget.js (the script tag) and dist/widget/ (the parts it loads). Ends with a failure when
// anything does not build.
import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { minify } from 'terser'
import { build, minifySync } from 'vite'
import { privateNames, shortNames } from './private-names.mjs'

const widget = dirname(fileURLToPath(import.meta.url))
const dist = join(widget, 'dist')
const { version } = JSON.parse(await readFile(join(widget, 'package.json'), 'utf8'))

// The first browsers with style sheets in shadow roots that no policy stops: Chrome 94, Firefox 101, Safari 16.4 (spring 2023).
const target = ['es2022', 'chrome94', 'firefox101', 'safari16.4']

/**
 * The modules that come along with this one.
 * @param {string} id
 * @param {{ getModuleInfo(id: string): { importedIds: readonly string[] } | null }} graph
 */
const withImports = (id, graph, found = new Set()) => {
  if (found.has(id)) return found
  found.add(id)
  for (const imported of graph.getModuleInfo(id)?.importedIds ?? []) withImports(imported, graph, found)
  return found
}
// Content blockers know files called after what these do, so the names say nothing; .size-limit.json finds them by their letter.
/** @type {Record<string, string>} */
const letters = { panel: 'b', en: 'en', watch: 'r' }

const inCore = join(widget, 'src/core.ts')
const inPanel = join(widget, 'src/view/mount.tsx')

await rm(dist, { recursive: true, force: true })
await mkdir(join(dist, 'widget'), { recursive: true })

/**
 * One entry to minified text, with the parts it loads later beside it.
 * @param {string} entry
 * @param {'es' | 'iife'} format
 * @param {Record<string, string>} define
 */
async function bundle(entry, format, define) {
  const result = await build({
    configFile: false,
    logLevel: 'warn',
    root: widget,
    define,
    // Parts whose names were shortened otherwise are other files.
    plugins: [{ name: 'short names', augmentChunkHash: () => privateNames.join() }],
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
    resolve: { alias: { 'preact/jsx-runtime': join(widget, 'src/view/jsx-runtime.ts') } },
    build: {
      // As a library: a page's build would bring a helper that puts preload links into the document.
      ...(format === 'es' && { lib: { entry: join(widget, entry), formats: ['es'] } }),
      write: false,
      target,
      modulePreload: false,
      cssMinify: 'lightningcss',
      rolldownOptions: {
        input: join(widget, entry),
        // The panel finds what it shares with the core in the core itself.
        preserveEntrySignatures: 'allow-extension',
        output: {
          format,
          minify: false,
          ...(format === 'iife'
            ? { codeSplitting: false }
            : {
                entryFileNames: 'part-a-[hash].js',
                chunkFileNames: ({ name }) => `part-${letters[name] ?? 'c'}-[hash].js`,
                // What the panel shares with its later parts stands in the panel: on its own it would be one more request.
                codeSplitting: {
                  includeDependenciesRecursively: false,
                  groups: [
                    {
                      debugName: 'panel',
                      name: (id, graph) =>
                        withImports(inPanel, graph).has(id) && !withImports(inCore, graph).has(id) ? 'panel' : null
                    }
                  ]
                }
              })
        }
      }
    }
  })
  return [result].flat()[0].output
}

/**
 * Terser after the bundler's own minifier: it writes a function that is used once where it is used, which is 1 % of the whole.
 * @param {{ fileName: string, code: string }} part
 * @param {boolean} [isModule]
 */
async function shortened({ fileName, code }, isModule = true) {
  const names = minifySync(fileName, code, {
    module: isModule,
    compress: { target },
    mangle: { toplevel: true },
    mangleProps: { include: new RegExp(`^(?:${privateNames.join('|')})$`), cache: shortNames }
  })
  if (names.errors.length > 0) throw new Error(`${fileName}: ${names.errors[0]?.message}`)
  const options = { passes: 3, ecma: /** @type {const} */ (2020) }
  const short = await minify(names.code, { module: isModule, toplevel: true, ecma: 2020, compress: options })
  return short.code ?? ''
}

const parts = await bundle('src/core.ts', 'es', { version: JSON.stringify(version) })
for (const part of parts) await writeFile(join(dist, 'widget', part.fileName), await shortened(part))
const core = parts.find(part => part.isEntry)
// Also under this name, for a loader that outlived an update of the server. Not the file itself: it would be another module.
await writeFile(join(dist, 'widget', 'core.js'), `export*from"./${core.fileName}"\n`)
const [loader] = await bundle('src/loader/widget.ts', 'iife', { corePart: JSON.stringify(core.fileName) })
await writeFile(join(dist, 'widget.js'), await shortened(loader, false))
// What the dashboard shows beside the settings of the look.
const [preview] = await bundle('src/preview/preview.ts', 'iife', {})
await writeFile(join(dist, 'preview.js'), minifySync(preview.fileName, preview.code, { module: false }).code)
await copyFile(join(widget, 'src/preview/preview.html'), join(dist, 'preview.html'))
