import type { Message } from '@foyer/protocol'
import { expect, test } from 'vitest'
import { hex, page, send, userToken } from '../../test/visitor.ts'
import { call, foyerUrl, mintWorkspace } from '../../test/workspace.ts'
import {
  as,
  by,
  changes,
  colleague,
  connect,
  guest,
  memberLine,
  reads,
  replies,
  start,
  visitorLine,
  writes
} from './testing/talking.ts'

test('messages go both ways over the socket, each once and in order, and the sender is told they are stored', async () => {
  const workspace = await mintWorkspace()
  const [visitor, ana] = [await guest(workspace), await colleague(workspace)]
  const { conversationId } = await start(workspace, visitor, 'One')
  const [page_, desk] = [await visitorLine(workspace, visitor), await memberLine(ana)]
  page_.send({ type: 'follow', conversationId, after: 0 })
  desk.send({ type: 'follow', conversationId, after: 0 })
  await Promise.all([page_.heard(1), desk.heard(1)])
  page_.send({ type: 'say', conversationId, text: 'Two', clientId: 'v-2' })
  expect((await page_.next('said')).message).toMatchObject({ seq: 2, clientId: 'v-2', author: { kind: 'visitor' } })
  await desk.heard(2)
  desk.send({ type: 'say', conversationId, text: 'Three', clientId: 'm-3' })
  desk.send({ type: 'say', conversationId, text: 'Only for us', clientId: 'm-4', note: true })
  desk.send({ type: 'say', conversationId, text: 'Five', clientId: 'm-5' })
  const told = await page_.heard(4)
  await desk.heard(5)
  expect(told.map(({ seq, text }) => [seq, text])).toEqual([
    [1, 'One'],
    [2, 'Two'],
    [3, 'Three'],
    [5, 'Five']
  ])
  expect(desk.messages().map(message => message.seq)).toEqual([1, 2, 3, 4, 5])
  expect(told[2]?.author).toEqual({ kind: 'member', name: 'The agent' })
  expect(JSON.stringify(page_.frames)).not.toContain('Only for us')
  expect(JSON.stringify(page_.frames)).not.toContain('@example.com')
  page_.close()
  desk.close()
})

test('CH2 who comes back after a drop is sent exactly what they missed, however much, and then goes on live', async () => {
  const workspace = await mintWorkspace()
  const [visitor, ana] = [await guest(workspace), await colleague(workspace)]
  const { conversationId } = await start(workspace, visitor, 'm 1')
  const before = await visitorLine(workspace, visitor)
  before.send({ type: 'follow', conversationId, after: 0 })
  await before.heard(1)
  before.socket.terminate()
  for (let count = 2; count <= 130; count += 1) await replies(ana, conversationId, `m ${count}`)
  const after = await visitorLine(workspace, visitor)
  after.send({ type: 'follow', conversationId, after: 1 })
  const sending = Promise.all(Array.from({ length: 5 }, (_, more) => replies(ana, conversationId, `n ${more}`)))
  const told = await after.heard(134)
  await sending
  expect(told.map(message => message.seq)).toEqual(Array.from({ length: 134 }, (_, index) => index + 2))
  // Without a place to go on from there is nothing to catch up with.
  const fresh = await visitorLine(workspace, visitor)
  fresh.send({ type: 'follow', conversationId })
  await replies(ana, conversationId, 'the last')
  expect((await fresh.heard(1)).map(message => message.text)).toEqual(['the last'])
  after.close()
  fresh.close()
})

test('CH1 many writers at once: every accepted message arrives once, in one order on both sides and in the store', async () => {
  const workspace = await mintWorkspace()
  const [visitor, ana] = [await guest(workspace), await colleague(workspace)]
  const { conversationId } = await start(workspace, visitor)
  const [page_, desk] = [await visitorLine(workspace, visitor), await memberLine(ana)]
  page_.send({ type: 'follow', conversationId, after: 0 })
  desk.send({ type: 'follow', conversationId, after: 0 })
  await Promise.all(
    Array.from({ length: 40 }, (_, count) =>
      count % 2 === 0 ? replies(ana, conversationId, `a ${count}`) : writes(visitor, conversationId, `v ${count}`)
    )
  )
  const [seen, shown] = await Promise.all([page_.heard(40), desk.heard(40)])
  const stored = await reads(visitor, conversationId)
  const ids = (list: Message[]) => list.map(message => message.id)
  expect(stored.map(message => message.seq)).toEqual(Array.from({ length: 40 }, (_, index) => index + 1))
  expect(ids(seen)).toEqual(ids(stored))
  expect(ids(shown)).toEqual(ids(stored))
  page_.close()
  desk.close()
})

