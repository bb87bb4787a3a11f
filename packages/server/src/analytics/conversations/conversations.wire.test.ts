import type { ConversationsAnswer } from '@foyer/protocol'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startServer } from '../../../test/start.ts'
import { keyWith } from '../../../test/team.ts'
import { call, type Minted, mintWorkspace, turnClock, useServer } from '../../../test/workspace.ts'
import { answered, sets } from '../../conversations/testing/answering.ts'
import {
  as,
  by,
  type Colleague,
  changes,
  colleague,
  type Guest,
  guest,
  replies,
  start
} from '../../conversations/testing/talking.ts'
import { pastes, shopHelp } from '../../knowledge/testing/shelf.ts'

const minute = 60_000
const hour = 60 * minute
/** Things happen some moments after the clock was turned to this. */
const goTo = (at: string, laterMs = 0) => turnClock(Date.parse(at) + laterMs - Date.now())

let server: Awaited<ReturnType<typeof startServer>>
beforeAll(async () => {
  server = await startServer()
  useServer(server)
})
afterAll(() => server.stop())

const report = async (workspace: Minted, body: Record<string, unknown> = {}) => {
  const answer = await call<ConversationsAnswer>('POST', '/api/analytics/conversations', {
    who: workspace.key,
    body: { from: '2027-03-27', to: '2027-03-30', timezone: 'UTC', unit: 'day', ...body }
  })
  expect(answer.status, JSON.stringify(answer.body)).toBe(200)
  return answer.body
}

// The clocks of Berlin are put forward at 01:00 UTC on Sunday 28 March 2027.
const began = {
  a: '2027-03-27T22:15:00Z',
  b: '2027-03-28T00:15:00Z',
  c: '2027-03-28T01:15:00Z',
  d: '2027-03-28T21:45:00Z',
  e: '2027-03-28T22:15:00Z'
}

/** Five conversations: three answered after 2, 10 and 4 minutes, two by nobody; two resolved after 1 and 3 hours, rated 5 and 2. */
async function fiveConversations() {
  await goTo(began.a, -hour)
  const workspace = await mintWorkspace()
  const [ann, ben] = [await colleague(workspace), await colleague(workspace)]
  const british = await guest(workspace, {}, '81.2.69.150')
  const german = await guest(workspace, {}, '2a02:8109:9a80:1234::1')
  const another = { another: true }
  const begins = async (at: string, visitor: Guest, text: string) => {
    await goTo(at)
    return (await start(workspace, visitor, text, another)).conversationId
  }
  const answers = async (at: string, laterMs: number, member: Colleague, id: string) => {
    await goTo(at, laterMs)
    await replies(member, id, 'Here I am')
    await changes(member, id, { assigneeId: member.memberId })
  }
  const ends = async (at: string, laterMs: number, member: Colleague, visitor: Guest, id: string, score: number) => {
    await goTo(at, laterMs)
    await changes(member, id, { status: 'resolved' })
    expect((await as(visitor, 'POST', `/api/conversations/${id}/rating`, { score })).status).toBe(200)
  }
  const a = await begins(began.a, british, 'Where is my parcel?')
  await answers(began.a, 2 * minute, ann, a)
  await ends(began.a, hour, ann, british, a, 5)
  const b = await begins(began.b, british, 'And the other one?')
  await answers(began.b, 10 * minute, ann, b)
  const c = await begins(began.c, german, 'Do you deliver to Ulm?')
  // Tried out by the team, and nobody's.
  const tried = await by(ann, 'POST', '/api/conversations', {
    agentId: workspace.agentId,
    source: 'playground',
    message: 'Just looking'
  })
  expect(tried.status).toBe(201)
  await ends(began.b, 3 * hour, ann, british, b, 3)
  const d = await begins(began.d, german, 'Is it blue?')
  await answers(began.d, 4 * minute, ben, d)
  await goTo(began.e)
  const kiosk = await call<{ visitorId: string }>('POST', '/api/visitors/identify', {
    who: workspace.key,
    body: { agentId: workspace.agentId, localId: 'the kiosk in the shop' }
  })
  const e = await call<{ conversationId: string }>('POST', '/api/conversations', {
    who: workspace.key,
    body: { agentId: workspace.agentId, visitorId: kiosk.body.visitorId, source: 'kiosk', message: 'Hello?' }
  })
  expect(e.status, JSON.stringify(e.body)).toBe(201)
  await goTo(began.e, 30 * minute)
  return { workspace, ann, ben, c, e: e.body.conversationId }
}

