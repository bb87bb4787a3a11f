import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { pending, readMigrations } from './migrate.ts'

const migration = (number: number, checksum = `sum ${number}`) => ({
  number,
  name: `step_${number}`,
  sql: '',
  checksum
})

describe('which migrations are still to be applied', () => {
  test('all of them to an empty database, in order', () => {
    expect(pending([migration(1), migration(2)], []).map(({ number }) => number)).toEqual([1, 2])
  })
  test('a lower number that arrives late is applied too', () => {
    expect(pending([migration(1), migration(2)], [migration(2)]).map(({ number }) => number)).toEqual([1])
  })
  test('none where nothing is new', () => {
    expect(pending([migration(1)], [migration(1)])).toEqual([])
  })
  test('a changed one is refused', () => {
    expect(() => pending([migration(1, 'other')], [migration(1)])).toThrow(/was changed after/)
  })
  test('an applied one whose file is gone is refused', () => {
    expect(() => pending([migration(2)], [migration(1), migration(2)])).toThrow(/its file is gone/)
  })
  test('a database that is further on is refused', () => {
    expect(() => pending([migration(1)], [migration(1), migration(2)])).toThrow(/written by a newer Foyer/)
  })
})

describe('migration files', () => {
  const read = (...files: string[]) => {
    const folder = mkdtempSync(join(tmpdir(), 'foyer-migrations-'))
    try {
      for (const file of files) writeFileSync(join(folder, file), '')
      return readMigrations(folder)
    } finally {
      rmSync(folder, { recursive: true })
    }
  }
  test('are read by number, gaps and all', () => {
    expect(read('0003_c.sql', '0001_a.sql', 'notes.md').map(({ number, name }) => [number, name])).toEqual([
      [1, 'a'],
      [3, 'c']
    ])
  })
  test('a number used twice is refused', () => {
    expect(() => read('0001_a.sql', '0001_b.sql')).toThrow('Two migrations have the number 1.')
  })
  test('a name without a number is refused', () => {
    expect(() => read('extra.sql')).toThrow(/must be named like/)
  })
})
