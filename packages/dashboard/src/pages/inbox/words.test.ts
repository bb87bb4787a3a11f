import type { Conversation } from '@foyer/protocol'
import { handOverReasons } from '@foyer/protocol'
import { describe, expect, it } from 'vitest'
import { activityText } from '../../conversation/activity-words.ts'
import { responderName, standingOf } from '../../conversation/answered-by.ts'
import { textPieces } from '../../conversation/message-text.ts'
import { sourcesOf } from '../../conversation/sources.ts'
import { at, conversation, memberId, message, minute, noonish } from '../../conversation/testing.ts'
import { bytesText } from '../../words/numbers.ts'
import { refusalOf, typeOfFile } from './attachments.ts'
import { browse } from './browsing.ts'
import { actionOf, inboxActions, shortcuts } from './keyboard.ts'
import { mentionNotice, noticeOf } from './notices.ts'
import { longestWaitText, urgencyOf, waitText } from './waiting.ts'

const hour = 60 * minute

describe('waiting', () => {
  it('is told in minutes, later in hours, then in days', () => {
    const waits = (ms: number) => waitText(new Date(noonish - ms).toISOString(), noonish)
    expect([20_000, 4.9 * minute, 80 * minute, 7.5 * hour, 60 * hour].map(waits)).toEqual([
      'now',
      '4\u00a0min',
      '1\u00a0h 20\u00a0min',
      '7\u00a0h',
      '3 days'
    ])
  })

  it('never is negative when two clocks differ', () => {
    expect(waitText(at(3), noonish)).toBe('now')
  })

  it('grows urgent after five minutes and after half an hour', () => {
    expect([-1, -5, -29, -30].map(minutes => urgencyOf(at(minutes), noonish))).toEqual([
      'fresh',
      'late',
      'late',
      'overdue'
    ])
  })

  it('is summed up in a line', () => {
    expect(longestWaitText(undefined, noonish)).toBe('nobody waits')
    expect(longestWaitText(at(-12), noonish)).toBe('longest wait 12\u00a0min')
    expect(longestWaitText(at(0), noonish)).toBe('one waits since just now')
  })
})

describe('the keys', () => {
  it('do one thing each, and everything there is has a key but merging', () => {
    const keys = shortcuts.flatMap(shortcut => shortcut.keys)
    expect(new Set(keys).size).toBe(keys.length)
    expect(inboxActions.filter(action => !shortcuts.some(shortcut => shortcut.action === action))).toEqual(['merge'])
  })

  it('are those of triage', () => {
    const pressed = (key: string) => actionOf({ key, at: 10_000 }, 0)
    expect(['j', 'k', 'Enter', 'e', 'a', 's', 'r', 'n', '/'].map(pressed)).toEqual([
      'next',
      'previous',
      'open',
      'resolve',
      'assign',
      'snooze',
      'reply',
      'note',
      'canned'
    ])
    expect(pressed('q')).toBeUndefined()
  })

  it('mean nothing here right after g, which goes to another page', () => {
    expect(actionOf({ key: 'a', at: 1_500 }, 1_000)).toBeUndefined()
    expect(actionOf({ key: 'a', at: 2_500 }, 1_000)).toBe('assign')
  })
})

describe('the text of a message', () => {
  const links = (text: string) => textPieces(text).flatMap(({ href }) => (href === undefined ? [] : [href]))

  it('has its web addresses as links, without the full stop behind them', () => {
    expect(links('See https://shop.example/a?b=1, or (https://shop.example/x_(y)).')).toEqual([
      'https://shop.example/a?b=1',
      'https://shop.example/x_(y)'
    ])
  })

  it('never links what would run', () => {
    expect(links('javascript:alert(1) data:text/html,x file:///etc ftp://x https://')).toEqual([])
    expect(links('[go](javascript:alert(1)) <a href="https://a.example">')).toEqual(['https://a.example/'])
  })

  it('is all there, and in order', () => {
    const text = 'Hi @Ana Maria, see https://a.example/ now @Ana'
    const pieces = textPieces(text, ['Ana', 'Ana Maria'])
    expect(pieces.map(piece => piece.text).join('')).toBe(text)
    expect(pieces.filter(piece => piece.isMention).map(piece => piece.text)).toEqual(['@Ana Maria', '@Ana'])
  })

  it('shows no character that turns the reading direction', () => {
    expect(textPieces('a\u202egnp.exe').map(piece => piece.text)).toEqual(['agnp.exe'])
  })

  it('takes names for what they are, not for patterns', () => {
    expect(textPieces('@A.*( hello @Bob', ['A.*(']).filter(piece => piece.isMention)).toHaveLength(1)
  })
})

