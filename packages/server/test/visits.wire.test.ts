import { afterAll, beforeAll, expect, test } from 'vitest'
import { startServer } from './start.ts'
import { anyAddress, keyWith, peopleOf, personOf, timelineOf } from './team.ts'
import { hex, identify, newLocalId, page, send, track, userToken, uuidV7 } from './visitor.ts'
import { call, type Minted, mintWorkspace, settled, turnClock, useServer } from './workspace.ts'

const minute = 60_000
const day = 24 * 60 * minute
let server: Awaited<ReturnType<typeof startServer>>
beforeAll(async () => {
  server = await startServer()
  useServer(server)
})
afterAll(() => server.stop())

const newBrowser = (workspace: Minted, ip = anyAddress()) => {
  const localId = newLocalId()
  return async (more: Record<string, unknown> = {}) => (await identify(workspace, { localId, ...more }, ip)).body
}

test('a visit goes on for 30 minutes of silence, and the next one is another visit of the same visitor', async () => {
  const workspace = await mintWorkspace()
  const seen = newBrowser(workspace)
  await turnClock(0)
  const first = await seen()
  await turnClock(29 * minute)
  expect(await seen()).toMatchObject({ sessionId: first.sessionId, sessionCount: 1, isReturning: true })
  await turnClock(58 * minute)
  expect(await seen()).toMatchObject({ sessionId: first.sessionId, sessionCount: 1 })
  await turnClock(89 * minute)
  const second = await seen()
  expect(second).toMatchObject({ visitorId: first.visitorId, sessionCount: 2, isReturning: true })
  expect(second.sessionId).not.toBe(first.sessionId)
  expect(await personOf(workspace, first.visitorId)).toMatchObject({
    visits: 2,
    visitList: [{ id: second.sessionId }, { id: first.sessionId }]
  })
})

test('events keep a visit going', async () => {
  const workspace = await mintWorkspace()
  const seen = newBrowser(workspace)
  await turnClock(0)
  const first = await seen()
  await turnClock(20 * minute)
  await send(workspace, first, [page('/still-here', { sessionId: first.sessionId })])
  await settled()
  await turnClock(45 * minute)
  expect((await seen()).sessionId).toBe(first.sessionId)
})

test("a visit takes the id the page made for it, and the page's id of an outlived visit begins no visit", async () => {
  const workspace = await mintWorkspace()
  const seen = newBrowser(workspace)
  await turnClock(0)
  const own = `ses_${hex(16)}`
  expect(await seen({ sessionId: own })).toMatchObject({ sessionId: own, sessionCount: 1 })
  await turnClock(day)
  const next = await seen({ sessionId: own })
  expect(next.sessionId).not.toBe(own)
  expect(next.sessionCount).toBe(2)
  await turnClock(2 * day)
  const third = `ses_${hex(16)}`
  expect(await seen({ sessionId: third })).toMatchObject({ sessionId: third, sessionCount: 3 })
})

test('two tabs opened the next morning are one new visit', async () => {
  const workspace = await mintWorkspace()
  const seen = newBrowser(workspace)
  await turnClock(0)
  await seen()
  await turnClock(day)
  const tabs = await Promise.all(Array.from({ length: 12 }, () => seen()))
  expect(new Set(tabs.map(tab => tab.sessionId)).size).toBe(1)
  expect(tabs.map(tab => tab.sessionCount)).toEqual(tabs.map(() => 2))
})

test('phone and laptop of one person each have their own visits, counted together', async () => {
  const workspace = await mintWorkspace()
  const [phone, laptop] = [newBrowser(workspace), newBrowser(workspace)]
  await turnClock(0)
  await phone({ userToken: await userToken(workspace, 'ana') })
  expect((await laptop({ userToken: await userToken(workspace, 'ana', { n: 1 }) })).sessionCount).toBe(2)
  await turnClock(day)
  expect((await phone()).sessionCount).toBe(3)
  expect((await laptop()).sessionCount).toBe(4)
  expect((await peopleOf(workspace)).body.items).toMatchObject([{ visits: 4 }])
})

