import type { ErrorBody } from '@foyer/protocol'
import { beforeAll, expect, test } from 'vitest'
import { call, mintWorkspace } from '../../test/workspace.ts'
import { fillGolden, type Golden } from './testing/golden.ts'

let golden: Golden
beforeAll(async () => {
  golden = await fillGolden()
})

const range = { from: '2026-10-01', to: '2026-10-31' }
const hostile = [
  `' OR 1=1--`,
  `') UNION ALL SELECT * FROM file('/etc/passwd','LineAsString','a String')--`,
  `url('http://127.0.0.1:9/hit')`,
  '{x:Identifier}',
  String.raw`\' \\ ''`,
  'name; SET readonly=0',
  `props.a'||sleep(3)||'`,
  `copy (select '') to program 'id'`,
  `A+constructor.constructor('return process')()`,
  '__proto__',
  'constructor.prototype',
  '%_',
  '=HYPERLINK("http://x")',
  '\r\nX-Injected: 1',
  '\u0000\ud83d',
  'ü'.repeat(900)
]

type Ask = { method: 'GET' | 'POST'; path: string; fields: Record<string, unknown> }
const condition = { property: 'path', op: 'is', value: '/shoes' }
const asks: Ask[] = [
  {
    method: 'GET',
    path: '/api/analytics/overview',
    fields: {
      ...range,
      timezone: 'UTC',
      agentId: '',
      bots: 'with',
      unit: 'day',
      conversion: 'x',
      compare: 'true',
      against: 'year',
      filters: '[]'
    }
  },
  {
    method: 'GET',
    path: '/api/analytics/top',
    fields: { ...range, dimension: 'page', search: 'x', sort: 'views', limit: '5', offset: '0', filters: '[]' }
  },
  { method: 'GET', path: '/api/analytics/fields', fields: { of: 'path', search: 'x', limit: '5' } },
  {
    method: 'POST',
    path: '/api/analytics/trend',
    fields: {
      ...range,
      timezone: 'UTC',
      unit: 'day',
      breakdown: 'path',
      filters: [condition],
      series: [{ event: 'page' }]
    }
  }
]

async function send({ method, path }: Ask, fields: Record<string, unknown>) {
  const began = performance.now()
  const options = { who: golden.workspace.key }
  const answer =
    method === 'POST'
      ? await call<ErrorBody>(method, path, { ...options, body: fields })
      : await call<ErrorBody>(
          method,
          `${path}?${new URLSearchParams(Object.entries(fields).map(([key, value]): [string, string] => [key, String(value)]))}`,
          options
        )
  return { ...answer, ms: performance.now() - began }
}

test('P28 a workspace that is named in a question changes nothing of whose events are counted', async () => {
  const stranger = await mintWorkspace()
  const { id, number } = golden.workspace.workspace
  const named = {
    workspace: number,
    workspaceId: id,
    workspace_id: id,
    site_id: id,
    scope: { workspaceNumber: number }
  }
  const question = { ...range, series: [{ event: 'page' }], ...named }
  const answer = await call<{ lines: { total: number }[] }>('POST', '/api/analytics/trend', {
    who: stranger.key,
    body: question
  })
  expect([answer.status, answer.body.lines.map(line => line.total)]).toEqual([200, [0]])
  const search = new URLSearchParams({ ...range, workspace: String(number), workspaceId: id })
  const overview = await call<{ total: { visits: number } }>('GET', `/api/analytics/overview?${search}`, {
    who: stranger.key
  })
  expect([overview.status, overview.body.total.visits]).toEqual([200, 0])
})

test.each(asks)('P19-P33 nothing hostile in any field of $path is more than text', { timeout: 120_000 }, async ask => {
  for (const field of Object.keys(ask.fields))
    for (const text of hostile) {
      const answer = await send(ask, { ...ask.fields, ...withAgent(ask, golden), [field]: text })
      expect(answer.status, `${field}: ${text} ${JSON.stringify(answer.body)}`).toBeLessThan(500)
      if (answer.status >= 400) expect(answer.body.error.field?.split('.')[0] ?? field, `${field}: ${text}`).toBe(field)
    }
})

const withAgent = (ask: Ask, of: Golden) => ('agentId' in ask.fields ? { agentId: of.workspace.agentId } : {})

test.each(hostile)(
  'P19-P33 %j in each part of a filter is a refusal or an answer',
  { timeout: 120_000 },
  async text => {
    const parts = [
      { ...condition, property: text },
      { ...condition, op: text },
      { ...condition, value: text },
      { ...condition, value: [text, text] },
      { ...condition, op: 'matches', value: text },
      { ...condition, op: 'gt', value: text },
      { property: 'time', op: 'after', value: text },
      { did: { event: text, name: text } },
      { any: [{ all: [{ ...condition, value: text }] }] },
      { segment: text },
      { [text]: 1 },
      { $ne: '' }
    ]
    for (const part of parts) {
      const overview = await call<ErrorBody>(
        'GET',
        `/api/analytics/overview?${new URLSearchParams({ ...range, filters: JSON.stringify([part]) })}`,
        { who: golden.workspace.key }
      )
      expect(overview.status, `${JSON.stringify(part)} ${JSON.stringify(overview.body)}`).toBeLessThan(500)
      if (overview.status >= 400) expect(overview.body.error.field, JSON.stringify(part)).toMatch(/^filters/)
      // As a pattern, two bars after another choose everything: that is what they mean.
      else if (!('op' in part && part.op === 'matches'))
        expect((overview.body as unknown as { total: { visits: number } }).total.visits).toBe(0)
    }
  }
)

