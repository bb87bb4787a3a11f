import type {
  AuditEntry,
  Dashboard,
  DashboardLinkCreated,
  SavedReport,
  SavedReportAnswer,
  SharedDashboard,
  TrendAnswer
} from '@foyer/protocol'
import { beforeAll, describe, expect, test } from 'vitest'
import { keyWith } from '../../../test/team.ts'
import { identify, newLocalId, page, send } from '../../../test/visitor.ts'
import { call, foyerUrl, type Minted, mintWorkspace, placesOf, settled } from '../../../test/workspace.ts'
import { changes, colleague, guest, start } from '../../conversations/testing/talking.ts'
import { fillGolden, type Golden } from '../testing/golden.ts'

const orders = { series: [{ event: 'Order Completed' }] }
const save = (workspace: Minted, more: Record<string, unknown> = {}) =>
  call<SavedReport>('POST', '/api/reports', {
    who: workspace.key,
    body: { name: 'Orders', kind: 'trend', range: { last: 7 }, question: orders, ...more }
  })
const answerOf = (workspace: Minted, id: string) =>
  call<SavedReportAnswer>('GET', `/api/reports/${id}/answer`, { who: workspace.key })
const trendOf = (answer: { body: SavedReportAnswer }) => answer.body.answer as TrendAnswer
const actionsOf = async (workspace: Minted) =>
  (await call<{ items: AuditEntry[] }>('GET', '/api/audit', { who: workspace.key })).body.items.map(one => one.action)

/** A dashboard of some reports, and a link to it. */
async function shared(workspace: Minted, reports: string[], link: Record<string, unknown> = {}) {
  const tiles = reports.map(reportId => ({ reportId, width: 6, height: 1 }))
  const made = await call<Dashboard>('POST', '/api/dashboards', {
    who: workspace.key,
    body: { name: 'Monday', tiles }
  })
  expect(made.status, JSON.stringify(made.body)).toBe(201)
  const path = `/api/dashboards/${made.body.id}`
  const linked = await call<DashboardLinkCreated>('POST', `${path}/link`, { who: workspace.key, body: link })
  expect(linked.status).toBe(201)
  const secret = linked.body.url.split('/').at(-1) ?? ''
  return { path, url: linked.body.url, secret, api: `/api/shared/${secret}` }
}

