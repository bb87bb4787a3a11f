import { randomBytes } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  exportTables,
  type OverviewAnswer,
  type PeopleBehindAnswer,
  type PeoplePage,
  type TrendAnswer
} from '@foyer/protocol'
import { beforeAll, describe, expect, test } from 'vitest'
import { keyWith } from '../../../test/team.ts'
import { identify, newLocalId, page, send, track } from '../../../test/visitor.ts'
import { call, foyerUrl, type Minted, mintWorkspace, settled } from '../../../test/workspace.ts'
import { fillGolden, type Golden, goldenEvents } from '../testing/golden.ts'

const year = { from: '2026-01-01', to: '2026-12-31' }
const steps = [{ event: 'page' }, { event: 'Order Completed' }]
const orders = { ...year, unit: 'month', series: [{ event: 'Order Completed' }], breakdown: 'country' }

async function download(workspace: Pick<Minted, 'key'>, body: Record<string, unknown>) {
  const answer = await fetch(`${foyerUrl()}/api/analytics/export`, {
    method: 'POST',
    headers: { authorization: `Bearer ${workspace.key}`, 'content-type': 'application/json' },
    body: JSON.stringify(body)
  })
  const bytes = Buffer.from(await answer.arrayBuffer())
  return { status: answer.status, headers: answer.headers, bytes, text: bytes.toString('utf8') }
}

/** RFC 4180. */
function readCsv(text: string): string[][] {
  const rows: string[][] = [[]]
  let cell = ''
  let isQuoted = false
  for (let at = 0; at < text.length; at += 1) {
    const letter = text[at]
    if (isQuoted && letter === '"' && text[at + 1] === '"') {
      cell += '"'
      at += 1
    } else if (letter === '"') isQuoted = !isQuoted
    else if (!isQuoted && (letter === ',' || letter === '\n')) {
      rows.at(-1)?.push(cell.replace(/\r$/, ''))
      cell = ''
      if (letter === '\n') rows.push([])
    } else cell += letter
  }
  return rows.filter(row => row.length > 0)
}

/** By the engine itself, from a file. */
async function readParquet(bytes: Buffer): Promise<Record<string, unknown>[]> {
  const file = join(tmpdir(), `foyer-${randomBytes(6).toString('hex')}.parquet`)
  await writeFile(file, bytes)
  const { Session } = await import('chdb')
  const session = new Session()
  try {
    const answer = await session.queryAsync(`SELECT * FROM file('${file}', Parquet)`, { format: 'JSONEachRow' })
    return answer
      .text()
      .split('\n')
      .filter(line => line !== '')
      .map(line => JSON.parse(line) as Record<string, unknown>)
  } finally {
    session.close()
  }
}

