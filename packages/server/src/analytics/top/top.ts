import type { TopAnswer, TopQuery, TopRow } from '@foyer/protocol'
import { filtersOf } from '../asked-filters.ts'
import { rangeOf, type Span, spanBefore } from '../language/moments.ts'
import type { Asking } from '../question.ts'
import { type Dimension, dimensionOf } from './dimension.ts'
import {
  type CountRow,
  type Cut,
  countSql,
  type FullRow,
  fullSql,
  type Order,
  totalSql,
  type Value
} from './top-sql.ts'

const mostShown = 10

export async function top(asking: Asking, asked: TopQuery): Promise<TopAnswer> {
  const { span, scope } = asking
  const dimension = dimensionOf(asked.dimension)
  const question = { ...asked, filters: filtersOf(asked.filters) }
  const cut = cutOf(asked, dimension)
  const full = async (of: Span, which: { only?: string[]; cut?: Cut }) => {
    const { sql, query } = fullSql(scope, of, question, dimension, which)
    return asking.ask<FullRow>(sql, query)
  }

  const shown = await shownRows()
  const before = asked.compare && shown.length > 0 ? spanBefore(span) : undefined
  const earlier = before && byValue(await full(before, { only: shown.map(row => row.value) }))
  const all = totalSql(scope, span, question, dimension)
  const [total] = await asking.ask<FullRow>(all.sql, all.query)
  return {
    range: rangeOf(span, asking.nowMs),
    dimension: asked.dimension,
    items: shown.map(row => rowOf(row, dimension, earlier)),
    values: shown[0]?.values ?? 0,
    total: { visitors: total?.visitors ?? 0, visits: total?.visits ?? 0, count: total?.count ?? 0 }
  }

  async function shownRows(): Promise<FullRow[]> {
    if (dimension.kind !== 'happened' || cut.sort !== 'count') return full(span, { cut })
    const { sql, query } = countSql(scope, span, question, dimension, cut)
    const ranked = await asking.ask<CountRow>(sql, query)
    if (ranked.length === 0) return []
    const exact = byValue(await full(span, { only: ranked.map(row => row.value) }))
    return ranked.flatMap(row => {
      const known = exact.get(keyOf(row))
      return known ? [{ ...known, values: row.values }] : []
    })
  }
}

function cutOf(asked: TopQuery, dimension: Dimension): Cut {
  const given = asked.sort === 'views' || asked.sort === 'events' ? 'count' : asked.sort
  const sort: Order = given ?? (dimension.kind === 'happened' ? 'count' : 'visitors')
  return {
    ...(asked.search === undefined ? {} : { search: asked.search }),
    sort,
    limit: asked.limit ?? mostShown,
    offset: asked.offset ?? 0
  }
}

const keyOf = ({ value, country }: Value) => `${country} ${value}`
const byValue = <Row extends Value>(rows: Row[]) => new Map(rows.map(row => [keyOf(row), row]))

function rowOf(row: FullRow, dimension: Dimension, earlier: Map<string, FullRow> | undefined): TopRow {
  const then = earlier?.get(keyOf(row))
  return {
    value: row.value,
    ...(dimension.hasCountry ? { country: row.country } : {}),
    visitors: row.visitors,
    visits: row.visits,
    count: row.count,
    ...(dimension.kind === 'visit' ? { bounceRate: row.withPages === 0 ? 0 : row.bounces / row.withPages } : {}),
    ...(earlier && {
      previous: { visitors: then?.visitors ?? 0, visits: then?.visits ?? 0, count: then?.count ?? 0 }
    })
  }
}
