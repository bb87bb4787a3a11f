import { conversationLimits, attachmentTypes as wireTypes } from '@foyer/protocol'
import { attachmentTypes } from '@foyer/protocol/plain'
import { expect, test } from 'vitest'
import { limits, type Message, type OwnConversation } from '../wire.ts'
import { asksEmailIn } from './asking.ts'
import { isEmail } from './email-address.ts'
import { opensAt, readOfficeHours } from './hours.ts'
import { chooseFrom } from './state.ts'
import { noThread, type Thread } from './thread.ts'

const saturday = Date.UTC(2026, 10, 21, 9)
const facts = (more: Partial<OwnConversation> = {}): OwnConversation => ({
  id: 'cnv_1',
  status: 'open',
  createdAt: new Date(saturday).toISOString(),
  lastAt: new Date(saturday).toISOString(),
  lastSeq: 1,
  unread: 0,
  email: 'unknown',
  marks: { visitor: { delivered: 0, read: 0 }, team: { delivered: 0, read: 0 } },
  ...more
})
const message = (seq: number, kind: Message['author']['kind'], at = saturday): Message => ({
  id: `msg_${seq}`,
  conversationId: 'cnv_1',
  seq,
  kind: 'message',
  author: { kind },
  text: 'x',
  at: new Date(at).toISOString()
})
const thread = (messages: Message[], more: Partial<OwnConversation> = {}): Thread => ({
  ...noThread,
  id: 'cnv_1',
  facts: facts(more),
  messages
})

test('the widget stops a writer at the numbers of the wire', () => {
  expect(conversationLimits).toMatchObject(limits)
  expect(attachmentTypes).toEqual(wireTypes)
})

test('F12 the e-mail is asked for when nobody answers within a minute, at once when nobody is there', () => {
  const when = 'away' as const
  const asked = (of: Thread, isTeamHere: boolean | null, now = saturday + 10_000) =>
    asksEmailIn(of, { when, isTeamHere, now })
  expect(asked(thread([]), false)).toBeNull()
  expect(asked(thread([message(1, 'visitor')]), true)).toBe(50_000)
  expect(asked(thread([message(1, 'visitor')]), true, saturday + 70_000)).toBe(0)
  expect(asked(thread([message(1, 'visitor')]), false)).toBe(0)
  // The minute runs from the first of what is unanswered, not from the last.
  expect(asked(thread([message(1, 'visitor'), message(2, 'visitor', saturday + 40_000)]), true)).toBe(50_000)
  expect(asked(thread([message(1, 'visitor'), message(2, 'member')]), false)).toBeNull()
  // An agent that answers at once is waited for; once it has called a person who is not there, the address is wanted.
  const responder = { name: 'Porch' }
  expect(asked(thread([message(1, 'visitor')], { responder }), false)).toBeNull()
  expect(asked(thread([message(1, 'visitor'), message(2, 'responder')], { responder }), false)).toBeNull()
  expect(asked(thread([message(1, 'visitor'), message(2, 'responder')]), false)).toBe(0)
})

test('F12 it is never asked for twice, of somebody known, or against the setting', () => {
  const said = [message(1, 'visitor')]
  const asked = { when: 'always' as const, isTeamHere: true, now: saturday }
  expect(asksEmailIn(thread(said), asked)).toBe(0)
  expect(asksEmailIn(thread(said, { email: 'known' }), asked)).toBeNull()
  expect(asksEmailIn(thread(said, { email: 'skipped' }), asked)).toBeNull()
  expect(asksEmailIn(thread(said, { status: 'resolved' }), asked)).toBeNull()
  expect(asksEmailIn(thread(said), { ...asked, when: 'never' })).toBeNull()
})

test('F12 what cannot be an address is not taken for one', () => {
  for (const good of ['a@b.example', 'ana.maria+x@shop.co.uk', 'jürgen@müller.de'])
    expect(isEmail(good), good).toBe(true)
  for (const bad of [
    '',
    'a',
    'a@b',
    'a b@c.de',
    '.a@b.de',
    'a..b@c.de',
    'a@-b.de',
    'a@b..de',
    '<a@b.de>',
    `${'a'.repeat(65)}@b.de`
  ])
    expect(isEmail(bad), bad).toBe(false)
})

test('office hours are told in the office, wherever the visitor is', () => {
  const hours = readOfficeHours('Mon-Fri 09:00-17:30, Sat 10:00-14:00 Europe/Berlin')
  if (!hours) throw new Error('not understood')
  const at = (text: string) => opensAt(hours, Date.parse(text))
  expect(at('2026-11-20T16:29:00Z')).toBeNull()
  expect(at('2026-11-20T16:30:00Z')).toBe(Date.parse('2026-11-21T09:00:00Z'))
  expect(at('2026-11-21T12:00:00Z')).toBeNull()
  expect(at('2026-11-21T13:00:00Z')).toBe(Date.parse('2026-11-23T08:00:00Z'))
})

test('office hours kept on the server mean the same as those written on the page', () => {
  const kept = {
    timezone: 'Europe/Berlin',
    spans: [
      {
        days: ['mon' as const, 'tue' as const, 'wed' as const, 'thu' as const, 'fri' as const],
        from: '09:00',
        to: '17:30'
      },
      { days: ['sat' as const], from: '10:00', to: '14:00' }
    ]
  }
  const typed = readOfficeHours('Mon-Fri 09:00-17:30, Sat 10:00-14:00 Europe/Berlin')
  expect(readOfficeHours(kept)).toEqual(typed)
  expect(readOfficeHours({ ...kept, timezone: 'Mars/Olympus' })).toBeUndefined()
})

test('an office may be open past midnight and over the end of the week', () => {
  const hours = readOfficeHours('Fri-Sun 20:00-02:00 UTC')
  if (!hours) throw new Error('not understood')
  expect(opensAt(hours, Date.parse('2026-11-22T23:30:00Z'))).toBeNull()
  expect(opensAt(hours, Date.parse('2026-11-23T01:59:00Z'))).toBeNull()
  expect(opensAt(hours, Date.parse('2026-11-23T02:00:00Z'))).toBe(Date.parse('2026-11-27T20:00:00Z'))
})

test('office hours that cannot be understood are none', () => {
  for (const text of ['', 'always', 'Mon 25:00-26:00 UTC', 'Xyz 09:00-17:00', 'Mon 09:00-17:00 Mars/Olympus'])
    expect(readOfficeHours(text), text).toBeUndefined()
})

test('a page begins with the conversation this browser was in, an open one, or one closed just now', () => {
  const days = (count: number) => new Date(saturday - count * 86_400_000).toISOString()
  const open = facts({ id: 'cnv_open', lastAt: days(9) })
  const mine = facts({ id: 'cnv_mine', lastAt: days(10) })
  const closed = facts({ id: 'cnv_closed', status: 'resolved', lastAt: days(1) })
  const old = facts({ id: 'cnv_old', status: 'resolved', lastAt: days(30) })
  expect(chooseFrom([closed, open, mine], 'cnv_mine', saturday)?.id).toBe('cnv_mine')
  expect(chooseFrom([closed, open], 'cnv_gone', saturday)?.id).toBe('cnv_open')
  expect(chooseFrom([closed, old], 'cnv_old', saturday)?.id).toBe('cnv_closed')
  expect(chooseFrom([old], undefined, saturday)).toBeUndefined()
})
