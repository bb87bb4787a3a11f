import type { Timeline, TimelineEvent } from '@foyer/protocol'
import { expect, test } from 'vitest'
import { page, send } from '../../test/visitor.ts'
import { call, type Minted, mintWorkspace, settled } from '../../test/workspace.ts'
import { as, changes, colleague, guest, memberLine, replies, start, writes } from './testing/talking.ts'

async function timelineOf(workspace: Minted, visitorId: string, query = ''): Promise<TimelineEvent[]> {
  await settled()
  const shown = await call<Timeline>('GET', `/api/people/${visitorId}/timeline${query}`, { who: workspace.key })
  expect(shown.status, JSON.stringify(shown.body)).toBe(200)
  return shown.body.items
}

test('L13 the timeline interleaves what happened in the conversation with what they did, with durations', async () => {
  const workspace = await mintWorkspace()
  const [visitor, ana] = [await guest(workspace), await colleague(workspace)]
  const { sessionId } = visitor
  await send(workspace, visitor, [page('/pricing', { sessionId, timestamp: Date.now() - 5_000 })])
  const { conversationId } = await start(workspace, visitor, 'How much?')
  await replies(ana, conversationId, 'Ten')
  await send(workspace, visitor, [page('/checkout', { sessionId })])
  await writes(visitor, conversationId, 'Deal')
  await changes(ana, conversationId, { status: 'resolved' })
  await as(visitor, 'POST', `/api/conversations/${conversationId}/rating`, { score: 5 })
  const told = await timelineOf(workspace, visitor.visitorId)
  const names = told.map(item => (item.type === 'conversation' ? item.name : item.path)).reverse()
  expect(names).toHaveLength(9)
  expect(names[0]).toBe('/pricing')
  expect(names.filter(name => name !== '/checkout').slice(1)).toEqual(
    expect.arrayContaining(['started', 'message in', 'message out', 'first reply', 'message in', 'resolved', 'rated'])
  )
  expect(names.indexOf('/checkout')).toBeGreaterThan(names.indexOf('message out'))
  expect(names.indexOf('/checkout')).toBeLessThan(names.indexOf('resolved'))
  const fact = (name: string) => told.find(item => item.name === name)
  expect(fact('first reply')?.properties).toMatchObject({
    conversationId,
    source: 'widget',
    by: 'member',
    seconds: expect.any(Number)
  })
  expect(fact('message out')?.properties).toMatchObject({ waitedSeconds: expect.any(Number) })
  expect(fact('resolved')?.properties).toMatchObject({ seconds: expect.any(Number) })
  expect(fact('rated')?.properties).toMatchObject({ score: 5 })
  expect(fact('started')).toMatchObject({ sessionId, visitorId: visitor.visitorId })
  const only = await timelineOf(workspace, visitor.visitorId, '?types=conversation')
  expect(only.every(item => item.type === 'conversation')).toBe(true)
  expect(only).toHaveLength(7)
})

test('what the team does makes nobody seen: an answer at night leaves last seen, counts and visits as they were', async () => {
  const workspace = await mintWorkspace()
  const [visitor, ana] = [await guest(workspace), await colleague(workspace)]
  const { sessionId } = visitor
  await send(workspace, visitor, [page('/', { sessionId })])
  const { conversationId } = await start(workspace, visitor, 'Hi')
  await settled()
  const person = async () =>
    (await call('GET', `/api/people/${visitor.visitorId}`, { who: workspace.key })).body as Record<string, unknown>
  const before = await person()
  for (let count = 0; count < 3; count += 1) await replies(ana, conversationId, `answer ${count}`)
  await settled()
  const after = await person()
  expect([after.lastSeenAt, after.events, after.visits]).toEqual([before.lastSeenAt, before.events, before.visits])
  expect(after.events).toBe(1)
})

test('a page cannot make up what happened in a conversation', async () => {
  const workspace = await mintWorkspace()
  const visitor = await guest(workspace)
  const sent = await send(workspace, visitor, [
    { ...page('/'), type: 'conversation', name: 'rated', properties: { score: 5 } }
  ])
  expect(sent.body).toMatchObject({ accepted: 0, rejected: [{ code: 'unknown_type' }] })
})

test('whoever watches the person sees the turns of the conversation come in live', async () => {
  const workspace = await mintWorkspace()
  const [visitor, ana] = [await guest(workspace), await colleague(workspace)]
  const desk = await memberLine(ana)
  desk.send({ type: 'watch', what: 'person', id: visitor.visitorId })
  await start(workspace, visitor, 'Hi')
  await desk.next('events', frame => frame.items.some(item => item.type === 'conversation' && item.name === 'started'))
  desk.close()
})
