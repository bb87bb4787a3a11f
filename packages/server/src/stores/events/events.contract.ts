import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { deliveryLine } from './delivery-line.ts'
import { forgettingTables, forgetVisitors } from './forget-visitors.ts'
import { type EventFields, eventColumns, eventLine, type SenderFields, senderPart } from './index.ts'
import { type EventStore, EventStoreBehind, type EventsOptions, openEvents } from './open.ts'
import { type RequestFields, requestColumns, requestLine } from './request-line.ts'
import { dumpSchema } from './schema-dump.ts'

export type WayIn = { fresh(): Promise<Pick<EventsOptions, 'url' | 'folder'>>; close(): Promise<void> }
type Place = Pick<EventsOptions, 'url' | 'folder'>

const nowMs = Date.parse('2026-11-21T08:15:00.123Z')
const nowSeconds = Math.floor(nowMs / 1000)
const visitor = randomUUID()
const visit = randomUUID()

/** A UUIDv7 of this moment. */
export const idAt = (ms: number, mark = randomUUID().slice(24)) =>
  ms
    .toString(16)
    .padStart(12, '0')
    .replace(/^(.{8})/, '$1-')
    .concat(`-7abc-8def-${mark}`)

export const sender = (more: Partial<SenderFields> = {}): SenderFields => ({
  workspace: 1,
  visitor,
  agent: '01234567-89ab-cdef-0123-456789abcdef',
  ip: '81.2.69.142',
  country: 'GB',
  region: 'England',
  city: 'London',
  browser: 'Chrome',
  browserVersion: '140',
  os: 'Windows',
  device: 'desktop',
  bot: '',
  placeDays: 365,
  userAgent: 'Mozilla/5.0 (X11)',
  ...more
})

export const event = (more: Partial<EventFields> = {}): EventFields => ({
  id: idAt(more.timeMs ?? nowMs),
  timeMs: nowMs,
  type: 'page',
  name: '',
  origin: 'https://shop.example',
  path: '/',
  search: '',
  title: 'Home',
  referrer: '',
  source: 'Direct',
  campaign: null,
  timezone: 'Europe/London',
  language: 'en-GB',
  consent: '',
  properties: '',
  ...more
})

export const line = (fields: Partial<EventFields> = {}, from: Partial<SenderFields> = {}) =>
  eventLine(event(fields), visit, senderPart(sender(from)))

const logged = (more: Partial<RequestFields> = {}): RequestFields => ({
  workspace: 1,
  timeMs: nowMs,
  id: 'req_0',
  count: 3,
  method: 'POST',
  endpoint: '/api/conversations',
  status: 201,
  durationMs: 12.5,
  source: 'widget',
  agent: '01234567-89ab-cdef-0123-456789abcdef',
  visitor,
  conversation: visit,
  error: '',
  ip: '81.2.69.142',
  country: 'GB',
  browser: 'Chrome',
  os: 'Windows',
  bot: 'a bot',
  placeDays: 365,
  ...more
})

const countOf = async (events: EventStore, where = 'true') => {
  const [row] = await events.query<{ events: string }>(`SELECT count() AS events FROM events WHERE ${where}`)
  return Number(row?.events)
}