describe('a saved report', () => {
  let golden: Golden
  beforeAll(async () => {
    golden = await fillGolden()
  }, 120_000)

  test('answers what its question answers, for a time that stands', async () => {
    const { workspace } = golden
    const range = { from: '2026-01-01', to: '2026-12-31' }
    const saved = await save(workspace, { range })
    expect(saved.status, JSON.stringify(saved.body)).toBe(201)
    expect(saved.body).toMatchObject({ name: 'Orders', kind: 'trend', range, question: orders })
    const answered = await answerOf(workspace, saved.body.id)
    const asked = await call<TrendAnswer>('POST', '/api/analytics/trend', {
      who: workspace.key,
      body: { ...orders, ...range }
    })
    expect(asked.body.lines[0]?.total).toBeGreaterThan(0)
    expect(trendOf(answered).lines).toEqual(asked.body.lines)
    expect(Date.parse(trendOf(answered).range.asOf)).toBeGreaterThan(Date.now() - 60_000)
  })

  test('asked again within a minute it is the same answer, as of the same moment', async () => {
    const { workspace } = golden
    const { id } = (await save(workspace)).body
    const all = await Promise.all([answerOf(workspace, id), answerOf(workspace, id), answerOf(workspace, id)])
    expect(new Set(all.map(one => trendOf(one).range.asOf)).size).toBe(1)
    expect(trendOf(await answerOf(workspace, id)).range.asOf).toBe(trendOf(all[0]).range.asOf)
  })

  test('the last seven days are seven days of the workspace, whatever the hour is here', async () => {
    const { workspace } = golden
    await call('PATCH', '/api/workspace', { who: workspace.key, body: { timezone: 'Pacific/Kiritimati' } })
    const { id } = (await save(workspace, { question: { ...orders, unit: 'day' } })).body
    const { buckets, range } = trendOf(await answerOf(workspace, id))
    const today = new Intl.DateTimeFormat('en-CA', { timeZone: 'Pacific/Kiritimati' }).format(new Date())
    expect(range.timezone).toBe('Pacific/Kiritimati')
    expect(buckets).toHaveLength(7)
    expect(buckets.at(-1)).toBe(today)
  })

  test('is listed by name, found by its words, changed and deleted, and each is in the audit trail', async () => {
    const workspace = await mintWorkspace()
    for (const name of ['Zebra', 'apple', 'Öl', 'Mango 100%']) await save(workspace, { name })
    const list = async (query = '') =>
      (
        await call<{ items: SavedReport[]; nextCursor?: string }>('GET', `/api/reports${query}`, {
          who: workspace.key
        })
      ).body
    const names = (await list()).items.map(one => one.name)
    const paged: string[] = []
    let cursor = ''
    do {
      const part = await list(`?limit=1${cursor && `&cursor=${cursor}`}`)
      paged.push(...part.items.map(one => one.name))
      cursor = part.nextCursor ?? ''
    } while (cursor !== '')
    expect(paged).toEqual(names)
    expect([...names].sort()).toEqual(['Mango 100%', 'Zebra', 'apple', 'Öl'])
    const [found] = (await list('?search=100%25')).items
    expect(found?.name).toBe('Mango 100%')
    const path = `/api/reports/${found?.id}`
    const changed = await call<SavedReport>('PATCH', path, {
      who: workspace.key,
      body: { name: 'Papaya', range: { calendar: 'lastMonth' } }
    })
    expect(changed.body).toMatchObject({ name: 'Papaya', range: { calendar: 'lastMonth' }, question: orders })
    expect((await call('DELETE', path, { who: workspace.key })).status).toBe(204)
    expect((await call('GET', path, { who: workspace.key })).status).toBe(404)
    expect((await actionsOf(workspace)).slice(0, 3)).toEqual(['report.deleted', 'report.changed', 'report.saved'])
  })

  test.each([
    ['a question without what its kind needs', { question: {} }, 'question.series'],
    ['a question of another kind', { question: { ...orders, steps: [] } }, 'question.steps'],
    ['its own time beside the range', { question: { ...orders, from: '2026-01-01' } }, 'question.from'],
    ['a range that ends before it begins', { range: { from: '2026-02-02', to: '2026-01-01' } }, 'to'],
    ['a day that is none', { range: { from: '2026-02-30', to: '2026-03-01' } }, 'from'],
    ['a timezone that is none', { question: { ...orders, timezone: 'Mars/Olympus' } }, 'timezone'],
    ['a name of blanks', { name: ' \u0000 ' }, 'name'],
    ['a kind there is not', { kind: 'horoscope' }, 'kind'],
    ['a question as long as a book', { question: { series: [{ event: 'x', label: 'y'.repeat(50_000) }] } }, 'question']
  ])('%s is refused when it is saved, by the field', async (_what, more, field) => {
    const refused = await save(golden.workspace, more)
    expect(refused.status, JSON.stringify(refused.body)).toBe(422)
    expect((refused.body as unknown as { error: { field: string } }).error.field).toBe(field)
  })

  test('whoever may only read saves nothing', async () => {
    const { workspace } = golden
    const { key } = await keyWith(workspace, 'analytics:read')
    const body = { name: 'Orders', kind: 'trend', range: { last: 7 }, question: orders }
    expect((await call('POST', '/api/reports', { who: key, body })).status).toBe(403)
    expect((await call('GET', '/api/reports', { who: key })).status).toBe(200)
  })
})