/** Within a few seconds: what was done took some itself. */
const about = (seconds: number) =>
  expect.toSatisfy((value: number) => value >= seconds - 1 && value < seconds + 25, `about ${seconds}`)

test('F6 the report on conversations counts what can be counted by hand, by the clocks of each place', async () => {
  const { workspace, ann, ben, c, e } = await fiveConversations()
  const whole = await report(workspace)
  expect(whole.total).toEqual({
    started: 5,
    resolved: 2,
    firstReplyMedian: about(4 * 60),
    firstReplyP90: about(4 * 60 + 0.8 * 6 * 60),
    resolutionMedian: about(2 * 3_600),
    resolutionP90: about(3_600 + 0.9 * 2 * 3_600),
    rated: 2,
    satisfied: 0.5,
    ratingAverage: 4,
    byResponder: 0,
    byTeam: 3,
    unanswered: 2
  })
  expect(whole.ratings).toEqual([0, 0, 1, 0, 1])
  const told = (groups: ConversationsAnswer['byMember']) =>
    groups.map(({ value, started, resolved, unanswered }) => [value, started, resolved, unanswered])
  expect(told(whole.byMember)).toEqual([
    [ann.memberId, 2, 2, 0],
    ['', 2, 0, 2],
    [ben.memberId, 1, 0, 0]
  ])
  expect(whole.byMember.find(group => group.value === ann.memberId)).toMatchObject({ label: 'The agent', rated: 2 })
  expect(told(whole.bySource)).toEqual([
    ['widget', 4, 2, 1],
    ['kiosk', 1, 0, 1]
  ])
  expect(told(whole.byCountry).toSorted()).toEqual([
    ['', 1, 0, 1],
    ['DE', 2, 0, 1],
    ['GB', 2, 2, 0]
  ])
  expect(whole.unansweredQuestions).toEqual([
    { conversationId: e, text: 'Hello?', at: expect.stringMatching(/^2027-03-28T22:15:/) },
    { conversationId: c, text: 'Do you deliver to Ulm?', at: expect.stringMatching(/^2027-03-28T01:15:/) }
  ])

  const days = async (timezone: string) => {
    const { buckets, points } = await report(workspace, { timezone })
    return Object.fromEntries(buckets.map((day, index) => [day.slice(-2), points[index]?.started]))
  }
  expect(await days('UTC')).toEqual({ 27: 1, 28: 4, 29: 0, 30: 0 })
  expect(await days('Europe/Berlin')).toEqual({ 27: 1, 28: 3, 29: 1, 30: 0 })
  expect(await days('America/New_York')).toEqual({ 27: 3, 28: 2, 29: 0, 30: 0 })
  expect(await days('Asia/Kolkata')).toEqual({ 27: 0, 28: 3, 29: 2, 30: 0 })

  const hours = async (timezone: string) => {
    const { week } = await report(workspace, { timezone })
    return week.flatMap((day, weekday) => day.flatMap((count, at) => (count > 0 ? [`${weekday} ${at}: ${count}`] : [])))
  }
  expect(await hours('Europe/Berlin')).toEqual(['0 0: 1', '5 23: 1', '6 1: 1', '6 3: 1', '6 23: 1'])
  expect(await hours('America/New_York')).toEqual(['5 18: 1', '5 20: 1', '5 21: 1', '6 17: 1', '6 18: 1'])
  expect(await hours('Asia/Kolkata')).toEqual(['0 3: 2', '6 3: 1', '6 5: 1', '6 6: 1'])

  const byHour = await report(workspace, {
    from: '2027-03-28',
    to: '2027-03-28',
    timezone: 'Europe/Berlin',
    unit: 'hour'
  })
  // The Sunday that the clocks are put forward on has 23 hours.
  expect(byHour.buckets).toHaveLength(23)
  expect(byHour.points.flatMap(({ started }, index) => (started > 0 ? [byHour.buckets[index]] : []))).toEqual([
    '2027-03-28T00:00:00.000Z',
    '2027-03-28T01:00:00.000Z',
    '2027-03-28T21:00:00.000Z'
  ])
  // The first was resolved at 23:15 UTC, which in Berlin is a quarter past midnight.
  expect(byHour.points.reduce((sum, point) => sum + point.resolved, 0)).toBe(2)

  // Resolved and rated in the span, and started before it.
  const later = await report(workspace, { from: '2027-03-28T03:00:00Z', to: '2027-03-28T04:00:00Z', compare: true })
  expect(later.total).toMatchObject({
    started: 0,
    resolved: 1,
    rated: 1,
    satisfied: 0,
    resolutionMedian: about(3 * 3_600),
    byTeam: 0,
    unanswered: 0
  })
  expect(later.total).not.toHaveProperty('firstReplyMedian')
  const sunday = await report(workspace, { from: '2027-03-28', to: '2027-03-28', compare: true })
  expect([sunday.total.started, sunday.previous?.started, sunday.previous?.resolved]).toEqual([4, 1, 1])

  const started = async (question: Record<string, unknown>) => (await report(workspace, question)).total.started
  expect(await started({ source: 'kiosk' })).toBe(1)
  expect(await started({ assignee: ben.memberId })).toBe(1)
  expect(await started({ assignee: 'none' })).toBe(2)
  expect(await started({ agentId: workspace.agentId })).toBe(5)
  const country = (op: string, value?: unknown) => ({
    filters: [{ property: 'country', op, ...(value ? { value } : {}) }]
  })
  expect(await started(country('is', ['GB', 'DE']))).toBe(4)
  expect(await started(country('isNot', 'GB'))).toBe(3)
  expect(await started(country('isNotSet'))).toBe(1)
  expect(await started({ filters: [{ property: 'browser', op: 'contains', value: 'chrom' }] })).toBe(4)
  const either = (...any: unknown[]) => started({ filters: [{ any }] })
  const from = (value: string) => ({ property: 'country', value })
  const chrome = { property: 'browser', op: 'contains', value: 'chrom' }
  expect(await either(from('GB'), from('DE'))).toBe(4)
  expect(await either(from('GB'), { property: 'country', op: 'isNotSet' })).toBe(3)
  expect(await either({ all: [from('GB'), { ...chrome, op: 'notContains' }] })).toBe(
    (await started(country('is', 'GB'))) - (await either({ all: [from('GB'), chrome] }))
  )

  // What visitors wrote is for who may read conversations.
  const figuresOnly = await keyWith(workspace, 'analytics:read')
  const withoutWords = await report({ ...workspace, key: figuresOnly.key })
  expect(withoutWords).toMatchObject({ total: { unanswered: 2 }, unansweredQuestions: [] })

  const other = await mintWorkspace()
  const theirs = await report(other, { agentId: workspace.agentId, assignee: ann.memberId })
  expect(theirs.total).toMatchObject({ started: 0, resolved: 0 })
  expect(theirs).toMatchObject({ byMember: [], bySource: [], byCountry: [], unansweredQuestions: [] })
  expect(JSON.stringify(await report(other))).not.toContain('Ulm')
})

