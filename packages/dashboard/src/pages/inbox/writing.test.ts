import { describe, expect, it, vi } from 'vitest'
import { openOutbox } from '../../conversation/outbox.ts'
import { at, message, minute, noonish } from '../../conversation/testing.ts'
import {
  collisionText,
  hearTyping,
  stillTyping,
  stopTyping,
  type Typist,
  visitorIsTyping
} from '../../conversation/typing.ts'
import { laterDraft, putDraft, readDrafts } from './drafts.ts'
import { fromWallClock, readWallTime, snoozeChoices, wallTimeText } from './snooze.ts'
import { cannedFor, colleaguesFor, complete, mentionedIn, triggerAt } from './writing.ts'

describe('what / and @ ask for', () => {
  const trigger = (text: string, isNote = false) => triggerAt(text, text.length, isNote)

  it('is a canned reply at the beginning or after a space, never inside an address', () => {
    expect(trigger('/ref')).toMatchObject({ kind: 'canned', word: 'ref', from: 0 })
    expect(trigger('Sure, /')).toMatchObject({ kind: 'canned', word: '' })
    expect(trigger('https://')).toBeUndefined()
    expect(trigger('either/or')).toBeUndefined()
    expect(trigger('/refund please')).toBeUndefined()
  })

  it('is a colleague in a note only', () => {
    expect(trigger('Ask @an', true)).toMatchObject({ kind: 'mention', word: 'an' })
    expect(trigger('Ask @an', false)).toBeUndefined()
    expect(trigger('ana@team', true)).toBeUndefined()
  })

  it('puts the answer in its place and leaves the rest', () => {
    const found = triggerAt('Hi /ref, bye', 7, false)
    expect(found && complete('Hi /ref, bye', found, 'Your refund is on its way')).toEqual({
      text: 'Hi Your refund is on its way , bye',
      caret: 28
    })
  })

  it('finds replies by shortcut first, then by their words', () => {
    const replies = [
      { shortcut: 'hours', text: 'Refunds are made at nine' },
      { shortcut: 'refund', text: 'On its way' }
    ]
    expect(cannedFor(replies, 'ref').map(({ shortcut }) => shortcut)).toEqual(['refund', 'hours'])
    expect(cannedFor(replies, 'zzz')).toEqual([])
  })

  it('finds colleagues by any of their names', () => {
    const team = [{ id: '1', name: 'Ana Lindqvist' }]
    expect(colleaguesFor(team, 'lin')).toHaveLength(1)
    expect(colleaguesFor(team, 'indq')).toHaveLength(0)
  })

  it('mentions whom the text names, and of two names the longer', () => {
    const team = [
      { id: '1', name: 'Ana' },
      { id: '2', name: 'Ana Maria' }
    ]
    expect(mentionedIn('@Ana Maria please', team)).toEqual(['2'])
    expect(mentionedIn('@Ana and @Ana Maria', team)).toEqual(['2', '1'])
    expect(mentionedIn('Ana', team)).toEqual([])
  })
})

describe('drafts', () => {
  const draft = (text: string, minutes = 0) => ({ text, note: false, at: at(minutes) })

  it('are kept for each conversation, and gone once empty', () => {
    const kept = putDraft(putDraft({}, 'a', draft('Hello')), 'b', draft('There'))
    expect(Object.keys(kept)).toEqual(['b', 'a'])
    expect(putDraft(kept, 'a', draft('  '))).toEqual({ b: draft('There') })
    const file = { id: 'att_1', name: 'a.png', type: 'image/png', bytes: 3 }
    expect(putDraft({}, 'a', { ...draft(''), attachments: [file] })).toHaveProperty('a')
  })

  it('are no more than a browser’s storage should hold: the oldest go', () => {
    let drafts = {}
    for (let number = 0; number < 120; number += 1) drafts = putDraft(drafts, `c${number}`, draft('x', number))
    expect(Object.keys(drafts)).toHaveLength(100)
    expect(drafts).not.toHaveProperty('c0')
    expect(drafts).toHaveProperty('c119')
  })

  it('are the later of what was written here and elsewhere', () => {
    expect(laterDraft(draft('here', 1), draft('there', 2))?.text).toBe('there')
    expect(laterDraft(draft('here', 3), draft('there', 2))?.text).toBe('here')
    expect(laterDraft(undefined, draft('there'))?.text).toBe('there')
  })

  it('survive storage that somebody else wrote into', () => {
    expect(readDrafts('{"a":{"text":"x","note":false,"at":"t"},"b":{"text":1},"c":null}')).toEqual({
      a: { text: 'x', note: false, at: 't' }
    })
    for (const text of [null, '', '{', '[]', '7', 'null']) expect(readDrafts(text)).toEqual({})
  })
})