describe('a report as a file', () => {
  let golden: Golden
  let points: Record<string, unknown>[]
  beforeAll(async () => {
    golden = await fillGolden()
    const { body } = await call<TrendAnswer>('POST', '/api/analytics/trend', {
      who: golden.workspace.key,
      body: orders
    })
    points = body.lines.flatMap(line =>
      body.buckets.map((bucket, index) => ({
        bucket,
        series: line.label,
        value: line.value,
        figure: line.points[index],
        previous: null
      }))
    )
    expect(points.length).toBeGreaterThan(5)
  }, 120_000)

  const asked = (format: string) => ({ kind: 'trend', question: orders, format, name: 'Orders / by “country”' })

  test('CSV, JSON, NDJSON and Parquet hold the figures that the page shows', async () => {
    const json = await download(golden.workspace, asked('json'))
    expect(json.status, json.text).toBe(200)
    expect(JSON.parse(json.text)).toEqual(points)
    const ndjson = await download(golden.workspace, asked('ndjson'))
    expect(
      ndjson.text
        .trim()
        .split('\n')
        .map(line => JSON.parse(line))
    ).toEqual(points)
    const [names, ...rows] = readCsv((await download(golden.workspace, asked('csv'))).text)
    expect(names).toEqual(Object.keys(points[0] ?? {}))
    expect(rows).toEqual(points.map(row => Object.values(row).map(cell => (cell === null ? '' : String(cell)))))
    const parquet = await download(golden.workspace, asked('parquet'))
    expect(parquet.bytes.subarray(0, 4).toString()).toBe('PAR1')
  })

  test('every kind of report has its tables, and a list comes whole', async () => {
    const { workspace } = golden
    const rows = async (kind: string, question: Record<string, unknown>, table?: string) => {
      const file = await download(workspace, {
        kind,
        question: { ...year, ...question },
        format: 'json',
        ...(table ? { table } : {})
      })
      expect(file.status, `${kind} ${table}: ${file.text}`).toBe(200)
      return JSON.parse(file.text) as Record<string, unknown>[]
    }
    const overview = await call<OverviewAnswer>('GET', `/api/analytics/overview?from=${year.from}&to=${year.to}`, {
      who: workspace.key
    })
    expect(await rows('overview', {})).toContainEqual({
      figure: 'views',
      value: overview.body.total.views,
      previous: null
    })
    const filters = [{ property: 'path', op: 'is', value: '/shoes' }]
    const shoes = goldenEvents.filter(event => event.path === '/shoes').length
    expect(await rows('overview', { filters, bots: 'with' })).toContainEqual({
      figure: 'views',
      value: shoes,
      previous: null
    })
    const paths = new Set(goldenEvents.filter(event => event.type === 'page').map(event => event.path))
    expect((await rows('top', { dimension: 'page', bots: 'with' })).map(row => row.value).sort()).toEqual(
      [...paths].sort()
    )
    for (const [kind, tables] of Object.entries(exportTables)) {
      const question = { top: { dimension: 'page' }, trend: { series: orders.series }, funnel: { steps } }[kind] ?? {}
      if (['events', 'people', 'behind'].includes(kind)) continue
      for (const table of tables) expect(await rows(kind, question, table)).toBeInstanceOf(Array)
    }
    expect((await rows('conversations', {}, 'week')).length).toBe(7 * 24)
  })

  test('is named after the report, its table and its days', async () => {
    const { headers } = await download(golden.workspace, { ...asked('csv'), table: 'totals' })
    expect(headers.get('content-disposition')).toBe(
      'attachment; filename="orders-by-country-totals-2026-01-01-to-2026-12-31.csv"'
    )
    expect(headers.get('content-type')).toContain('text/csv')
    expect(headers.get('cache-control')).toBe('no-store')
  })

  test.each([
    ['a table it has not', { table: 'people' }, 'table'],
    ['a table the log has not', { kind: 'requests', question: year, table: 'points2' }, 'table'],
    ['a table events have not', { kind: 'events', question: year, table: 'points' }, 'table'],
    ['a format there is not', { format: 'xlsx' }, 'format'],
    ['a question of another kind', { question: { ...year, steps: [] } }, 'question.steps'],
    ['no time', { question: { series: orders.series } }, 'question.from'],
    [
      'a broken pattern',
      {
        question: { ...orders, filters: [{ property: 'path', op: 'matches', value: '(' }] }
      },
      'filters.0.value'
    ]
  ])('%s is refused before the first byte, by the field', async (_what, more, field) => {
    const refused = await download(golden.workspace, { ...asked('csv'), ...more })
    expect(refused.status, refused.text).toBe(422)
    expect(JSON.parse(refused.text).error.field).toBe(field)
  })

  test('events: every one of the span, once, with the columns that were asked for', async () => {
    const question = { ...year }
    const columns = ['time', 'visitor', 'type', 'name', 'path', 'properties']
    const { text, status } = await download(golden.workspace, { kind: 'events', question, columns, format: 'ndjson' })
    expect(status, text).toBe(200)
    const rows = text
      .trim()
      .split('\n')
      .map(line => JSON.parse(line) as Record<string, string>)
    expect(Object.keys(rows[0] ?? {})).toEqual(columns)
    // To the minute: a clock that was three hours ahead is corrected by when its events arrived.
    const line = (at: string, visitor: string, type: string, name: string, path: string) =>
      [at.slice(0, 16), visitor, type, name, path].join(' ')
    expect(
      rows.map(row => line(row.time ?? '', row.visitor ?? '', row.type ?? '', row.name ?? '', row.path ?? '')).sort()
    ).toEqual(
      goldenEvents
        .map(event =>
          line(new Date(event.atMs).toISOString(), golden.ids[event.who], event.type, event.name, event.path)
        )
        .sort()
    )
    const list = await download(golden.workspace, { kind: 'events', question, columns, format: 'json' })
    expect(JSON.parse(list.text)).toEqual(rows)
    const [, ...cells] = readCsv(
      (await download(golden.workspace, { kind: 'events', question, columns, format: 'csv' })).text
    )
    expect(cells).toEqual(rows.map(row => columns.map(name => row[name])))
    const filtered = { ...question, filters: [{ property: 'event', op: 'is', value: 'Order Completed' }], limit: 2 }
    const two = await download(golden.workspace, { kind: 'events', question: filtered, format: 'ndjson' })
    expect(
      two.text
        .trim()
        .split('\n')
        .map(one => JSON.parse(one).name)
    ).toEqual(['Order Completed', 'Order Completed'])
  })

  test('Parquet is read back by the engine: the same events, the same figures', async () => {
    const columns = ['id', 'time', 'path', 'properties']
    const ask = { kind: 'events', question: year, columns }
    const { bytes } = await download(golden.workspace, { ...ask, format: 'parquet' })
    const { text } = await download(golden.workspace, { ...ask, format: 'json' })
    expect(await readParquet(bytes)).toEqual(JSON.parse(text))
    expect(await readParquet((await download(golden.workspace, asked('parquet'))).bytes)).toEqual(points)
  })

  test('events are refused before the first byte too, and none at all are a file without rows', async () => {
    for (const format of ['csv', 'json', 'ndjson', 'parquet']) {
      const broken = { ...year, filters: [{ property: 'path', op: 'matches', value: '(?<!x' }] }
      const refused = await download(golden.workspace, { kind: 'events', question: broken, format })
      expect(refused.status, refused.text).toBe(422)
    }
    const none = { from: '2020-01-01', to: '2020-01-02' }
    const asked = { kind: 'events', question: none, columns: ['time', 'path'] }
    expect(JSON.parse((await download(golden.workspace, { ...asked, format: 'json' })).text)).toEqual([])
    expect((await download(golden.workspace, { ...asked, format: 'csv' })).text).toBe('time,path\r\n')
    expect(await readParquet((await download(golden.workspace, { ...asked, format: 'parquet' })).bytes)).toEqual([])
  })

  test('the people behind a bar of a funnel, as the page lists them', async () => {
    const { workspace } = golden
    const of = { report: 'funnel', question: { ...year, steps }, step: 1, who: 'reached' }
    const { body } = await call<PeopleBehindAnswer>('POST', '/api/analytics/people', {
      who: workspace.key,
      body: { of, limit: 500 }
    })
    const { text } = await download(workspace, { kind: 'behind', question: { of }, format: 'json' })
    expect(body.items.length).toBeGreaterThan(1)
    expect((JSON.parse(text) as { id: string; at: string }[]).map(({ id, at }) => `${id} ${at}`)).toEqual(
      body.items.map(({ id, at }) => `${id} ${at}`)
    )
  })

  test('people: all of them, or those of a segment, as the People page lists them', async () => {
    const { workspace, ids } = golden
    const segment = await call<{ id: string }>('POST', '/api/segments', {
      who: workspace.key,
      body: { name: 'Readers of news', rule: { filters: [{ property: 'path', op: 'is', value: '/blog/news' }] } }
    })
    const listed = async (question: Record<string, unknown>) => {
      const { text, status } = await download(workspace, { kind: 'people', question, format: 'json' })
      expect(status, text).toBe(200)
      return (JSON.parse(text) as { id: string }[]).map(person => person.id)
    }
    const page = async (query: string) =>
      (await call<PeoplePage>('GET', `/api/people?limit=500${query}`, { who: workspace.key })).body.items.map(
        one => one.id
      )
    expect(await listed({})).toEqual(await page(''))
    const narrow = { country: 'GB', bots: false, sort: 'name', order: 'asc' }
    const british = await listed(narrow)
    expect(british).toEqual(await page('&country=GB&bots=false&sort=name&order=asc'))
    expect(british).toHaveLength(2)
    const readers = await listed({ segment: segment.body.id })
    expect(readers).toEqual(await page(`&segment=${segment.body.id}`))
    expect(readers.length).toBeGreaterThan(0)
    expect(readers.length).toBeLessThan(Object.keys(ids).length)
    const { key } = await keyWith(workspace, 'analytics:read')
    expect((await download({ key }, { kind: 'people', question: {}, format: 'csv' })).status).toBe(403)
  })

  test('a filter on a trait or a segment is looked up for an export as for its report', async () => {
    const { workspace } = golden
    const filters = [{ property: 'traits.plan', op: 'isNotSet' }]
    const question = { ...year, series: orders.series, filters }
    const asked = await call<TrendAnswer>('POST', '/api/analytics/trend', { who: workspace.key, body: question })
    const { text } = await download(workspace, { kind: 'trend', question, table: 'totals', format: 'json' })
    expect(JSON.parse(text)[0].figure).toBe(asked.body.lines[0]?.total)
  })

  test('events of people need the right to read people', async () => {
    const { key } = await keyWith(golden.workspace, 'analytics:read')
    const asked = { kind: 'events', question: year, format: 'csv' }
    expect((await download({ key }, asked)).status).toBe(403)
    const both = await keyWith(golden.workspace, 'analytics:read', 'people:read')
    expect((await download({ key: both.key }, asked)).status).toBe(200)
    const odd = await download(golden.workspace, { ...asked, columns: ['time', 'workspace'] })
    expect(JSON.parse(odd.text).error).toMatchObject({ field: 'columns.1' })
  })
})

