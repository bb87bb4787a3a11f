// `npm test`: every check one after another, also after a failure, and the sum of all tests on the very last line.
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findChromium } from './chromium.mjs'
import { countsIn, lastLine, sum } from './test-counts.mjs'
import { announce, bin, nodeProgram, root } from './workplace.mjs'

/** @typedef {import('./test-counts.mjs').Counts} Counts */

const reports = mkdtempSync(join(tmpdir(), 'foyer-tests-'))
const environment = { ...process.env, FOYER_CHROMIUM: findChromium() }
process.on('exit', () => rmSync(reports, { recursive: true, force: true }))

/** @type {Counts[]} */
const counts = []
counts.push(await check('Format, lint, doors, unused code', 'check:lint'))
counts.push(await check('Types', 'check:types'))
counts.push(await check('Size', 'check:size'))
counts.push(await tests('Unit tests', 'unit'))
counts.push(await tests('Wire tests', 'wire'))
counts.push(await tests('Browser tests', 'browser'))

const total = sum(counts)
console.log(lastLine(total))
process.exitCode = total.failed === 0 ? 0 : 1

/**
 * @param {string} name
 * @param {string} script
 * @returns {Promise<Counts>}
 */
async function check(name, script) {
  const done = announce(name)
  const { code, output } = await run('npm', ['run', '--silent', script])
  done(code === 0 ? 'sound' : 'failed')
  if (code !== 0) console.log(output)
  return { passed: 0, failed: code === 0 ? 0 : 1, skipped: 0 }
}

/**
 * @param {string} name
 * @param {string} project
 * @returns {Promise<Counts>}
 */
async function tests(name, project) {
  const done = announce(name)
  const report = join(reports, `${project}.json`)
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile=${report}`]
  const args = [join(bin, 'vitest'), 'run', '--project', project, '--passWithNoTests', ...reporters]
  const { code, output } = await run(nodeProgram, args)
  const counted = countsIn(existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')) : undefined, code)
  const skipped = counted.skipped > 0 ? `, ${counted.skipped} skipped` : ''
  done(`${lastLine(counted)}${skipped}`)
  if (code !== 0) console.log(output)
  return counted
}

/**
 * @param {string} program
 * @param {string[]} args
 * @returns {Promise<{ code: number, output: string }>}
 */
function run(program, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: root, env: environment, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', text => {
        output += text
      })
    child.once('error', reject)
    child.once('close', code => resolve({ code: code ?? 1, output: output.trim() }))
  })
}
