import type { ConversationStarted, Message, Page } from '@foyer/protocol'
import { expect, test } from 'vitest'
import { hex, newLocalId, userToken } from '../../test/visitor.ts'
import { call, mintWorkspace } from '../../test/workspace.ts'
import { as, by, changes, colleague, guest, own, panelOf, reads, replies, start, writes } from './testing/talking.ts'

test('L17 a visitor starts a conversation on their visitor id, writes, and reads it back in order', async () => {
  const workspace = await mintWorkspace()
  const visitor = await guest(workspace)
  const started = await start(workspace, visitor, 'Hello?')
  expect(started).toMatchObject({ isNew: true, status: 'open', message: { seq: 1, text: 'Hello?' } })
  expect(started.conversationId).toMatch(/^cnv_[0-9a-f]{32}$/)
  await writes(visitor, started.conversationId, 'Anybody there?')
  expect((await reads(visitor, started.conversationId)).map(({ seq, text }) => [seq, text])).toEqual([
    [1, 'Hello?'],
    [2, 'Anybody there?']
  ])
  expect(await own(visitor)).toMatchObject([
    { id: started.conversationId, lastSeq: 2, snippet: 'Anybody there?', unread: 0 }
  ])
  expect((await panelOf(workspace, started.conversationId)).visitor?.id).toBe(visitor.visitorId)
})

test('CH3 the same clientId is the same message, however often and however much at once it is sent', async () => {
  const workspace = await mintWorkspace()
  const visitor = await guest(workspace)
  const { conversationId } = await start(workspace, visitor)
  const sent = await Promise.all(Array.from({ length: 20 }, () => writes(visitor, conversationId, 'Once', 'c-1')))
  expect(new Set(sent.map(message => message.id)).size).toBe(1)
  expect(sent[0]).toMatchObject({ clientId: 'c-1', seq: 1 })
  expect((await writes(visitor, conversationId, 'Something else', 'c-1')).text).toBe('Once')
  expect(await reads(visitor, conversationId)).toHaveLength(1)
})

test('CH4 a hundred starts at once are one conversation, and the same start again says nothing twice', async () => {
  const workspace = await mintWorkspace()
  const visitor = await guest(workspace)
  const started = await Promise.all(
    Array.from({ length: 100 }, () => start(workspace, visitor, 'Hi', { clientId: 'start-1' }))
  )
  expect(new Set(started.map(one => one.conversationId)).size).toBe(1)
  expect(started.filter(one => one.isNew)).toHaveLength(1)
  expect(await reads(visitor, started[0]?.conversationId ?? '')).toHaveLength(1)
  const another = await start(workspace, visitor, 'A different matter', { another: true })
  expect(another.conversationId).not.toBe(started[0]?.conversationId)
  expect(await own(visitor)).toHaveLength(2)
})

test('history goes by cursor, forward and backward, and after a place', async () => {
  const workspace = await mintWorkspace()
  const visitor = await guest(workspace)
  const { conversationId } = await start(workspace, visitor)
  for (let count = 1; count <= 7; count += 1) await writes(visitor, conversationId, String(count))
  const walk = async (query: string) => {
    const seen: string[] = []
    let cursor = ''
    do {
      const { body } = await as<Page<Message>>(
        visitor,
        'GET',
        `/api/conversations/${conversationId}/messages?limit=3${query}${cursor}`
      )
      seen.push(...body.items.map(message => message.text))
      cursor = body.nextCursor ? `&cursor=${body.nextCursor}` : ''
    } while (cursor !== '')
    return seen.join('')
  }
  expect(await walk('')).toBe('1234567')
  expect(await walk('&order=newest')).toBe('7654321')
  expect(await walk('&after=5')).toBe('67')
  const mixed = await as(visitor, 'GET', `/api/conversations/${conversationId}/messages?cursor=bm90aGluZw`)
  expect(mixed.status).toBe(422)
})

