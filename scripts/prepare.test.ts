import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { hashOf } from './build.mjs'
import { findChromium } from './chromium.mjs'
import { isInstalled, matches } from './installed.mjs'
import { root } from './workplace.mjs'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'foyer-prepare-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

describe('whether the dependencies are installed', () => {
  const asked = {
    '': { version: '1.0.0' },
    'packages/server': { version: '1.0.0' },
    'node_modules/fastify': { version: '5.0.0' },
    'node_modules/for-another-platform': { version: '1.0.0', optional: true }
  }
  test('yes, when everything asked for is there in its version', () => {
    expect(matches(asked, { 'node_modules/fastify': { version: '5.0.0' } })).toBe(true)
  })
  test('no, when one is missing or of another version', () => {
    expect(matches(asked, {})).toBe(false)
    expect(matches(asked, { 'node_modules/fastify': { version: '4.0.0' } })).toBe(false)
  })
  test('no, when an optional one is there in another version', () => {
    const installed = {
      'node_modules/fastify': { version: '5.0.0' },
      'node_modules/for-another-platform': { version: '0.9.0' }
    }
    expect(matches(asked, installed)).toBe(false)
  })
  test('no, on a fresh clone', () => {
    writeFileSync(join(folder, 'package-lock.json'), JSON.stringify({ packages: asked }))
    expect(isInstalled(folder)).toBe(false)
  })
})

describe('whether a build is older than its sources', () => {
  const write = (name: string, text: string) => {
    mkdirSync(join(folder, name, '..'), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  const hash = () => hashOf(['src', 'package.json', 'not-there'], folder)

  test('is told by names and contents, not by times', () => {
    write('src/a.ts', 'a')
    const first = hash()
    write('src/a.ts', 'a')
    expect(hash()).toBe(first)
    write('src/a.ts', 'b')
    expect(hash()).not.toBe(first)
    write('src/a.ts', 'a')
    write('src/deep/b.ts', '')
    expect(hash()).not.toBe(first)
  })
  test('takes no notice of tests, of what was built, and of what was installed', () => {
    write('src/a.ts', 'a')
    const first = hash()
    write('src/a.test.ts', '')
    write('src/dist/a.js', '')
    write('src/node_modules/x/index.js', '')
    expect(hash()).toBe(first)
  })
})

describe('the browser for the tests', () => {
  const program = (name: string) => {
    const path = join(folder, name)
    writeFileSync(path, '#!/bin/sh\n')
    chmodSync(path, 0o755)
    return path
  }
  test('is the one in the path', () => {
    const chromium = program('chromium')
    expect(findChromium({ PATH: `/nowhere:${folder}` })).toBe(chromium)
  })
  test('FOYER_CHROMIUM goes before it', () => {
    program('chromium')
    const named = program('my-browser')
    expect(findChromium({ PATH: folder, FOYER_CHROMIUM: named })).toBe(named)
  })
  test('one that is named and cannot be run is an error, not silently another', () => {
    program('chromium')
    expect(() => findChromium({ PATH: folder, FOYER_CHROMIUM: '/nowhere' })).toThrow(/FOYER_CHROMIUM names \/nowhere/)
  })
  test.runIf(existsSync('/usr/bin/apt-get'))('is installed where the system has none', () => {
    const script = (name: string, lines: string) => writeFileSync(program(name), `#!/bin/sh\n${lines}\n`)
    script(
      'apt-get',
      `case "$*" in install*chromium*) echo '#!/bin/sh' > ${folder}/chromium; /bin/chmod +x ${folder}/chromium;; esac`
    )
    script('sudo', 'shift; exec "$@"')
    script('true', 'exit 0')
    const path = `${folder}:${join(root, 'node_modules/.bin')}`
    const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, 'scripts/prepare.mjs'), '--tests'], {
      encoding: 'utf8',
      env: { PATH: path }
    })
    expect(stderr).toBe('')
    expect(stdout).toContain('chromium, for the tests')
    expect(status).toBe(0)
    expect(findChromium({ PATH: folder })).toBe(join(folder, 'chromium'))
  })
  test.runIf(process.platform === 'linux')('is none where there is none', () => {
    writeFileSync(join(folder, 'chromium'), 'not a program', { mode: 0o644 })
    expect(findChromium({ PATH: folder })).toBeUndefined()
  })
})
