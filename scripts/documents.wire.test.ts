import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, normalize } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'

const root = join(import.meta.dirname, '..')
const read = (file: string) => readFileSync(join(root, file), 'utf8')
const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }
const documents = globSync(['*.md', 'docs/**/*.md', 'packages/*/README.md', 'bench/*.md', 'demo/*.md'], {
  cwd: root
}).filter(file => !file.includes('node_modules'))

/** In backticks or in a block of shell, with whatever settings stand before it. */
const commands = documents.flatMap(file =>
  [...read(file).matchAll(/(?:^|`)((?:[A-Z_]+=\S+ )*(?:npm|npx) [^`\n]+)/gm)].map(([, command = '']) => ({
    file,
    command
  }))
)

describe('what the documents say', () => {
  test('every npm command in them exists', () => {
    expect(commands.length).toBeGreaterThan(5)
    for (const { file, command } of commands) {
      const name = /\bnpm (?:run )?([\w:-]+)/.exec(command)?.[1]
      if (name === undefined || ['i', 'install', 'config', 'rebuild'].includes(name)) continue
      expect(Object.keys(scripts), `${file}: ${command}`).toContain(name)
    }
  })

  test('every link to a file of ours leads somewhere', () => {
    for (const file of documents) {
      for (const [, target = ''] of read(file).matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)) {
        const path = normalize(join(dirname(file), target))
        expect(existsSync(join(root, path)), `${file} → ${target}`).toBe(true)
      }
    }
  })

  test('every file that ARCHITECTURE.md names is there', () => {
    const server = 'packages/server/src'
    const named = [...read('ARCHITECTURE.md').matchAll(/`([\w./-]+\.ts)`/g)].map(([, path = '']) => path)
    const all = globSync('packages/*/src/**/*.ts', { cwd: root }).map(path => `/${path}`)
    expect(named.length).toBeGreaterThan(15)
    for (const path of named)
      expect(
        all.some(file => file.endsWith(`/${path}`) || file === `/${server}/${path}`),
        path
      ).toBe(true)
  })
})

describe('the first screen of the README', () => {
  const folder = mkdtempSync(join(tmpdir(), 'foyer-readme-'))
  const running: ChildProcess[] = []
  afterAll(async () => {
    for (const child of running) {
      if (child.exitCode !== null) continue
      child.kill('SIGTERM')
      await once(child, 'exit')
    }
    rmSync(folder, { recursive: true, force: true })
  })

  const run = (data: string, ...args: string[]) => {
    const { start = '' } = scripts
    const [, program = ''] = start.split(' ')
    const env = { PATH: process.env.PATH, FOYER_DATA: join(folder, data), FOYER_PORT: '0' }
    const child = spawn(process.execPath, [program, ...args], { cwd: root, env, stdio: ['ignore', 'pipe', 'inherit'] })
    running.push(child)
    let text = ''
    child.stdout.setEncoding('utf8').on('data', chunk => {
      text += chunk
    })
    return { child, printed: () => text, url: () => /Foyer +(http\S+)/.exec(text)?.[1] }
  }

  test('npm start prints an address that answers and a set-up code, and the shop is at /demo', async () => {
    const foyer = run('first')
    await expect.poll(foyer.printed, { timeout: 90_000 }).toMatch(/Set-up code +\S+/)
    const url = foyer.url() ?? ''
    for (const path of ['/', '/demo', '/v1.js', '/readyz', '/api/openapi.json'])
      expect((await fetch(url + path)).status, path).toBe(200)
  }, 120_000)

  test('npm start -- --demo fills the workspace with thirty days of visitors', async () => {
    expect(commands.map(({ command }) => command)).toContain('npm start -- --demo')
    const foyer = run('demo', '--demo')
    await expect
      .poll(foyer.printed, { timeout: 150_000, interval: 250 })
      .toMatch(/visitors, [\d,]+ events of the last 30 days/)
  }, 180_000)
})

test('npm run pictures takes the pages it is asked for, at both widths and in both themes', async () => {
  const taken = join(root, 'pictures')
  const [, program = ''] = (scripts.pictures ?? '').split(' ')
  const child = spawn(process.execPath, [program, 'set-up'], { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] })
  let printed = ''
  child.stdout.setEncoding('utf8').on('data', text => {
    printed += text
  })
  expect(await once(child, 'close')).toEqual([0, null])
  const files = ['1440-dark', '1440-light', '390-dark', '390-light'].map(look => `set-up-${look}-new.png`)
  const told = printed.split('\n').filter(line => line.includes('.png'))
  expect(told.sort()).toEqual(files.map(file => `  ${file}`))
  for (const file of files) expect(readFileSync(join(taken, file)).subarray(1, 4).toString()).toBe('PNG')
}, 120_000)

test('npm run bench -- --quick measures what it is asked for, and says that it is no measure', async () => {
  expect(commands.map(({ command }) => command)).toContain('npm run bench -- --quick')
  const [, program = ''] = (scripts.bench ?? '').split(' ')
  const child = spawn(process.execPath, [program, 'start', '--quick'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit']
  })
  let printed = ''
  child.stdout.setEncoding('utf8').on('data', text => {
    printed += text
  })
  expect(await once(child, 'close')).toEqual([0, null])
  expect(printed).toMatch(/second start to ready +[\d.]+ s/)
  expect(printed).toContain('not how fast Foyer is')
  const kept = JSON.parse(read('bench/results/start-quick.json')) as { runs: Record<string, number[]> }
  expect(kept.runs).toEqual({ cold: [expect.any(Number)], second: [expect.any(Number)] })
}, 120_000)
