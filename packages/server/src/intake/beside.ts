import type { ISql, PendingQuery, Row } from 'postgres'

/** What is written together with events, so that a crash leaves both or neither. */
export type Beside = {
  /** `WITH …`, the beginning of the statement that the events land with. */
  writing(sql: ISql): PendingQuery<Row[]>
  /** Where events go to another store: written down before them, and let go once they are stored. */
  before(): Promise<void>
  after(): Promise<void>
  /** All of it is on disk. */
  written(): void
}