test('the figures of all stay right where there are more groups than are listed', async () => {
  const workspace = await mintWorkspace()
  const visitor = await guest(workspace)
  const sources = Array.from({ length: 205 }, (_, number) => `kiosk-${number}`)
  const begin = async (source: string) => {
    const body = { agentId: workspace.agentId, visitorId: visitor.visitorId, source, message: 'Hello?', another: true }
    const begun = await call('POST', '/api/conversations', { who: workspace.key, body })
    expect(begun.status, JSON.stringify(begun.body)).toBe(201)
  }
  for (let first = 0; first < sources.length; first += 10)
    await Promise.all(sources.slice(first, first + 10).map(begin))
  const day = (after: number) => new Date(Date.now() + after * 24 * hour).toISOString().slice(0, 10)
  const answer = await call<ConversationsAnswer>('POST', '/api/analytics/conversations', {
    who: workspace.key,
    // The clock of this file's server was turned by the tests before.
    body: { from: '2026-01-01', to: day(400), timezone: 'UTC' }
  })
  expect(answer.body.total.started).toBe(205)
  expect(answer.body.bySource).toHaveLength(200)
  expect(answer.body.byMember).toMatchObject([{ value: '', started: 205 }])
})

test('questions without an answer: the newest fifty, each cut after 400 characters; who gave four of five is satisfied', async () => {
  await goTo('2027-05-03T10:00:00Z')
  const workspace = await mintWorkspace()
  const member = await colleague(workspace)
  const visitor = await guest(workspace)
  const day = { from: '2027-05-03', to: '2027-05-03' }
  const asks = async (message: string) => (await start(workspace, visitor, message, { another: true })).conversationId
  const rated = [await asks('One'), await asks('Two'), await asks('Three')]
  for (const [index, score] of [4, 3, 5].entries()) {
    await replies(member, rated[index] ?? '', 'Here I am')
    await changes(member, rated[index] ?? '', { status: 'resolved' })
    await as(visitor, 'POST', `/api/conversations/${rated[index]}/rating`, { score })
  }
  const kiosk = async (message: string) => {
    const { status, body } = await call('POST', '/api/conversations', {
      who: workspace.key,
      body: { agentId: workspace.agentId, visitorId: visitor.visitorId, source: 'kiosk', message }
    })
    expect(status, JSON.stringify(body)).toBe(201)
  }
  const long = 'ä'.repeat(1_000)
  for (let nth = 1; nth <= 50; nth += 1) await kiosk(`Question ${nth}`)
  await kiosk(long)
  const { total, ratings, unansweredQuestions } = await report(workspace, day)
  expect(total).toMatchObject({ started: 54, byTeam: 3, unanswered: 51, rated: 3, satisfied: 2 / 3, ratingAverage: 4 })
  expect(ratings).toEqual([0, 0, 1, 1, 1])
  expect(unansweredQuestions).toHaveLength(50)
  expect(unansweredQuestions[0]?.text).toBe('ä'.repeat(400))
  expect(unansweredQuestions[1]?.text).toBe('Question 50')
  expect(unansweredQuestions.at(-1)?.text).toBe('Question 2')
})

