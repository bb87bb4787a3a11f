import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { query } from 'chdb'
import { afterAll, expect, test } from 'vitest'
import { parquetOf } from './parquet.ts'

const folder = mkdtempSync(join(tmpdir(), 'foyer-parquet-'))
afterAll(() => rmSync(folder, { recursive: true }))

const rows = Array.from({ length: 2_500 }, (_, n) => ({
  id: `row-${n}`,
  time: new Date(Date.UTC(2026, 10, 26, 8, 0, n)).toISOString(),
  type: 'track',
  name: n % 2 === 0 ? 'Order Completed' : 'Zürich „✓“',
  properties: { n, nested: { list: [1, 'two'] } },
  ...(n % 3 === 0 ? {} : { revenue: n / 4 }),
  is_new: n % 5 === 0
}))

test('a file of Parquet is read by ClickHouse as it was written: texts, times, numbers and what is missing', () => {
  const file = join(folder, 'rows.parquet')
  writeFileSync(file, parquetOf(rows))
  const told = query(
    `SELECT count() AS rows, uniqExact(id) AS ids, toString(min(time), 'UTC') AS first, countIf(name = 'Zürich „✓“') AS named,
       sum(revenue) AS earned, countIf(revenue IS NULL) AS without, countIf(is_new) AS new,
       max(JSONExtractInt(assumeNotNull(properties), 'n')) AS most, countIf(title IS NULL) AS untitled
     FROM file('${file}', Parquet)`,
    'JSONEachRow'
  )
  expect(JSON.parse(told)).toEqual({
    rows: 2_500,
    ids: 2_500,
    first: expect.stringMatching(/^2026-11-26 08:00:00/),
    named: 1_250,
    earned: rows.reduce((sum, row) => sum + ('revenue' in row ? Number(row.revenue) : 0), 0),
    without: 834,
    new: 500,
    most: 2_499,
    untitled: 2_500
  })
})
