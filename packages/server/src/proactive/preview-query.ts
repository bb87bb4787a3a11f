import {
  cartEvents,
  type PageCondition,
  type PageSideCondition,
  type PropertyCondition,
  pageSubject,
  proactiveEarliestMs
} from '@foyer/protocol'
import type { QueryParams } from '../stores/events/index.ts'

/** Visits with a moment in them; more than this are not counted one by one. */
export const mostVisits = 50_000
/** Of one visit. Nobody is shown a rule more often than that, whatever its frequency. */
const mostMoments = 50

export type MomentsRow = { visitor: string; session: string; moments: number[] }
export type PreviewScope = { workspaceNumber: number; agent: string; fromMs: number; toMs: number }

/**
 * When, in the events that are stored, all that a page watches for was true at once: by visit, the moments in order.
 *
 * A page view begins with its `page` event and takes in what follows it in the same visit, its own exits by their `pageId`. It was
 * there for as long as its last exit says, or up to the last event that is known of it. The cart is carried along the events of the
 * browser as `cartAfter` does it. The moment is the first one that is late enough for every condition and not past the end of the view.
 */
export function momentsQuery(
  scope: PreviewScope,
  conditions: readonly PageSideCondition[]
): { sql: string; params: QueryParams } {
  const params: QueryParams = {
    workspace: scope.workspaceNumber,
    agent: scope.agent,
    from: scope.fromMs,
    to: scope.toMs,
    earliest: proactiveEarliestMs,
    most: mostVisits + 1,
    moments: mostMoments,
    never: 9_000_000_000_000
  }
  let named = 0
  const bound = (value: string | number, type: 'String' | 'Float64' | 'Int64') => {
    const name = `v${named++}`
    params[name] = value
    return `{${name}:${type}}`
  }
  const of = <Kind extends PageSideCondition['kind']>(kind: Kind) =>
    conditions.filter((one): one is Extract<PageSideCondition, { kind: Kind }> => one.kind === kind)
  const events = of('event')
  const cart = of('cart')[0]
  const stay = of('timeOnSite').length > 0
  const hasTold = events.length > 0 || cart !== undefined
  // Sorting a week of events is most of the cost; an exit names its page itself.
  const view = hasTold
    ? `if(own != '', own, coalesce(anyLast(if(is_page, toNullable(toString(id)), NULL)) OVER along, ''))`
    : 'if(is_page, toString(id), own)'
  const names = [...events.map(event => event.name), ...(cart ? cartEvents : [])]
  params.names = names.length > 0 ? names : ['']

  const heard = events.map(
    (event, index) =>
      `minIf(t, type = 'track' AND name = ${bound(event.name, 'String')} ${(event.where ?? [])
        .map(where => `AND ${propertyHolds(where, bound)}`)
        .join(' ')}) AS heard${index}`
  )
  const late = [
    'began + {earliest:Int64}',
    ...of('timeOnPage').map(({ seconds }) => `began + ${bound(seconds * 1000, 'Int64')}`),
    ...of('timeOnSite').map(({ seconds }) => `visit_began + ${bound(seconds * 1000, 'Int64')}`),
    ...events.map((_, index) => `heard${index}`)
  ]
  const also = [
    'began > 0',
    'ended >= due',
    ...of('page').map(condition => pageMatches(condition, bound)),
    ...of('timeOnPage').map(({ seconds }) => `seen >= ${bound(seconds * 1000, 'Int64')}`),
    ...of('scroll').map(({ percent }) => `scrolled >= ${bound(percent, 'Float64')}`),
    ...events.map((_, index) => `heard${index} > 0`),
    ...(cart ? ['length(held) > 0'] : [])
  ]
  const reaches = cart
    ? `value >= ${bound(cart.atLeast, 'Float64')}${cart.currency ? ` AND currency = ${bound(cart.currency, 'String')}` : ''}`
    : ''
  const holdings = cart
    ? `, arraySort(groupArray((t, toUInt8(${reaches})))) AS states,
        arrayPushBack(arrayMap(state -> state.1, arrayPopFront(states)), {never:Int64}) AS changes,
        arraySort(arrayFilter(moment -> moment <= ended, arrayMap(
          (state, changed) -> if(state.2 = 1 AND changed > due, greatest(state.1, due), {never:Int64}), states, changes))) AS held`
    : ''
  const sql = `
    WITH facts AS (
      SELECT visitor, session, toInt64(toUnixTimestamp64Milli(time)) AS t, id, type, name, origin, path, search, properties,
        type = 'page' AS is_page,
        if(type IN ('exit', 'scroll'), JSONExtractString(properties, 'pageId'), '') AS own,
        if(type = 'track', properties, '') AS said_of
      FROM events
      WHERE workspace = {workspace:UInt32} AND agent = {agent:UUID} AND bot = ''
        AND UUIDv7ToDateTime(id, 'UTC') >= fromUnixTimestamp64Milli({from:Int64}) - INTERVAL 8 DAY
        AND time >= fromUnixTimestamp64Milli({from:Int64}) AND time < fromUnixTimestamp64Milli({to:Int64})
        AND (type IN ('page', 'exit', 'scroll') OR (type = 'track' AND name IN {names:Array(String)}))
    ),
    told AS (
      SELECT *, ${view} AS view ${stay ? ', min(t) OVER (PARTITION BY visitor, session) AS visit_began' : ''} ${cart ? `, ${cartColumns}` : ''}
      FROM facts ${
        hasTold
          ? 'WINDOW along AS (PARTITION BY visitor, session ORDER BY t, is_page DESC, toUInt128(id) ROWS UNBOUNDED PRECEDING)'
          : ''
      }
      ${cart ? ', life AS (PARTITION BY visitor ORDER BY t, is_page DESC, toUInt128(id) ROWS UNBOUNDED PRECEDING)' : ''}
    ),
    carried AS (
      SELECT * ${
        cart
          ? `, sum(change) OVER (PARTITION BY visitor, filled ORDER BY t, is_page DESC, toUInt128(id) ROWS UNBOUNDED PRECEDING) AS value`
          : ''
      } FROM told
    ),
    views AS (
      SELECT visitor, session, view, minIf(t, is_page) AS began, ${stay ? 'any(visit_began) AS visit_began,' : ''}
        anyIf(lowerUTF8(origin), is_page) AS site, anyIf(lowerUTF8(path), is_page) AS page_path,
        anyIf(lowerUTF8(replaceRegexpOne(search, '#.*$', '')), is_page) AS query,
        countIf(type = 'exit') > 0 AS is_over,
        if(is_over, began + greatest(maxIf(JSONExtractInt(properties, 'durationMs'), type = 'exit'), 0), max(t)) AS ended,
        if(is_over, maxIf(JSONExtractInt(properties, 'visibleMs'), type = 'exit'), max(t) - began) AS seen,
        maxIf(greatest(JSONExtractFloat(properties, 'scrollPercent'), JSONExtractFloat(properties, 'percent')),
          type IN ('exit', 'scroll')) AS scrolled
        ${heard.map(one => `, ${one}`).join('')},
        greatest(${late.map(one => `toInt64(${one})`).join(', ')}${late.length === 1 ? ', toInt64(0)' : ''}) AS due
        ${holdings}
      FROM carried GROUP BY visitor, session, view HAVING ${also.join(' AND ')}
    )
    SELECT visitor, session, arraySlice(arraySort(groupArray(${cart ? 'held[1]' : 'due'})), 1, {moments:UInt32}) AS moments
    FROM views GROUP BY visitor, session LIMIT {most:UInt32}`
  return { sql, params }
}