/** What the rest of the server may rely on, whichever way into ClickHouse it is. */
export function eventsContract(name: string, open: () => Promise<WayIn>): void {
  describe(`events ${name}`, () => {
    let wayIn: WayIn
    let scratch: string
    let opened: EventStore | undefined

    beforeAll(async () => {
      wayIn = await open()
      scratch = mkdtempSync(join(tmpdir(), 'foyer-migrations-'))
    })
    // One at a time: the embedded engine holds one folder in a process.
    afterEach(async () => {
      await opened?.close()
      opened = undefined
    })
    afterAll(async () => {
      await wayIn?.close()
      rmSync(scratch, { recursive: true, force: true })
    })

    const openAt = async (place: Place, migrations?: string): Promise<EventStore> => {
      await opened?.close()
      opened = undefined
      opened = await openEvents({ ...place, ...(migrations && { migrations }) })
      return opened
    }
    const migrationsWith = (files: Record<string, string>) => {
      const folder = mkdtempSync(join(scratch, 'set-'))
      for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), text)
      return folder
    }

    describe('an empty store', () => {
      let events: EventStore
      beforeEach(async () => {
        events = await openAt(await wayIn.fresh())
      })

      test('has the committed schema', async () => {
        const committed = await readFile(join(import.meta.dirname, 'schema.dump.sql'), 'utf8')
        expect(await dumpSchema(events), 'run `npm run schema:events` after adding a migration').toBe(committed)
      })

      test('keeps every field of an event as it was', async () => {
        const campaign = { source: 'news', medium: 'email', name: 'autumn', term: 'shoes', content: 'top' }
        const given = event({
          name: 'Bought',
          search: '?a=1',
          referrer: 'https://a.example/',
          campaign,
          consent: '{"ads":true}',
          properties: '{"n":1}'
        })
        await events.insert([eventLine(given, visit, senderPart(sender({ bot: 'googlebot' })))], nowSeconds)
        const [row] = await events.query('SELECT * FROM events')
        expect(row).toEqual({
          workspace: 1,
          visitor,
          id: given.id,
          time: '2026-11-21 08:15:00.123',
          stored_at: '2026-11-21 08:15:00',
          session: visit,
          agent: '01234567-89ab-cdef-0123-456789abcdef',
          type: 'page',
          name: 'Bought',
          origin: 'https://shop.example',
          path: '/',
          search: '?a=1',
          title: 'Home',
          referrer: 'https://a.example/',
          source: 'Direct',
          utm_source: 'news',
          utm_medium: 'email',
          utm_campaign: 'autumn',
          utm_term: 'shoes',
          utm_content: 'top',
          country: 'GB',
          region: 'England',
          city: 'London',
          timezone: 'Europe/London',
          language: 'en-GB',
          browser: 'Chrome',
          browser_version: '140',
          os: 'Windows',
          device: 'desktop',
          place_days: 365,
          user_agent: 'Mozilla/5.0 (X11)',
          bot: 'googlebot',
          ip: '::ffff:81.2.69.142',
          consent: '{"ads":true}',
          properties: '{"n":1}'
        })
        expect(Object.keys(row ?? {}).sort()).toEqual([...eventColumns].sort())
      })

      test('F9 keeps every field of a logged request as it was, whatever characters are in it', async () => {
        const odd = `\\N\t'"\0\r\n👋`
        const whole = logged({ id: 'req_1', ip: '2a02:8109:9a80::1', endpoint: odd, error: odd, browser: odd })
        await events.insertRequests([requestLine(whole), requestLine(logged({ id: 'req_2', visitor: '', ip: '' }))])
        const rows = await events.lookUp('SELECT * FROM requests ORDER BY workspace, time, id')
        const { timeMs: _time, durationMs, placeDays, ...same } = whole
        const kept = { ...same, time: '2026-11-21 08:15:00.123', duration: durationMs, place_days: placeDays }
        expect(rows).toEqual([
          kept,
          expect.objectContaining({ id: 'req_2', ip: '::', visitor: '00000000-0000-0000-0000-000000000000' })
        ])
        expect(Object.keys(kept).sort()).toEqual([...requestColumns].sort())
        expect(await countOf(events)).toBe(0)
      })

      test('keeps any text as it is, whatever characters are in it', async () => {
        const texts = fc.sample(fc.string({ unit: 'binary', maxLength: 40 }), 300)
        texts.push(
          '\\',
          '\\N',
          '\\t',
          '\t',
          '\n',
          '\r\n',
          '\r',
          '\0',
          "'",
          '"',
          'naïve 👋 \u2028',
          ' ',
          '\\\\\n\t\0\r',
          '\ufeff',
          '\u001a'
        )
        await events.insert(
          texts.map((text, at) =>
            line({ timeMs: nowMs + at, title: text, path: text, properties: text }, { city: text })
          ),
          nowSeconds
        )
        const rows = await events.query<{ title: string; path: string; properties: string; city: string }>(
          'SELECT title, path, properties, city FROM events ORDER BY time'
        )
        expect(rows).toEqual(texts.map(text => ({ title: text, path: text, properties: text, city: text })))
      })

      test('keeps every time from the year 1970 on to the millisecond', async () => {
        const times = [0, 1, 999, 1000, 86_399_999, 951_782_400_000, nowMs, nowMs + 1, 4_102_444_799_999]
        await events.insert(
          times.map(timeMs => line({ timeMs, id: idAt(nowMs) })),
          nowSeconds
        )
        const rows = await events.query<{ ms: string }>(
          'SELECT toUnixTimestamp64Milli(time) AS ms FROM events ORDER BY time'
        )
        expect(rows.map(row => Number(row.ms))).toEqual(times)
      })

      test('binds values and never reads them as part of the statement', async () => {
        const texts = [
          "'; DROP TABLE events; --",
          '\\',
          "\\'",
          'a\0b',
          '\t\n',
          '{x:String}',
          '👋',
          "') UNION ALL SELECT 1 --"
        ]
        for (const text of texts) {
          const [row] = await events.query(
            'SELECT {text:String} AS text, {list:Array(String)} AS list, {n:Int64} AS n, {yes:Bool} AS yes',
            {
              text,
              list: [text, 'plain', text],
              n: -5,
              yes: true
            }
          )
          expect(row).toEqual({ text, list: [text, 'plain', text], n: -5, yes: true })
        }
        expect(await countOf(events)).toBe(0)
      })

      test('binds a long list', async () => {
        const ids = Array.from({ length: 4_000 }, () => randomUUID())
        const [row] = await events.lookUp<{ n: number }>('SELECT length({ids:Array(UUID)}) AS n', { ids })
        expect(row?.n).toBe(4_000)
      })

      test('does not mix the values of queries that run at once', async () => {
        const answers = await Promise.all(
          Array.from({ length: 60 }, (_, n) =>
            events.query<{ n: number }>('SELECT {n:UInt32} AS n, sleepEachRow(0.002) AS slept', { n })
          )
        )
        expect(answers.map(([row]) => row?.n)).toEqual(Array.from({ length: 60 }, (_, n) => n))
      })

      test('lets a query neither write, nor read files, nor call addresses, nor lift its limits', async () => {
        for (const sql of [
          'INSERT INTO events (workspace) VALUES (1)',
          'DROP TABLE events',
          'DELETE FROM events WHERE true',
          "SELECT * FROM file('/etc/passwd', 'LineAsString', 'line String')",
          "SELECT * FROM url('http://127.0.0.1:1/', 'LineAsString', 'line String')",
          "INSERT INTO FUNCTION file('/tmp/foyer-should-not-be', 'TSV', 'a String') SELECT 'a'",
          'SET readonly = 0',
          'SELECT 1 SETTINGS readonly = 0; DROP TABLE events'
        ]) {
          await expect(events.query(sql), sql).rejects.toThrow(/readonly|READONLY|grant|Multi-statements|Syntax/i)
          await expect(events.lookUp(sql), sql).rejects.toThrow(/readonly|READONLY|grant|Multi-statements|Syntax/i)
        }
        const [limits] = await events.query(
          "SELECT getSetting('max_execution_time') AS seconds, toString(getSetting('max_memory_usage')) AS bytes, getSetting('final') AS final"
        )
        expect(limits).toEqual({ seconds: 20, bytes: '2000000000', final: true })
      })

      test('DE5 whoever is forgotten is in no table any more, in no part and not only out of sight; of others every row stays', async () => {
        const [gone, stays, talk] = [randomUUID(), randomUUID(), randomUUID()]
        const none = '00000000-0000-0000-0000-000000000000'
        for (const [workspace, whose] of [
          [1, gone],
          [1, stays],
          [2, gone]
        ] as const) {
          await events.insert(
            [
              line({}, { visitor: whose, workspace }),
              line({ timeMs: nowMs - 200 * 86_400_000 }, { visitor: whose, workspace })
            ],
            nowSeconds
          )
          await events.insertRequests([
            requestLine(logged({ visitor: whose, workspace, conversation: '' })),
            requestLine(logged({ visitor: '', workspace, conversation: whose === gone ? talk : '' }))
          ])
          const sent = {
            ...{
              workspace,
              createdMs: nowMs,
              id: randomUUID(),
              destination: none,
              origin: 'live',
              batch: none,
              visitor: whose
            },
            ...{ eventId: 'e', eventType: 'track', eventName: 'Order', eventUrl: '', eventMs: nowMs, event: '{}' },
            ...{
              state: 'delivered',
              attempts: 1,
              log: '[]',
              status: 200,
              durationMs: 1,
              reason: '',
              advice: '',
              rules: []
            },
            ...{ together: 1, finishedMs: nowMs }
          }
          await events.insertDeliveries([deliveryLine(sent)])
          await events.command(
            `INSERT INTO joined (workspace, generation, visitor, person) SELECT {workspace:UInt32}, 1, generateUUIDv4(), {whose:UUID}`,
            { workspace, whose }
          )
          await events.command(
            `INSERT INTO trait_values (workspace, key, version, who, value)
             SELECT {workspace:UInt32}, 'plan', {version:UInt64}, reinterpretAsUInt64({whose:UUID}), 'pro'`,
            { workspace, whose, version: Date.now() }
          )
        }
        const waiting = {
          sleep: (ms: number) => new Promise<void>(done => setTimeout(done, ms)),
          hasEnded: () => false
        }
        // What was deleted by its age is only out of sight.
        await events.command(`DELETE FROM events WHERE workspace = 1 AND time < {before:DateTime('UTC')}`, {
          before: '2026-08-01 00:00:00'
        })
        for (let twice = 0; twice < 2; twice += 1)
          await forgetVisitors(events, { workspace: 1, visitors: [gone], conversations: [talk] }, waiting)
        const left = async (table: string, theirs: string) =>
          events.lookUp<{ workspace: number }>(`SELECT workspace FROM ${table} WHERE ${theirs} ORDER BY workspace`, {
            gone,
            talk
          })
        expect((await left('events', 'visitor = {gone:UUID}')).map(row => row.workspace)).toEqual([2, 2])
        for (const [table, theirs] of [
          ['deliveries', 'visitor = {gone:UUID}'],
          ['requests', 'visitor = {gone:UUID}'],
          ['requests', 'conversation = {talk:UUID}'],
          ['joined', 'person = {gone:UUID}'],
          ['trait_values', 'who = reinterpretAsUInt64({gone:UUID})']
        ] as const)
          expect(
            (await left(table, theirs)).map(row => row.workspace),
            table
          ).toEqual([2])
        const counts: Record<string, number> = { events: 3, deliveries: 2, requests: 4, joined: 2, trait_values: 2 }
        for (const [table, rows] of Object.entries(counts)) expect(await left(table, '1'), table).toHaveLength(rows)
        const [marked] = await events.lookUp<{ parts: number }>(
          'SELECT count() AS parts FROM system.parts WHERE database = currentDatabase() AND active AND has_lightweight_delete'
        )
        expect(Number(marked?.parts)).toBe(0)
      })

      test('every table that holds visitors is one of those that forget them', async () => {
        const rows = await events.lookUp<{ table: string }>(
          `SELECT DISTINCT table FROM system.columns
           WHERE database = currentDatabase() AND (name LIKE '%visitor%' OR name LIKE '%person%' OR name = 'who') ORDER BY table`
        )
        expect(rows.map(row => row.table)).toEqual(forgettingTables.toSorted())
      })

      test('an export comes in pieces, in each format, and whoever stops reading leaves the way free', async () => {
        const going = new AbortController().signal
        const sql = 'SELECT number AS n, {text:String} AS text FROM numbers({count:UInt32})'
        const bytesOf = async (format: 'CSV' | 'JSONEachRow' | 'Parquet', count: number) => {
          const pieces: Uint8Array[] = []
          for await (const piece of events.stream(sql, { text: "it's\t\\n=1\n", count }, format, going))
            pieces.push(piece)
          return { pieces: pieces.length, bytes: Buffer.concat(pieces) }
        }
        const lines = await bytesOf('JSONEachRow', 100_000)
        expect(lines.pieces).toBeGreaterThan(2)
        const rows = lines.bytes.toString().trim().split('\n')
        expect(rows).toHaveLength(100_000)
        expect(JSON.parse(rows[99_999] ?? '')).toEqual({ n: 99_999, text: "it's\t\\n=1\n" })
        expect((await bytesOf('CSV', 2)).bytes.toString()).toMatch(/^0,"it's.*\n1,"it's/s)
        const parquet = (await bytesOf('Parquet', 100_000)).bytes
        expect([parquet.subarray(0, 4).toString(), parquet.subarray(-4).toString()]).toEqual(['PAR1', 'PAR1'])
        for (let turn = 0; turn < 3; turn += 1)
          for await (const _piece of events.stream(sql, { text: 'x', count: 300_000 }, 'CSV', going)) break
        expect((await bytesOf('JSONEachRow', 1)).bytes.toString()).toContain('"n":0')
        const write = events.stream('INSERT INTO events SELECT * FROM events', {}, 'JSONEachRow', going)
        await expect(write[Symbol.asyncIterator]().next()).rejects.toThrow()
      })

      test('answers a quick look while reports run, and goes on storing', async () => {
        await events.insert([line()], nowSeconds)
        const reports = Array.from({ length: 4 }, () => events.query('SELECT sleepEachRow(1) FROM numbers(2)'))
        const began = performance.now()
        await Promise.all([
          events.insert([line()], nowSeconds),
          events.lookUp('SELECT count() FROM events'),
          events.health()
        ])
        expect(performance.now() - began).toBeLessThan(1_500)
        await Promise.all(reports)
        expect(await countOf(events)).toBe(2)
      })

      test('tells how far a report is, and ends one that nobody waits for any more', async () => {
        const mark = `ask_${randomUUID().replaceAll('-', '')}`
        const endless = 'SELECT count() AS found FROM numbers(400000000000) WHERE cityHash64(number) % 7 = 3'
        const began = performance.now()
        const running = events.report(endless, {}, mark).then(
          () => 'done',
          fault => String(fault)
        )
        while (((await events.progress(mark))?.readRows ?? 0) === 0) await new Promise(soon => setTimeout(soon, 20))
        expect(await events.progress('ask_of_somebody_else')).toBeUndefined()
        await events.stop(mark)
        expect(await running).toMatch(/cancelled/i)
        expect(performance.now() - began).toBeLessThan(9_000)
        expect(await events.progress(mark)).toBeUndefined()
        expect(await events.report('WITH 2 AS two SELECT two + 1 AS three', {}, 'ask_next')).toEqual([{ three: 3 }])
      })

      test('shows an event that was stored twice once, before and after a merge, also with another time of storing', async () => {
        const twice = line()
        for (const later of [0, 3600, 2 * 86_400]) await events.insert([twice], nowSeconds + later)
        expect(await countOf(events)).toBe(1)
        await events.command('OPTIMIZE TABLE events FINAL')
        const [row] = await events.query<{ events: string }>('SELECT count() AS events FROM events')
        expect(Number(row?.events)).toBe(1)
      })

      test('keeps events apart that share an id in two workspaces', async () => {
        const id = idAt(nowMs)
        await events.insert([line({ id }, { workspace: 1 }), line({ id }, { workspace: 2 })], nowSeconds)
        expect(await countOf(events)).toBe(2)
        expect(await countOf(events, 'workspace = 2')).toBe(1)
      })

      test('takes thirty years in one insert, which is more partitions than ClickHouse allows by itself', async () => {
        const months = Array.from({ length: 121 }, (_, at) => nowMs - at * 91.5 * 86_400_000)
        await events.insert(
          months.map(timeMs => line({ timeMs: Math.floor(timeMs), id: idAt(Math.floor(timeMs)) })),
          nowSeconds
        )
        expect(await countOf(events)).toBe(121)
      })

      test('refuses an insert with a row that is none, whole, and says that the row is at fault', async () => {
        const bad = line().replace(visitor, 'nobody')
        const refused = events.insert([line(), bad, line()], nowSeconds)
        await expect(refused).rejects.toThrow(/nobody|UUID|parse/i)
        await expect(refused).rejects.not.toBeInstanceOf(EventStoreBehind)
        expect(await countOf(events)).toBe(0)
        await events.insert([line()], nowSeconds)
        expect(await countOf(events)).toBe(1)
      })

      test('deletes by command what a query then no longer finds', async () => {
        await events.insert([line({ title: 'gone' }), line({ title: 'kept' })], nowSeconds)
        await events.command('DELETE FROM events WHERE title = {title:String}', { title: 'gone' })
        expect(await events.query('SELECT title FROM events')).toEqual([{ title: 'kept' }])
        await events.command('OPTIMIZE TABLE events FINAL')
        expect(await events.query('SELECT title FROM events')).toEqual([{ title: 'kept' }])
      })

      test('is healthy, and has nothing damaged', async () => {
        expect(events.damage).toEqual({ parts: [] })
        await expect(events.health()).resolves.toBeUndefined()
      })
    })

    test('what was stored is there after the store was closed and opened again', async () => {
      const place = await wayIn.fresh()
      const before = await openAt(place)
      await before.insert(
        Array.from({ length: 500 }, (_, at) => line({ timeMs: nowMs + at })),
        nowSeconds
      )
      const after = await openAt(place)
      expect(await countOf(after)).toBe(500)
      expect(after.damage).toEqual({ parts: [] })
    })

    const notes = { '0001_notes.sql': 'CREATE TABLE IF NOT EXISTS notes (id UInt32) ENGINE = MergeTree ORDER BY id;' }
    const more = {
      ...notes,
      '0002_more.sql':
        '-- a comment; with a semicolon\nALTER TABLE notes ADD COLUMN IF NOT EXISTS a String;\nALTER TABLE notes ADD COLUMN IF NOT EXISTS b String;'
    }

    test('migrations are applied in order, once, and a later start adds the new ones', async () => {
      const place = await wayIn.fresh()
      await openAt(place, migrationsWith(notes))
      await openAt(place, migrationsWith(notes))
      const events = await openAt(place, migrationsWith(more))
      expect(await events.query('SELECT number, name FROM migrations ORDER BY number')).toEqual([
        { number: 1, name: 'notes' },
        { number: 2, name: 'more' }
      ])
      expect(await events.query('SELECT a, b FROM notes')).toEqual([])
    })

    test('a migration that fails half-way is finished by the next start', async () => {
      const place = await wayIn.fresh()
      const broken = { ...more, '0002_more.sql': `${more['0002_more.sql']}\nALTER TABLE nothing ADD COLUMN c String;` }
      await expect(openAt(place, migrationsWith(broken))).rejects.toThrow(/nothing/)
      const events = await openAt(place, migrationsWith(more))
      expect(await events.query('SELECT a, b FROM notes')).toEqual([])
    })

    test('a migration changed after it was applied is refused in a sentence', async () => {
      const place = await wayIn.fresh()
      await openAt(place, migrationsWith(notes))
      const changed = migrationsWith({
        '0001_notes.sql': 'CREATE TABLE notes (id UInt64) ENGINE = MergeTree ORDER BY id;'
      })
      await expect(openAt(place, changed)).rejects.toMatchObject({
        name: 'StartError',
        message:
          'Migration 1_notes was changed after it had been applied to the event store. Put the original file back and write a new migration.'
      })
    })

    test('a store of a newer Foyer is left alone', async () => {
      const place = await wayIn.fresh()
      await openAt(place, migrationsWith(more))
      await expect(openAt(place, migrationsWith(notes))).rejects.toMatchObject({
        name: 'StartError',
        message:
          'The event store was written by a newer Foyer (its migration 2_more is not known here). Start that version, or restore a copy from before it.'
      })
    })
  })
}