test('the inbox hears of every conversation of its workspace and of no other', async () => {
  const [workspace, other] = [await mintWorkspace(), await mintWorkspace()]
  const ana = await colleague(workspace)
  const desk = await memberLine(ana)
  desk.send({ type: 'inbox', on: true })
  await desk.next('presence')
  await start(other, await guest(other), 'Not for Ana')
  const visitor = await guest(workspace)
  const { conversationId } = await start(workspace, visitor, 'For Ana')
  const told = await desk.next('conversation')
  expect(told.conversation).toMatchObject({ id: conversationId, snippet: 'For Ana', unread: 1 })
  await changes(ana, conversationId, { status: 'resolved' })
  await desk.next('conversation', frame => frame.conversation.status === 'resolved')
  expect(JSON.stringify(desk.frames)).not.toContain('Not for Ana')
  desk.close()
})

test('a visitor’s open pages hear of their conversations in every tab, and marks come back to both sides', async () => {
  const workspace = await mintWorkspace()
  const [visitor, ana] = [await guest(workspace), await colleague(workspace)]
  const [one, two] = [await visitorLine(workspace, visitor), await visitorLine(workspace, visitor)]
  const { conversationId } = await start(workspace, visitor, 'Hi')
  await Promise.all([one, two].map(tab => tab.next('conversation', frame => frame.conversation.id === conversationId)))
  await replies(ana, conversationId, 'Hello')
  await two.next('conversation', frame => frame.conversation.unread === 1)
  one.send({ type: 'mark', conversationId, read: 2 })
  await two.next('conversation', frame => frame.conversation.marks.visitor.read === 2)
  const desk = await memberLine(ana)
  desk.send({ type: 'follow', conversationId })
  await desk.next('conversation', frame => frame.conversation.marks.visitor.read === 2)
  for (const line of [one, two, desk]) line.close()
})

test('"Ana is replying": typing is shown to the other side and to colleagues, a note’s only to colleagues, and it ends by itself', async () => {
  const workspace = await mintWorkspace()
  const [visitor, ana, bo] = [await guest(workspace), await colleague(workspace), await colleague(workspace, 'admin')]
  const { conversationId } = await start(workspace, visitor, 'Hi')
  const [page_, desk, other] = [await visitorLine(workspace, visitor), await memberLine(ana), await memberLine(bo)]
  for (const line of [page_, desk, other]) line.send({ type: 'follow', conversationId })
  await Promise.all([page_, desk, other].map(line => line.next('conversation')))
  desk.send({ type: 'typing', conversationId, isTyping: true })
  expect((await other.next('typing')).by).toMatchObject({ kind: 'member', id: ana.memberId, name: 'The agent' })
  expect((await page_.next('typing')).by).toEqual({ kind: 'member', name: 'The agent' })
  page_.send({ type: 'typing', conversationId, isTyping: true })
  expect(await desk.next('typing')).toMatchObject({ by: { kind: 'visitor' }, isTyping: true })
  other.send({ type: 'typing', conversationId, isTyping: true, note: true })
  await desk.next('typing', frame => frame.by.id === bo.memberId && frame.note === true)
  // A line that drops says it for them.
  page_.socket.terminate()
  await desk.next('typing', frame => frame.by.kind === 'visitor' && !frame.isTyping)
  desk.socket.terminate()
  await other.next('typing', frame => frame.by.id === ana.memberId && !frame.isTyping)
  // Nobody hears themselves, and the visitor never heard of the note.
  expect(desk.frames.filter(frame => frame.type === 'typing' && frame.by.id === ana.memberId)).toEqual([])
  expect(page_.frames.filter(frame => frame.type === 'typing')).toHaveLength(1)
  other.close()
})