const number = (key: string) =>
  `if(JSONType(said_of, '${key}') = 'String', toFloat64OrNull(trim(JSONExtractString(said_of, '${key}'))),
     if(JSONType(said_of, '${key}') IN ('Int64', 'UInt64', 'Double'), JSONExtract(said_of, '${key}', 'Nullable(Float64)'), NULL))`
const products = `if(JSONType(said_of, 'products') = 'Array', toNullable(arraySum(product ->
  coalesce(JSONExtract(product, 'price', 'Nullable(Float64)'), 0) * coalesce(JSONExtract(product, 'quantity', 'Nullable(Float64)'), 1),
  JSONExtractArrayRaw(said_of, 'products'))), NULL)`

// `cartAfter`, in SQL: what a Cart Viewed or an Order Completed says begins a new count, which what is put in or taken out changes.
const cartColumns = `
  coalesce(${number('total')}, ${number('value')}, ${products}) AS said,
  type = 'track' AND (name = 'Order Completed' OR (name = 'Cart Viewed' AND said IS NOT NULL)) AS fills,
  multiIf(fills, if(name = 'Order Completed', 0., assumeNotNull(said)),
    type = 'track' AND name IN ('Product Added', 'Product Removed') AND ${number('price')} IS NOT NULL,
      if(name = 'Product Added', 1., -1.) * assumeNotNull(${number('price')}) * coalesce(${number('quantity')}, 1.),
    0.) AS change,
  countIf(fills) OVER life AS filled,
  coalesce(anyLast(if(type = 'track' AND JSONExtractString(said_of, 'currency') != '',
    toNullable(upper(JSONExtractString(said_of, 'currency'))), NULL)) OVER life, '') AS currency`

