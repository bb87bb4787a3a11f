import type { TimelineEvent, Visit } from '@foyer/protocol'
import { expect, test } from 'vitest'
import { linesOf, mergeEvents, rowsOf, visitHeading } from './timeline-rows.ts'

const vis = `vis_${'0'.repeat(32)}`
const event = (id: string, at: string, sessionId: string, more: Partial<TimelineEvent> = {}): TimelineEvent => ({
  kind: 'event',
  id,
  at: `2031-05-06T${at}:00.000Z`,
  type: 'page',
  sessionId,
  visitorId: vis,
  properties: {},
  bot: false,
  ...more
})
const visit = (more: Partial<Visit> = {}): Visit => ({
  id: 'ses_1',
  startedAt: '2031-05-06T12:00:00.000Z',
  lastAt: '2031-05-06T12:06:00.000Z',
  pages: 8,
  events: 20,
  ...more
})
const shape = (rows: ReturnType<typeof rowsOf>) =>
  rows.map(row => (row.row === 'visit' ? `[${row.sessionId}]` : row.event.id))

test('events are grouped by visit, the newest visit first', () => {
  const rows = rowsOf([event('c', '14:00', 'ses_2'), event('b', '12:05', 'ses_1'), event('a', '12:00', 'ses_1')], {})
  expect(shape(rows)).toEqual(['[ses_2]', 'c', '[ses_1]', 'b', 'a'])
})

test('two devices at once are two visits, not shreds of two', () => {
  const rows = rowsOf(
    [
      event('d', '12:03', 'ses_2'),
      event('c', '12:02', 'ses_1'),
      event('b', '12:01', 'ses_2'),
      event('a', '12:00', 'ses_1')
    ],
    {}
  )
  expect(shape(rows)).toEqual(['[ses_2]', 'd', 'b', '[ses_1]', 'c', 'a'])
})

test('the scroll depth that an exit tells is one line with it; any other scroll stands alone', () => {
  const exit = event('b', '12:05', 'ses_1', { type: 'exit', properties: { scrollPercent: 80, pageId: 'p1' } })
  const scroll = event('a', '12:05', 'ses_1', { type: 'scroll', properties: { percent: 80, pageId: 'p1' } })
  const [, line] = rowsOf([exit, scroll], {})
  expect(line).toMatchObject({ event: { id: 'b' }, folded: { id: 'a' }, isLast: true })
  const other = { ...scroll, properties: { percent: 40, pageId: 'p1' } }
  expect(shape(rowsOf([exit, other], {}))).toEqual(['[ses_1]', 'b', 'a'])
})

test('an event told live and loaded again is shown once, in its place in time', () => {
  const merged = mergeEvents(
    [event('c', '12:03', 'ses_1'), event('b', '12:02', 'ses_1')],
    [event('b', '12:02', 'ses_1'), event('a', '12:01', 'ses_1')]
  )
  expect(merged.map(({ id }) => id)).toEqual(['c', 'b', 'a'])
  const late = mergeEvents(
    [event('late', '12:01', 'ses_1')],
    [event('z', '12:02', 'ses_1'), event('a', '12:00', 'ses_1')]
  )
  expect(late.map(({ id }) => id)).toEqual(['z', 'late', 'a'])
})

test('a visit is headed by its day, where it came from, how long and how many pages', () => {
  const now = Date.parse('2031-05-09T10:00:00.000Z')
  const newest = event('a', '12:05', 'ses_1')
  expect(visitHeading({ visit: visit({ source: 'Google' }), newest }, now, 'UTC')).toEqual({
    when: 'Tuesday, 12:00',
    facts: ['from Google', '6\u00a0min', '8 pages']
  })
  expect(visitHeading({ visit: visit({ source: 'Direct', pages: 1 }), newest }, now, 'Europe/Lisbon').facts).toEqual([
    'came directly',
    '6\u00a0min',
    '1 page'
  ])
})

test('a visit of a moment without a page view counts its events and no time', () => {
  const short = visit({ lastAt: '2031-05-06T12:00:00.000Z', pages: 0, events: 2 })
  expect(visitHeading({ visit: short, newest: event('a', '12:00', 'ses_1') }, Date.parse(short.lastAt), 'UTC')).toEqual(
    {
      when: 'Today, 12:00',
      facts: ['2 events']
    }
  )
})

test('a visit that is not known yet is headed by its newest event', () => {
  const newest = event('a', '12:05', 'ses_1')
  expect(visitHeading({ visit: undefined, newest }, Date.parse(newest.at), 'Asia/Tokyo')).toEqual({
    when: 'Today, 21:05',
    facts: []
  })
})

const turn = (id: string, name: string, properties: Record<string, unknown>, conversationId = 'cnv_1') =>
  event(id, '12:00', 'ses_1', { type: 'conversation', name, properties: { conversationId, ...properties } })

test('an answer, and a call for a person, are one line with the message they came with', () => {
  const asked = turn('e', 'handed over', { reason: 'asked' })
  const told = turn('d', 'message out', { by: 'responder' })
  const answered = turn('c', 'answered', {})
  const answer = turn('b', 'message out', { by: 'responder' })
  const lines = (events: TimelineEvent[]) => linesOf(events).map(({ event, folded }) => [event.id, folded?.id])
  const once = [
    ['e', 'd'],
    ['c', 'b'],
    ['a', undefined]
  ]
  expect(lines([asked, told, answered, answer, turn('a', 'message in', {})])).toEqual(once)
  // Of the same millisecond, they come in the order of their ids.
  expect(lines([told, asked, answer, answered, turn('a', 'message in', {})])).toEqual(once)
})

test('what a person writes is a line of its own, unless it is the first reply or another conversation', () => {
  const out = turn('b', 'message out', { by: 'member' })
  const shown = (...events: TimelineEvent[]) => linesOf(events).map(({ event }) => event.id)
  expect(shown(turn('c', 'handed over', { reason: 'taken' }), out)).toEqual(['c', 'b'])
  expect(shown(out, turn('a', 'first reply', { by: 'member' }))).toEqual(['a'])
  expect(shown(turn('c', 'first reply', { by: 'member' }, 'cnv_2'), out)).toEqual(['c', 'b'])
})
