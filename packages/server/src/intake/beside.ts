import type { ISql, PendingQuery, Row } from 'postgres'

/** What is written together with events: either both are on disk, or nobody is told that either is. */
export type Beside = {
  /** `WITH …`, the beginning of a statement. */
  writing(sql: ISql): PendingQuery<Row[]>
  /** It is on disk. */
  written(): void
}
