import type { Figures, OverviewAnswer, OverviewQuery, Unit } from '@foyer/protocol'
import { filtersOf } from '../asked-filters.ts'
import type { VisitsAsked } from '../language/kept-visits.ts'
import { bucketsOf, rangeOf, type Span, spanBefore, unitFor } from '../language/moments.ts'
import type { Asking } from '../question.ts'
import { type HappenedRow, happenedSql, type VisitsRow, visitsSql } from './overview-sql.ts'

export async function overview(asking: Asking, asked: OverviewQuery): Promise<OverviewAnswer> {
  const { span } = asking
  const unit = asked.unit ?? unitFor(span)
  const question = { ...asked, filters: filtersOf(asked.filters) }
  const buckets = bucketsOf(span, unit)
  const before = asked.compare ? spanBefore(span, asked.against) : undefined
  const now = await figuresOf(asking, span, unit, buckets, question)
  const then = before && (await figuresOf(asking, before, unit, bucketsOf(before, unit), question))
  return {
    range: rangeOf(span, asking.nowMs),
    unit,
    buckets,
    ...now,
    ...(before && then && { previous: { range: rangeOf(before, asking.nowMs), ...then } })
  }
}

async function figuresOf(
  asking: Asking,
  span: Span,
  unit: Unit,
  buckets: string[],
  question: VisitsAsked & { conversion?: string }
): Promise<{ total: Figures; points: Figures[] }> {
  const happened = happenedSql(asking.scope, span, unit, question)
  const visits = visitsSql(asking.scope, span, unit, question)
  const happenedIn = byBucket(await asking.ask<HappenedRow>(happened.sql, happened.query))
  const visitsIn = byBucket(await asking.ask<VisitsRow>(visits.sql, visits.query))
  const figures = (bucket: string) => figuresFrom(happenedIn.get(bucket), visitsIn.get(bucket))
  return { total: figures(''), points: buckets.map(figures) }
}

const byBucket = <Row extends { bucket: string }>(rows: Row[]) => new Map(rows.map(row => [row.bucket, row]))

function figuresFrom(happened: HappenedRow | undefined, begun: VisitsRow | undefined): Figures {
  const { visitors = 0, views = 0, conversations = 0, conversions = 0 } = happened ?? {}
  const { visits = 0, bounces = 0, withPages = 0, seconds = 0 } = begun ?? {}
  return {
    visitors,
    visits,
    views,
    viewsPerVisit: visits === 0 ? 0 : views / visits,
    bounceRate: withPages === 0 ? 0 : bounces / withPages,
    visitSeconds: visits === 0 ? 0 : seconds / visits,
    conversations,
    conversions
  }
}
