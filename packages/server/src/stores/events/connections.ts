import { type ClickHouseClient, type ClickHouseClientConfigOptions, createClient } from '@clickhouse/client'
import { createChdbConnection } from 'chdb/connection'

export type Connections = {
  /** One at a time; inserts only. */
  writer: ClickHouseClient
  /** Migrations and repairs. */
  maintenance: ClickHouseClient
  /** `readonly`, with limits: SQL here could otherwise read files and call URLs. */
  readers: ClickHouseClient[]
  close(): Promise<void>
}

export const readLimits = {
  max_execution_time: 20,
  max_memory_usage: 2_000_000_000,
  max_threads: 2,
  final: 1,
  do_not_merge_across_partitions_select_final: 1
} as const

/** Ten years of history may arrive in one insert; at the usual 100 partitions ClickHouse refuses all of it. */
const mostMonths = 400

/**
 * chDB runs the queries of one connection one after another (an insert was seen to wait 12 s behind slow reports), so the
 * writer, the readers and maintenance each have their own. All share the one engine of this process.
 */
export async function connectEmbedded(folder: string, readerCount: number): Promise<Connections> {
  const connect = () => createClient({ connection: chdbAsConnection(folder) })
  const writer = connect()
  await writer.command({ query: `SET max_partitions_per_insert_block = ${mostMonths}` })
  const maintenance = connect()
  const readers = Array.from({ length: readerCount }, connect)
  for (const reader of readers) {
    for (const [name, value] of Object.entries(readLimits)) await reader.command({ query: `SET ${name} = ${value}` })
    // Last, because nothing can be set after it, not even this.
    await reader.command({ query: 'SET readonly = 1' })
  }
  return {
    writer,
    maintenance,
    readers,
    async close() {
      for (const client of [...readers, maintenance, writer]) await client.close()
    }
  }
}

/**
 * chdb types its connection by `@clickhouse/client-common`, the client by its own copy of the same declarations, and the two
 * differ in the names of a few settings. The shape at run time is the one the client asks for: the contract suite drives it.
 */
function chdbAsConnection(folder: string): ClickHouseClientConfigOptions['connection'] {
  return createChdbConnection({ path: folder }) as unknown as ClickHouseClientConfigOptions['connection']
}

/** A ClickHouse server by URL. `readonly: 2` there, since the client itself has to send its settings with each query. */
export function connectServer(url: string): Connections {
  const common = { url, request_timeout: 30_000, keep_alive: { enabled: true } }
  const writer = createClient({
    ...common,
    max_open_connections: 2,
    clickhouse_settings: { max_partitions_per_insert_block: String(mostMonths) }
  })
  const maintenance = createClient({ ...common, max_open_connections: 1, request_timeout: 300_000 })
  const reader = createClient({
    ...common,
    max_open_connections: 8,
    clickhouse_settings: { ...readLimits, max_memory_usage: String(readLimits.max_memory_usage), readonly: '2' }
  })
  return {
    writer,
    maintenance,
    readers: [reader],
    async close() {
      for (const client of [reader, maintenance, writer]) await client.close()
    }
  }
}
