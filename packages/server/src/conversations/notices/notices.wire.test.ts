import type { MailState } from '@foyer/protocol'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { metric } from '../../../test/metric.ts'
import { startServer } from '../../../test/start.ts'
import { hex } from '../../../test/visitor.ts'
import { call, foyerUrl, mintWorkspace, settled, turnClock, useServer } from '../../../test/workspace.ts'
import { body, header, headerNames, openMailServer, type Received } from '../../mail/testing/mail-server.ts'
import {
  as,
  by,
  type Colleague,
  changes,
  colleague,
  guest,
  memberLine,
  replies,
  start,
  writes
} from '../testing/talking.ts'

let server: Awaited<ReturnType<typeof startServer>>
let mail: Awaited<ReturnType<typeof openMailServer>>
beforeAll(async () => {
  mail = await openMailServer({ user: 'foyer', pass: 'p@ss word' })
  server = await startServer({ smtpUrl: mail.url.replace('p@ss word', encodeURIComponent('p@ss word')) })
  useServer(server)
})
afterAll(async () => {
  await server.stop()
  await mail.close()
})

let ahead = 0
const later = (minutes: number) => {
  ahead += minutes * 60_000
  return turnClock(ahead)
}
const prefers = async (member: Colleague, choice: string) =>
  expect((await by(member, 'PUT', '/api/conversations/notices', { mail: choice })).status).toBe(200)
/** Their address, with the invitation that came there out of the way. */
async function addressOf(member: Colleague): Promise<string> {
  const { email } = (await by<{ member: { email: string } }>(member, 'GET', '/api/session')).body.member
  await mail.heard(email)
  mail.forget(email)
  return email
}
const mailState = async (key: string) => (await call<MailState>('GET', '/api/mail', { who: key })).body
const note = (member: Colleague, id: string, text: string, mentions: string[]) =>
  by(member, 'POST', `/api/conversations/${id}/notes`, { text, mentions })

/** A visitor who left an address and has gone. */
async function goneVisitor(workspace: Awaited<ReturnType<typeof mintWorkspace>>, more: Record<string, unknown> = {}) {
  const visitor = await guest(workspace)
  const { conversationId } = await start(workspace, visitor, 'Do you ship to Norway?', more)
  const email = `visitor-${hex(5)}@example.com`
  expect((await as(visitor, 'POST', `/api/conversations/${conversationId}/email`, { email })).status).toBeLessThan(300)
  await settled()
  await later(11)
  return { visitor, conversationId, email }
}

test('a conversation that waits unanswered is mailed once to who wants it, and again only when it waits anew', async () => {
  const workspace = await mintWorkspace()
  const [ana, bo, cy, vi] = [
    await colleague(workspace),
    await colleague(workspace),
    await colleague(workspace),
    await colleague(workspace, 'viewer')
  ]
  const [toAna, toBo, toCy, toVi] = [
    await addressOf(ana),
    await addressOf(bo),
    await addressOf(cy),
    await addressOf(vi)
  ]
  await prefers(bo, 'never')
  await prefers(cy, 'mine')
  const visitor = await guest(workspace)
  const { conversationId } = await start(workspace, visitor, 'Is anybody there?')
  await writes(visitor, conversationId, 'Hello?')
  await later(11)
  const told = await mail.heard(toAna)
  await mail.heard(workspace.owner.email)
  expect(header(told, 'Subject')).toMatch(/^\w+ \w+ has waited 11 minutes for an answer$/)
  expect(body(told, 'plain')).toContain('> Is anybody there?')
  expect(body(told, 'plain')).toContain('> Hello?')
  expect(body(told, 'plain')).toContain(`/inbox/${conversationId}`)
  expect(header(told, 'Auto-Submitted')).toBe('auto-generated')
  expect(header(told, 'From')).toContain('<foyer@mail.example>')
  await writes(visitor, conversationId, 'Still here')
  await later(60)
  await replies(ana, conversationId, 'Yes, sorry')
  await writes(visitor, conversationId, 'Good. And the price?')
  await later(11)
  const again = await mail.heard(toAna, 2)
  expect(body(again, 'plain')).toContain('And the price?')
  expect(body(again, 'plain')).not.toContain('Hello?')
  expect([mail.to(toBo), mail.to(toCy), mail.to(toVi)]).toEqual([[], [], []])
  // To Ana and to the owner, each twice, and whatever invited them.
  expect(await metric('foyer_mails_total', { outcome: 'sent' })).toBeGreaterThanOrEqual(4)
})

