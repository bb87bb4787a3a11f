import type { RequestGroup, RequestsFilter, RequestsSummary } from '@foyer/protocol'
import { bucketSql, bucketsOf, rangeOf, type Span } from '../language/moments.ts'
import { newQuery, type Query } from '../language/query.ts'
import type { Asking } from '../question.ts'
import { requestsWhere } from './request-where.ts'

const minute = 60
const day = 86_400
/** Round steps, and about sixty of them at most but for months. */
const steps = [minute, 5 * minute, 15 * minute, 60 * minute, 3 * 60 * minute, day]
const stepOf = ({ fromMs, toMs }: Span): number => steps.find(step => (toMs - fromMs) / 1_000 / step <= 60) ?? day
const shown = 10

type Point = {
  bucket: string
  requests: number
  clientErrors: number
  serverErrors: number
  speeds: (number | null)[]
  addresses: number
  visitors: number
  summed: number
  notLogged: number
}

export async function summarizeRequests(
  asking: Asking,
  asked: RequestsFilter,
  own: string[],
  keptDays: number,
  listed = shown
): Promise<RequestsSummary> {
  const { span } = asking
  const stepSeconds = stepOf(span)
  const buckets = stepSeconds === day ? bucketsOf(span, 'day') : stepsOf(span, stepSeconds * 1_000)
  const ask = <Row>(sqlOf: (query: Query, where: string) => string): Promise<Row[]> => {
    const query = newQuery()
    return asking.ask<Row>(sqlOf(query, requestsWhere(query, asking, asked, own, keptDays)), query)
  }
  const points = await ask<Point>((query, where) => pointsSql(where, bucketOf(query, span, stepSeconds)))
  const byBucket = new Map(points.map(point => [point.bucket, point]))
  const group = async (value: string, more = ''): Promise<RequestGroup[]> =>
    (await ask<RequestGroup>((query, where) => groupSql(query, where, listed, value, more))).map(({ p95, ...one }) => ({
      ...one,
      p95: rounded(p95)
    }))
  const total = byBucket.get('')
  return {
    range: rangeOf(span, asking.nowMs),
    stepSeconds,
    buckets: stepSeconds === day ? buckets : buckets.map(at => new Date(Number(at)).toISOString()),
    points: buckets.map(bucket => {
      const { requests = 0, clientErrors = 0, serverErrors = 0, speeds = [] } = byBucket.get(bucket) ?? {}
      return { requests, clientErrors, serverErrors, p50: rounded(speeds[0]), p95: rounded(speeds[1]) }
    }),
    total: {
      requests: total?.requests ?? 0,
      clientErrors: total?.clientErrors ?? 0,
      serverErrors: total?.serverErrors ?? 0,
      p50: rounded(total?.speeds[0]),
      p95: rounded(total?.speeds[1]),
      p99: rounded(total?.speeds[2]),
      addresses: total?.addresses ?? 0,
      visitors: total?.visitors ?? 0,
      summed: total?.summed ?? 0,
      notLogged: total?.notLogged ?? 0
    },
    endpoints: await group(`concat(method, ' ', endpoint)`),
    addresses: (
      await ask<RequestGroup & { place: string }>((query, where) =>
        groupSql(
          query,
          where,
          listed,
          `replaceOne(toString(ip), '::ffff:', '')`,
          `AND ip != toIPv6('::')`,
          ', any(country) AS place'
        )
      )
    ).map(({ place, p95, ...one }) => ({ ...one, p95: rounded(p95), ...(place && { country: place }) })),
    // Who was summed up has no country, which is not the same as one that is not known.
    countries: await group('country', `AND ip != toIPv6('::')`),
    sources: await group('source'),
    statuses: await group('toString(status)'),
    keptDays
  }
}

const rounded = (ms: number | null | undefined) => Math.round((ms ?? 0) * 10) / 10

const bucketOf = (query: Query, span: Span, stepSeconds: number): string => {
  if (stepSeconds === day) return bucketSql('day', 'time', query.bind(span.timezone, 'String'))
  const step = query.bind(stepSeconds * 1_000, 'Int64')
  return `toString(intDiv(toUnixTimestamp64Milli(time), ${step}) * ${step})`
}

/** Steps of less than a day by the clock of UTC: every place's quarter of an hour is one of them. */
function stepsOf({ fromMs, toMs }: Span, stepMs: number): string[] {
  const buckets: string[] = []
  for (let at = Math.floor(fromMs / stepMs) * stepMs; at < toMs; at += stepMs) buckets.push(String(at))
  return buckets
}

const pointsSql = (where: string, bucket: string) => `
  SELECT bucket, sumIf(count, isLogged) AS requests,
    sumIf(count, status >= 400 AND status < 500) AS clientErrors, sumIf(count, status >= 500) AS serverErrors,
    quantilesExactWeightedIf(0.5, 0.95, 0.99)(duration, count, isLogged) AS speeds,
    uniqExactIf(ip, ip != toIPv6('::')) AS addresses, uniqExactIf(visitor, visitor != toUUID('00000000-0000-0000-0000-000000000000')) AS visitors,
    sumIf(count, count > 1 AND isLogged) AS summed, sumIf(count, NOT isLogged) AS notLogged
  FROM (SELECT *, endpoint != '' AS isLogged, ${bucket} AS bucket FROM requests WHERE ${where})
  GROUP BY GROUPING SETS ((bucket), ())`

const groupSql = (query: Query, where: string, listed: number, value: string, more: string, columns = '') => `
  SELECT ${value} AS value, sum(count) AS requests, sumIf(count, status >= 400) AS errors,
    quantileExactWeighted(0.95)(duration, count) AS p95${columns}
  FROM requests WHERE ${where} AND endpoint != '' ${more}
  GROUP BY value ORDER BY requests DESC, value LIMIT ${query.bind(listed, 'UInt32')}`
