// `npm test`: every check one after another, also after a failure, and the sum of all tests on the very last line.
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { findChromium } from './chromium.mjs'
import { countsIn, filesAgain, lastLine, passedAgain, sum } from './test-counts.mjs'
import { announce, bin, nodeProgram, root } from './workplace.mjs'

/** @typedef {import('./test-counts.mjs').Counts} Counts */

const reports = mkdtempSync(join(tmpdir(), 'foyer-tests-'))
const environment = { ...process.env, FOYER_CHROMIUM: findChromium() }
process.on('exit', () => rmSync(reports, { recursive: true, force: true }))

/** @type {string[]} */
const wavering = []
/** @type {Counts[]} */
const counts = []
counts.push(await check('Format, lint, doors, unused code', 'check:lint'))
counts.push(await check('Types', 'check:types'))
counts.push(await check('Size', 'check:size'))
counts.push(await tests('Unit tests', 'unit'))
counts.push(await tests('Wire tests', 'wire'))
counts.push(await tests('Browser tests', 'browser'))

const total = sum(counts)
for (const name of wavering) console.log(`passed on the second try only: ${relative(root, name)}`)
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
 * A test that fails is tried once more when the rest is done; after an error that nobody caught nothing is. One that passes then counts as passed, its first failure is
 * printed all the same, and its name stands at the very end: docs/decisions/0028.
 * @param {string} name
 * @param {string} project
 * @returns {Promise<Counts>}
 */
async function tests(name, project) {
  const done = announce(name)
  const first = await vitest(project, [])
  const isUncaught = first.output.includes('Unhandled Error')
  const files = isUncaught ? [] : filesAgain(first.report)
  const second = files.length > 0 ? await vitest(project, files) : undefined
  const again = passedAgain(first.report, second?.report)
  wavering.push(...again)
  const counted = countsIn(first.report, first.code)
  const counts = { ...counted, passed: counted.passed + again.length, failed: counted.failed - again.length }
  const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : ''
  done(`${lastLine(counts)}${skipped}`)
  for (const run of [first, second]) if (run && run.code !== 0) console.log(run.output)
  return counts
}

/**
 * @param {string} project
 * @param {string[]} files
 */
async function vitest(project, files) {
  const path = join(reports, `${project}-${files.length}.json`)
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile=${path}`]
  const args = [join(bin, 'vitest'), 'run', ...files, '--project', project, '--passWithNoTests', ...reporters]
  const { code, output } = await run(nodeProgram, args)
  return { code, output, report: existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined }
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