describe('what happened, in words', () => {
  const activity = (text: string, detail: Record<string, unknown> = {}, name?: string) =>
    activityText(
      message(1, { kind: 'activity', text, detail, author: { kind: name ? 'member' : 'system', name } }),
      'UTC'
    )

  it('says who did what', () => {
    expect(activity('assigned', { assignee: 'Ben' }, 'Ana')).toBe('Ana assigned it to Ben')
    expect(activity('assigned', { assignee: 'Ana' }, 'Ana')).toBe('Ana took it')
    expect(activity('assigned', { assignee: 'Ana' })).toBe('Given to Ana by turn')
    expect(activity('labelled', { labels: ['vip', 'order'] }, 'Ana')).toBe('Ana labelled it vip and order')
    expect(activity('resolved', {}, 'Ana')).toBe('Ana resolved it')
    expect(activity('rated', { score: 5, comment: 'Quick' })).toBe('The visitor rated it 5 of 5: Quick')
    expect(activity('snoozed', { until: '2031-11-22T09:00:00.000Z' }, 'Ana')).toMatch(
      /^Ana snoozed it until Saturday,? 22 November 2031 at 09:00 UTC$/
    )
  })

  it('still says something of a kind it does not know', () => {
    expect(activity('put in a drawer', {}, 'Ana')).toBe('Ana: put in a drawer')
    expect(activity('put in a drawer')).toBe('Put in a drawer')
  })
})

describe('desktop notices', () => {
  const me = memberId(1)
  const away = { me, isLooking: false }
  const wrote = conversation(1, { unread: 1, snippet: 'Hello', snippetBy: 'visitor' })

  it('tell of a visitor who wrote in a conversation that is mine or nobody’s', () => {
    expect(noticeOf(undefined, wrote, away)).toEqual({ id: wrote.id, title: 'Amber Heron', body: 'Hello' })
    expect(noticeOf(undefined, { ...wrote, assignee: { id: me, name: 'Ana' } }, away)).toBeDefined()
    expect(noticeOf(undefined, { ...wrote, assignee: { id: memberId(2), name: 'Ben' } }, away)).toBeUndefined()
  })

  it('stay silent while one looks, after our own answer, and when nothing new was written', () => {
    expect(noticeOf(undefined, wrote, { me, isLooking: true })).toBeUndefined()
    expect(noticeOf(undefined, { ...wrote, snippetBy: 'member' }, away)).toBeUndefined()
    expect(noticeOf(wrote, { ...wrote, labels: ['vip'] }, away)).toBeUndefined()
    expect(noticeOf(wrote, { ...wrote, unread: 2 }, away)).toBeDefined()
  })

  it('tell of a conversation to which the agent calls a person, once', () => {
    const called = { ...wrote, answeredBy: 'team' as const, waitingSince: at(0), snippetBy: 'responder' as const }
    const before = { ...wrote, unread: 0, answeredBy: 'responder' as const }
    expect(noticeOf(before, called, away)?.body).toBe('Waits for a person: the agent called one')
    expect(noticeOf(called, { ...called, labels: ['vip'] }, away)).toBeUndefined()
    expect(noticeOf(before, { ...called, assignee: { id: memberId(2), name: 'Ben' } }, away)).toBeUndefined()
    expect(noticeOf(undefined, { ...before, snippetBy: 'responder' }, away)).toBeUndefined()
  })

  it('tell of a note that names me, not of my own', () => {
    const note = message(1, { kind: 'note', mentions: [me], author: { kind: 'member', id: memberId(2), name: 'Ben' } })
    expect(mentionNotice(note, away)?.title).toBe('Ben mentioned you')
    expect(mentionNotice({ ...note, author: { kind: 'member', id: me } }, away)).toBeUndefined()
  })
})