test('F9 the loss ledger as a file: what arrived is what was stored, was a copy or was refused, with the reasons', async () => {
  const workspace = await mintWorkspace()
  const visitor = (await identify(workspace, { localId: newLocalId() })).body
  const good = [page('/1'), page('/2'), track('Three')]
  await send(workspace, visitor, [...good, null, { ...page('/'), type: 'purchase' }], { dropped: { queue_full: 7 } })
  await send(workspace, visitor, [...good.slice(1), null])
  await settled()
  const question = { from: '2026-01-01', to: new Date(Date.now() + 86_400_000).toISOString().slice(0, 10) }
  const file = async (table: string, format = 'json', more: Record<string, unknown> = {}, who = workspace) => {
    const asked = { kind: 'ledger', question: { ...question, ...more }, table, format }
    const answer = await download(who, asked)
    expect(answer.status, answer.text).toBe(200)
    return answer
  }
  const sums = async (more = {}, who = workspace) =>
    (JSON.parse((await file('sums', 'json', more, who)).text) as Record<string, unknown>[]).map(row =>
      Object.values(row).join(' ')
    )
  expect(await sums()).toEqual([
    'received  8',
    'stored  3',
    'duplicates  2',
    'refused invalid_event 2',
    'refused unknown_type 1',
    'droppedInPage queue_full 7'
  ])
  const hours = JSON.parse((await file('hours')).text) as Record<string, unknown>[]
  const of = (name: string) => hours.reduce((sum, row) => sum + Number(row[name]), 0)
  expect(['received', 'stored', 'duplicates', 'refused', 'unexplained', 'droppedInPage'].map(of)).toEqual([
    8, 3, 2, 3, 0, 7
  ])
  expect(hours.every(row => row.agentId === workspace.agentId && /:00:00\.000Z$/.test(String(row.hour)))).toBe(true)
  const reasons = readCsv((await file('reasons', 'csv')).text)
  expect(reasons[0]).toEqual(['hour', 'agentId', 'entry', 'reason', 'events'])
  expect(reasons.filter(row => row[3] === 'queue_full').map(row => row.slice(2))).toEqual([
    ['droppedInPage', 'queue_full', '7']
  ])
  expect(await readParquet((await file('hours', 'parquet')).bytes)).toEqual(hours)

  const other = await mintWorkspace()
  expect(await sums({}, other)).toEqual([])
  expect(await sums({ agentId: workspace.agentId }, other)).toEqual([])
  expect(await sums({ agentId: workspace.agentId })).toHaveLength(6)
  const { key } = await keyWith(workspace, 'analytics:read')
  expect((await download({ key }, { kind: 'ledger', question, format: 'csv' })).status).toBe(403)
  const odd = await download(workspace, { kind: 'ledger', question: { ...question, agentId: 'x' }, format: 'csv' })
  expect([odd.status, JSON.parse(odd.text).error.field]).toEqual([422, 'question.agentId'])
})

