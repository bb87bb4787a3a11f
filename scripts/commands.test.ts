import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { bin } from './workplace.mjs'

const root = join(import.meta.dirname, '..')
const read = (file: string) => readFileSync(join(root, file), 'utf8')
const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }

// `npm run check` cannot be run from here, being what runs this. What it consists of is what `npm test` begins with.
test('npm run check is the parts that npm test begins with', () => {
  const parts = (scripts.check ?? '').split(' && ').map(part => part.replace(/^npm run /, ''))
  expect(parts).toEqual(['check:lint', 'check:types', 'check:unit'])
  const whole = read('scripts/test.mjs')
  for (const part of parts.slice(0, 2)) expect(whole).toContain(`'${part}'`)
  expect(scripts['check:unit']).toBe('vitest run --project unit')
  expect(whole).toContain("'unit'")
})

test('npm run format writes the format that npm run check asks for', () => {
  const folder = mkdtempSync(join(tmpdir(), 'foyer-format-'))
  try {
    const config = JSON.parse(read('biome.json')) as { vcs: object }
    copyFileSync(join(root, 'package.json'), join(folder, 'package.json'))
    writeFileSync(join(folder, 'biome.json'), JSON.stringify({ ...config, vcs: { enabled: false } }))
    const file = join(folder, 'ugly.ts')
    writeFileSync(file, 'export const words = [ "one",\n"two" ];')
    const run = (script = '') => {
      const [program = '', ...args] = script.split(' ')
      return spawnSync(join(bin, program), args, { cwd: folder, encoding: 'utf8' })
    }
    const [lint] = (scripts['check:lint'] ?? '').split(' && ')
    expect(run(lint).status).toBe(1)
    expect(run(scripts.format).status).toBe(0)
    expect(readFileSync(file, 'utf8')).toBe("export const words = ['one', 'two']\n")
    expect(run(lint).status).toBe(0)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