describe('a dashboard', () => {
  test('keeps its reports in the order and size they were put, and loses one that is deleted', async () => {
    const workspace = await mintWorkspace()
    const ids = [(await save(workspace, { name: 'A' })).body.id, (await save(workspace, { name: 'B' })).body.id]
    const [a = '', b = ''] = ids
    const { path } = await shared(workspace, ids)
    const arranged = await call<Dashboard>('PATCH', path, {
      who: workspace.key,
      body: {
        name: 'Tuesday',
        tiles: [
          { reportId: b, width: 12, height: 2 },
          { reportId: a, width: 3, height: 1 }
        ]
      }
    })
    expect(arranged.body).toMatchObject({
      name: 'Tuesday',
      tiles: [
        { name: 'B', width: 12, height: 2, kind: 'trend' },
        { name: 'A', width: 3, height: 1 }
      ]
    })
    await call('DELETE', `/api/reports/${b}`, { who: workspace.key })
    const after = await call<Dashboard>('GET', path, { who: workspace.key })
    expect(after.body.tiles.map(tile => tile.name)).toEqual(['A'])
    // The next arrangement starts from what is left.
    const again = await call('PATCH', path, {
      who: workspace.key,
      body: { tiles: [{ reportId: b, width: 6, height: 1 }] }
    })
    expect(again.status).toBe(422)
    expect(again.body).toMatchObject({ error: { field: 'tiles.0.reportId' } })
  })

  test('P50 takes no report of another workspace', async () => {
    const [mine, theirs] = [await mintWorkspace(), await mintWorkspace()]
    const stolen = (await save(theirs)).body.id
    const refused = await call('POST', '/api/dashboards', {
      who: mine.key,
      body: { name: 'Mine', tiles: [{ reportId: stolen, width: 6, height: 1 }] }
    })
    expect(refused.status).toBe(422)
    expect((await call<{ items: unknown[] }>('GET', '/api/dashboards', { who: mine.key })).body.items).toEqual([])
  })
})