test('answered by the responder, by the team or by nobody: what was only handed over is no answer, and merged ones are one', async () => {
  await goTo('2027-06-07T10:00:00Z')
  const workspace = await mintWorkspace()
  const member = await colleague(workspace)
  await pastes(workspace, { text: shopHelp, title: 'Help', url: 'https://shop.example/help' })
  await sets(workspace, { kind: 'documents', name: 'Pip' })
  const asks = async (text: string) => {
    const visitor = await guest(workspace)
    const { conversationId } = await start(workspace, visitor, text)
    await answered(visitor, conversationId)
    return { visitor, id: conversationId }
  }
  await asks('How long does delivery take?')
  // The responder knows nothing of it, says so and hands over; a person answers one of the two.
  await asks('Do you sell kangaroos in Patagonia?')
  const lost = await asks('Do you sell walruses in Greenland?')
  await replies(member, lost.id, 'Not any more')
  const second = await start(workspace, lost.visitor, 'Still there?', { another: true })
  const day = { from: '2027-06-07', to: '2027-06-07' }
  expect((await report(workspace, day)).total.started).toBe(4)
  const merged = await by(member, 'POST', `/api/conversations/${second.conversationId}/merge`, { into: lost.id })
  expect(merged.status, JSON.stringify(merged.body)).toBe(200)
  const { total, unansweredQuestions } = await report(workspace, day)
  expect(total).toMatchObject({ started: 3, byResponder: 1, byTeam: 1, unanswered: 1 })
  expect(unansweredQuestions.map(({ text }) => text)).toEqual(['Do you sell kangaroos in Patagonia?'])
})

test.each([
  [{ filters: [{ property: 'path', value: '/' }] }, 'filters.0.property'],
  [{ filters: [{ property: 'country', op: 'matches', value: 'x' }] }, 'filters.0.op'],
  [{ filters: [{ property: 'country' }] }, 'filters.0.value'],
  [{ filters: [{ did: { event: 'page' } }] }, 'filters.0'],
  [
    {
      filters: [
        {
          any: [
            { property: 'country', value: 'DE' },
            { property: 'path', value: '/' }
          ]
        }
      ]
    },
    'filters.0.any.1.property'
  ],
  [{ filters: [{ any: [{ all: [{ property: 'os', op: 'gt', value: 1 }] }] }] }, 'filters.0.any.0.all.0.op'],
  [{ assignee: "x' OR 1=1" }, 'assignee'],
  [{ bots: 'only' }, 'bots'],
  [{ timezone: 'Nowhere/Town' }, 'timezone'],
  [{ unit: 'hour', from: '2020-01-01' }, 'unit']
])('a report on conversations asked with %j is refused with the name of the field', async (body, field) => {
  const workspace = await mintWorkspace()
  const answer = await call<{ error: { field: string } }>('POST', '/api/analytics/conversations', {
    who: workspace.key,
    body: { from: '2027-03-27', to: '2027-03-30', ...body }
  })
  expect([answer.status, answer.body.error.field]).toEqual([422, field])
})