test('the last half hour as a file: its minutes, and who is where in it', async () => {
  const workspace = await mintWorkspace()
  const visitor = (await identify(workspace, { localId: newLocalId() })).body
  await send(workspace, visitor, [page('/a'), page('/a'), track('Signed Up')])
  await settled()
  const rows = async (table: string) => {
    const { text, status } = await download(workspace, { kind: 'live', question: {}, table, format: 'json' })
    expect(status, text).toBe(200)
    return JSON.parse(text) as Record<string, unknown>[]
  }
  const minutes = await rows('minutes')
  expect(minutes).toHaveLength(30)
  expect(minutes.reduce((sum, row) => sum + Number(row.views), 0)).toBe(2)
  expect(await rows('pages')).toEqual([{ value: '/a', visitors: 1 }])
  expect(await rows('countries')).toEqual([{ value: 'GB', visitors: 1 }])
  expect(await rows('sources')).toEqual([{ value: 'Direct', visitors: 1 }])
  expect(await rows('events')).toEqual([{ value: 'Signed Up', count: 1 }])
})

test('the log of requests comes as it is listed, the newest first', async () => {
  const workspace = await mintWorkspace()
  for (const path of ['/api/reports', '/api/dashboards', '/api/reports/rep_0'])
    await call('GET', path, { who: workspace.key })
  const listed = () =>
    call<{ items: { id: string; endpoint: string }[] }>('GET', '/api/requests?method=GET', { who: workspace.key })
  await expect.poll(async () => JSON.stringify((await listed()).body), { timeout: 20_000 }).toContain('/api/dashboards')
  const question = { method: 'GET', search: 'dashboards' }
  const { text } = await download(workspace, { kind: 'requests', question, format: 'ndjson' })
  const [row] = text
    .trim()
    .split('\n')
    .map(line => JSON.parse(line))
  expect(row).toMatchObject({ method: 'GET', endpoint: '/api/dashboards', status: 200, source: 'api' })
  const csv = readCsv((await download(workspace, { kind: 'requests', question, format: 'csv' })).text)
  expect(csv[1]).toEqual(csv[0]?.map(name => String(row[name])))

  // What stands above the log, each list with all of its rows and not only the ten that are shown.
  const above = async (table: string) => {
    const asked = { kind: 'requests', question: { method: 'GET' }, table, format: 'csv' }
    const [names = [], ...rows] = readCsv((await download(workspace, asked)).text)
    return rows.map(cells => Object.fromEntries(cells.map((cell, at) => [names[at], cell])))
  }
  const endpoints = await above('endpoints')
  expect(endpoints).toContainEqual({
    value: 'GET /api/dashboards',
    requests: '1',
    errors: '0',
    p95: expect.stringMatching(/^\d/)
  })
  const count = (rows: Record<string, string>[]) => rows.reduce((sum, one) => sum + Number(one.requests), 0)
  const figures = Object.fromEntries((await above('figures')).map(one => [one.figure, Number(one.value)]))
  for (const table of ['endpoints', 'sources', 'statuses', 'points'])
    expect(count(await above(table)), table).toBe(figures.requests)
})

