import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { onceCommitted } from './connect.ts'
import { openRecords, type Records, type RecordsOptions } from './open.ts'
import { dumpSchema } from './schema-dump.ts'

export type WayIn = { fresh(): Promise<Pick<RecordsOptions, 'url' | 'folder'>>; close(): Promise<void> }

export const silent = pino({ level: 'silent' })

/** What the rest of the server may rely on, whichever PostgreSQL it is. */
export function recordsContract(name: string, open: () => Promise<WayIn>): void {
  describe(`records ${name}`, () => {
    let wayIn: WayIn
    let scratch: string
    const opened: Records[] = []

    beforeAll(async () => {
      wayIn = await open()
      scratch = mkdtempSync(join(tmpdir(), 'foyer-migrations-'))
    })
    afterEach(async () => {
      await Promise.all(opened.splice(0).map(records => records.close()))
    })
    afterAll(async () => {
      await wayIn?.close()
      rmSync(scratch, { recursive: true, force: true })
    })

    const openAt = async (place: Pick<RecordsOptions, 'url' | 'folder'>, migrations?: string) => {
      const records = await openRecords({ ...place, log: silent, ...(migrations && { migrations }) })
      opened.push(records)
      return records
    }
    const close = async (records: Records) => {
      opened.splice(opened.indexOf(records), 1)
      await records.close()
    }
    const migrationsWith = (files: Record<string, string>) => {
      const folder = mkdtempSync(join(scratch, 'set-'))
      for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), text)
      return folder
    }
    const notes = { '0001_notes.sql': 'create table notes (id int primary key, body text);' }

    test('the schema is the committed one', async () => {
      const { sql } = await openAt(await wayIn.fresh())
      const committed = await readFile(join(import.meta.dirname, 'schema.dump.sql'), 'utf8')
      expect(await dumpSchema(sql), 'run `npm run schema:records` after adding a migration').toBe(committed)
    })

    test('timestamps come back as Date, bigint as number, json as values, text as it was', async () => {
      const { sql } = await openAt(await wayIn.fresh(), migrationsWith({}))
      const at = new Date('2026-02-03T04:05:06.789Z')
      const values = { big: 9_007_199_254_740_991, at, json: { a: [1, null] }, text: 'naïve 👋 \u2028' }
      const [row] = await sql`
        select ${values.big}::int8 as big, ${at}::timestamptz as at, ${sql.json(values.json)}::jsonb as json,
          ${values.text}::text as text, array[1, 2]::int8[] as many`
      expect(row).toEqual({ ...values, many: [1, 2] })
    })

    test('an array is bound as one parameter', async () => {
      const { sql } = await openAt(await wayIn.fresh(), migrationsWith({}))
      const rows = await sql`
        select * from unnest(${['a', 'b']}::text[], ${[1, 2]}::int8[]) as both_of(name, size)`
      expect([...rows]).toEqual([
        { name: 'a', size: 1 },
        { name: 'b', size: 2 }
      ])
    })

    test('what was committed is there after a restart, what was rolled back is not', async () => {
      const place = await wayIn.fresh()
      const migrations = migrationsWith(notes)
      const first = await openAt(place, migrations)
      await first.sql`insert into notes values (1, 'kept')`
      const refused = first.sql.begin(async tx => {
        await tx`insert into notes values (2, 'dropped')`
        throw new Error('changed my mind')
      })
      await expect(refused).rejects.toThrow('changed my mind')
      await close(first)
      const { sql } = await openAt(place, migrations)
      expect([...(await sql`select id, body from notes`)]).toEqual([{ id: 1, body: 'kept' }])
    })

    test('a commit is answered when it is on disk', async () => {
      const { sql } = await openAt(await wayIn.fresh(), migrationsWith({}))
      const [row] = await sql`select current_setting('synchronous_commit') as value`
      expect(row?.value).toBe('on')
    })

    test('a statement cannot run for ever, nor a transaction be forgotten', async () => {
      const { sql } = await openAt(await wayIn.fresh(), migrationsWith({}))
      const [row] = await sql`
        select current_setting('statement_timeout') as statement,
          current_setting('idle_in_transaction_session_timeout') as idle`
      expect(row).toEqual({ statement: '30s', idle: '15s' })
      const tooLong = sql.begin(async tx => {
        await tx`set local statement_timeout = 20`
        await tx`select pg_sleep(10)`
      })
      await expect(tooLong).rejects.toMatchObject({ code: '57014' })
    })

    test('no transaction begins behind other queries: it has a connection that only transactions use', async () => {
      const { sql } = await openAt(await wayIn.fresh(), migrationsWith({}))
      const pids = async (asked: Promise<{ pid: number }[]>[]) =>
        new Set((await Promise.all(asked)).flatMap(rows => rows.map(row => row.pid)))
      const each = Array.from({ length: 40 })
      const [plain, within] = await Promise.all([
        pids(each.map(async () => sql<{ pid: number }[]>`select pg_backend_pid() as pid from pg_sleep(0.01)`)),
        pids(each.map(() => sql.begin(tx => tx<{ pid: number }[]>`select pg_backend_pid() as pid from pg_sleep(0.01)`)))
      ])
      expect(plain.size).toBeGreaterThan(1)
      expect(within.size).toBeGreaterThan(1)
      expect([...plain].filter(pid => within.has(pid))).toEqual([])
    })

    test('a notification reaches a listener', async () => {
      const { sql } = await openAt(await wayIn.fresh(), migrationsWith({}))
      const heard = Promise.withResolvers<string>()
      await sql.listen('door', heard.resolve)
      await sql.notify('door', 'someone came in')
      expect(await heard.promise).toBe('someone came in')
    })

    test('what is to be told once a transaction is committed is told before it answers, and never when it is not', async () => {
      const { sql } = await openAt(
        await wayIn.fresh(),
        migrationsWith({ '0001_notes.sql': 'create table notes (id int);' })
      )
      const seen: string[] = []
      const tell = async () => {
        const [row] = await sql<{ notes: number }[]>`select count(*)::int as notes from notes`
        seen.push(`told of ${row?.notes}`)
      }
      await sql.begin(async tx => {
        await onceCommitted(tx, tell)
        await tx`insert into notes values (1)`
        seen.push('written')
      })
      expect(seen).toEqual(['written', 'told of 1'])
      await expect(
        sql.begin(async tx => {
          await onceCommitted(tx, tell)
          throw new Error('changed my mind')
        })
      ).rejects.toThrow('changed my mind')
      expect(seen).toHaveLength(2)
      await onceCommitted(sql, tell)
      expect(seen).toHaveLength(3)
    })

    test('the pool goes on after all its connections were cut', async () => {
      const { sql } = await openAt(await wayIn.fresh(), migrationsWith({}))
      await Promise.all(Array.from({ length: 10 }, () => sql`select pg_sleep(0.01)`))
      const [row] = await sql`
        select count(pg_terminate_backend(pid))::int as cut from pg_stat_activity
        where application_name = 'foyer' and pid <> pg_backend_pid() and datname = current_database()`
      expect(row?.cut).toBeGreaterThan(0)
      // Each connection learns of its end by a query that fails; none of them stays broken.
      const twenty = () => Promise.all(Array.from({ length: 20 }, () => sql`select 1 as one`))
      await expect
        .poll(
          () =>
            twenty().then(
              answers => answers.length,
              () => 'cut'
            ),
          { timeout: 10_000 }
        )
        .toBe(20)
    })

    test('health is quiet while the store answers and throws once it is closed', async () => {
      const records = await openAt(await wayIn.fresh(), migrationsWith({}))
      await expect(records.health()).resolves.toBeUndefined()
      await close(records)
      await expect(records.health()).rejects.toThrow()
    })

    test('migrations are applied in order, once, and a later start adds the new ones', async () => {
      const place = await wayIn.fresh()
      await close(await openAt(place, migrationsWith(notes)))
      const { sql } = await openAt(
        place,
        migrationsWith({
          ...notes,
          '0002_colour.sql': 'alter table notes add colour text; create index on notes (colour);'
        })
      )
      const applied = await sql`select number, name from schema_migrations order by number`
      expect([...applied]).toEqual([
        { number: 1, name: 'notes' },
        { number: 2, name: 'colour' }
      ])
      await sql`insert into notes values (1, 'text', 'red')`
    })

    test('a migration that fails half-way leaves nothing of itself behind', async () => {
      const place = await wayIn.fresh()
      const broken = migrationsWith({ ...notes, '0002_bad.sql': 'create table half (id int); select 1 / 0;' })
      await expect(openAt(place, broken)).rejects.toThrow('Migration 2_bad failed: division by zero')
      const { sql } = await openAt(place, migrationsWith(notes))
      const [row] = await sql`select to_regclass('half') as half, to_regclass('notes')::text as notes`
      expect(row).toEqual({ half: null, notes: 'notes' })
    })

    test('a migration changed after it was applied is refused', async () => {
      const place = await wayIn.fresh()
      await close(await openAt(place, migrationsWith(notes)))
      const changed = migrationsWith({ '0001_notes.sql': 'create table notes (id bigint);' })
      await expect(openAt(place, changed)).rejects.toThrow(/^Migration 1_notes was changed after it had been applied/)
    })

    test('I15 records of a newer Foyer are left alone', async () => {
      const place = await wayIn.fresh()
      await close(await openAt(place, migrationsWith({ ...notes, '0002_later.sql': 'create table later (id int);' })))
      await expect(openAt(place, migrationsWith(notes))).rejects.toThrow(
        'The records were written by a newer Foyer (its migration 2_later is not known here). Start that version, or restore a copy from before it.'
      )
    })
  })
}
