import type { TopAnswer, TopQuery } from '@foyer/protocol'
import { filtersOf } from '../asked-filters.ts'
import { rangeOf, type Span, spanBefore } from '../language/moments.ts'
import { newQuery } from '../language/query.ts'
import type { Asking } from '../question.ts'
import { requestFilter } from './request-filter.ts'
import { requestsWhere } from './request-where.ts'

const mostShown = 10
const noId = '00000000-0000-0000-0000-000000000000'
type Row = { value: string; visitors: number; count: number; values: number }

/** `top?dimension=endpoint`: the same list as of pages, of the request log. A request belongs to no visit. */
export async function topEndpoints(asking: Asking, asked: TopQuery, keptDays: number): Promise<TopAnswer> {
  const filters = filtersOf(asked.filters)
  const rows = async (span: Span, isWhole: boolean, only?: string[]) => {
    const query = newQuery()
    const { agentId, search } = asked
    const of = requestsWhere(query, { ...asking, span }, agentId === undefined ? {} : { agentId }, [], keptDays)
    const where = [of, ...filters.map((filter, index) => requestFilter(query, filter, `filters.${index}`))].join(
      ' AND '
    )
    const wanted =
      search === undefined ? '' : `AND positionCaseInsensitiveUTF8(name, ${query.bind(search, 'String')}) > 0`
    const named = only === undefined ? '' : `AND name IN ${query.bind(only, 'Array(String)')}`
    const page = `ORDER BY ${asked.sort === 'visitors' ? 'visitors' : 'count'} DESC, value
      LIMIT ${query.bind(only?.length ?? asked.limit ?? mostShown, 'UInt32')} OFFSET ${query.bind(only ? 0 : (asked.offset ?? 0), 'UInt32')}`
    return asking.ask<Row>(
      `SELECT ${isWhole ? `''` : 'name'} AS value, uniqExactIf(who, who != toUUID('${noId}')) AS visitors, sum(requests) AS count,
         count() OVER () AS values
       FROM (SELECT concat(method, ' ', endpoint) AS name, visitor AS who, count AS requests FROM requests
         WHERE ${where} AND endpoint != '')
       WHERE true ${wanted} ${named} ${isWhole ? '' : `GROUP BY value ${page}`}`,
      query
    )
  }
  const shown = await rows(asking.span, false)
  const names = shown.map(row => row.value)
  const earlier =
    asked.compare && names.length > 0
      ? new Map((await rows(spanBefore(asking.span, asked.against), false, names)).map(row => [row.value, row]))
      : undefined
  const [total] = await rows(asking.span, true)
  const figures = (row: Row | undefined) => ({ visitors: row?.visitors ?? 0, visits: 0, count: row?.count ?? 0 })
  return {
    range: rangeOf(asking.span, asking.nowMs),
    dimension: asked.dimension,
    items: shown.map(row => ({
      value: row.value,
      ...figures(row),
      ...(earlier && { previous: figures(earlier.get(row.value)) })
    })),
    values: shown[0]?.values ?? 0,
    total: figures(total)
  }
}
