import type { TopAnswer, TopQuery, TopRow } from '@foyer/protocol'
import { filtersOf } from '../asked-filters.ts'
import { rangeOf, type Span, spanBefore } from '../language/moments.ts'
import type { Asking } from '../question.ts'
import { type Dimension, dimensionOf } from './dimension.ts'
import { type CountRow, type Cut, countSql, type FullRow, fullSql, type Order, onlySql, type Value } from './top-sql.ts'

const mostShown = 10

type Shown = { items: FullRow[]; values: number; all: FullRow | undefined }

export async function top(asking: Asking, asked: TopQuery): Promise<TopAnswer> {
  const { span, scope } = asking
  const dimension = dimensionOf(asked.dimension)
  const question = { ...asked, filters: filtersOf(asked.filters) }
  const cut = cutOf(asked, dimension)
  const wanted = { dimension, withVisits: asked.visits !== false || cut.sort === 'visits' }
  const only = async (of: Span, values: string[]) => {
    const { sql, query } = onlySql(scope, of, question, wanted, values)
    return apart(await asking.ask<FullRow>(sql, query))
  }

  const { items, values, all } =
    dimension.kind === 'happened' && cut.sort === 'count' ? await rankedByCount() : await ranked()
  const before = asked.compare && items.length > 0 ? spanBefore(span, asked.against) : undefined
  const earlier =
    before &&
    byValue(
      (
        await only(
          before,
          items.map(row => row.value)
        )
      ).rows
    )
  return {
    range: rangeOf(span, asking.nowMs),
    dimension: asked.dimension,
    items: items.map(row => rowOf(row, dimension, earlier)),
    values,
    total: countsOf(all)
  }

  async function ranked(): Promise<Shown> {
    const { sql, query } = fullSql(scope, span, question, wanted, cut)
    const { rows, all } = apart(await asking.ask<FullRow>(sql, query))
    return { items: rows.slice(cut.offset), values: (all ?? rows[0])?.values ?? 0, all }
  }

  async function rankedByCount(): Promise<Shown> {
    const { sql, query } = countSql(scope, span, question, dimension, cut)
    const counted = await asking.ask<CountRow>(sql, query)
    const { rows, all } = await only(
      span,
      counted.map(row => row.value)
    )
    const exact = byValue(rows)
    const items = counted.flatMap(row => exact.get(keyOf(row)) ?? [])
    return { items, values: counted[0]?.values ?? 0, all }
  }
}

/** The row of all values together comes with the rows of each. */
const apart = (rows: FullRow[]) => ({
  all: rows.find(row => row.isTotal),
  rows: rows.filter(row => !row.isTotal)
})

const countsOf = (row: FullRow | undefined) => ({
  visitors: row?.visitors ?? 0,
  ...(row && row.visits === undefined ? {} : { visits: row?.visits ?? 0 }),
  count: row?.count ?? 0
})

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
  return {
    value: row.value,
    ...(dimension.hasCountry ? { country: row.country } : {}),
    ...countsOf(row),
    ...(dimension.kind === 'visit' ? { bounceRate: row.withPages === 0 ? 0 : row.bounces / row.withPages } : {}),
    ...(earlier && { previous: countsOf(earlier.get(keyOf(row))) })
  }
}
