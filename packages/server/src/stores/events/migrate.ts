import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { StartError } from '../../start-error.ts'
import type { WayIn } from './way-in.ts'

const fileName = /^(\d{4})_([a-z0-9_]+)\.sql$/

type Migration = { number: number; name: string; sql: string; checksum: string }
export type Applied = { number: number; name: string; checksum: string }

export function readMigrations(folder: string): Migration[] {
  return readdirSync(folder)
    .filter(file => file.endsWith('.sql'))
    .sort()
    .map(file => {
      const [, number, name] = fileName.exec(file) ?? []
      if (!number || !name) throw new Error(`The migration file ${file} must be named like 0001_what_it_does.sql.`)
      const sql = readFileSync(join(folder, file), 'utf8')
      return {
        number: Number(number),
        name,
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

/**
 * Numbered, append-only: an applied migration is never edited, and a store of a newer Foyer is not touched. ClickHouse has no
 * transaction around a statement that changes a schema, so each statement of a migration must bear to be run again.
 */
export async function migrateEvents(wayIn: WayIn, folder: string): Promise<void> {
  await wayIn.command(
    `CREATE TABLE IF NOT EXISTS migrations (number UInt32, name String, checksum String, applied_at DateTime DEFAULT now())
     ENGINE = MergeTree ORDER BY number SETTINGS fsync_after_insert = 1, fsync_part_directory = 1`,
    {}
  )
  const applied = await wayIn.lookUp<Applied>(
    'SELECT number, any(name) AS name, any(checksum) AS checksum FROM migrations GROUP BY number ORDER BY number',
    {}
  )
  for (const migration of pending(readMigrations(folder), applied)) {
    for (const statement of statementsOf(migration.sql)) await wayIn.command(statement, {})
    const { number, name, checksum } = migration
    await wayIn.command(
      'INSERT INTO migrations (number, name, checksum) SELECT {number:UInt32}, {name:String}, {checksum:String}',
      { number, name, checksum }
    )
  }
}

/** What is still to be applied, in order; throws when the store and these files do not belong together. */
export function pending(known: Migration[], applied: Applied[]): Migration[] {
  const knownByNumber = new Map(known.map(migration => [migration.number, migration]))
  const newest = known.at(-1)?.number ?? 0
  for (const { number, name, checksum } of applied) {
    const migration = knownByNumber.get(number)
    if (!migration && number > newest)
      throw new StartError(
        `The event store was written by a newer Foyer (its migration ${number}_${name} is not known here). Start that version, or restore a copy from before it.`
      )
    if (!migration)
      throw new StartError(
        `Migration ${number}_${name} was applied to the event store but its file is gone. Put the file back.`
      )
    if (migration.checksum !== checksum)
      throw new StartError(
        `Migration ${number}_${migration.name} was changed after it had been applied to the event store. Put the original file back and write a new migration.`
      )
  }
  const done = new Set(applied.map(({ number }) => number))
  return known.filter(({ number }) => !done.has(number))
}