describe('a secret link', () => {
  test('shows the dashboard to whoever has it, until it is withdrawn: then it is gone at once', async () => {
    const workspace = await mintWorkspace()
    const { id } = (await save(workspace)).body
    const { api, path, url, secret } = await shared(workspace, [id])
    expect(Buffer.from(secret, 'base64url').length).toBeGreaterThanOrEqual(16)
    const seen = await call<SharedDashboard>('GET', api)
    expect(seen.body).toMatchObject({ name: 'Monday', tiles: [{ name: 'Orders', kind: 'trend', width: 6, height: 1 }] })
    expect(JSON.stringify(seen.body)).not.toMatch(/(rep|dsh|mem|wsp)_/)
    const tile = await call<SavedReportAnswer>('GET', `${api}/tiles/0`)
    expect(trendOf(tile).lines[0]?.total).toBe(0)
    expect(trendOf(tile).range.asOf).toMatch(/Z$/)
    expect((await call('GET', `${api}/tiles/1`)).status).toBe(404)
    for (const headers of [seen.headers, tile.headers, (await fetch(`${foyerUrl()}/shared/${secret}`)).headers]) {
      expect(headers.get('x-robots-tag')).toContain('noindex')
      expect(headers.get('referrer-policy')).toBe('no-referrer')
      expect(headers.get('cache-control')).toBe('no-store')
    }
    expect(url).toContain(`/shared/${secret}`)
    // Neither in the stores nor in any line of the log, although it stood in addresses.
    expect(await placesOf(secret)).toEqual([])

    expect((await call('DELETE', `${path}/link`, { who: workspace.key })).status).toBe(204)
    for (const gone of [api, `${api}/tiles/0`]) expect((await call('GET', gone)).status).toBe(404)
    expect((await call('DELETE', `${path}/link`, { who: workspace.key })).status).toBe(404)
    expect((await call<Dashboard>('GET', path, { who: workspace.key })).body.link).toBeUndefined()
    expect((await actionsOf(workspace)).slice(0, 2)).toEqual(['dashboard.link_withdrawn', 'dashboard.link_made'])
  })

  test("the team's notes stand on its own tiles at once, and are seen by a link where whoever made it said so", async () => {
    const workspace = await mintWorkspace()
    const id = (await save(workspace, { range: { last: 7 } })).body.id
    const funnel = await save(workspace, {
      kind: 'funnel',
      range: { last: 7 },
      question: { steps: [{ event: 'page' }, { event: 'page' }] }
    })
    const { api, path } = await shared(workspace, [id, funnel.body.id])
    const day = (await answerOf(workspace, id)).body.answer.range as { to: string }
    const today = new Date(Date.parse(day.to) - 1).toISOString().slice(0, 10)
    const note = (at: string, text: string) =>
      call('POST', '/api/annotations', { who: workspace.key, body: { at, text } })
    await note(today, 'Said to ann@shop.example')
    await note('2020-01-01', 'Long ago')
    // Asked within the minute in which an answer is shared: the note is there all the same.
    expect((await answerOf(workspace, id)).body.notes).toEqual([{ at: today, text: 'Said to ann@shop.example' }])
    expect((await answerOf(workspace, funnel.body.id)).body.notes).toBeUndefined()
    const tile = (base: string, place = 0) => call<SavedReportAnswer>('GET', `${base}/tiles/${place}`)
    expect((await tile(api)).body.notes).toBeUndefined()
    expect((await call<Dashboard>('GET', path, { who: workspace.key })).body.link).toMatchObject({ notes: false })

    const made = await call<DashboardLinkCreated>('POST', `${path}/link`, { who: workspace.key, body: { notes: true } })
    expect(made.body.notes).toBe(true)
    const other = `/api/shared/${made.body.url.split('/').at(-1)}`
    expect((await tile(other)).body.notes).toEqual([{ at: today, text: '(hidden)' }])
    expect((await tile(other, 1)).body.notes).toBeUndefined()
    expect((await call<Dashboard>('GET', path, { who: workspace.key })).body.link).toMatchObject({ notes: true })
  })

  test('made anew, the one before stops working; deleted with its dashboard, it is gone', async () => {
    const workspace = await mintWorkspace()
    const { api, path } = await shared(workspace, [])
    const second = await call<DashboardLinkCreated>('POST', `${path}/link`, {
      who: workspace.key,
      body: { expiresInDays: 1 }
    })
    expect(Date.parse(second.body.expiresAt ?? '') - Date.now()).toBeLessThan(86_400_001)
    expect((await call('GET', api)).status).toBe(404)
    const other = `/api/shared/${second.body.url.split('/').at(-1)}`
    expect((await call('GET', other)).status).toBe(200)
    await call('DELETE', path, { who: workspace.key })
    expect((await call('GET', other)).status).toBe(404)
  })

  test('shows no people: not who they are, not their addresses, not what a page knew of them', async () => {
    const workspace = await mintWorkspace()
    const visitor = (await identify(workspace, { localId: newLocalId() })).body
    await send(workspace, visitor, [
      page('/a'),
      page('/mail/ann@shop.example'),
      page(`/of/${visitor.visitorId}`),
      page('/from/203.0.113.9')
    ])
    await settled()
    const views = (breakdown: string) =>
      save(workspace, { question: { series: [{ event: 'page' }], breakdown, unit: 'day' } })
    const byVisitor = (await views('visitor')).body.id
    const byPath = (await views('path')).body.id
    // The team sees them; it is theirs.
    expect(trendOf(await answerOf(workspace, byVisitor)).lines[0]?.value).toBe(visitor.visitorId)
    const member = await colleague(workspace)
    const talk = await start(workspace, await guest(workspace), 'Where is the parcel of Ann?')
    await changes(member, talk.conversationId, { assigneeId: member.memberId })
    const talks = (await save(workspace, { kind: 'conversations', question: {} })).body.id
    expect((await answerOf(workspace, talks)).body.answer).toMatchObject({ byMember: [{ value: member.memberId }] })
    const { api } = await shared(workspace, [byVisitor, byPath, talks])
    expect((await call('GET', `${api}/tiles/0`)).status).toBe(403)
    const told = await call<SavedReportAnswer>('GET', `${api}/tiles/2`)
    expect(told.body.answer).toMatchObject({ total: { started: 1 }, byMember: [], unansweredQuestions: [] })
    expect(JSON.stringify(told.body)).not.toMatch(/parcel|mem_/)
    const paths = await call<SavedReportAnswer>('GET', `${api}/tiles/1`)
    expect(
      trendOf(paths)
        .lines.map(line => line.value)
        .sort()
    ).toEqual(['(hidden)', '(hidden)', '(hidden)', '/a'])
    expect(trendOf(paths).lines.map(line => line.total)).toEqual([1, 1, 1, 1])
  })

  test('a guess finds nothing, and guesses come to an end', async () => {
    const address = { 'x-forwarded-for': '198.51.100.77' }
    const answers = new Set<number>()
    for (let guess = 0; guess < 160; guess += 1)
      answers.add((await call('GET', `/api/shared/${'x'.repeat(32)}${guess}`, { headers: address })).status)
    expect(answers).toEqual(new Set([404, 429]))
  })
})
