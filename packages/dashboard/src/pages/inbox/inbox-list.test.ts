import type { Conversation } from '@foyer/protocol'
import { describe, expect, it } from 'vitest'
import { at, conversation, idOf, memberId } from '../../conversation/testing.ts'
import { afterDone, arrange, chosenOf, hear, neighbour, nothingHeard, reach, toggle } from './inbox-list.ts'
import type { InboxSearch } from './inbox-search.ts'

const me = memberId(1)
const list = (
  items: Conversation[],
  heardItems: Conversation[] = [],
  more: { search?: InboxSearch; open?: string; isWhole?: boolean; askedAt?: number; heardAt?: number } = {}
) =>
  arrange({
    pages: [{ items, askedAt: more.askedAt ?? 100 }],
    heard: heardItems.reduce((heard, item) => hear(heard, item, more.heardAt ?? 200), nothingHeard),
    search: more.search ?? {},
    me,
    open: more.open,
    isWhole: more.isWhole ?? true
  }).map(({ id }) => id)

describe('the list', () => {
  it('shows who waits the longest first, then who was answered last', () => {
    const rows = [
      conversation(1),
      conversation(2, { waitingSince: at(-5) }),
      conversation(3, { waitingSince: at(-50) }),
      conversation(4)
    ]
    expect(list(rows)).toEqual([idOf(3), idOf(2), idOf(1), idOf(4)])
  })

  it('moves a row down once its visitor is answered', () => {
    const rows = [conversation(1, { waitingSince: at(-5) }), conversation(2)]
    expect(list(rows, [conversation(1, { lastSeq: 2, lastAt: at(0) })])).toEqual([idOf(1), idOf(2)])
    expect(
      list([...rows, conversation(3, { waitingSince: at(-1) })], [conversation(1, { lastSeq: 2, lastAt: at(0) })])
    ).toEqual([idOf(3), idOf(1), idOf(2)])
  })

  it('brings in a conversation that has only now begun', () => {
    expect(list([conversation(1)], [conversation(9, { waitingSince: at(0) })])).toEqual([idOf(9), idOf(1)])
  })

  it('lets go of what was resolved, but not while it is open', () => {
    const resolved = conversation(1, { status: 'resolved', lastSeq: 2 })
    expect(list([conversation(1), conversation(2)], [resolved])).toEqual([idOf(2)])
    expect(list([conversation(1), conversation(2)], [resolved], { open: idOf(1) })).toEqual([idOf(1), idOf(2)])
  })

  it('believes the later of what was loaded and what was heard', () => {
    const loaded = conversation(1, { lastSeq: 5, status: 'open' })
    expect(list([loaded], [conversation(1, { lastSeq: 4, status: 'resolved' })])).toEqual([idOf(1)])
    const sameSeq = conversation(1, { lastSeq: 5, unread: 0 })
    const unread: InboxSearch = { unread: 'yes', status: 'any' }
    const loadedUnread = conversation(1, { lastSeq: 5, unread: 1 })
    expect(list([loadedUnread], [sameSeq], { search: unread, askedAt: 100, heardAt: 200 })).toEqual([])
    expect(list([loadedUnread], [sameSeq], { search: unread, askedAt: 300, heardAt: 200 })).toEqual([idOf(1)])
  })

  it('shows a conversation once, though it came on two pages', () => {
    const pages = [
      { items: [conversation(1)], askedAt: 1 },
      { items: [conversation(1), conversation(2)], askedAt: 2 }
    ]
    const rows = arrange({ pages, heard: nothingHeard, search: {}, me, open: undefined, isWhole: true })
    expect(rows.map(({ id }) => id)).toEqual([idOf(1), idOf(2)])
  })

  it('puts nothing behind the last loaded row while there is more to load', () => {
    const older = conversation(50)
    expect(list([conversation(1)], [older], { isWhole: false })).toEqual([idOf(1)])
    expect(list([conversation(1)], [older], { isWhole: true })).toEqual([idOf(1), idOf(50)])
  })

  it('adds nothing to a search, and keeps what it found in step', () => {
    const search: InboxSearch = { search: 'parcel' }
    expect(list([conversation(1)], [conversation(2)], { search })).toEqual([idOf(1)])
    expect(
      list([conversation(1), conversation(3)], [conversation(3, { lastSeq: 9, lastAt: at(5) })], { search })
    ).toEqual([idOf(3), idOf(1)])
  })

  it('remembers no more changes than it needs', () => {
    let heard = nothingHeard
    for (let number = 0; number < 1_100; number += 1) heard = hear(heard, conversation(number), number)
    expect(heard.size).toBe(1_000)
    expect(heard.has(idOf(0))).toBe(false)
    expect(heard.has(idOf(1_099))).toBe(true)
  })
})

describe('moving and choosing', () => {
  const rows = [1, 2, 3, 4].map(number => ({ id: idOf(number) }))

  it('steps to the neighbour, and stays at the ends', () => {
    expect(neighbour(rows, idOf(2), 1)).toBe(idOf(3))
    expect(neighbour(rows, idOf(4), 1)).toBeUndefined()
    expect(neighbour(rows, undefined, 1)).toBe(idOf(1))
    expect(neighbour(rows, undefined, -1)).toBe(idOf(4))
    expect(neighbour([], undefined, 1)).toBeUndefined()
  })

  it('goes on to the one below after one is done, and up from the last', () => {
    expect(afterDone(rows, idOf(2))).toBe(idOf(3))
    expect(afterDone(rows, idOf(4))).toBe(idOf(3))
    expect(afterDone([{ id: idOf(1) }], idOf(1))).toBeUndefined()
  })

  it('chooses one, a range, and forgets what has left the list', () => {
    const one = toggle(new Set(), idOf(1))
    expect([...reach(rows, one, idOf(1), idOf(3))]).toEqual([idOf(1), idOf(2), idOf(3)])
    expect([...toggle(one, idOf(1))]).toEqual([])
    expect(chosenOf(rows, new Set([idOf(2), idOf(99)]))).toEqual([{ id: idOf(2) }])
  })
})