const hostile = [
  '=HYPERLINK("https://evil.example","Click")',
  '+1+cmd|calc',
  '-2+3',
  '@SUM(A1)',
  '\tx',
  '\r=1',
  '＝1',
  'a,"b"\nc',
  "it's"
]

test('P33 what a page or a visitor wrote begins no formula in a spreadsheet, and numbers stay numbers', async () => {
  const workspace = await mintWorkspace()
  const visitor = (await identify(workspace, { localId: newLocalId() })).body
  const named = [...hostile, '-12.5', '42']
  await send(workspace, visitor, [...named.map((_name, at) => track('Wrote', { note: named[at], at })), page('/plain')])
  await settled()
  const today = new Date().toISOString().slice(0, 10)
  const span = { from: today, to: today, timezone: 'UTC' }
  const question = { ...span, series: [{ event: 'Wrote' }], breakdown: 'note', limit: 50 }
  const report = readCsv(
    (await download(workspace, { kind: 'trend', question, table: 'totals', format: 'csv' })).text
  ).map(row => row[1])
  const stored = (await call<TrendAnswer>('POST', '/api/analytics/trend', { who: workspace.key, body: question })).body
  for (const { value = '' } of stored.lines) {
    const isFormula = /^[=+@\t\r\n＝＋－＠-]/.test(value) && !/^-?\d+(\.\d+)?$/.test(value)
    expect(report, value).toContain(isFormula ? `'${value}` : value)
  }
  expect(stored.lines.filter(line => /^[=+\-@\t\r＝]/.test(line.value ?? ''))).toHaveLength(8)
  expect(report).toContain('-12.5')

  // The same by the engine, which writes events itself.
  const titled = (await identify(workspace, { localId: newLocalId() })).body
  await send(
    workspace,
    titled,
    named.map(title => ({ ...page('/titled'), title }))
  )
  await settled()
  const pages = {
    kind: 'events',
    question: { ...span, filters: [{ property: 'path', op: 'is', value: '/titled' }] },
    columns: ['title']
  }
  const kept = (await download(workspace, { ...pages, format: 'ndjson' })).text
    .trim()
    .split('\n')
    .map(line => JSON.parse(line).title as string)
  const [, ...cells] = readCsv((await download(workspace, { ...pages, format: 'csv' })).text)
  const safe = kept.map(text =>
    /^[=+@\t\r\n＝＋－＠-]/.test(text) && !/^-?\d+(\.\d+)?$/.test(text) ? `'${text}` : text
  )
  expect(kept).toHaveLength(named.length)
  expect(cells.map(row => row[0])).toEqual(safe)
})