test('presence: who has an inbox open is there, as they say; visitors learn only whether anybody is', async () => {
  const workspace = await mintWorkspace()
  const [visitor, ana, bo] = [await guest(workspace), await colleague(workspace), await colleague(workspace)]
  const page_ = await visitorLine(workspace, visitor)
  expect(await page_.next('team')).toMatchObject({ online: false })
  const [desk, other] = [await memberLine(ana), await memberLine(bo)]
  other.send({ type: 'inbox', on: true })
  desk.send({ type: 'inbox', on: true })
  const is = (status: string) =>
    other.next('presence', frame => frame.items.some(item => item.id === ana.memberId && item.status === status))
  await is('available')
  await page_.next('team', frame => frame.online)
  expect((await by(bo, 'PUT', '/api/presence', { status: 'away' })).status).toBe(204)
  desk.send({ type: 'presence', status: 'busy' })
  await is('busy')
  await page_.until(() => {
    const last = page_.frames.findLast(frame => frame.type === 'team')
    return last?.type === 'team' && !last.online
  })
  expect(JSON.stringify(page_.frames)).not.toContain(ana.memberId)
  for (const line of [page_, desk, other]) line.close()
})

test('P47 a socket follows no conversation that is not its own, whatever id it names', async () => {
  const [workspace, other] = [await mintWorkspace(), await mintWorkspace()]
  const [visitor, ana] = [await guest(workspace), await colleague(workspace)]
  const { conversationId } = await start(workspace, visitor, 'Private')
  const stranger = await visitorLine(workspace, await guest(workspace))
  const foreigner = await memberLine(await colleague(other))
  for (const line of [stranger, foreigner]) {
    line.send({ type: 'follow', conversationId, after: 0 })
    expect(await line.next('error')).toMatchObject({ code: 'not_found' })
    line.send({ type: 'typing', conversationId, isTyping: true })
    line.send({ type: 'mark', conversationId, read: 1 })
    line.send({ type: 'say', conversationId, text: 'Boo', clientId: 'x' })
    expect(await line.next('refused')).toMatchObject({ clientId: 'x', code: 'not_found' })
  }
  stranger.send({ type: 'inbox', on: true })
  await stranger.next('error', frame => frame.code === 'forbidden')
  stranger.send({ type: 'watch', what: 'visitors' })
  await stranger.until(
    () => stranger.frames.filter(frame => frame.type === 'error' && frame.code === 'forbidden').length === 2
  )
  await replies(ana, conversationId, 'Secret answer')
  expect(await reads(visitor, conversationId)).toHaveLength(2)
  for (const line of [stranger, foreigner]) {
    expect(JSON.stringify(line.frames)).not.toMatch(/Private|Secret/)
    line.close()
  }
})

test('P60 a page of another site opens no socket, with a member’s cookie or with a visitor’s token', async () => {
  const workspace = await mintWorkspace({ allowedOrigins: ['https://shop.example'] })
  const [visitor, ana] = [await guest(workspace), await colleague(workspace)]
  const entry = { type: 'authenticate', as: 'visitor', agentId: workspace.agentId, token: visitor.token }
  const evil = await connect({ cookie: ana.cookie, origin: 'https://evil.example' })
  evil.send({ type: 'authenticate', as: 'member' })
  expect(await evil.closed()).toBe(4001)
  const page_ = await connect({ origin: 'https://evil.example' })
  page_.send(entry)
  expect(await page_.next('error')).toMatchObject({ code: 'origin_not_allowed' })
  expect(await page_.closed()).toBe(4001)
  const shop = await connect({ origin: 'https://shop.example' })
  shop.send(entry)
  await shop.next('ready')
  shop.close()
  const elsewhere = await call('POST', '/api/conversations', {
    who: visitor.token,
    body: { agentId: workspace.agentId, message: 'Hi' },
    headers: { origin: 'https://evil.example' }
  })
  expect(elsewhere).toMatchObject({ status: 403, body: { error: { code: 'origin_not_allowed' } } })
  const forged = await connect({})
  forged.send({ ...entry, token: `vt_${hex(40)}` })
  expect(await forged.next('error')).toMatchObject({ code: 'wrong_credential' })
  expect(await forged.closed()).toBe(4001)
  const other = await mintWorkspace()
  const foreign = await connect({})
  foreign.send({ ...entry, agentId: other.agentId })
  expect(await foreign.closed()).toBe(4001)
})

