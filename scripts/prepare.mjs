// Before `npm start` and `npm test`: installs and builds what is missing or out of date, and only that. Runs on the system's
// Node with nothing installed, so it uses nothing but Node.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { builds, isStale, run } from './build.mjs'
import { findChromium } from './chromium.mjs'
import { isInstalled } from './installed.mjs'
import { mendPostgres } from './mend-postgres.mjs'
import { announce, nodeProgram, root } from './workplace.mjs'

const oldestNode = 20

try {
  assertNode()
  if (!isInstalled(root)) install()
  assertPinnedNode()
  mendPostgres(root)
  for (const build of builds) if (isStale(build)) run(build)
  if (process.argv.includes('--tests')) {
    ensureChromium()
    ensureStrace()
  }
} catch (error) {
  console.error(`\n${error instanceof Error ? error.message : error}`)
  process.exit(1)
}

function assertNode() {
  const major = Number.parseInt(process.versions.node, 10)
  if (major < oldestNode)
    throw new Error(`Foyer needs Node ${oldestNode} or newer to install itself; this is ${process.versions.node}.`)
}

/**
 * Not `npm ci`: it refuses a lock that lacks optional packages of other platforms, and a registry that does not carry all of
 * them makes such locks. `--no-save` installs what the lock says, too, and leaves the lock as it is.
 */
function install() {
  const done = announce('Installing the dependencies, which takes a minute or so')
  const args = ['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error']
  const { status, stdout, stderr, error } = spawnSync('npm', args, { cwd: root, encoding: 'utf8' })
  if (error) throw new Error(`npm could not be run: ${error.message}`)
  if (status !== 0) {
    console.error(`\n${stdout}${stderr}`)
    throw new Error('The dependencies could not be installed. What npm said is above.')
  }
  done()
}

/** The pinned Node comes with the dependencies, by a script that npm may have been told not to run. */
function assertPinnedNode() {
  const { status, stdout } = spawnSync(nodeProgram, ['--version'], { encoding: 'utf8' })
  if (status === 0 && stdout.startsWith('v24.')) return
  throw new Error(
    'Node 24 was not installed with the dependencies. Allow install scripts (npm config set ignore-scripts false) and run npm rebuild.'
  )
}

function ensureChromium() {
  if (findChromium()) return
  const advice = 'Install Chromium or Chrome, or name one in FOYER_CHROMIUM: the tests drive a real browser.'
  if (!hasApt()) throw new Error(advice)
  if (!mayInstall()) throw new Error(`${advice} On this system: sudo apt-get install chromium`)
  const done = announce("Installing the system's package chromium, for the tests")
  const fault = aptInstall('chromium', 'fonts-liberation')
  if (fault || !findChromium()) throw new Error(`${fault ?? ''}\n${advice}`)
  done()
}

/** One test watches the system calls of a commit. Where strace cannot be had that test is skipped, and says so. */
function ensureStrace() {
  if (spawnSync('strace', ['-V']).status === 0 || !hasApt() || !mayInstall()) return
  const done = announce("Installing the system's package strace, for one test")
  done(aptInstall('strace') ? 'not to be had; that test is skipped' : undefined)
}

// Declared, not assigned: the steps above run before this line is reached.
function hasApt() {
  return process.platform === 'linux' && existsSync('/usr/bin/apt-get')
}

function isRoot() {
  return process.getuid?.() === 0
}

function mayInstall() {
  return isRoot() || spawnSync('sudo', ['-n', 'true']).status === 0
}

/** @param {string[]} packages */
function aptInstall(...packages) {
  for (const args of [
    ['update', '-qq'],
    ['install', '-y', '-qq', '--no-install-recommends', ...packages]
  ]) {
    const [program = '', ...rest] = isRoot() ? ['apt-get', ...args] : ['sudo', '-n', 'apt-get', ...args]
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
    const { status, stderr } = spawnSync(program, rest, { encoding: 'utf8', env })
    if (status !== 0) return `${stderr}\napt-get ${args[0]} failed.`
  }
  return undefined
}
