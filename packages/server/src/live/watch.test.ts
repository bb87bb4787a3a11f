import type { LiveFrame, LiveVisitor, TimelineEvent } from '@foyer/protocol'
import { expect, test } from 'vitest'
import { toPublic } from '../http/index.ts'
import { type Looks, Watch } from './watch.ts'

const visitor = (n: number) => `vis_${n.toString(16).padStart(32, '0')}`
const personOf = (visitorId: string) => `${visitorId.slice(4, 12)}-0000-0000-0000-${visitorId.slice(24)}`

function watching(given: Partial<Looks> = {}) {
  const sent: LiveFrame[] = []
  const watch = new Watch('workspace', frame => sent.push(frame), {
    hereNow: async () => [],
    eventsSince: async () => [],
    personOf: async (_workspace, visitorId) => personOf(visitorId),
    clock: () => 0,
    ...given
  })
  return { watch, sent }
}

test('a line watches at most fifty people, and goes on hearing of those', async () => {
  const { watch, sent } = watching()
  for (let n = 0; n < 51; n += 1) await watch.person(visitor(n))
  expect(sent).toMatchObject([{ type: 'error', code: 'too_many_requests' }])
  await watch.heard({ workspaceId: 'workspace', people: [personOf(visitor(0)), personOf(visitor(50))] })
  expect(sent.slice(1)).toEqual([{ type: 'person', personId: visitor(0) }])
  // One who is watched already may be asked for again, and one that was let go makes room.
  await watch.person(visitor(1))
  watch.unwatch('person', visitor(2))
  await watch.person(visitor(50))
  expect(sent.filter(frame => frame.type === 'error')).toHaveLength(1)
})

test('an event is told once, though the moment it was stored in is looked at twice', async () => {
  const event = { id: 'e1' } as TimelineEvent
  const { watch, sent } = watching({ eventsSince: async () => [event] })
  await watch.person(visitor(1))
  const moves = { workspaceId: 'workspace', people: [personOf(visitor(1))] }
  await Promise.all([watch.heard(moves), watch.heard(moves), watch.heard(moves)])
  expect(sent.filter(frame => frame.type === 'events')).toEqual([
    { type: 'events', personId: visitor(1), items: [event] }
  ])
})

test('whoever is unwatched while their events are being looked up is not told of', async () => {
  let look: (events: TimelineEvent[]) => void = () => undefined
  const { watch, sent } = watching({
    eventsSince: () =>
      new Promise(resolve => {
        look = resolve
      })
  })
  const told = watch.person(visitor(1))
  await expect.poll(() => look.length).toBe(1)
  watch.unwatch('person', visitor(1))
  look([{ id: 'e1' } as TimelineEvent])
  await told
  expect(sent).toEqual([])
})

test('what happened just before a person was watched is told, for the page may have looked just before that', async () => {
  const event = { id: 'e1' } as TimelineEvent
  const { watch, sent } = watching({ eventsSince: async () => [event] })
  await watch.person(visitor(1))
  expect(sent).toEqual([{ type: 'events', personId: visitor(1), items: [event] }])
})

test('whoever arrives while the first list of visitors is being read is told after it', async () => {
  const arrived = { id: toPublic('vis', personOf(visitor(1))) } as LiveVisitor
  let read: (items: LiveVisitor[]) => void = () => undefined
  const { watch, sent } = watching({
    hereNow: async (_workspace, people) =>
      people
        ? [arrived]
        : new Promise(resolve => {
            read = resolve
          })
  })
  const listed = watch.visitors()
  await expect.poll(() => read.length).toBe(1)
  const moved = watch.heard({ workspaceId: 'workspace', people: [personOf(visitor(1))] })
  read([])
  await Promise.all([listed, moved])
  expect(sent).toEqual([
    { type: 'visitors', items: [] },
    { type: 'visitor', visitor: arrived }
  ])
})

test('that deliveries went on is told to whoever watches them, until they no longer do', async () => {
  const { watch, sent } = watching({})
  const moves = { workspaceId: 'workspace', people: [], deliveries: true as const }
  await watch.heard(moves)
  watch.deliveries()
  await watch.heard(moves)
  watch.unwatch('deliveries')
  await watch.heard(moves)
  expect(sent).toEqual([{ type: 'deliveries' }])
})
