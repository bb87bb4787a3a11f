import type { ConversationFigures } from '@foyer/protocol'
import type { TransactionSql } from 'postgres'

export type FigureRow = {
  started: number
  resolved: number
  firstReplyMedian: number | null
  firstReplyP90: number | null
  resolutionMedian: number | null
  resolutionP90: number | null
  rated: number
  satisfied: number | null
  ratingAverage: number | null
  byResponder: number
  byTeam: number
  unanswered: number
}

/** Each figure over rows of `conversationsIn`. */
export const figureColumns = (sql: TransactionSql) => sql`
  count(*) FILTER (WHERE started)::int AS started, count(*) FILTER (WHERE resolved)::int AS resolved,
  percentile_cont(0.5) WITHIN GROUP (ORDER BY first_reply) AS "firstReplyMedian",
  percentile_cont(0.9) WITHIN GROUP (ORDER BY first_reply) AS "firstReplyP90",
  percentile_cont(0.5) WITHIN GROUP (ORDER BY resolution) AS "resolutionMedian",
  percentile_cont(0.9) WITHIN GROUP (ORDER BY resolution) AS "resolutionP90",
  count(*) FILTER (WHERE rated)::int AS rated,
  avg((rating >= 4)::int) FILTER (WHERE rated)::float8 AS satisfied,
  avg(rating) FILTER (WHERE rated)::float8 AS "ratingAverage",
  count(*) FILTER (WHERE answered_by = 'responder')::int AS "byResponder",
  count(*) FILTER (WHERE answered_by = 'team')::int AS "byTeam",
  count(*) FILTER (WHERE answered_by = 'nobody')::int AS unanswered`

export const noFigures: ConversationFigures = {
  started: 0,
  resolved: 0,
  rated: 0,
  byResponder: 0,
  byTeam: 0,
  unanswered: 0
}

/** What there is nothing to measure of is left out: no reply within nought seconds is no quick reply. */
export function figuresOf(row: FigureRow): ConversationFigures {
  const { started, resolved, rated, byResponder, byTeam, unanswered } = row
  const { firstReplyMedian, firstReplyP90, resolutionMedian, resolutionP90, satisfied, ratingAverage } = row
  return {
    ...{ started, resolved, rated, byResponder, byTeam, unanswered },
    ...(firstReplyMedian === null ? {} : { firstReplyMedian }),
    ...(firstReplyP90 === null ? {} : { firstReplyP90 }),
    ...(resolutionMedian === null ? {} : { resolutionMedian }),
    ...(resolutionP90 === null ? {} : { resolutionP90 }),
    ...(satisfied === null ? {} : { satisfied }),
    ...(ratingAverage === null ? {} : { ratingAverage })
  }
}
