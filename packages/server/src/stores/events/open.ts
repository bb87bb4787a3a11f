import { join } from 'node:path'
import { type Damage, findDamage } from './damage.ts'
import { openEmbedded } from './embedded.ts'
import { migrateEvents } from './migrate.ts'
import { openServer, serverProblem } from './server.ts'
import type { Progress, QueryParams, StreamFormat, WayIn } from './way-in.ts'

/** The store does not answer or refuses for now; the same insert may be tried again. */
export class EventStoreBehind extends Error {}

export type EventStore = {
  /** Lines made by `eventLine`. Resolves when they are on disk. */
  insert(lines: string[], storedAtSeconds: number): Promise<void>
  /** Lines made by `requestLine`. Not synced to the disk: of the log, a crash may take the last seconds. */
  insertRequests(lines: string[]): Promise<void>
  /** Lines made by `deliveryLine`. Resolves when they are on disk. */
  insertDeliveries(lines: string[]): Promise<void>
  /** Read-only; every value travels as a bound parameter `{name:Type}`. */
  query<Row>(sql: string, params?: QueryParams): Promise<Row[]>
  /** The same for the intake's own questions, which must not wait behind anybody's report. */
  lookUp<Row>(sql: string, params?: QueryParams): Promise<Row[]>
  /** For questions over many events: on connections of their own, with tighter limits, and without merging copies while reading. */
  report<Row>(sql: string, params: QueryParams, mark: string): Promise<Row[]>
  progress(mark: string): Promise<Progress | undefined>
  stop(mark: string): Promise<void>
  /** Rows in a format's bytes, as they come: what does not fit into memory. Whoever stops reading stops the query. */
  stream(sql: string, params: QueryParams, format: StreamFormat, signal: AbortSignal): AsyncIterable<Uint8Array>
  /** Deletes and repairs. */
  command(sql: string, params?: QueryParams): Promise<void>
  /** Grows as a command begins and as it ends: where it stands still and this process alone writes, nothing was deleted or rewritten. */
  commands(): number
  /** What is long at work, such as a table made of all events, and holds nobody up. */
  work(sql: string, params: QueryParams): Promise<void>
  /** True when this process alone writes to the store, so what it remembers of recent ids is all there is. */
  readonly exclusive: boolean
  /** Parts that the engine could not read when it started, and set aside. */
  readonly damage: Damage
  health(): Promise<void>
  close(): Promise<void>
}

export type EventsOptions = {
  /** A ClickHouse server of one's own; without it the engine runs in this process, on the folder. */
  url?: string | undefined
  folder: string
  /** Where the migrations are read from; only the store's own tests name another place. */
  migrations?: string
}

export async function openEvents(options: EventsOptions): Promise<EventStore> {
  const { url } = options
  const wayIn = url === undefined ? await openEmbedded(options.folder) : openServer(url)
  try {
    if (url !== undefined) await reach(wayIn, url)
    await migrateEvents(wayIn, options.migrations ?? join(import.meta.dirname, 'migrations'))
    return eventStore(wayIn, { exclusive: url === undefined, damage: await findDamage(wayIn) })
  } catch (error) {
    await wayIn.close()
    throw error
  }
}

async function reach(wayIn: WayIn, url: string): Promise<void> {
  try {
    await wayIn.read('SELECT 1', {})
  } catch (error) {
    throw serverProblem(url, error)
  }
}

function eventStore(wayIn: WayIn, facts: Pick<EventStore, 'exclusive' | 'damage'>): EventStore {
  let commands = 0
  return {
    ...facts,
    commands: () => commands,
    async insert(lines, storedAtSeconds) {
      if (lines.length === 0) return
      const end = `\t${storedAtSeconds}\n`
      await wayIn.insert('events', Buffer.from(lines.join(end) + end)).catch(refused)
    },
    async insertRequests(lines) {
      if (lines.length > 0) await wayIn.insert('requests', Buffer.from(`${lines.join('\n')}\n`)).catch(refused)
    },
    async insertDeliveries(lines) {
      if (lines.length > 0) await wayIn.insert('deliveries', Buffer.from(`${lines.join('\n')}\n`)).catch(refused)
    },
    query: (sql, params = {}) => wayIn.read(sql, params),
    lookUp: (sql, params = {}) => wayIn.lookUp(sql, params),
    report: (sql, params, mark) => wayIn.report(sql, params, mark),
    progress: mark => wayIn.progress(mark),
    stop: mark => wayIn.stop(mark),
    stream: (sql, params, format, signal) => wayIn.stream(sql, params, format, signal),
    async command(sql, params = {}) {
      commands += 1
      try {
        await wayIn.command(sql, params)
      } finally {
        commands += 1
      }
    },
    work: (sql, params) => wayIn.work(sql, params),
    async health() {
      await wayIn.lookUp('SELECT 1', {})
    },
    close: () => wayIn.close()
  }
}

// What ClickHouse answers when the rows themselves are at fault; anything else is a matter of trying again.
const rowFaults = new Set([
  '6',
  '26',
  '27',
  '38',
  '41',
  '53',
  '69',
  '72',
  '117',
  '130',
  '131',
  '349',
  '376',
  '441',
  '675',
  '676'
])

function refused(error: unknown): never {
  throw storeError(error)
}

/** The client calls ClickHouse's number `code`, chdb `clickhouseCode`. */
function storeError(error: unknown): Error {
  if (!(error instanceof Error)) return new EventStoreBehind('The event store did not take the rows.', { cause: error })
  const code = 'clickhouseCode' in error ? error.clickhouseCode : 'code' in error ? error.code : ''
  if (rowFaults.has(String(code))) return error
  return new EventStoreBehind('The event store did not take the rows.', { cause: error })
}
