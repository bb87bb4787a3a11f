import { describe, expect, it } from 'vitest'
import { at, message } from './testing.ts'
import {
  hasGap,
  knownUpTo,
  lastOfTeam,
  markOf,
  mergeMessages,
  newSince,
  type Outgoing,
  rowsOf,
  stepOutgoing,
  unstored
} from './thread.ts'

const outgoing = (clientId: string): Omit<Outgoing, 'state' | 'fault'> => ({
  clientId,
  kind: 'message',
  text: 'Hello',
  at: at(0),
  attachments: [],
  mentions: []
})
const member = { kind: 'member' as const, id: 'mem_1', name: 'Ana' }

describe('messages by their place', () => {
  it('puts them in order, each once, whichever way they came', () => {
    const merged = mergeMessages([message(3), message(1)], [message(2), message(3)])
    expect(merged.map(({ seq }) => seq)).toEqual([1, 2, 3])
  })

  it('lets the later word about a place hold', () => {
    expect(mergeMessages([message(1)], [message(1, { text: 'as stored' })])[0]?.text).toBe('as stored')
  })

  it('sees a message that was missed, and asks from before it', () => {
    expect(hasGap([message(4), message(5)])).toBe(false)
    expect(hasGap([message(4), message(6)])).toBe(true)
    expect(knownUpTo([message(4), message(5), message(8), message(9)])).toBe(5)
    expect(knownUpTo([])).toBe(0)
  })

  it('counts as new what was written below, not what was done', () => {
    expect(newSince([message(1), message(2, { kind: 'activity' }), message(3)], 1)).toBe(1)
  })
})

describe('what is being sent', () => {
  it('fails, is sent again, and goes once it is stored', () => {
    let waiting = stepOutgoing([], { step: 'send', message: outgoing('a') })
    waiting = stepOutgoing(waiting, { step: 'fail', clientId: 'a', fault: 'Foyer does not answer.' })
    expect(waiting).toMatchObject([{ state: 'failed', fault: 'Foyer does not answer.' }])
    waiting = stepOutgoing(waiting, { step: 'again', clientId: 'a' })
    expect(waiting[0]?.state).toBe('sending')
    expect(waiting[0]).not.toHaveProperty('fault')
    expect(stepOutgoing(waiting, { step: 'drop', clientId: 'a' })).toEqual([])
  })

  it('leaves the other failed ones failed when one is sent again', () => {
    let waiting = stepOutgoing([], { step: 'send', message: outgoing('a') })
    waiting = stepOutgoing(waiting, { step: 'send', message: outgoing('b') })
    for (const clientId of ['a', 'b']) waiting = stepOutgoing(waiting, { step: 'fail', clientId, fault: 'no' })
    waiting = stepOutgoing(waiting, { step: 'again', clientId: 'a' })
    expect(waiting.map(({ state, fault }) => [state, fault])).toEqual([
      ['sending', undefined],
      ['failed', 'no']
    ])
  })

  it('is not shown twice when the live connection is quicker than the answer', () => {
    const waiting = stepOutgoing([], { step: 'send', message: outgoing('a') })
    expect(unstored(waiting, [message(1, { clientId: 'a', author: member })])).toEqual([])
    expect(unstored(waiting, [message(1)])).toHaveLength(1)
  })
})

describe('the column', () => {
  const kinds = (...rows: ReturnType<typeof rowsOf>) => rows.map(row => row.row)

  it('says the day where it turns, by the clock of the workspace', () => {
    const late = message(1, { at: '2031-11-20T23:30:00.000Z' })
    const early = message(2, { at: '2031-11-21T00:10:00.000Z' })
    expect(kinds(...rowsOf([late, early], 'UTC', undefined))).toEqual(['day', 'message', 'day', 'message'])
    expect(kinds(...rowsOf([late, early], 'America/New_York', undefined))).toEqual(['day', 'message', 'message'])
  })

  it('puts one writer’s messages of the same minutes under one name', () => {
    const rows = rowsOf(
      [message(1), message(2), message(3, { author: member }), message(30, { author: member })],
      'UTC',
      undefined
    )
    expect(rows.flatMap(row => (row.row === 'message' ? [[row.isFirst, row.isLast]] : []))).toEqual([
      [true, false],
      [false, true],
      [true, true],
      [true, true]
    ])
  })

  it('keeps a note apart from the reply before it', () => {
    const rows = rowsOf(
      [message(1, { author: member }), message(2, { author: member, kind: 'note' })],
      'UTC',
      undefined
    )
    expect(rows.flatMap(row => (row.row === 'message' ? [row.isFirst] : []))).toEqual([true, true])
  })

  it('draws one line where the unread begins', () => {
    const rows = rowsOf([message(1), message(2, { kind: 'activity' }), message(3), message(4)], 'UTC', 1)
    expect(kinds(...rows)).toEqual(['day', 'message', 'activity', 'new', 'message', 'message'])
    expect(kinds(...rowsOf([message(1)], 'UTC', 1))).not.toContain('new')
  })
})

describe('delivery marks', () => {
  const marks = { visitor: { delivered: 5, read: 3 }, team: { delivered: 0, read: 0 } }
  const ours = (seq: number) => message(seq, { author: member })

  it('says sent, delivered, read', () => {
    expect([3, 5, 6].map(seq => markOf(ours(seq), marks))).toEqual(['read', 'delivered', 'sent'])
  })

  it('has none for what the visitor wrote, and none for notes', () => {
    expect(markOf(message(1), marks)).toBeUndefined()
    expect(markOf(message(1, { author: member, kind: 'note' }), marks)).toBeUndefined()
  })

  it('stands under the last thing the team said', () => {
    expect(lastOfTeam([ours(1), ours(2), message(3), message(4, { author: member, kind: 'note' })])?.seq).toBe(2)
  })
})
