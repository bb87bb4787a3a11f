import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ClickHouseClient } from '@clickhouse/client'

const folder = join(import.meta.dirname, 'migrations')

type Migration = { number: number; name: string; sql: string; checksum: string }

export function readMigrations(): Migration[] {
  return readdirSync(folder)
    .filter(file => /^\d{4}_[a-z0-9_]+\.sql$/.test(file))
    .sort()
    .map(file => {
      const sql = readFileSync(join(folder, file), 'utf8')
      return {
        number: Number(file.slice(0, 4)),
        name: file.slice(5, -4),
        sql,
        checksum: createHash('sha256').update(sql).digest('hex').slice(0, 16)
      }
    })
}

/** Comments go first: a `;` inside one is not the end of a statement. */
export const statementsOf = (sql: string) =>
  sql
    .replace(/^\s*--.*$/gm, '')
    .split(/;\s*(?:\n|$)/)
    .map(statement => statement.trim())
    .filter(statement => statement !== '')

/** Numbered, append-only: an applied migration is never edited, and a store of a newer Foyer is not touched. */
export async function migrateEvents(client: ClickHouseClient): Promise<void> {
  await client.command({
    query: `CREATE TABLE IF NOT EXISTS migrations (number UInt32, name String, checksum String, applied_at DateTime DEFAULT now())
      ENGINE = MergeTree ORDER BY number SETTINGS fsync_after_insert = 1, fsync_part_directory = 1`
  })
  const answer = await client.query({
    query:
      'SELECT number, any(name) AS name, any(checksum) AS checksum FROM migrations GROUP BY number ORDER BY number',
    format: 'JSONEachRow'
  })
  const applied = new Map(
    (await answer.json<{ number: number; name: string; checksum: string }>()).map(row => [row.number, row])
  )
  const known = readMigrations()
  const newest = known.at(-1)?.number ?? 0
  for (const [number, row] of applied) {
    if (number > newest) {
      throw new Error(
        `The event store was written by a newer Foyer (its migration ${number}_${row.name} is not known here). Start that version, or restore a copy from before it.`
      )
    }
  }
  for (const migration of known) {
    const before = applied.get(migration.number)
    if (before && before.checksum !== migration.checksum) {
      throw new Error(
        `Migration ${migration.number}_${migration.name} of the event store was changed after it had been applied. Put the original file back and write a new migration.`
      )
    }
    if (before) continue
    for (const statement of statementsOf(migration.sql)) await client.command({ query: statement })
    await client.insert({
      table: 'migrations',
      columns: ['number', 'name', 'checksum'],
      values: [[migration.number, migration.name, migration.checksum]],
      format: 'JSONCompactEachRow'
    })
  }
}
