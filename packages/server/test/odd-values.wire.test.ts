import { beforeAll, expect, test } from 'vitest'
import { knock, methodOf, type Row, rows, settle, type World } from './every-route.ts'
import { anyAddress } from './team.ts'
import { call } from './workspace.ts'

const nul = String.fromCharCode(0)
const loneSurrogate = '\ud800'
const deep = (depth: number): unknown => (depth === 0 ? 1 : { a: deep(depth - 1) })
/** What somebody who means no good, or a program with a fault, writes where something else is expected. */
const odd: unknown[] = [
  null,
  true,
  '',
  ' ',
  `a${nul}b`,
  loneSurrogate,
  '%00',
  "'; DROP TABLE people; --",
  '{{constructor}}',
  '__proto__',
  '\u202Etxt.exe',
  'x'.repeat(100_000),
  '275760-09-13T00:00:00.000Z',
  '-000001-01-01T00:00:00Z',
  'vis_0',
  0,
  -1,
  1.5,
  1e308,
  2 ** 53,
  2 ** 31,
  [],
  {},
  [[]],
  [null, 1, 'x', {}],
  deep(500),
  { __proto__: null, constructor: { prototype: {} } }
]

let world: World
beforeAll(async () => {
  world = await settle()
})

type Asked = ReturnType<Row['ask']>

/** The good request with one part of it replaced: what names something in the path, a value of the query, a leaf or branch of the body. */
function* bent(row: Row, good: Asked): Generator<Asked & { what: string }> {
  const [path = '', query = ''] = good.path.split('?')
  const named = (row.route.split(' ')[1] ?? '').split('/')
  const parts = path.split('/')
  const keys = new Set([...new URLSearchParams(query).keys(), ...(methodOf(row) === 'GET' ? everyQuery : [])])
  for (const value of odd) {
    if (typeof value !== 'string' && typeof value !== 'number') continue
    const text = encoded(String(value).slice(0, 2_000))
    for (const [index, part] of named.entries())
      if (part.startsWith(':')) {
        const other = parts.with(index, text).join('/')
        yield { ...good, path: query ? `${other}?${query}` : other, what: `${part} ${shown(value)}` }
      }
    for (const key of keys) yield { ...good, path: `${path}?${key}=${text}`, what: `?${key} ${shown(value)}` }
  }
  if (good.raw !== undefined || methodOf(row) === 'GET') return
  for (const value of odd)
    for (const [where, body] of replaced(good.body, value)) yield { ...good, body, what: `${where} ${shown(value)}` }
}

/** What the lists of the API understand, asked of everything that is read. */
const everyQuery = ['cursor', 'limit', 'search', 'after', 'before', 'status', 'days', 'from', 'types']
const shown = (value: unknown) => JSON.stringify(value)?.slice(0, 60)
const encoded = (text: string) =>
  (text === '%00' ? text : encodeURIComponent(text.isWellFormed() ? text : '\ufffd')) || '%20'

function* replaced(body: unknown, value: unknown, where = 'body'): Generator<[string, unknown]> {
  yield [where, value]
  if (Array.isArray(body))
    for (const [index, item] of body.entries())
      for (const [at, other] of replaced(item, value, `${where}[${index}]`)) yield [at, body.with(index, other)]
  else if (typeof body === 'object' && body !== null)
    for (const [key, item] of Object.entries(body))
      for (const [at, other] of replaced(item, value, `${where}.${key}`)) yield [at, { ...body, [key]: other }]
}

const askable = rows.filter(row => methodOf(row) !== 'OPTIONS' && row.route !== 'POST /api/setup')

test.each(askable.map(row => [row.route, row] as const))('P66 P68 P71 nothing odd breaks %s', async (_route, row) => {
  const good = row.ask(world)
  const faults: string[] = []
  const all = [...bent(row, good)]
  const ask = async (asked: (typeof all)[number]) => {
    // Each from an address of its own, or a limit would answer for the route.
    const headers = { 'x-forwarded-for': anyAddress() }
    const answer = await knock({ ...row, ask: () => asked }, world, { who: world.workspace.key, headers })
    const isHelpful = answer.status < 400 || typeof (answer.body.error as { message?: string })?.message === 'string'
    if (answer.status >= 500 || !isHelpful)
      faults.push(`${asked.what}: ${answer.status} ${JSON.stringify(answer.body).slice(0, 200)}`)
  }
  while (all.length > 0) await Promise.all(all.splice(0, 16).map(ask))
  expect(faults.slice(0, 12)).toEqual([])
})

test('and the workspace still answers', async () => {
  expect((await call('GET', '/api/people', { who: world.workspace.key })).status).toBe(200)
})