test('CH6 a visitor who is blocked is cut off at once and hears nothing after; unblocked they may write again', async () => {
  const workspace = await mintWorkspace()
  const fingerprint = hex(16)
  const [visitor, ana] = [await guest(workspace, { fingerprint }), await colleague(workspace)]
  const { conversationId } = await start(workspace, visitor, 'Rude words')
  const line = await visitorLine(workspace, visitor)
  line.send({ type: 'follow', conversationId })
  await line.next('conversation')
  const began = performance.now()
  await changes(ana, conversationId, { blocked: true })
  expect(await line.closed()).toBe(4003)
  expect(performance.now() - began).toBeLessThan(2_000)
  expect((await as(visitor, 'POST', `/api/conversations/${conversationId}/messages`, { text: 'More' })).status).toBe(
    403
  )
  // Nor by clearing the storage, while the device is the same.
  const again = await guest(workspace, { fingerprint })
  expect((await as(again, 'POST', '/api/conversations', { agentId: workspace.agentId })).status).toBe(403)
  const back = await connect({})
  back.send({ type: 'authenticate', as: 'visitor', agentId: workspace.agentId, token: visitor.token })
  expect(await back.closed()).toBe(4001)
  await changes(ana, conversationId, { blocked: false })
  expect((await writes(visitor, conversationId, 'Sorry')).seq).toBeGreaterThan(1)
})

test('P53 a member who was removed is cut off, and is told nothing that comes after', async () => {
  const workspace = await mintWorkspace()
  const [visitor, ana] = [await guest(workspace), await colleague(workspace)]
  const { conversationId } = await start(workspace, visitor, 'Before')
  const desk = await memberLine(ana)
  desk.send({ type: 'inbox', on: true })
  desk.send({ type: 'follow', conversationId, after: 0 })
  await desk.heard(1)
  expect((await call('DELETE', `/api/members/${ana.memberId}`, { who: workspace.key })).status).toBe(204)
  await writes(visitor, conversationId, 'Not for them')
  expect(await desk.closed()).toBe(4003)
  expect(JSON.stringify(desk.frames)).not.toContain('Not for them')
})

test('F7 the pages the visitor browses follow live beside the conversation', async () => {
  const workspace = await mintWorkspace()
  const [visitor, ana] = [await guest(workspace), await colleague(workspace)]
  const { conversationId } = await start(workspace, visitor, 'Hi')
  expect(conversationId).toMatch(/^cnv_/)
  const desk = await memberLine(ana)
  desk.send({ type: 'watch', what: 'person', id: visitor.visitorId })
  await send(workspace, visitor, [page('/pricing', { sessionId: visitor.sessionId })])
  const told = await desk.next('events', frame => frame.items.some(item => item.path === '/pricing'))
  expect(told.personId).toBe(visitor.visitorId)
  desk.close()
})

test('P75 garbage, floods and giant frames end their own socket, and nobody else’s', async () => {
  const workspace = await mintWorkspace()
  const [visitor, ana] = [await guest(workspace), await colleague(workspace)]
  const { conversationId } = await start(workspace, visitor, 'Hi')
  const desk = await memberLine(ana)
  desk.send({ type: 'follow', conversationId, after: 0 })
  const garbage = await visitorLine(workspace, visitor)
  for (const text of ['', '{', '[]', 'null', '{"type":"follow"}', '{"type":"say","conversationId":"x"}'])
    garbage.socket.send(text)
  garbage.socket.send(Buffer.from([0, 1, 2]))
  await garbage.until(() => garbage.frames.filter(frame => frame.type === 'error').length === 7)
  garbage.send({ type: 'say', conversationId, text: '   ', clientId: 'empty' })
  expect(await garbage.next('refused')).toMatchObject({ clientId: 'empty', code: 'invalid' })
  const flood = await visitorLine(workspace, visitor)
  for (let count = 0; count < 500; count += 1) flood.send({ type: 'typing', conversationId, isTyping: count % 2 === 0 })
  expect(await flood.closed()).toBe(4008)
  const giant = await visitorLine(workspace, visitor)
  giant.send({ type: 'say', conversationId, text: 'x'.repeat(1024 * 1024), clientId: 'giant' })
  expect(await giant.closed()).toBe(1009)
  await writes(visitor, conversationId, 'Still here')
  await desk.heard(2)
  for (const line of [garbage, desk]) line.close()
})

