import { Readable } from 'node:stream'
import { type ClickHouseClient, ClickHouseLogLevel, createClient } from '@clickhouse/client'
import { StartError } from '../../start-error.ts'
import {
  exportSettings,
  insertSettings,
  lookUpSettings,
  type Progress,
  progressColumns,
  type QueryParams,
  readSettings,
  reportSettings,
  type WayIn,
  workSettings,
  writtenColumns,
  writtenRows
} from './way-in.ts'

const requestTimeoutMs = 30_000
/** A migration or a deletion may take longer than any query. */
const maintenanceTimeoutMs = 300_000
const longTimeoutMs = 900_000
/** A proxy between us ends what says nothing for a minute or two. */
const staysAwake = { send_progress_in_http_headers: 1, http_headers_progress_interval_ms: '30000' } as const

const isMarked = "Settings['log_comment'] = {mark:String}"

/** A ClickHouse server by URL. Nothing is sent until the first statement. */
export function openServer(url: string): WayIn {
  const connect = (options: Parameters<typeof createClient>[0]) =>
    createClient({
      url,
      application: 'foyer',
      keep_alive: { enabled: true },
      request_timeout: requestTimeoutMs,
      // What goes wrong is thrown, and said where it matters.
      log: { level: ClickHouseLogLevel.OFF },
      ...options
    })
  // Not 2, which lets a query read files and call addresses. The settings beside it are taken with it, in one go.
  const readOnly = { readonly: '1' } as const
  const clients = {
    writer: connect({ max_open_connections: 4, clickhouse_settings: insertSettings }),
    reader: connect({ max_open_connections: 8, clickhouse_settings: { ...readSettings, ...readOnly } }),
    lookUp: connect({ max_open_connections: 2, clickhouse_settings: { ...lookUpSettings, ...readOnly } }),
    reporter: connect({ max_open_connections: 4, clickhouse_settings: { ...reportSettings, ...readOnly } }),
    exporter: connect({
      max_open_connections: 2,
      request_timeout: longTimeoutMs,
      // The rows of a report that becomes Parquet are a value, longer than an address may be.
      use_multipart_params_auto: true,
      // Whoever leaves ends the query.
      clickhouse_settings: { ...exportSettings, cancel_http_readonly_queries_on_client_close: 1, ...readOnly }
    }),
    maintenance: connect({
      max_open_connections: 1,
      request_timeout: maintenanceTimeoutMs,
      clickhouse_settings: staysAwake
    }),
    worker: connect({
      max_open_connections: 1,
      request_timeout: longTimeoutMs,
      clickhouse_settings: { ...workSettings, ...staysAwake }
    })
  }
  const ask = (client: ClickHouseClient) =>
    async function asking<Row>(sql: string, params: QueryParams): Promise<Row[]> {
      const answer = await client.query({ query: sql, query_params: params, format: writtenRows })
      return answer.json<Row>()
    }
  return {
    async insert(into, lines) {
      await clients.writer.insert({
        table: into,
        columns: [...writtenColumns[into]],
        values: Readable.from([lines], { objectMode: false }),
        format: 'TabSeparated'
      })
    },
    read: ask(clients.reader),
    lookUp: ask(clients.lookUp),
    async report<Row>(sql: string, params: QueryParams, mark: string) {
      const answer = await clients.reporter.query({
        query: sql,
        query_params: params,
        clickhouse_settings: { log_comment: mark },
        format: writtenRows
      })
      return answer.json<Row>()
    },
    async progress(mark) {
      const [running] = await ask(clients.lookUp)<Progress>(
        `SELECT ${progressColumns} FROM system.processes WHERE ${isMarked} AND NOT is_cancelled`,
        { mark }
      )
      return running
    },
    async stop(mark) {
      await clients.maintenance.command({
        query: `KILL QUERY WHERE ${isMarked} ASYNC`,
        query_params: { mark }
      })
    },
    async *stream(sql, params, format, signal) {
      const { stream } = await clients.exporter.exec({
        query: `${sql} FORMAT ${format}`,
        query_params: params,
        abort_signal: signal
      })
      yield* stream as AsyncIterable<Uint8Array>
    },
    async command(sql, params) {
      await clients.maintenance.command({ query: sql, query_params: params })
    },
    async work(sql, params) {
      await clients.worker.command({ query: sql, query_params: params })
    },
    async close() {
      for (const client of Object.values(clients)) await client.close()
    }
  }
}

/** What is wrong with the server at this address, as a sentence for whoever set FOYER_CLICKHOUSE_URL. */
export function serverProblem(url: string, error: unknown): StartError {
  const { hostname, port, pathname, protocol } = new URL(url)
  const where = `ClickHouse at ${hostname}:${port || (protocol === 'https:' ? '443' : '80')}`
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const said = error instanceof Error && error.message ? error.message.split('\n')[0] : String(error)
  const sentence = refusals[code]
  const database = pathname.slice(1) || 'default'
  if (sentence) return new StartError(`${where} ${sentence(database)}`, { cause: error })
  return new StartError(
    `${where} does not answer as ClickHouse does (${said || code}). Start it, or check FOYER_CLICKHOUSE_URL.`,
    {
      cause: error
    }
  )
}

const wrongUser = () => 'refuses the user or the password. Check FOYER_CLICKHOUSE_URL.'
const mayNot = () => 'does not let this user do what Foyer needs. GRANT it ALL on its database.'
/** By ClickHouse's own numbers. */
const refusals: Record<string, (database: string) => string> = {
  81: database =>
    `has no database ${database}. Make it (CREATE DATABASE ${database}), or name another at the end of FOYER_CLICKHOUSE_URL.`,
  192: wrongUser,
  193: wrongUser,
  194: wrongUser,
  516: wrongUser,
  164: mayNot,
  497: mayNot
}