test('P46 knowing ids gains nothing: another visitor, another workspace and nobody all get the same 404', async () => {
  const [workspace, other] = [await mintWorkspace(), await mintWorkspace()]
  const visitor = await guest(workspace)
  const { conversationId } = await start(workspace, visitor, 'Secret')
  const strangers = [await guest(workspace), await guest(other)]
  const never = `cnv_${'0'.repeat(32)}`
  for (const stranger of strangers) {
    for (const [method, end, body] of [
      ['GET', '', undefined],
      ['GET', '/messages', undefined],
      ['POST', '/messages', { text: 'Let me in' }],
      ['POST', '/read', { read: 1 }],
      ['POST', '/typing', { isTyping: true }],
      ['POST', '/email', { email: 'me@example.com' }],
      ['POST', '/rating', { score: 1 }]
    ] as const) {
      const theirs = await as(stranger, method, `/api/conversations/${conversationId}${end}`, body)
      const nobodys = await as(stranger, method, `/api/conversations/${never}${end}`, body)
      expect([theirs.status, theirs.body]).toEqual([
        404,
        { error: { ...(nobodys.body.error as object), requestId: expect.any(String) } }
      ])
    }
    expect(await own(stranger)).toEqual([])
  }
  const without = await call('GET', `/api/conversations/${conversationId}/messages`)
  expect(without.status).toBe(401)
  const asId = await call('GET', `/api/conversations/${conversationId}/messages`, { who: `vt_${visitor.visitorId}` })
  expect(asId.status).toBe(401)
  const elsewhere = await call('GET', `/api/conversations/${conversationId}`, { who: other.key })
  expect(elsewhere.status).toBe(404)
  expect(await reads(visitor, conversationId)).toHaveLength(1)
})

test('a visitor recognised by their print alone opens no earlier conversation, and goes on with one of their own', async () => {
  const workspace = await mintWorkspace()
  const fingerprint = hex(16)
  const before = await guest(workspace, { fingerprint })
  const { conversationId } = await start(workspace, before, 'My card number is …')
  const localId = newLocalId()
  const cleared = await guest(workspace, { fingerprint, localId })
  expect(cleared).toMatchObject({ visitorId: before.visitorId, isReturning: true })
  expect(await own(cleared)).toEqual([])
  expect((await as(cleared, 'GET', `/api/conversations/${conversationId}/messages`)).status).toBe(404)
  const fresh = await start(workspace, cleared, 'Me again')
  expect(fresh).toMatchObject({ isNew: true })
  expect(await reads(cleared, fresh.conversationId)).toHaveLength(1)
  // The team sees both of one person.
  expect((await panelOf(workspace, fresh.conversationId)).previous.map(one => one.id)).toEqual([conversationId])
  // A token that was given on a print's word stays one, even when its browser has proven a user since.
  const laptop = await guest(workspace, { userToken: await userToken(workspace, 'ana') })
  await start(workspace, laptop, 'As Ana')
  const proven = await guest(workspace, { localId, userToken: await userToken(workspace, 'ana') })
  expect(await own(proven)).toHaveLength(2)
  expect((await own(cleared)).map(one => one.id)).toEqual([fresh.conversationId])
})

test('ID5 the same proven user goes on with the conversation on the phone; signing out takes it away', async () => {
  const workspace = await mintWorkspace()
  const laptop = await guest(workspace, { userToken: await userToken(workspace, 'ana') })
  const { conversationId } = await start(workspace, laptop, 'From the laptop')
  const localId = newLocalId()
  const phone = await guest(workspace, { localId, userToken: await userToken(workspace, 'ana') })
  expect(await own(phone)).toMatchObject([{ id: conversationId }])
  expect(await start(workspace, phone, 'From the phone')).toMatchObject({ conversationId, isNew: false })
  expect((await reads(laptop, conversationId)).map(message => message.text)).toEqual([
    'From the laptop',
    'From the phone'
  ])
  const someoneElse = await guest(workspace, { userToken: await userToken(workspace, 'bo') })
  expect(await own(someoneElse)).toEqual([])
  // P58: the token of before the sign-out is worth nothing after it.
  await guest(workspace, { localId: newLocalId(), token: phone.token, parted: true })
  expect((await as(phone, 'GET', `/api/conversations/${conversationId}/messages`)).status).toBe(401)
  expect(await reads(laptop, conversationId)).toHaveLength(2)
})

