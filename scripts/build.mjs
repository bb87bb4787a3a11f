// Builds what ships to browsers. `npm run build` builds all of it; prepare.mjs only what is missing or older than its sources.
// Runs on the system's Node with nothing installed, so it uses nothing but Node.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { pathToFileURL } from 'node:url'
import { announce, bin, nodeProgram, root } from './workplace.mjs'

/**
 * @typedef {object} Build
 * @property {string} name
 * @property {string} folder the package, from the root
 * @property {string} needs without this file there is nothing to build yet
 * @property {string[]} makes what must be there after it
 * @property {string[]} sources what it is made from: files and folders
 * @property {string[]} command arguments for the pinned Node
 */

/** @type {Build[]} */
export const builds = [
  {
    name: 'tracker',
    folder: 'packages/tracker',
    needs: 'packages/tracker/build.mjs',
    makes: ['packages/tracker/dist/v1.js', 'packages/tracker/dist/d.js'],
    sources: ['packages/tracker', 'packages/react', 'packages/protocol/src', 'tsconfig.base.json', 'package-lock.json'],
    command: ['packages/tracker/build.mjs']
  },
  {
    name: 'widget',
    folder: 'packages/widget',
    needs: 'packages/widget/build.mjs',
    makes: ['packages/widget/dist/widget.js'],
    sources: ['packages/widget', 'packages/protocol/src', 'tsconfig.base.json', 'package-lock.json'],
    command: ['packages/widget/build.mjs']
  },
  {
    name: 'dashboard',
    folder: 'packages/dashboard',
    needs: 'packages/dashboard/src/main.tsx',
    makes: ['packages/dashboard/dist/index.html'],
    sources: ['packages/dashboard', 'packages/protocol/src', 'tsconfig.base.json', 'package-lock.json'],
    command: [join(bin, 'vite'), 'build', 'packages/dashboard', '--logLevel', 'warn']
  }
]

const notSources = /(^|\/)(node_modules|dist)(\/|$)|\.(test|spec)\.[a-z]+$|\.md$/

/**
 * One hash over names and contents: a checkout changes the time of every file, and must not make it build again.
 * @param {string[]} sources
 */
export function hashOf(sources, from = root) {
  const hash = createHash('sha256')
  for (const file of sources.flatMap(source => filesIn(join(from, source))).sort()) {
    const name = relative(from, file)
    if (!notSources.test(name)) hash.update(name).update('\0').update(readFileSync(file)).update('\0')
  }
  return hash.digest('hex')
}

/**
 * @param {string} path
 * @returns {string[]}
 */
function filesIn(path) {
  if (!existsSync(path)) return []
  if (!readdirSafe(path)) return [path]
  return (readdirSafe(path) ?? [])
    .filter(entry => entry.name !== 'node_modules' && entry.name !== 'dist')
    .flatMap(entry => (entry.isDirectory() ? filesIn(join(path, entry.name)) : [join(path, entry.name)]))
}

/** @param {string} path */
function readdirSafe(path) {
  try {
    return readdirSync(path, { withFileTypes: true })
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOTDIR') return undefined
    throw error
  }
}

/** @param {Build} build */
const stampOf = build => join(root, '.foyer', 'built', build.name)

/** @param {Build} build */
export function isStale(build) {
  if (!existsSync(join(root, build.needs))) return false
  if (!build.makes.every(file => existsSync(join(root, file)))) return true
  const stamp = stampOf(build)
  return !existsSync(stamp) || readFileSync(stamp, 'utf8') !== hashOf(build.sources)
}

/** @param {Build} build */
export function run(build) {
  const done = announce(`Building the ${build.name}`)
  const stamp = stampOf(build)
  rmSync(stamp, { force: true })
  // Taken before the build, so that a file saved while it runs makes it stale again.
  const hash = hashOf(build.sources)
  const { status, stdout, stderr } = spawnSync(nodeProgram, build.command, { cwd: root, encoding: 'utf8' })
  if (status !== 0) {
    console.error(`\n${stdout ?? ''}${stderr ?? ''}`)
    throw new Error(`The ${build.name} did not build. What it said is above.`)
  }
  mkdirSync(join(root, '.foyer', 'built'), { recursive: true })
  writeFileSync(stamp, hash)
  done()
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href)
  for (const build of builds) if (existsSync(join(root, build.needs))) run(build)
