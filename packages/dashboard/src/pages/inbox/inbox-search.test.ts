import { describe, expect, it } from 'vitest'
import { conversation, memberId } from '../../conversation/testing.ts'
import { readInboxSearch, statusOf } from './inbox-search.ts'
import { belongs, conversationsQueryOf, putsWaitingFirst } from './listed.ts'
import { filterCount, inQueue, inSight, queueOf, queues, withoutFilters } from './queues.ts'

describe('the address of the inbox', () => {
  it('leaves out what means nothing', () => {
    expect(
      readInboxSearch({
        status: 'lost',
        assignee: 'bob',
        country: 'portugal',
        unread: '1',
        sort: 'up',
        label: '  ',
        x: 1
      })
    ).toEqual({})
  })

  it('says one list in one way', () => {
    expect(readInboxSearch({ status: 'open' })).toEqual({})
    expect(readInboxSearch({ status: 'any', search: 'parcel' })).toEqual({ search: 'parcel' })
    expect(readInboxSearch({ status: 'open', search: 'parcel' })).toEqual({ status: 'open', search: 'parcel' })
  })

  it('shows open conversations unless words or mentions are looked for', () => {
    expect(statusOf({})).toBe('open')
    expect(statusOf({ search: 'parcel' })).toBe('any')
    expect(statusOf({ mentioned: 'yes' })).toBe('any')
    expect(conversationsQueryOf({ search: 'parcel' })).toEqual({ search: 'parcel', sort: 'newest' })
  })

  it('puts who waits the longest first among open conversations, and nowhere else', () => {
    expect(putsWaitingFirst({})).toBe(true)
    expect(putsWaitingFirst({ assignee: 'me', label: 'vip' })).toBe(true)
    expect(putsWaitingFirst({ status: 'resolved' })).toBe(false)
    expect(putsWaitingFirst({ search: 'parcel' })).toBe(false)
    expect(putsWaitingFirst({ sort: 'newest' })).toBe(false)
  })

  it('finds every queue again by its own address', () => {
    for (const one of queues) expect(queueOf(readInboxSearch(one.search))).toBe(one)
  })

  it('keeps the other filters when the queue changes', () => {
    const before = readInboxSearch({ assignee: 'me', label: 'vip', search: 'parcel' })
    const unassigned = queues.find(({ id }) => id === 'unassigned')
    expect(unassigned && inQueue(before, unassigned)).toEqual({ assignee: 'none', label: 'vip', search: 'parcel' })
  })

  it('counts the filters beside the queue and takes them away', () => {
    const search = readInboxSearch({ assignee: 'me', label: 'vip', country: 'PT' })
    expect(filterCount(search)).toBe(2)
    expect(withoutFilters(search)).toEqual({ assignee: 'me' })
    expect(filterCount({ assignee: memberId(7) })).toBe(1)
    expect(withoutFilters({ assignee: memberId(7), sort: 'oldest' })).toEqual({ sort: 'oldest' })
  })
})

describe('the queues in sight', () => {
  const names = (hasResponder: boolean) => {
    const { near, further } = inSight(hasResponder)
    return { near: near.map(({ id }) => id), further: further.map(({ id }) => id) }
  }

  it('are three, and none is lost', () => {
    expect(names(false).near).toEqual(['all', 'mine', 'unassigned'])
    expect(names(true).near).toEqual(['all', 'needs us', 'mine'])
    expect([...names(true).near, ...names(true).further].toSorted()).toEqual(queues.map(({ id }) => id).toSorted())
  })

  it('say nothing of an agent where none answers', () => {
    expect(names(false).further).not.toContain('agent')
    expect(names(false).further).not.toContain('needs us')
  })
})

describe('whether a conversation that changed belongs in the list', () => {
  const me = memberId(1)

  it('knows by status, assignee, label and unread', () => {
    expect(belongs({}, conversation(1), me)).toBe('yes')
    expect(belongs({}, conversation(1, { status: 'resolved' }), me)).toBe('no')
    expect(belongs({ assignee: 'me' }, conversation(1, { assignee: { id: me, name: 'Ana' } }), me)).toBe('yes')
    expect(belongs({ assignee: 'none' }, conversation(1, { assignee: { id: me, name: 'Ana' } }), me)).toBe('no')
    expect(belongs({ label: 'vip' }, conversation(1), me)).toBe('no')
    expect(belongs({ unread: 'yes', status: 'any' }, conversation(1, { unread: 2 }), me)).toBe('yes')
  })

  it('tells what the agent answers from what is left for people, also where no agent answers', () => {
    const withAgent = conversation(1, { answeredBy: 'responder' })
    expect(belongs({ answered: 'agent' }, withAgent, me)).toBe('yes')
    expect(belongs({ answered: 'team' }, withAgent, me)).toBe('no')
    expect(belongs({ answered: 'team' }, conversation(1, { answeredBy: 'team' }), me)).toBe('yes')
    expect(belongs({ answered: 'team' }, conversation(1), me)).toBe('yes')
    expect(conversationsQueryOf({ answered: 'agent' }).answeredBy).toBe('responder')
    expect(conversationsQueryOf({ answered: 'team' }).answeredBy).toBe('team')
  })

  it('leaves words and mentions to the server', () => {
    expect(belongs({ search: 'parcel' }, conversation(1), me)).toBe('unknown')
    expect(belongs({ search: 'parcel', label: 'vip' }, conversation(1), me)).toBe('no')
  })

  it('keeps the playground and what was merged away out', () => {
    expect(belongs({}, conversation(1, { source: 'playground' }), me)).toBe('no')
    expect(belongs({ source: 'playground' }, conversation(1, { source: 'playground' }), me)).toBe('yes')
    expect(belongs({}, conversation(1, { mergedInto: conversation(2).id }), me)).toBe('no')
  })
})