describe('files', () => {
  it('are known by their ending where the system tells another type', () => {
    expect(typeOfFile({ name: 'orders.CSV', type: 'application/vnd.ms-excel' })).toBe('text/csv')
    expect(typeOfFile({ name: 'a.exe', type: 'application/x-msdownload' })).toBe('application/x-msdownload')
    expect(typeOfFile({ name: 'noending', type: '' })).toBe('application/octet-stream')
  })

  it('are refused with the reason before they are sent', () => {
    expect(refusalOf({ name: 'a.png', type: 'image/png', size: 10 }, 0)).toBeUndefined()
    expect(refusalOf({ name: 'a.png', type: 'image/png', size: 0 }, 0)).toMatch('empty')
    expect(refusalOf({ name: 'a.png', type: 'image/png', size: 11 * 1024 * 1024 }, 0)).toMatch('11 MB is too much')
    expect(refusalOf({ name: 'a.exe', type: '', size: 10 }, 0)).toMatch('not taken')
    expect(refusalOf({ name: 'a.png', type: 'image/png', size: 10 }, 10)).toMatch('at most 10')
  })

  it('have a size one can read', () => {
    expect([812, 34_816, 2_516_582, 10 * 1024 * 1024].map(bytesText)).toEqual(['812 B', '34 KB', '2.4 MB', '10 MB'])
  })
})

describe('where they browse', () => {
  const opened = (minutes: number, url: string) =>
    ({ type: 'page', url, title: url, at: at(minutes) }) as Parameters<typeof browse>[1][number]
  const page = (minutes: number, url: string) => ({ url, title: url, at: at(minutes) })

  it('follows live, the newest page on top, and no more than ten', () => {
    const pages = Array.from({ length: 10 }, (_, index) => page(-index, `https://a.example/${index}`))
    const now = browse(pages, [opened(1, 'https://a.example/new')])
    expect(now[0]?.url).toBe('https://a.example/new')
    expect(now).toHaveLength(10)
  })

  it('tells a page once, though it was told and loaded, and leaves clicks out', () => {
    const pages = [page(0, 'https://a.example/')]
    expect(browse(pages, [opened(0, 'https://a.example/')])).toEqual(pages)
    expect(browse(pages, [{ ...opened(1, 'https://a.example/x'), type: 'click' }])).toEqual(pages)
  })
})

describe('the sources of an answer', () => {
  it('are shown with a link only where it is one', () => {
    const sources = sourcesOf({
      sources: [
        { title: 'Returns', url: 'https://a.example/r' },
        { title: 'X', url: 'javascript:1' },
        { title: ' ', url: 'https://a.example/x' },
        { title: '' }
      ]
    })
    expect(sources.map(({ title, href }) => [title, href])).toEqual([
      ['Returns', 'https://a.example/r'],
      ['X', undefined],
      ['https://a.example/x', 'https://a.example/x']
    ])
    expect(sourcesOf({})).toEqual([])
  })
})

describe('a hand-over', () => {
  const told = (text: string, detail: Record<string, unknown>, name?: string) =>
    activityText(
      message(1, { kind: 'activity', author: name ? { kind: 'member', name } : { kind: 'system' }, text, detail }),
      'UTC'
    )

  it('says why a person was called, and by whom it was taken', () => {
    const sentences = handOverReasons.map(reason => told('handed over', { reason }))
    expect(new Set(sentences).size).toBe(handOverReasons.length)
    expect(told('handed over', { reason: 'taken' }, 'Ana')).toBe('Ana took over from the agent')
    expect(told('handed over', { reason: 'failed', fault: 'The service answered 500.' })).toBe(
      'The agent could not answer and called a person: The service answered 500.'
    )
    expect(told('handed over', { reason: 'something newer' })).toBe('The agent called a person')
    expect(told('handed back', {}, 'Ana')).toBe('Ana handed it back to the agent')
  })
})

describe('who answers', () => {
  it('is the agent, the team, or a person the visitor waits for; nobody is named where there is no agent', () => {
    const standing = (given: Partial<Conversation>) => standingOf(conversation(1, given))
    expect(standing({})).toBe('plain')
    expect(standing({ waitingSince: at(0) })).toBe('plain')
    expect(standing({ answeredBy: 'responder' })).toBe('agent')
    expect(standing({ answeredBy: 'team', waitingSince: at(0) })).toBe('person')
    expect(standing({ answeredBy: 'team' })).toBe('team')
    expect(standing({ answeredBy: 'responder', status: 'resolved' })).toBe('plain')
  })

  it('is called what it last called itself', () => {
    const said = (seq: number, name: string) => message(seq, { author: { kind: 'responder', name } })
    expect(responderName([said(1, 'Porch'), said(2, 'Lantern'), message(3)])).toBe('Lantern')
    expect(responderName([message(1)])).toBe('the agent')
  })
})