type Bound = (value: string | number, type: 'String' | 'Float64' | 'Int64') => string

/** `matchesPage`, in SQL. */
function pageMatches({ op, value }: PageCondition, bound: Bound): string {
  const wanted = value.trim().toLowerCase()
  const url = 'concat(site, page_path, query)'
  if (op === 'contains') return `position(${url}, ${bound(wanted, 'String')}) > 0`
  if (op === 'notContains') return `position(${url}, ${bound(wanted, 'String')}) = 0`
  const subject = { path: 'page_path', pathAndQuery: 'concat(page_path, query)', url }[pageSubject(wanted)]
  const found = withoutLastSlash(subject)
  if (op === 'matches') return `match(${found}, ${bound(globPattern(plain(wanted)), 'String')})`
  return `${found} ${op === 'is' ? '=' : '!='} ${bound(plain(wanted), 'String')}`
}

const plain = (text: string) => (text.length > 1 ? text.replace(/\/+$/, '') || '/' : text)
const withoutLastSlash = (text: string) =>
  `if(length(${text}) > 1, if(replaceRegexpOne(${text}, '/+$', '') = '', '/', replaceRegexpOne(${text}, '/+$', '')), ${text})`

const globPattern = (glob: string) =>
  `^(?s)${glob
    .split('*')
    .map(part => part.replaceAll(/[\\^$.|?*+()[\]{}]/g, '\\$&'))
    .join('.*')}$`

/** `holds`, in SQL, of one property. */
function propertyHolds({ property, op, value }: PropertyCondition, bound: Bound): string {
  const key = bound(property, 'String')
  const type = `JSONType(properties, ${key})`
  const isThere = `(JSONHas(properties, ${key}) AND ${type} != 'Null')`
  const text = `lowerUTF8(trim(if(${type} = 'String', JSONExtractString(properties, ${key}), JSONExtractRaw(properties, ${key}))))`
  if (op === 'exists') return isThere
  const wanted = String(value ?? '')
    .trim()
    .toLowerCase()
  if (op === 'is') return `(${isThere} AND ${text} = ${bound(wanted, 'String')})`
  if (op === 'isNot') return `(NOT ${isThere} OR ${text} != ${bound(wanted, 'String')})`
  if (op === 'contains')
    return `(${isThere} AND if(${type} = 'Array',
      has(arrayMap(item -> lowerUTF8(trim(if(JSONType(item) = 'String', JSONExtractString(item), item))), JSONExtractArrayRaw(properties, ${key})), ${bound(wanted, 'String')}),
      position(${text}, ${bound(wanted, 'String')}) > 0))`
  const comparable = `if(${type} = 'String', toFloat64OrNull(trim(JSONExtractString(properties, ${key}))),
    if(${type} IN ('Int64', 'UInt64', 'Double'), JSONExtract(properties, ${key}, 'Nullable(Float64)'), NULL))`
  return `coalesce(${comparable} ${op === 'atLeast' ? '>=' : '<='} ${bound(Number(value), 'Float64')}, 0)`
}