test('history sent by a key falls into visits by its own times', async () => {
  await turnClock(0)
  const workspace = await mintWorkspace()
  const { key } = await keyWith(workspace, 'visitors:write')
  const made = await call<{ visitorId: string; sessionCount: number }>('POST', '/api/visitors/identify', {
    who: key,
    body: { agentId: workspace.agentId, localId: newLocalId() }
  })
  const start = Date.now() - 40 * day
  const minutes = [0, 10, 35, 70, 80, 24 * 60, 24 * 60 + 29]
  const events = minutes.map(after => ({
    ...page(`/${after}`, { timestamp: start + after * minute }),
    id: uuidV7(start + after * minute)
  }))
  const sent = await call('POST', `/api/visitors/${made.body.visitorId}/events`, {
    who: key,
    body: { agentId: workspace.agentId, sentAt: Date.now(), events }
  })
  expect(sent).toMatchObject({ status: 202, body: { accepted: 7 } })
  const { items } = await timelineOf(workspace, made.body.visitorId)
  const visits = Map.groupBy(items, item => item.sessionId)
  expect([...visits.values()].map(visit => visit.map(item => item.path))).toEqual([
    ['/1469', '/1440'],
    ['/80', '/70'],
    ['/35', '/10', '/0']
  ])
  const person = await personOf(workspace, made.body.visitorId)
  expect(person).toMatchObject({ visits: 3, events: 7, online: false })
  expect(Math.abs(Date.parse(person.firstSeenAt) - start)).toBeLessThan(5_000)
  expect(person.visitList.map(visit => [visit.pages, visit.entryPath])).toEqual([
    [2, '/1440'],
    [2, '/70'],
    [3, '/0']
  ])
})

test('a visitor token is good for 90 days, and an outlived one opens nothing and says what to do', async () => {
  const workspace = await mintWorkspace()
  await turnClock(0)
  const visitor = await newBrowser(workspace)({ traits: { name: 'Kim' } })
  await turnClock(89 * day)
  expect((await send(workspace, visitor, [track('In time')])).status).toBe(202)
  await turnClock(91 * day)
  expect(await send(workspace, visitor, [track('Too late')])).toMatchObject({
    status: 401,
    body: { error: { code: 'expired_token', message: expect.stringMatching(/Identify again/) } }
  })
  const strange = await identify(workspace, { token: visitor.token }, anyAddress())
  expect(strange).toMatchObject({ status: 200, body: { isReturning: false } })
  expect(strange.body.traits).toBeUndefined()
  expect(strange.body.visitorId).not.toBe(visitor.visitorId)
})

test('F11 a user token is believed until it expires, by the clock of the server', async () => {
  const workspace = await mintWorkspace()
  await turnClock(0)
  const token = await userToken(workspace, 'ana', {}, '10m')
  const ana = await newBrowser(workspace)({ userToken: token })
  await turnClock(9 * minute)
  expect((await newBrowser(workspace)({ userToken: token })).visitorId).toBe(ana.visitorId)
  await turnClock(12 * minute)
  const late = await identify(workspace, { localId: newLocalId(), userToken: token }, anyAddress())
  expect(late).toMatchObject({ status: 401, body: { error: { code: 'expired_token' } } })
})

test('somebody whose page said goodbye is gone after half a minute, one that fell silent after ten', async () => {
  const workspace = await mintWorkspace()
  await turnClock(0)
  const [goes, falls] = [await newBrowser(workspace)(), await newBrowser(workspace)()]
  const exit = { ...page('/'), type: 'exit' as const }
  await send(workspace, goes, [page('/', { timestamp: Date.now() - 1000 }), exit])
  await send(workspace, falls, [page('/')])
  const online = async () => {
    const { items } = (await peopleOf(workspace)).body
    return items.filter(person => person.online).map(person => person.id)
  }
  expect((await online()).sort()).toEqual([goes.visitorId, falls.visitorId].sort())
  await turnClock(minute)
  expect(await online()).toEqual([falls.visitorId])
  await turnClock(11 * minute)
  expect(await online()).toEqual([])
})

test('an event that claims to be of tomorrow keeps nobody online until then, and no visit open', async () => {
  const workspace = await mintWorkspace()
  await turnClock(0)
  const seen = newBrowser(workspace)
  const visitor = await seen()
  const tomorrow = page('/', { sessionId: visitor.sessionId, timestamp: Date.now() + 20 * 60 * minute })
  expect((await send(workspace, visitor, [tomorrow], { sentAt: undefined })).body.accepted).toBe(1)
  expect((await peopleOf(workspace)).body.items).toMatchObject([{ online: true, events: 1 }])
  await turnClock(35 * minute)
  expect((await peopleOf(workspace)).body.items).toMatchObject([{ online: false }])
  expect(await seen()).toMatchObject({ sessionCount: 2, isReturning: true })
})