test('an assigned one is mailed to its assignee alone; a minute chosen in the settings counts', async () => {
  const workspace = await mintWorkspace()
  const [ana, bo] = [await colleague(workspace), await colleague(workspace)]
  const [toAna, toBo] = [await addressOf(ana), await addressOf(bo)]
  await prefers(bo, 'mine')
  const set = await call('PATCH', '/api/conversations/settings', { who: workspace.key, body: { noticeMinutes: 2 } })
  expect(set.body).toMatchObject({ noticeMinutes: 2, mailVisitors: true })
  const { conversationId } = await start(workspace, await guest(workspace), 'For Bo')
  await changes(ana, conversationId, { assigneeId: bo.memberId })
  await later(3)
  expect(body(await mail.heard(toBo), 'plain')).toContain('assigned to you')
  expect([mail.to(toAna), mail.to(workspace.owner.email)]).toEqual([[], []])
})

test('who has the conversation open and has read it is not mailed; who looked away before the last word is', async () => {
  const workspace = await mintWorkspace()
  const [ana, bo] = [await colleague(workspace), await colleague(workspace)]
  const [toAna, toBo] = [await addressOf(ana), await addressOf(bo)]
  await call('PATCH', '/api/conversations/settings', { who: workspace.key, body: { noticeMinutes: 1 } })
  const visitor = await guest(workspace)
  const clockAtFirst = Date.now() + ahead
  const { conversationId } = await start(workspace, visitor, 'One')
  const [desk, other] = [await memberLine(ana), await memberLine(bo)]
  for (const line of [desk, other]) {
    line.send({ type: 'inbox', on: true })
    line.send({ type: 'follow', conversationId })
    line.send({ type: 'mark', conversationId, read: 1 })
  }
  await desk.next('conversation', frame => 'marks' in frame.conversation && frame.conversation.marks.team.read === 1)
  await writes(visitor, conversationId, 'Two')
  // Not due before it is read, on a slow machine either. Who has it open is vouched for every five seconds and believed for fifteen: so the clock
  // is turned to twelve before the minute is over, and goes on by itself.
  await later(0.5)
  desk.send({ type: 'mark', conversationId, read: 2 })
  await desk.next('conversation', frame => frame.conversation.marks.team.read === 2)
  await later(Math.max(0, clockAtFirst + 48_000 - (Date.now() + ahead)) / 60_000)
  await mail.heard(toBo)
  expect(mail.to(toAna)).toEqual([])
  for (const line of [desk, other]) line.close()
})

test('a mention in a note is mailed to who is away, and to nobody who is there', async () => {
  const workspace = await mintWorkspace()
  const [ana, bo, cy] = [await colleague(workspace), await colleague(workspace), await colleague(workspace)]
  const [toAna, toBo, toCy] = [await addressOf(ana), await addressOf(bo), await addressOf(cy)]
  const { conversationId } = await start(workspace, await guest(workspace), 'Hi')
  const desk = await memberLine(cy)
  desk.send({ type: 'inbox', on: true })
  await desk.next('presence')
  await note(ana, conversationId, 'Look at this, all of you', [ana.memberId, bo.memberId, cy.memberId])
  const told = await mail.heard(toBo)
  expect(header(told, 'Subject')).toMatch(/^The agent mentioned you in the conversation with /)
  expect(body(told, 'plain')).toContain('> Look at this, all of you')
  expect([mail.to(toAna), mail.to(toCy)]).toEqual([[], []])
  desk.close()
})

test('a visitor who left an address and went is mailed what they were answered: once, theirs alone, and no word they chose', async () => {
  const workspace = await mintWorkspace({ allowedOrigins: ['https://shop.example'] })
  const ana = await colleague(workspace)
  const { visitor, conversationId, email } = await goneVisitor(workspace, {
    context: { url: 'https://shop.example/lamps/porch?session=secret#top', locale: 'de-AT' }
  })
  const stranger = await goneVisitor(workspace)
  await replies(ana, stranger.conversationId, 'Somebody else’s answer')
  await replies(ana, conversationId, 'Yes, we do.')
  await replies(ana, conversationId, 'It takes four days.')
  await note(ana, conversationId, 'Only for us', [])
  await later(2)
  const told = await mail.heard(email)
  await mail.heard(stranger.email)
  const text = body(told, 'plain')
  expect(header(told, 'Subject')).toMatch(/^Workspace \w+ hat Ihnen geantwortet$/)
  expect(text).toContain('> Yes, we do.')
  expect(text).toContain('> It takes four days.')
  expect(text).toContain('https://shop.example/lamps/porch\n')
  for (const secret of ['Norway', 'session=secret', 'Only for us', 'Somebody else', '@example.com'])
    expect(told.raw).not.toContain(secret === '@example.com' ? ana.memberId : secret)
  await replies(ana, conversationId, 'And it is free.')
  await later(30)
  // They come back, read, ask again, and go.
  await as(visitor, 'POST', `/api/conversations/${conversationId}/read`, { read: 9 })
  await writes(visitor, conversationId, 'Thanks. In blue?')
  await later(11)
  await replies(ana, conversationId, 'In blue too.')
  await later(2)
  const again = await mail.heard(email, 2)
  expect(body(again, 'plain')).toContain('In blue too.')
  expect(body(again, 'plain')).not.toContain('free')
  expect(header(again, 'Message-ID')).not.toBe(header(told, 'Message-ID'))
})

