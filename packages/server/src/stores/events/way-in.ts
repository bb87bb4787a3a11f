import { eventColumns } from './columns.ts'
import { deliveryColumns } from './delivery-line.ts'
import { requestColumns } from './request-line.ts'

/** Values of `{name:Type}` placeholders. They travel beside the statement, never inside its text. */
export type QueryParams = Record<string, string | number | boolean | string[] | number[]>

/** What rows arrive for, and the columns their lines have. */
export const writtenColumns = { events: eventColumns, requests: requestColumns, deliveries: deliveryColumns } as const
export type Written = keyof typeof writtenColumns
/** Without the names of columns: chDB repeats what stands at the head of a format before each piece. */
export type StreamFormat = 'CSV' | 'JSONEachRow' | 'Parquet'

/**
 * What a way into the store has to offer; there are two, the engine in this process and a server by URL. Each keeps reading,
 * writing and repairs apart, so that none of them waits for another.
 */
export type WayIn = {
  /** Lines of tab-separated values in the order of the columns. Resolves when they are on disk. */
  insert(into: Written, lines: Buffer): Promise<void>
  /** Read-only and limited: SQL here could otherwise read files and call URLs. */
  read<Row>(sql: string, params: QueryParams): Promise<Row[]>
  /** The same for the intake's own questions, which must not wait behind anybody's report. */
  lookUp<Row>(sql: string, params: QueryParams): Promise<Row[]>
  /** A report: read-only, on connections of its own, cut off early. `mark` is what it is known by while it runs. */
  report<Row>(sql: string, params: QueryParams, mark: string): Promise<Row[]>
  /** What is known of a report that runs. */
  progress(mark: string): Promise<Progress | undefined>
  /** Ends a report that runs; nothing where it has ended. */
  stop(mark: string): Promise<void>
  /** An export, in the bytes of a format, as they come. Whoever stops reading stops the query. */
  stream(sql: string, params: QueryParams, format: StreamFormat, signal: AbortSignal): AsyncIterable<Uint8Array>
  /** Schema, deletes and repairs. */
  command(sql: string, params: QueryParams): Promise<void>
  /** A table made of others: on a connection of its own and one core, for as long as it takes. */
  work(sql: string, params: QueryParams): Promise<void>
  close(): Promise<void>
}

export type Progress = { readRows: number; totalRows: number }
export const progressColumns = 'read_rows AS readRows, total_rows_approx AS totalRows'

/** A reader never goes on for ever and never takes the memory of the rest. Sizes are texts, as the client wants them. */
export const lookUpSettings = {
  max_execution_time: 20,
  max_memory_usage: '2000000000',
  max_threads: 2,
  // The values of parameters count as well.
  max_query_size: '16000000',
  // Counts and times are far below 2^53; whether they came in quotes would depend on the version.
  output_format_json_quote_64bit_integers: 0
} as const

/** Reports must not count a copy twice that a merge has yet to take away; a look-up does not mind it. */
export const readSettings = { ...lookUpSettings, final: 1, do_not_merge_across_partitions_select_final: 1 } as const

/**
 * Nobody waits longer than this for a report, and none takes the memory of the rest. Without `final`: over parts that are not merged yet it
 * reads ten million events ten times as slowly, and a second copy of an event is kept from the store before it is written (0002).
 */
export const reportSettings = {
  ...lookUpSettings,
  max_execution_time: 10,
  timeout_before_checking_execution_speed: 0,
  max_memory_usage: '1000000000',
  // What is gathered of very many people is put aside on disk before the gigabyte is full (0017). At 400 MB the two million visits of
  // ten million events were, which took a report of them twice as long.
  max_bytes_before_external_group_by: '600000000',
  // A statement says itself which side of a join is held in memory. Left to the engine, events were looked up in visits at half the speed.
  join_algorithm: 'hash',
  query_plan_join_swap_table: 'false',
  max_result_rows: '200000'
} as const

/** An export takes as long as its reader does, in small pieces, and leaves the other core to reports. */
export const exportSettings = {
  ...lookUpSettings,
  max_execution_time: 900,
  timeout_before_checking_execution_speed: 0,
  max_memory_usage: '1000000000',
  max_threads: 1,
  max_block_size: '8192',
  // Rows of a group are held until it is written.
  output_format_parquet_row_group_size: '50000',
  output_format_parquet_string_as_string: 1
} as const

/** What is gathered of very many events is put aside on disk before it is in the way of the rest. */
export const workSettings = {
  max_execution_time: 900,
  timeout_before_checking_execution_speed: 0,
  max_memory_usage: '2000000000',
  max_bytes_before_external_group_by: '200000000',
  // Rows are gathered and sorted before they are written: a million visits at a time took a third of a gigabyte.
  min_insert_block_size_rows: '262144',
  min_insert_block_size_bytes: '67108864',
  max_threads: 1
} as const

export const insertSettings = {
  // An import may bring any number of quarters; ids cannot scatter rows over more than it has (event-id.ts).
  max_partitions_per_insert_block: '0',
  // Splitting a few hundred rows over threads costs more than reading them.
  input_format_parallel_parsing: 0,
  max_threads: 1
} as const

export const writtenRows = 'JSONEachRow'
