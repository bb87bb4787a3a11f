import type { ClickHouseClient } from '@clickhouse/client'
import { type EventRow, eventColumns } from './columns.ts'
import { type Connections, connectEmbedded, connectServer } from './connections.ts'
import { migrateEvents } from './migrate.ts'

/** The store does not answer or refuses for now; the same insert may be tried again. */
export class EventStoreBehind extends Error {}

export type QueryParams = Record<string, string | number | boolean | string[] | number[]>

export type EventStore = {
  /** Resolves when the rows are on disk. */
  insert(rows: EventRow[]): Promise<void>
  /** Read-only; every value travels as a bound parameter `{name:Type}`. */
  query<Row>(sql: string, params?: QueryParams): Promise<Row[]>
  /** Deletes and repairs. */
  command(sql: string, params?: QueryParams): Promise<void>
  /** True when this process alone writes to the store, so what it remembers of recent ids is all there is. */
  readonly exclusive: boolean
  health(): Promise<void>
  close(): Promise<void>
}

const readerCount = 3

export async function openEvents(options: { url?: string | undefined; folder: string }): Promise<EventStore> {
  const connections = options.url ? connectServer(options.url) : await connectEmbedded(options.folder, readerCount)
  try {
    await migrateEvents(connections.maintenance)
  } catch (error) {
    await connections.close()
    throw error
  }
  return eventStore(connections, options.url === undefined)
}

function eventStore(connections: Connections, exclusive: boolean): EventStore {
  const nextReader = leastBusy(connections.readers)
  return {
    exclusive,
    async insert(rows) {
      if (rows.length === 0) return
      try {
        await connections.writer.insert<EventRow>({
          table: 'events',
          columns: [...eventColumns],
          values: rows,
          format: 'JSONCompactEachRow'
        })
      } catch (error) {
        throw storeError(error)
      }
    },
    async query<Row>(sql: string, params: QueryParams = {}) {
      const reader = nextReader()
      try {
        const answer = await reader.client.query({ query: sql, query_params: params, format: 'JSONEachRow' })
        return await answer.json<Row>()
      } finally {
        reader.done()
      }
    },
    async command(sql, params = {}) {
      await connections.maintenance.command({ query: sql, query_params: params })
    },
    async health() {
      const reader = nextReader()
      try {
        const answer = await reader.client.query({ query: 'SELECT 1', format: 'JSONEachRow' })
        await answer.text()
      } finally {
        reader.done()
      }
    },
    close: () => connections.close()
  }
}

/** A long report on one connection must not make a timeline wait behind it. */
function leastBusy(clients: ClickHouseClient[]) {
  const readers = clients.map(client => ({ client, running: 0 }))
  return () => {
    let chosen = readers[0]
    for (const reader of readers) if (chosen === undefined || reader.running < chosen.running) chosen = reader
    if (chosen === undefined) throw new Error('The event store has no reader.')
    const reader = chosen
    reader.running += 1
    return {
      client: reader.client,
      done: () => {
        reader.running -= 1
      }
    }
  }
}

// What ClickHouse answers when the rows themselves are at fault; anything else is a matter of trying again.
const rowFaults = new Set([
  '6',
  '27',
  '26',
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

function storeError(error: unknown): Error {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (rowFaults.has(code) && error instanceof Error) return error
  return new EventStoreBehind('The event store did not take the rows.', { cause: error })
}
