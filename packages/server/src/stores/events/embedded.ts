import { type Connection, connect } from './embedded-connection.ts'
import { createExporter } from './embedded-export.ts'
import { createLanes } from './lanes.ts'
import { settingParams } from './params.ts'
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

const readerCount = 3
const writerCount = 2
/** As many as there are cores on a small machine: a third would only make the other two slower. */
const reporterCount = 2
const exporterCount = 2

/**
 * ClickHouse's engine in this process (chDB). It runs the queries of one connection one after another (an insert was seen to
 * wait 12 s behind slow reports), so writers, readers, look-ups and repairs each have their own. All share the one engine.
 */
export async function openEmbedded(folder: string): Promise<WayIn> {
  const opened: Connection[] = []
  const open = async (count: number, statements: string[]) => {
    const connections = Array.from({ length: count }, () => connect(folder))
    opened.push(...connections)
    for (const { client } of connections) for (const query of statements) await client.command({ query })
    return createLanes(connections)
  }
  try {
    // readonly comes last, because nothing can be set after it, not even this.
    const readOnly = 'SET readonly = 1'
    const writers = await open(writerCount, settingsOf(insertSettings))
    const readers = await open(readerCount, [...settingsOf(readSettings), readOnly])
    const lookUps = await open(1, [...settingsOf(lookUpSettings), readOnly])
    const reporters = await open(reporterCount, [...settingsOf(reportSettings), readOnly])
    const exporters = await open(exporterCount, [...settingsOf(exportSettings), readOnly])
    // Of Parquet a stream would be a file for each of its pieces, so it is written to disk first; read-only cannot.
    const filers = await open(1, settingsOf(exportSettings))
    const maintenance = await open(1, [])
    const working = await open(1, settingsOf(workSettings))
    // Ending a report must not wait behind a rewrite of a whole quarter.
    const stopping = await open(1, [])
    const stream = await createExporter(exporters, filers, `${folder}-exports`)
    const ask = (lane: typeof readers) =>
      function asking<Row>(sql: string, params: QueryParams): Promise<Row[]> {
        return lane(async ({ client }) => {
          const answer = await client.query({ query: settingParams(params) + sql, format: writtenRows })
          return answer.json<Row>()
        })
      }
    return {
      // Past the client, which would put the bytes together as one string for the engine to take apart again.
      insert: (into, lines) =>
        writers(async ({ raw }) => {
          const columns = writtenColumns[into]
          await raw.rawInsert({ table: into, columns, values: lines, format: 'TabSeparated' })
        }),
      read: ask(readers),
      lookUp: ask(lookUps),
      report: (sql, params, mark) => ask(reporters)(markedSql(sql), { ...params, mark }),
      // One that was ended stays listed until its connection runs the next.
      async progress(mark) {
        const [running] = await ask(lookUps)<Progress>(
          `SELECT ${progressColumns} FROM system.processes WHERE ${isMarked} AND NOT is_cancelled`,
          { mark }
        )
        return running
      },
      // Not SYNC, which waits for an end that it holds up itself.
      stop: mark =>
        stopping(async ({ client }) => {
          await client.command({ query: `${settingParams({ mark })}KILL QUERY WHERE ${isMarked} ASYNC` })
        }),
      stream,
      command: (sql, params) =>
        maintenance(async ({ client }) => {
          await client.command({ query: settingParams(params) + sql })
        }),
      work: (sql, params) =>
        working(async ({ client }) => {
          await client.command({ query: settingParams(params) + sql })
        }),
      close: () => closeAll(opened)
    }
  } catch (error) {
    await closeAll(opened)
    throw error
  }
}

/**
 * chdb gives its queries names that nobody learns and takes comments out of them; a value that the statement names stays, and
 * `system.processes` shows it.
 */
const markedSql = (sql: string) =>
  /^\s*WITH\s/i.test(sql)
    ? sql.replace(/^\s*WITH\s/i, 'WITH {mark:String} AS marked, ')
    : `WITH {mark:String} AS marked ${sql}`
const isMarked = "query LIKE concat('WITH ''', {mark:String}, '''%')"

const settingsOf = (settings: Record<string, number | string>) =>
  Object.entries(settings).map(([name, value]) => `SET ${name} = '${value}'`)

async function closeAll(connections: Connection[]): Promise<void> {
  for (const { client } of connections.toReversed()) await client.close()
}
