import { expect, test } from 'vitest'
import { createGathering, type Told } from './gather.ts'

const told = (more: Partial<Told> = {}): Told => ({
  atMs: 1_000,
  id: 'req_1',
  method: 'POST',
  endpoint: '/api/visitors/:visitorId/events',
  status: 202,
  durationMs: 4,
  source: 'tracker',
  workspaceId: 'one',
  agentId: null,
  agent: 'agent',
  visitor: 'visitor',
  conversation: '',
  error: '',
  ip: '192.0.2.1',
  userAgent: 'a browser',
  ...more
})
const bounds = { rowsAtOnce: 2, rowsADay: 5, rowsWaiting: 3, sumsWaiting: 2 }

test('the first requests of a workspace are rows of their own, what comes at once above that is summed up', () => {
  const gathering = createGathering(bounds)
  const taken = [4, 4, 4, 5].map(durationMs => gathering.take(told({ durationMs })))
  expect(taken).toEqual(['row', 'row', 'summed', 'summed'])
  const { rows, sums } = gathering.drain()
  expect(rows).toHaveLength(2)
  expect(sums).toEqual([expect.objectContaining({ count: 2, durationMs: 4.5, status: 202 })])
  expect(sums[0]).not.toHaveProperty('ip')
  expect(sums[0]).not.toHaveProperty('visitor')
  expect(gathering.take(told())).toBe('row')
})

test('what took ten times as long, or ended otherwise, is a sum of its own', () => {
  const gathering = createGathering({ ...bounds, rowsAtOnce: 0, sumsWaiting: 10 })
  for (const more of [{}, { durationMs: 40 }, { status: 503, error: 'store_behind' }, { agent: 'other' }])
    gathering.take(told(more))
  expect(gathering.drain().sums.map(sum => sum.count)).toEqual([1, 1, 1, 1])
})

test('one workspace in a rush does not take the rows of another', () => {
  const gathering = createGathering(bounds)
  for (let at = 0; at < 10; at += 1) gathering.take(told())
  expect(gathering.take(told({ workspaceId: 'two' }))).toBe('row')
})

test('a day has only so many rows of one workspace, and the next begins anew', () => {
  const gathering = createGathering(bounds)
  const taken: string[] = []
  for (let at = 0; at < 7; at += 1) {
    taken.push(gathering.take(told()))
    gathering.drain()
  }
  expect(taken).toEqual([...Array(5).fill('row'), 'summed', 'summed'])
  expect(gathering.take(told({ atMs: 86_400_001 }))).toBe('row')
})

test('what fits into no bound is dropped, and counted for its workspace', () => {
  const gathering = createGathering({ ...bounds, rowsAtOnce: 0 })
  const taken = ['one', 'two', 'three', 'three', 'one'].map(workspaceId => gathering.take(told({ workspaceId })))
  expect(taken).toEqual(['summed', 'summed', 'dropped', 'dropped', 'summed'])
  expect(gathering.isEmpty).toBe(false)
  expect([...gathering.drain().dropped]).toEqual([['three', 2]])
  expect(gathering.isEmpty).toBe(true)
})