test('F12 an e-mail address is left, refused or skipped; it stays a claim and never replaces a proven one', async () => {
  const workspace = await mintWorkspace()
  const visitor = await guest(workspace)
  const { conversationId, email } = await start(workspace, visitor, 'Write to me')
  expect(email).toBe('unknown')
  const leave = (body: unknown) => as(visitor, 'POST', `/api/conversations/${conversationId}/email`, body)
  for (const wrong of [
    'nobody',
    'a@b',
    'a b@example.com',
    '@example.com',
    'a@-example.com',
    'a..b@example.com',
    `${'x'.repeat(65)}@example.com`
  ])
    expect((await leave({ email: wrong })).body, wrong).toMatchObject({ error: { code: 'invalid', field: 'email' } })
  expect((await leave({ skip: true })).body).toMatchObject({ email: 'skipped' })
  expect((await leave({ email: ' Kim.Lee@Example.COM ' })).body).toMatchObject({ email: 'known' })
  const panel = await panelOf(workspace, conversationId)
  expect(panel.visitor).toMatchObject({ email: 'Kim.Lee@example.com', verified: false })
  expect(panel.visitor?.attributes).toContainEqual(
    expect.objectContaining({ key: 'email', value: 'Kim.Lee@example.com', kind: 'claimed' })
  )

  const known = await guest(workspace, {
    userToken: await userToken(workspace, 'ana', { traits: { email: 'ana@acme.example' } })
  })
  const theirs = await start(workspace, known, 'Hi')
  await as(known, 'POST', `/api/conversations/${theirs.conversationId}/email`, { email: 'mallory@example.com' })
  expect((await panelOf(workspace, theirs.conversationId)).visitor).toMatchObject({
    email: 'ana@acme.example',
    verified: true
  })
})

test('a resolved conversation is rated, and a further message opens it again', async () => {
  const workspace = await mintWorkspace()
  const [visitor, ana] = [await guest(workspace), await colleague(workspace)]
  const { conversationId } = await start(workspace, visitor, 'Help')
  const rate = (body: unknown) => as(visitor, 'POST', `/api/conversations/${conversationId}/rating`, body)
  expect((await rate({ score: 5 })).status).toBe(409)
  await replies(ana, conversationId, 'Done')
  await changes(ana, conversationId, { status: 'resolved' })
  expect((await rate({ score: 6 })).status).toBe(422)
  expect((await rate({ score: 4, comment: '<b>good</b>' })).body).toMatchObject({
    status: 'resolved',
    rating: { score: 4, comment: '<b>good</b>' }
  })
  await writes(visitor, conversationId, 'One more thing')
  expect(await own(visitor)).toMatchObject([{ status: 'open' }])
  await changes(ana, conversationId, { status: 'resolved' })
  // What is over is over: the next start is a new conversation.
  const next = await start(workspace, visitor, 'Something new')
  expect(next).toMatchObject({ isNew: true })
  expect(next.conversationId).not.toBe(conversationId)
})

