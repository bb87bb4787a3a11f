import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Sql, TransactionSql } from 'postgres'
import { StartError } from '../../start-error.ts'
import type { RecordsLog } from './log.ts'

// Any fixed number will do, as long as every Foyer process uses the same one.
const advisoryLock = 4_670_729
const fileName = /^(\d{4})_([a-z0-9_]+)\.sql$/

type Migration = { number: number; name: string; sql: string; checksum: string }
type Applied = { number: number; name: string; checksum: string }

/** Numbered and append-only: an applied migration is never edited, and the records of a newer Foyer are not touched. */
export async function migrate(sql: Sql, folder: string, log: RecordsLog): Promise<void> {
  const known = readMigrations(folder)
  for (;;) {
    const migration = await sql.begin(tx => applyNext(tx, known))
    if (!migration) return
    log.info({ migration: `${migration.number}_${migration.name}` }, 'records schema moved on')
  }
}

async function applyNext(tx: TransactionSql, known: Migration[]): Promise<Migration | undefined> {
  // Of two processes that start together the second waits here, and then finds nothing left to do.
  await tx`select pg_advisory_xact_lock(${advisoryLock})`
  const [next] = pending(known, await readApplied(tx))
  if (next) await apply(tx, next)
  return next
}

export function readMigrations(folder: string): Migration[] {
  const migrations = readdirSync(folder)
    .filter(file => file.endsWith('.sql'))
    .sort()
    .map(file => {
      const [, number, name] = fileName.exec(file) ?? []
      if (!number || !name) throw new Error(`The migration file ${file} must be named like 0001_what_it_does.sql.`)
      const text = readFileSync(join(folder, file), 'utf8')
      return { number: Number(number), name, sql: text, checksum: createHash('sha256').update(text).digest('hex') }
    })
  for (const [index, { number }] of migrations.entries())
    if (number === migrations[index - 1]?.number) throw new Error(`Two migrations have the number ${number}.`)
  return migrations
}

async function readApplied(tx: TransactionSql): Promise<Applied[]> {
  const [database] = await tx<{ hasTable: boolean; user: string }[]>`
    select to_regclass('schema_migrations') is not null as "hasTable", current_user as "user"`
  if (!database?.hasTable) await createTable(tx, database?.user ?? '')
  return tx<Applied[]>`select number, name, checksum from schema_migrations order by number`
}

async function createTable(tx: TransactionSql, user: string): Promise<void> {
  try {
    await tx`
      create table schema_migrations (
        number integer primary key,
        name text not null,
        checksum text not null,
        applied_at timestamptz not null default now()
      )`
  } catch (error) {
    // Since PostgreSQL 15 only its owner may create tables in a database's public schema.
    const isRefused = error instanceof Error && 'code' in error && error.code === '42501'
    if (!isRefused) throw error
    const sentence = `The database user ${user} may not create tables. Let it: GRANT CREATE ON SCHEMA public TO "${user}".`
    throw new StartError(sentence, { cause: error })
  }
}

/** What is still to be applied, in order; throws when the database and these files do not belong together. */
export function pending(known: Migration[], applied: Applied[]): Migration[] {
  const knownByNumber = new Map(known.map(migration => [migration.number, migration]))
  const newest = known.at(-1)?.number ?? 0
  for (const { number, name, checksum } of applied) {
    const migration = knownByNumber.get(number)
    if (!migration && number > newest)
      throw new StartError(
        `The records were written by a newer Foyer (its migration ${number}_${name} is not known here). Start that version, or restore a copy from before it.`
      )
    if (!migration)
      throw new StartError(
        `Migration ${number}_${name} was applied to these records but its file is gone. Put the file back.`
      )
    if (migration.checksum !== checksum)
      throw new StartError(
        `Migration ${number}_${migration.name} was changed after it had been applied to these records. Put the original file back and write a new migration.`
      )
  }
  const done = new Set(applied.map(({ number }) => number))
  return known.filter(({ number }) => !done.has(number))
}

async function apply(tx: TransactionSql, { number, name, sql, checksum }: Migration): Promise<void> {
  try {
    // Without parameters a text of several statements is allowed, which is what a migration file is.
    await tx.unsafe(sql)
  } catch (error) {
    throw new Error(`Migration ${number}_${name} failed: ${error instanceof Error ? error.message : error}`, {
      cause: error
    })
  }
  await tx`insert into schema_migrations (number, name, checksum) values (${number}, ${name}, ${checksum})`
}