test('whoever leaves in the middle stops the export, and the next one is served', async () => {
  const workspace = await mintWorkspace()
  const visitor = (await identify(workspace, { localId: newLocalId() })).body
  const long = 'x'.repeat(20_000)
  for (let batch = 0; batch < 20; batch += 1)
    await send(
      workspace,
      visitor,
      Array.from({ length: 40 }, () => track('Long', { long }))
    )
  await settled()
  const today = new Date()
  const question = {
    from: new Date(today.getTime() - 86_400_000).toISOString().slice(0, 10),
    to: new Date(today.getTime() + 86_400_000).toISOString().slice(0, 10)
  }
  const body = { kind: 'events', question, columns: ['properties'], format: 'csv' }
  for (let turn = 0; turn < 4; turn += 1) {
    const leaving = new AbortController()
    const answer = await fetch(`${foyerUrl()}/api/analytics/export`, {
      method: 'POST',
      headers: { authorization: `Bearer ${workspace.key}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal: leaving.signal
    })
    expect(answer.status).toBe(200)
    await answer.body?.getReader().read()
    // One of a workspace at a time.
    expect((await download(workspace, body)).status).toBe(429)
    leaving.abort()
    await expect.poll(async () => (await download(workspace, { ...body, format: 'ndjson' })).status).toBe(200)
  }
  const all = await download(workspace, { ...body, format: 'ndjson' })
  expect(all.text.trim().split('\n')).toHaveLength(800)
}, 60_000)
