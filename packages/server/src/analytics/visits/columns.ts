/** A row of `visits` is a quarter of an hour of a visit: no timezone's hour or day begins in the midst of one. */
export const slotMs = 900_000

/** What is said of the sender, under the names it has among the events; within a row it is the same. */
const senderColumns = ['agent', 'bot', 'country', 'region', 'city', 'language', 'browser', 'os', 'device'] as const

const slotOfTime = `intDiv(toUnixTimestamp64Milli(time), ${slotMs})`
const isPage = `type IN ('page', 'screen')`

/** What the first page of a row says, and the last one, by the columns of the events. */
const ofPages = {
  entry_path: 'path',
  entry_source: 'source',
  entry_referrer: 'referrer',
  entry_campaign_source: 'utm_source',
  entry_medium: 'utm_medium',
  entry_campaign: 'utm_campaign',
  entry_term: 'utm_term',
  entry_content: 'utm_content'
} as const

/** All but whose they are (`workspace`, `generation`) and whether the visit has other rows (`alone`). */
export const rowColumns = [
  'slot',
  'session',
  'visitor',
  ...senderColumns,
  'own',
  'began',
  'lasted',
  'pages',
  'started',
  'paged',
  'left',
  'exit_path',
  ...Object.keys(ofPages)
].join(', ')

/** Rows made of events. What comes of two sets of events are parts of the same visits: whoever reads them adds them up. */
export function rowsOfEvents(where: string): string {
  const sender = senderColumns.join(', ')
  const entries = Object.entries(ofPages).map(([name, column]) => `argMinIf(${column}, time, ${isPage}) AS ${name}`)
  return `SELECT ${rowColumns} FROM (
      SELECT ${slotOfTime} AS slot, reinterpretAsUInt64(e.session) AS session, reinterpretAsUInt64(e.visitor) AS visitor,
        ${sender}, toUInt8(type != 'conversation') AS own, min(time) AS began, toUInt32(toUnixTimestamp64Milli(max(time)) - toUnixTimestamp64Milli(began)) AS lasted,
        toUInt32(countIf(type = 'page')) AS pages, toUInt32(countIf(type = 'conversation' AND name = 'started')) AS started,
        toUInt32(if(countIf(${isPage}) = 0, 0, toUnixTimestamp64Milli(minIf(time, ${isPage})) - toUnixTimestamp64Milli(began) + 1)) AS paged,
        toUInt32(if(countIf(${isPage}) = 0, 0, toUnixTimestamp64Milli(maxIf(time, ${isPage})) - toUnixTimestamp64Milli(began) + 1)) AS left,
        argMaxIf(path, time, ${isPage}) AS exit_path, ${entries.join(', ')}
      FROM events AS e WHERE ${where} GROUP BY slot, session, visitor, ${sender}, own)`
}

/**
 * The same, a row each and not grouped: what a question adds of the minutes since the table was made. Grouping them by all that is said of a
 * sender costs more than reading them one by one.
 */
export function rowOfEach(where: string): string {
  const paged = `toUInt32(${isPage})`
  const entries = Object.entries(ofPages).map(([name, column]) => `${column} AS ${name}`)
  return `SELECT ${rowColumns} FROM (
      SELECT ${slotOfTime} AS slot, reinterpretAsUInt64(e.session) AS session, reinterpretAsUInt64(e.visitor) AS visitor,
        ${senderColumns.join(', ')}, toUInt8(type != 'conversation') AS own, time AS began, toUInt32(0) AS lasted, toUInt32(type = 'page') AS pages,
        toUInt32(type = 'conversation' AND name = 'started') AS started, ${paged} AS paged, ${paged} AS left, path AS exit_path, ${entries.join(', ')}
      FROM events AS e WHERE ${where})`
}

export const viewColumns = ['path', 'slot', 'visitor', 'session', ...senderColumns].join(', ')

/** Page views, made of events: what `page_views` holds, in its own types, so that it is added to the table as it lies. */
export function viewsOfEvents(where: string): string {
  const short = ['bot', 'language']
  const sender = senderColumns.map(name => (short.includes(name) ? `toLowCardinality(e.${name}) AS ${name}` : name))
  return `SELECT ${viewColumns} FROM (
      SELECT toLowCardinality(e.path) AS path, toInt32(${slotOfTime}) AS slot, reinterpretAsUInt64(e.visitor) AS visitor, reinterpretAsUInt64(e.session) AS session,
        ${sender.join(', ')}
      FROM events AS e WHERE ${where} AND type = 'page')`
}

/** Of several rows of one visit: what stood in the first, or the last, in which there was a page. */
export const ofFirstPage = (column: string) => `argMinIf(${column}, toUnixTimestamp64Milli(began) + paged, paged != 0)`
export const ofLastPage = (column: string) => `argMaxIf(${column}, toUnixTimestamp64Milli(began) + left, left != 0)`