test('an address that many conversations name is written to ten times a day, and not once more', async () => {
  const workspace = await mintWorkspace()
  const ana = await colleague(workspace)
  const stranger = `stranger-${hex(5)}@example.com`
  const naming = async (email: string) => {
    const visitor = await guest(workspace)
    const { conversationId } = await start(workspace, visitor, 'Write to them')
    expect((await as(visitor, 'POST', `/api/conversations/${conversationId}/email`, { email })).status).toBe(200)
    return conversationId
  }
  const named: string[] = []
  for (let count = 0; count < 12; count += 1)
    named.push(await naming(count % 2 === 0 ? stranger : stranger.replace('stranger', 'STRANGER')))
  const other = await goneVisitor(workspace)
  for (const id of named) await replies(ana, id, 'What is it?')
  await later(1)
  await replies(ana, other.conversationId, 'Yes, we do.')
  const before = await metric('foyer_mails_total', { outcome: 'held back' })
  await later(2)
  // Answered last, so everybody else was looked at before them.
  await mail.heard(other.email)
  const written = () => mail.to(stranger).length + mail.to(stranger.replace('stranger', 'STRANGER')).length
  await expect.poll(written, { timeout: 20_000 }).toBe(10)
  expect(await metric('foyer_mails_total', { outcome: 'held back' })).toBe(before + 2)
  await later(24 * 60)
  const tomorrow = await naming(stranger)
  await settled()
  await later(11)
  await replies(ana, tomorrow, 'Are you there?')
  await later(2)
  await expect.poll(written, { timeout: 20_000 }).toBe(11)
})

test('a visitor who is still there is not mailed, nor where the team turned it off', async () => {
  const workspace = await mintWorkspace()
  const ana = await colleague(workspace)
  await call('PATCH', '/api/conversations/settings', { who: workspace.key, body: { mailVisitors: false } })
  const off = await goneVisitor(workspace)
  await replies(ana, off.conversationId, 'An answer')
  await later(5)
  const other = await mintWorkspace()
  const cy = await colleague(other)
  const visitor = await guest(other)
  const { conversationId } = await start(other, visitor, 'Hi')
  const email = `here-${hex(5)}@example.com`
  await as(visitor, 'POST', `/api/conversations/${conversationId}/email`, { email })
  await replies(cy, conversationId, 'Hello')
  await later(2)
  const gone = await goneVisitor(other)
  await replies(cy, gone.conversationId, 'Hello')
  await later(2)
  await mail.heard(gone.email)
  expect(mail.to(off.email)).toEqual([])
})