test('what is too much is refused by its name at once', async () => {
  const many = Array.from({ length: 10_000 }, (_, index) => `v${index}`)
  const trend = (fields: Record<string, unknown>) => ({ ...asks[3], fields }) as Ask
  const page = { event: 'page' }
  const tooMuch: [Record<string, unknown>, string][] = [
    [{ ...range, series: [page], filters: [{ property: 'path', value: many }] }, 'filters'],
    [{ ...range, series: [page], filters: many.map(value => ({ property: 'path', value })) }, 'filters'],
    [
      {
        ...range,
        series: [page],
        filters: [{ property: 'path', op: 'matches', value: `${'('.repeat(100)}a${'+)+'.repeat(34)}` }]
      },
      'filters'
    ],
    [{ ...range, series: [page], filters: [{ property: 'path', op: 'matches', value: '(a{999}){999}' }] }, 'filters'],
    [
      { ...range, series: [page], filters: [{ property: 'path', op: 'matches', value: String.raw`(a+)+\1` }] },
      'filters'
    ],
    [{ ...range, series: [page], filters: [{ property: `${'p.'.repeat(90)}p`, value: 'x' }] }, 'filters'],
    [{ from: '2026-10-31', to: '2026-10-01', series: [page] }, 'to'],
    [{ from: '1970-01-01', to: '2199-12-31', series: [page] }, 'from'],
    [{ from: '2026-02-30', to: '2026-03-01', series: [page] }, 'from'],
    [{ from: '2020-01-01', to: '2026-10-01', unit: 'hour', series: [page] }, 'unit'],
    [{ ...range, timezone: 'Mars/Olympus', series: [page] }, 'timezone'],
    [{ ...range, timezone: "UTC') --", series: [page] }, 'timezone'],
    [{ ...range, series: [{ ...page, aggregate: 'sum', property: 'country' }] }, 'series'],
    [{ ...range, series: [{ ...page, aggregate: 'sum' }] }, 'series'],
    [{ ...range, series: [page], breakdown: 'time' }, 'breakdown'],
    [{ ...range, series: Array.from({ length: 11 }, () => page) }, 'series'],
    [{ ...range, series: [page], breakdown: 'path', limit: 1_000_000 }, 'limit']
  ]
  for (const [fields, field] of tooMuch) {
    const answer = await send(trend(fields), fields)
    const what = JSON.stringify(fields).slice(0, 200)
    expect(answer.status, what).toBe(422)
    expect(answer.body.error.field?.split('.')[0], what).toBe(field)
    // Within a second on a machine of its own; this one may be busy.
    expect(answer.ms, what).toBeLessThan(3_000)
  }
})

test('a refusal says what is allowed, also where one of several forms would have done', async () => {
  const page = { event: 'page' }
  const trend = (more: object) => ['POST', '/api/analytics/trend', { ...range, series: [page], ...more }] as const
  const many = Array.from({ length: 10_000 }, (_, index) => `v${index}`)
  for (const [[method, path, body], field, message] of [
    [
      trend({ filters: [{ property: 'path', value: many }] }),
      'filters.0.value',
      'filters.0.value must have at most 500 entries.'
    ],
    [
      trend({ filters: [{ property: 'path', value: {} }] }),
      'filters.0.value',
      'filters.0.value must be one of these: string, number, boolean, array.'
    ],
    [trend({ filters: [{ nothing: 1 }] }), 'filters.0.property', 'filters.0.property is missing.'],
    [trend({ unit: 'year' }), 'unit', 'unit must be one of hour, day, week, month.'],
    [
      trend({ from: 'yesterday' }),
      'from',
      'from does not have the expected form (A day (2026-11-26) or an instant (2026-11-26T08:00:00Z)).'
    ],
    [
      ['GET', '/api/requests?status=999', undefined],
      'status',
      'status does not have the expected form (2xx to 5xx, errors, or one status such as 404).'
    ],
    [
      ['POST', '/api/analytics/funnel', { ...range, steps: [page, page], window: 'soon' }],
      'window',
      'window does not have the expected form (from 1s to 90d, such as 30m, 12h or 14d).'
    ]
  ] as const) {
    const answer = await call<ErrorBody>(method, path, { who: golden.workspace.key, ...(body && { body }) })
    expect([answer.status, answer.body.error.field, answer.body.error.message]).toEqual([422, field, message])
  }
})