describe('the outbox', () => {
  const sent = (clientId: string) => ({
    clientId,
    kind: 'message' as const,
    text: clientId,
    at: at(0),
    attachments: [],
    mentions: []
  })

  it('keeps what could not be sent, and sends it again under the same clientId when the line is back', async () => {
    let isDown = true
    const stored: string[] = []
    const box = openOutbox({
      async send(_conversation, { clientId }) {
        if (isDown) throw new Error('down')
        return message(1, { clientId })
      },
      explain: () => ({ text: 'Foyer does not answer.', isUnreachable: true }),
      stored: ({ clientId }) => stored.push(clientId ?? '')
    })
    box.send('c', sent('one'))
    box.send('c', sent('two'))
    await vi.waitFor(() => expect(box.of('c').map(({ state }) => state)).toEqual(['failed', 'failed']))
    isDown = false
    box.againAll()
    await vi.waitFor(() => expect(box.isEmpty()).toBe(true))
    expect(stored).toEqual(['one', 'two'])
  })

  it('does not send again by itself what the server refused, and gives it back to be edited', async () => {
    const send = vi.fn(async () => {
      throw new Error('refused')
    })
    const box = openOutbox({
      send,
      explain: () => ({ text: 'Too long.', isUnreachable: false }),
      stored: () => undefined
    })
    box.send('c', sent('one'))
    await vi.waitFor(() => expect(box.of('c')[0]?.fault).toBe('Too long.'))
    box.againAll()
    expect(send).toHaveBeenCalledTimes(1)
    expect(box.discard('c', 'one')?.text).toBe('one')
    expect(box.isEmpty()).toBe(true)
  })
})

describe('typing', () => {
  const frame = (
    kind: 'visitor' | 'member',
    id: string,
    more: { isTyping?: boolean; note?: boolean; name?: string } = {}
  ) => ({
    type: 'typing' as const,
    conversationId: 'cnv_1',
    by: { kind, id, name: more.name },
    isTyping: more.isTyping ?? true,
    note: more.note
  })
  const none: Typist[] = []

  it('is over when they stop, when their message comes, and after ten seconds of silence', () => {
    const typing = hearTyping(none, frame('visitor', 'v'), 0)
    expect(visitorIsTyping(typing)).toBe(true)
    expect(hearTyping(typing, frame('visitor', 'v', { isTyping: false }), 1)).toEqual([])
    expect(stopTyping(typing, { kind: 'visitor', id: 'v' })).toEqual([])
    expect(stillTyping(typing, 9_999)).toBe(typing)
    expect(stillTyping(typing, 10_000)).toEqual([])
  })

  it('warns that a colleague is replying, and not of oneself', () => {
    const ana = hearTyping(none, frame('member', 'a', { name: 'Ana' }), 0)
    expect(collisionText(ana, 'me')).toBe('Ana is replying')
    expect(collisionText(ana, 'a')).toBeUndefined()
    expect(collisionText(hearTyping(ana, frame('member', 'b', { name: 'Ben' }), 0), 'me')).toBe(
      'Ana and Ben are replying'
    )
    expect(collisionText(hearTyping(none, frame('member', 'a', { name: 'Ana', note: true }), 0), 'me')).toBe(
      'Ana is writing a note'
    )
    expect(collisionText(hearTyping(none, frame('visitor', 'v'), 0), 'me')).toBeUndefined()
  })
})

describe('snooze', () => {
  it('offers mornings by the clock of the workspace', () => {
    // Friday 14:00 UTC is 15:00 in Berlin, 06:00 in Los Angeles.
    const until = (label: string, timezone: string) =>
      new Date(snoozeChoices(noonish, timezone).find(choice => choice.label === label)?.until ?? 0).toISOString()
    expect(until('Tomorrow morning', 'Europe/Berlin')).toBe('2031-11-22T08:00:00.000Z')
    expect(until('Monday morning', 'Europe/Berlin')).toBe('2031-11-24T08:00:00.000Z')
    expect(until('Tomorrow morning', 'America/Los_Angeles')).toBe('2031-11-22T17:00:00.000Z')
  })

  it('never offers the same time twice, nor one that is over', () => {
    for (let hours = 0; hours < 24 * 8; hours += 1) {
      const now = noonish + hours * 60 * minute
      const times = snoozeChoices(now, 'Asia/Tokyo').map(({ until }) => until)
      expect(new Set(times).size).toBe(times.length)
      expect(Math.min(...times)).toBeGreaterThan(now)
    }
  })

  it('says "this morning" before dawn', () => {
    const beforeDawn = Date.UTC(2031, 10, 21, 3, 0)
    expect(snoozeChoices(beforeDawn, 'UTC').map(({ label }) => label)).toContain('This morning')
  })

  it('reads and writes wall times, also over a change of the clocks', () => {
    expect(readWallTime('2031-10-26T09:00', 'Europe/Berlin')).toBe(Date.UTC(2031, 9, 26, 8, 0))
    expect(readWallTime('2031-10-25T09:00', 'Europe/Berlin')).toBe(Date.UTC(2031, 9, 25, 7, 0))
    expect(readWallTime('soon', 'UTC')).toBeUndefined()
    expect(wallTimeText(noonish, 'Asia/Kolkata')).toBe('2031-11-21T19:30')
    expect(fromWallClock({ year: 2031, month: 11, date: 31, hours: 9, minutes: 0 }, 'UTC')).toBe(
      Date.UTC(2031, 11, 1, 9)
    )
  })
})
