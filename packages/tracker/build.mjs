// Builds what ships to browsers: dist/v1.js and dist/d.js (the script tag), dist/v1/ (the parts they load), dist/npm/ (the package), and
// packages/react/dist/ after it. Ends with a failure when anything does not build.
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { copyFile, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { minify } from 'terser'
import { build, minifySync } from 'vite'
import { privateNames, shortNames } from './private-names.mjs'

const tracker = dirname(fileURLToPath(import.meta.url))
const react = join(tracker, '../react')
const installed = createRequire(import.meta.url).resolve
const tsc = join(dirname(installed('typescript/package.json')), 'bin/tsc')

// Chrome 80, Firefox 74, Safari 13.1 and later; es2019 would make the script 3 % larger for browsers replaced in spring 2020.
const target = 'es2020'
const quiet = { configFile: false, logLevel: 'warn' }

await buildScript(join(tracker, 'dist'))
await buildPackage(tracker, 'src/index.ts', 'dist/npm', ['index', 'types', 'shop-events', 'version'])
await buildPackage(react, 'src/index.ts', 'dist')

/** @param {string} folder */
async function buildScript(folder) {
  await rm(folder, { recursive: true, force: true })
  await mkdir(join(folder, 'v1'), { recursive: true })

  // FingerprintJS is MIT: its notice goes wherever its code goes.
  const licence = await readFile(
    join(dirname(installed('@fingerprintjs/fingerprintjs/package.json')), 'LICENSE'),
    'utf8'
  )

  /** Content blockers know files called after what these do, so the names say nothing. */
  const writePart = async (/** @type {string} */ code, /** @type {string | undefined} */ latest) => {
    const name = `part-${createHash('sha256').update(code).digest('hex').slice(0, 12)}.js`
    for (const file of [name, latest]) if (file) await writeFile(join(folder, 'v1', file), code)
    return JSON.stringify(name)
  }
  const define = {
    // Also under a name that stays, for copies of v1.js that are older than the server.
    restPart: await writePart(await bundle('src/rest.ts', {}), 'rest.js'),
    printPart: await writePart(`/*!\n${licence}*/\n${await bundle('src/post/print.ts', {})}`, undefined)
  }
  for (const name of ['v1', 'd']) {
    const code = await bundle(`src/${name}.ts`, define)
    // Around what is minified, as the minifier would take it away: the names are not the page's.
    await writeFile(join(folder, `${name}.js`), `(()=>{${code}})();`)
  }
}

/**
 * One entry to one minified file's text.
 * @param {string} entry
 * @param {Record<string, string>} define
 */
async function bundle(entry, define) {
  const result = await build({
    ...quiet,
    root: tracker,
    define,
    build: {
      write: false,
      target,
      modulePreload: false,
      rolldownOptions: {
        input: join(tracker, entry),
        preserveEntrySignatures: 'strict',
        output: { format: 'es', minify: false, codeSplitting: false }
      }
    }
  })
  const { fileName, code } = [result].flat()[0].output[0]
  // Other people's code stays as its minifier leaves it.
  return entry.includes('print') ? minifySync(fileName, code, { module: true }).code : shortened(fileName, code)
}

/**
 * Terser after the bundler's own minifier: it writes a function that is used once where it is used.
 * @param {string} fileName
 * @param {string} code
 */
async function shortened(fileName, code) {
  const names = minifySync(fileName, code, {
    module: true,
    compress: { target },
    mangle: { toplevel: true },
    mangleProps: { include: new RegExp(`^(?:${privateNames.join('|')})$`), cache: shortNames }
  })
  if (names.errors.length > 0) throw new Error(`${fileName}: ${names.errors[0]?.message}`)
  const compress = { passes: 3, ecma: /** @type {const} */ (2020) }
  const short = await minify(names.code, { module: true, toplevel: true, ecma: 2020, compress })
  return short.code ?? ''
}

/**
 * Modules for other people's bundlers, readable and with their types; what is installed beside them stays outside.
 * @param {string} folder
 * @param {string} entry
 * @param {string} out
 * @param {string[]} [faces] the declarations to ship; all of them when absent
 */
async function buildPackage(folder, entry, out, faces) {
  await build({
    ...quiet,
    root: folder,
    build: {
      target,
      outDir: out,
      emptyOutDir: true,
      minify: false,
      // As a library: an app's own import() is left as it is, where a page's would be wrapped in a helper that clashes with the
      // one of whoever bundles this.
      lib: { entry: join(folder, entry), formats: ['es'] },
      rolldownOptions: {
        external: /^(@foyer|@fingerprintjs|react)(\/|$)/,
        preserveEntrySignatures: 'strict',
        output: { format: 'es', entryFileNames: 'index.js', chunkFileNames: '[name].js' }
      }
    }
  })
  execFileSync(
    process.execPath,
    [tsc, '-p', join(folder, 'tsconfig.build.json'), '--outDir', join(folder, out, 'types')],
    {
      stdio: 'inherit'
    }
  )
  await settleTypes(join(folder, out), faces)
  await writeManifest(folder, out)
}

/**
 * What is published is the built folder (`npm publish packages/tracker/dist/npm`): the workspace's own manifest leads to the
 * sources, which nobody else has.
 * @param {string} folder
 * @param {string} out
 */
async function writeManifest(folder, out) {
  const {
    private: _kept,
    devDependencies: _ours,
    ...manifest
  } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'))
  manifest.exports = { '.': { types: './index.d.ts', default: './index.js' } }
  if (manifest.dependencies['@foyer/tracker']) manifest.dependencies['@foyer/tracker'] = manifest.version
  await writeFile(join(folder, out, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`)
  await copyFile(join(folder, 'README.md'), join(folder, out, 'README.md'))
}

/**
 * Declarations name their neighbours as the sources do (`./types.ts`); published they stand beside `.js`.
 * @param {string} folder
 * @param {string[]} [faces]
 */
async function settleTypes(folder, faces) {
  for (const file of await readdir(join(folder, 'types'))) {
    if (!file.endsWith('.d.ts') || (faces && !faces.includes(file.slice(0, -5)))) continue
    const text = await readFile(join(folder, 'types', file), 'utf8')
    await writeFile(join(folder, file), text.replace(/(from '\.\/[^']+)\.tsx?'/g, "$1.js'"))
  }
  await rm(join(folder, 'types'), { recursive: true })
}