test('P75 a flood of pings, or of answers to pings nobody sent, ends its own socket', async () => {
  const workspace = await mintWorkspace()
  const visitor = await guest(workspace)
  for (const send of ['ping', 'pong'] as const) {
    const flood = await visitorLine(workspace, visitor)
    for (let count = 0; count < 500; count += 1) flood.socket[send](Buffer.alloc(120))
    expect(await flood.closed(), send).toBe(4008)
  }
  const calm = await visitorLine(workspace, visitor)
  const answered = new Promise(resolve => calm.socket.once('pong', resolve))
  calm.socket.ping()
  await answered
  calm.close()
})

test('P58 who has signed out is cut off, and their token of before opens no socket', async () => {
  const workspace = await mintWorkspace()
  const visitor = await guest(workspace, { userToken: await userToken(workspace, 'ana') })
  const { conversationId } = await start(workspace, visitor, 'As Ana')
  const line = await visitorLine(workspace, visitor)
  line.send({ type: 'follow', conversationId, after: 0 })
  await line.heard(1)
  const next = await guest(workspace, { token: visitor.token, parted: true })
  expect(await line.closed()).toBe(4003)
  const replay = await connect({})
  replay.send({ type: 'authenticate', as: 'visitor', agentId: workspace.agentId, token: visitor.token })
  expect(await replay.next('error')).toMatchObject({ code: 'expired_token' })
  expect(await replay.closed()).toBe(4001)
  const own = await visitorLine(workspace, next)
  own.send({ type: 'follow', conversationId })
  expect(await own.next('error')).toMatchObject({ code: 'not_found' })
  own.close()
})

test('a reader that never reads is cut off and not buffered without end; coming back it misses nothing', async () => {
  const workspace = await mintWorkspace()
  const [visitor, ana] = [await guest(workspace), await colleague(workspace)]
  const { conversationId } = await start(workspace, visitor, 'Hi')
  const slow = await visitorLine(workspace, visitor)
  slow.send({ type: 'follow', conversationId })
  await slow.next('conversation')
  slow.socket.pause()
  const long = '\u{1f600}'.repeat(3_999)
  // Past what the two kernels hold between them, and the server's own megabyte.
  for (let count = 0; count < 500; count += 1) await replies(ana, conversationId, `${count} ${long}`)
  await replies(ana, conversationId, 'the end')
  const missed = await visitorLine(workspace, visitor)
  missed.send({ type: 'follow', conversationId, after: 490 })
  const told = await missed.heard(12)
  expect(told.at(-1)?.text).toBe('the end')
  slow.socket.resume()
  await slow.closed()
  expect(slow.messages().length).toBeLessThan(501)
  missed.close()
  expect(foyerUrl()).toMatch(/^http/)
}, 120_000)

test('CH2 a colleague whose line dies without a word is shown as offline within fifteen seconds, and one who stays is not', async () => {
  const workspace = await mintWorkspace()
  const [ana, ben] = [await colleague(workspace), await colleague(workspace)]
  const [gone, stays] = [await memberLine(ana), await memberLine(ben)]
  const statusOf = async (memberId: string) => {
    const { body } = await by<{ items: { id: string; status: string }[] }>(ben, 'GET', '/api/presence')
    return body.items.find(item => item.id === memberId)?.status
  }
  for (const line of [gone, stays]) line.send({ type: 'inbox', on: true })
  await expect.poll(() => statusOf(ana.memberId)).toBe('available')
  const began = performance.now()
  // As where a phone has left the network: nothing is closed, and nothing comes.
  Object.assign(gone.socket, { pong: () => undefined })
  await expect.poll(() => statusOf(ana.memberId), { timeout: 25_000, interval: 100 }).toBe('offline')
  // Fourteen at most, and two for a busy machine.
  expect(performance.now() - began).toBeLessThan(16_000)
  expect(await statusOf(ben.memberId)).toBe('available')
  stays.close()
  gone.close()
})
