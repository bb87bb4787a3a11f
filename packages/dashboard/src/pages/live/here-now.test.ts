import type { LiveFrame, LiveVisitor } from '@foyer/protocol'
import { expect, test } from 'vitest'
import { hear, inOrder, listLimit, nobodyHere, sharesOf } from './here-now.ts'

const visitor = (id: string, more: Partial<LiveVisitor> = {}): LiveVisitor => ({
  id,
  friendlyName: 'Amber Heron',
  verified: false,
  bot: false,
  sessionId: 'ses_1',
  pageSince: '2031-05-06T12:00:00Z',
  visitSince: '2031-05-06T12:00:00Z',
  lastAt: '2031-05-06T12:00:00Z',
  ...more
})
const after = (...frames: LiveFrame[]) => frames.reduce((now, frame, index) => hear(now, frame, index + 1), nobodyHere)

test('the whole list comes once, then each who moves or leaves', () => {
  const now = after(
    { type: 'visitors', items: [visitor('a'), visitor('b')] },
    { type: 'visitor', visitor: visitor('c') },
    { type: 'left', id: 'a' }
  )
  expect([...now.byId.keys()]).toEqual(['b', 'c'])
  expect(now.total).toBe(2)
})

test('who leaves twice, or was never here, is not counted twice', () => {
  const now = after(
    { type: 'visitors', items: [visitor('a')] },
    { type: 'left', id: 'a' },
    { type: 'left', id: 'a' },
    { type: 'left', id: 'x' }
  )
  expect(now.total).toBe(0)
})

test('a row pulses when its visitor acts or arrives, not when it is merely told again', () => {
  const first = after({ type: 'visitors', items: [visitor('a')] })
  expect(first.byId.get('a')?.actedAt).toBe(0)
  const again = hear(first, { type: 'visitor', visitor: visitor('a') }, 50)
  expect(again.byId.get('a')?.actedAt).toBe(0)
  const acted = hear(again, { type: 'visitor', visitor: visitor('a', { lastAt: '2031-05-06T12:00:09Z' }) }, 60)
  expect(acted.byId.get('a')?.actedAt).toBe(60)
  expect(hear(acted, { type: 'visitor', visitor: visitor('new') }, 70).byId.get('new')?.actedAt).toBe(70)
})

test('after a reconnect the list is the server’s, and the count with it', () => {
  const now = after(
    { type: 'visitors', items: [visitor('a'), visitor('b')] },
    { type: 'visitors', items: [visitor('b')] }
  )
  expect(now.total).toBe(1)
})

test('a crowd bigger than the list keeps the true count', () => {
  const many = Array.from({ length: listLimit }, (_, index) => visitor(`v${index}`))
  const crowd = hear({ byId: new Map(), total: 730 }, { type: 'visitors', items: many }, 1)
  expect(crowd.total).toBe(730)
  expect(hear(crowd, { type: 'left', id: 'v1' }, 2).total).toBe(729)
})

test('newcomers stand on top and nobody moves while they are here', () => {
  const now = after({
    type: 'visitors',
    items: [
      visitor('early', { lastAt: '2031-05-06T12:59:00Z' }),
      visitor('late', { visitSince: '2031-05-06T12:30:00Z' })
    ]
  })
  expect(inOrder(now).map(({ id }) => id)).toEqual(['late', 'early'])
})

test('frames about other things change nothing', () => {
  const now = after({ type: 'visitors', items: [visitor('a')] })
  expect(hear(now, { type: 'pong' }, 9)).toBe(now)
})

test('shares count people, the most first, and leave out who has none', () => {
  const people = inOrder(
    after({
      type: 'visitors',
      items: [
        visitor('a', { country: 'PT' }),
        visitor('b', { country: 'DE' }),
        visitor('c', { country: 'PT' }),
        visitor('d')
      ]
    })
  )
  expect(sharesOf(people, ({ country }) => (country ? { key: country, label: country } : undefined))).toEqual([
    { key: 'PT', label: 'PT', people: 2 },
    { key: 'DE', label: 'DE', people: 1 }
  ])
})