test('read marks tell each side how far the other is, and only ever go forward', async () => {
  const workspace = await mintWorkspace()
  const [visitor, ana] = [await guest(workspace), await colleague(workspace)]
  const { conversationId } = await start(workspace, visitor, 'One')
  await writes(visitor, conversationId, 'Two')
  expect(await panelOf(workspace, conversationId)).toMatchObject({ unread: 2, marks: { team: { read: 0 } } })
  expect((await by(ana, 'POST', `/api/conversations/${conversationId}/read`, { read: 1 })).status).toBe(204)
  expect(await panelOf(workspace, conversationId)).toMatchObject({ unread: 1, marks: { team: { read: 1 } } })
  await replies(ana, conversationId, 'Three')
  expect(await own(visitor)).toMatchObject([{ unread: 1, marks: { team: { read: 3 } } }])
  await as(visitor, 'POST', `/api/conversations/${conversationId}/read`, { delivered: 3 })
  expect(await own(visitor)).toMatchObject([{ unread: 1, marks: { visitor: { read: 2, delivered: 3 } } }])
  await as(visitor, 'POST', `/api/conversations/${conversationId}/read`, { read: 99 })
  await as(visitor, 'POST', `/api/conversations/${conversationId}/read`, { read: 1 })
  expect(await own(visitor)).toMatchObject([{ unread: 0, marks: { visitor: { read: 3, delivered: 3 } } }])
})

test('F5 a server starts and continues a conversation for any visitor, under its own name if it has one', async () => {
  const workspace = await mintWorkspace()
  const visitor = await guest(workspace)
  const begin = (body: object, who = workspace.key) =>
    call<ConversationStarted>('POST', '/api/conversations', { who, body: { agentId: workspace.agentId, ...body } })
  const { visitorId } = visitor
  const api = await begin({ visitorId, message: 'Order 7 is late', clientId: 'order-7' })
  expect(api).toMatchObject({ status: 201, body: { isNew: true, message: { author: { kind: 'visitor' } } } })
  const { conversationId } = api.body
  expect((await begin({ visitorId, message: 'Order 7 is late', clientId: 'order-7' })).body.conversationId).toBe(
    conversationId
  )
  const answer = await call<Message>('POST', `/api/conversations/${conversationId}/messages`, {
    who: workspace.key,
    body: { text: 'It left today.' }
  })
  expect(answer).toMatchObject({ status: 201, body: { author: { kind: 'key' } } })
  await call('POST', `/api/conversations/${conversationId}/messages`, {
    who: workspace.key,
    body: { text: 'Thanks', as: 'visitor' }
  })
  expect((await reads(visitor, conversationId)).map(({ author, text }) => [author.kind, text])).toEqual([
    ['visitor', 'Order 7 is late'],
    ['key', 'It left today.'],
    ['visitor', 'Thanks']
  ])
  const named = await begin({ visitorId, source: 'zendesk', message: 'Hi' })
  const sources = [conversationId, named.body.conversationId].map(async id => (await panelOf(workspace, id)).source)
  expect(await Promise.all(sources)).toEqual(['api', 'zendesk'])
  expect((await begin({ visitorId, source: 'widget' })).status).toBe(422)
  expect((await begin({ message: 'for whom?' })).status).toBe(422)
  expect((await begin({ visitorId: `vis_${'0'.repeat(32)}` })).status).toBe(404)
  const other = await mintWorkspace()
  expect((await begin({ visitorId }, other.key)).status).toBe(404)
  expect(
    (await as(visitor, 'POST', '/api/conversations', { agentId: workspace.agentId, source: 'zendesk' })).status
  ).toBe(403)
})

test('F5 a member tries the agent in the playground, as the visitor, and it is nobody’s history', async () => {
  const workspace = await mintWorkspace()
  const ana = await colleague(workspace)
  const made = await by<ConversationStarted>(ana, 'POST', '/api/conversations', {
    agentId: workspace.agentId,
    source: 'playground',
    message: 'What are your hours?'
  })
  expect(made).toMatchObject({ status: 201, body: { message: { author: { kind: 'visitor' } } } })
  const panel = await panelOf(workspace, made.body.conversationId)
  expect(panel).toMatchObject({ source: 'playground', lastPages: [] })
  expect(panel.visitor).toBeUndefined()
  expect((await by(ana, 'POST', '/api/conversations', { agentId: workspace.agentId })).status).toBe(422)
})