test('the link at the foot refuses further mail by its button, not by being opened; nobody can make one up', async () => {
  const workspace = await mintWorkspace()
  const ana = await colleague(workspace)
  const { visitor, conversationId, email } = await goneVisitor(workspace)
  await replies(ana, conversationId, 'One')
  await later(2)
  const told = await mail.heard(email)
  const link = /<([^>]+)>/.exec(header(told, 'List-Unsubscribe') ?? '')?.[1] ?? ''
  expect(header(told, 'List-Unsubscribe-Post')).toBe('List-Unsubscribe=One-Click')
  expect(link).not.toContain(email)
  const path = new URL(link).pathname
  const opened = await fetch(foyerUrl() + path)
  expect([opened.status, await opened.text()]).toEqual([200, expect.stringContaining('No more e-mail')])
  const spell = async (text: string) => {
    await as(visitor, 'POST', `/api/conversations/${conversationId}/read`, { read: 99 })
    await later(11)
    await replies(ana, conversationId, text)
    await later(2)
  }
  await spell('Two')
  await mail.heard(email, 2)
  const form = { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' } }
  expect((await fetch(foyerUrl() + path, { ...form, body: 'List-Unsubscribe=One-Click' })).status).toBe(200)
  await spell('Three')
  const forged = await fetch(`${foyerUrl()}${path.slice(0, -3)}AAA`, { ...form, body: 'again=yes' })
  expect(forged.status).toBe(404)
  expect((await fetch(foyerUrl() + path, { ...form, body: 'again=yes' })).status).toBe(200)
  await spell('Four')
  expect(body(await mail.heard(email, 3), 'plain')).toContain('Four')
})

test('P15 names and words that would be headers, recipients or markup are text', async () => {
  const workspace = await mintWorkspace()
  const ana = await colleague(workspace)
  const toAna = await addressOf(ana)
  const evil = 'Eve\r\nBcc: victim@example.com\r\n\r\n<script>alert(1)</script>, "x" <victim@example.com>'
  await call('PATCH', '/api/workspace', { who: workspace.key, body: { name: `Shop ${evil}`.slice(0, 150) } })
  const visitor = await guest(workspace, { traits: { name: evil } })
  const { conversationId } = await start(
    workspace,
    visitor,
    '<img src=x onerror=alert(1)>\r\n.\r\nBcc: victim@example.com'
  )
  expect(conversationId).toMatch(/^cnv_/)
  await later(11)
  const told: Received = await mail.heard(toAna)
  expect(told.to).toEqual([toAna])
  expect(headerNames(told)).not.toContain('bcc')
  expect(headerNames(told).filter(name => name === 'to' || name === 'subject')).toHaveLength(2)
  expect(body(told, 'html')).not.toMatch(/<script|<img/i)
  expect(body(told, 'html')).toContain('&lt;img src=x onerror=alert(1)&gt;')
  expect(mail.to('victim@example.com')).toEqual([])
})

test('an invitation is mailed with a link that opens the account, and a new one with a new link', async () => {
  const workspace = await mintWorkspace()
  const email = `invited-${hex(5)}@example.com`
  const invited = await call<{ member: { id: string }; mailed: boolean }>('POST', '/api/members', {
    who: workspace.key,
    body: { email, name: 'Ana <b>\r\nBcc: victim@example.com', role: 'agent' }
  })
  expect(invited.body.mailed).toBe(true)
  const tokenIn = (told: Received) => /\/invite\/(inv_[0-9a-f]+)/.exec(body(told, 'plain'))?.[1] ?? ''
  const first = tokenIn(await mail.heard(email))
  expect((await call('POST', `/api/members/${invited.body.member.id}/invite`, { who: workspace.key })).status).toBe(200)
  const second = tokenIn(await mail.heard(email, 2))
  const opened = async (token: string) => (await call('GET', `/api/invitations/${token}`)).status
  expect([await opened(first), await opened(second)]).toEqual([404, 200])
  expect(mail.to('victim@example.com')).toEqual([])
})

test('a mail server that says "later" is asked again, one that says "never" is not, and the team can see why', async () => {
  const workspace = await mintWorkspace()
  const [ana, bo] = [await colleague(workspace), await colleague(workspace)]
  const [toAna, toBo] = [await addressOf(ana), await addressOf(bo)]
  const { sent } = await mailState(workspace.key)
  mail.treat(toAna, 'later')
  mail.treat(toBo, 'never')
  const { conversationId } = await start(workspace, await guest(workspace), 'Hi')
  await note(ana, conversationId, 'Bo, look', [bo.memberId])
  await note(bo, conversationId, 'Ana, look', [ana.memberId])
  await expect.poll(() => mail.tries(toAna).length, { timeout: 20_000 }).toBeGreaterThanOrEqual(2)
  await expect
    .poll(async () => (await mailState(workspace.key)).failures, { timeout: 20_000 })
    .toEqual([
      expect.objectContaining({ recipient: toAna, status: 'waiting', reason: expect.stringContaining('451') }),
      expect.objectContaining({ recipient: toBo, status: 'given up', reason: expect.stringContaining('554') })
    ])
  mail.treat(toAna, 'take')
  const told = await mail.heard(toAna, 1)
  const ids = mail.tries(toAna).map(one => header(one, 'Message-ID'))
  expect(new Set(ids)).toEqual(new Set([header(told, 'Message-ID')]))
  expect(mail.tries(toBo)).toHaveLength(1)
  await expect.poll(async () => (await mailState(workspace.key)).sent).toBe(sent + 1)
})

test('a mail server that takes the call and never says a word holds nothing up for good', async () => {
  const workspace = await mintWorkspace()
  const [ana, bo] = [await colleague(workspace), await colleague(workspace)]
  const toBo = await addressOf(bo)
  const { conversationId } = await start(workspace, await guest(workspace), 'Hi')
  mail.fallSilent(true)
  await note(ana, conversationId, 'Bo, look', [bo.memberId])
  await expect.poll(async () => (await mailState(workspace.key)).failures.length, { timeout: 30_000 }).toBe(1)
  mail.fallSilent(false)
  await mail.heard(toBo)
  expect((await by(ana, 'GET', `/api/conversations/${conversationId}`)).status).toBe(200)
})
