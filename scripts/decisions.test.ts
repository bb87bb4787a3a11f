import { globSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '..')
const records = readdirSync(join(root, 'docs/decisions')).sort()

test('every decision record is numbered once, titled with its number, and says how it is kept true', () => {
  const numbers = records.map(file => file.slice(0, 4))
  expect(new Set(numbers).size, records.join(' ')).toBe(numbers.length)
  for (const file of records) {
    const text = readFileSync(join(root, 'docs/decisions', file), 'utf8')
    expect(text, file).toMatch(new RegExp(`^# ${file.slice(0, 4)} · `))
    expect(text, file).toContain('**How it is kept true.**')
  }
})

test('every decision record that a file speaks of is there', () => {
  const files = globSync(
    ['*.md', 'packages/*/{src,test}/**/*.{ts,tsx,sql}', '{bench,demo,e2e,scripts}/**/*.{ts,mjs,md}'],
    {
      cwd: root
    }
  )
  const spokenOf = files.flatMap(file => {
    const text = readFileSync(join(root, file), 'utf8')
    return [...text.matchAll(/decisions\/(\d{4})/g)].map(([, number = '']) => number)
  })
  expect(spokenOf.length).toBeGreaterThan(1)
  for (const number of spokenOf) expect(records.map(file => file.slice(0, 4))).toContain(number)
})
