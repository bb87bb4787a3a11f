import type { Conversation, ConversationStarted, OwnConversation } from '@foyer/protocol'
import { beforeEach, expect, test } from 'vitest'
import { call, type Minted, mintWorkspace, settled } from '../../../test/workspace.ts'
import { pastes, shopHelp } from '../../knowledge/testing/shelf.ts'
import { activities, answered, detailOf, sets, threadOf } from '../testing/answering.ts'
import {
  as,
  by,
  changes,
  colleague,
  guest,
  listOf,
  memberLine,
  own,
  reads,
  replies,
  start,
  visitorLine,
  writes
} from '../testing/talking.ts'

let workspace: Minted
beforeEach(async () => {
  workspace = await mintWorkspace()
})

/** An agent that answers from the help pages of a shop. */
async function answers(change: Record<string, unknown> = {}) {
  await pastes(workspace, { text: shopHelp, title: 'Help', url: 'https://shop.example/help' })
  await sets(workspace, { kind: 'documents', name: 'Pip', ...change })
}

test('an agent of which nothing was set answers from the team’s documents once there are any, and not before', async () => {
  const early = await start(workspace, await guest(workspace), 'How long does delivery take?')
  expect(early).not.toHaveProperty('responder')
  await pastes(workspace, { text: shopHelp, title: 'Help', url: 'https://shop.example/help' })
  const visitor = await guest(workspace)
  const started = await start(workspace, visitor, 'How long does delivery take?')
  expect(started.responder).toEqual({ name: 'Assistant' })
  const [answer] = await answered(visitor, started.conversationId)
  expect(answer?.text).toContain('Standard delivery takes three to five working days')
  await sets(workspace, { kind: 'none' })
  expect(await start(workspace, await guest(workspace), 'And to Norway?')).not.toHaveProperty('responder')
})

test('a visitor asks and is answered in the words of the team’s own documents, with a link to them', async () => {
  await answers()
  const visitor = await guest(workspace)
  const line = await visitorLine(workspace, visitor)
  const started = await start(workspace, visitor, 'How long does delivery take?')
  expect(started.responder).toEqual({ name: 'Pip' })
  line.send({ type: 'follow', conversationId: started.conversationId, after: 0 })
  const [, answer] = await line.heard(2)
  expect(answer).toMatchObject({
    author: { kind: 'responder', name: 'Pip' },
    text: expect.stringContaining('Standard delivery takes three to five working days'),
    sources: [{ title: 'Help', url: 'https://shop.example/help' }]
  })
  // What the team sees of how it was made is not the visitor's.
  expect(answer).not.toHaveProperty('detail')
  const frames = line.frames.filter(frame => frame.type === 'answering')
  expect(frames.length).toBeGreaterThan(0)
  expect(frames.every(frame => frame.answerId === answer?.clientId && frame.by.name === 'Pip')).toBe(true)
  expect(frames.map(frame => frame.text).join('')).toBe(answer?.text)
  const [, shown] = await threadOf(workspace, started.conversationId)
  expect(detailOf(shown)).toMatchObject({
    responder: 'documents',
    passages: [{ title: 'Help', headings: ['Help', 'Delivery'], url: 'https://shop.example/help' }]
  })
  expect(detailOf(shown).confidence).toBeGreaterThan(0.45)
  const [row] = await listOf(workspace)
  expect(row).toMatchObject({ answeredBy: 'responder', unread: 0, snippetBy: 'responder' })
  expect(row).not.toHaveProperty('waitingSince')
  expect(row).not.toHaveProperty('firstReplyAt')
  line.close()
})

test('where nothing fits it says so plainly, and the conversation waits for a person from then on', async () => {
  await answers()
  const visitor = await guest(workspace)
  const { conversationId } = await start(workspace, visitor, 'Do you sell kangaroos in Patagonia?')
  const [answer] = await answered(visitor, conversationId)
  expect(answer?.text).toContain('could not find an answer')
  expect(answer).not.toHaveProperty('sources')
  const thread = await threadOf(workspace, conversationId)
  expect(activities(thread)).toMatchObject([{ what: 'handed over', reason: 'unsure' }])
  const [row] = await listOf(workspace)
  expect(row).toMatchObject({ answeredBy: 'team', unread: 1, waitingSince: expect.any(String) })
  expect(Date.parse(row?.waitingSince ?? '')).toBeGreaterThanOrEqual(Date.parse(thread[0]?.at ?? ''))
  expect((await own(visitor))[0]).not.toHaveProperty('responder')
  // What they write next is the team's to answer.
  await writes(visitor, conversationId, 'How long does delivery take?')
  await settled()
  expect((await reads(visitor, conversationId)).filter(message => message.author.kind === 'responder')).toHaveLength(1)
})

test('two messages in quick succession are one question', async () => {
  await answers()
  const visitor = await guest(workspace)
  const { conversationId } = await start(workspace, visitor, 'Hello!')
  await writes(visitor, conversationId, 'How much is express delivery?')
  const [answer] = await answered(visitor, conversationId)
  expect(answer?.text).toContain('9.90 euros')
  await writes(visitor, conversationId, 'And how long is the warranty?')
  const all = await answered(visitor, conversationId, 2)
  expect(all.map(message => message.seq)).toEqual([3, 5])
  expect(all[1]?.text).toContain('two years')
})

test.each([
  ['en', 'Can I talk to a real person please?', 'a person of our team'],
  ['de', 'Ich möchte mit einem Menschen sprechen.', 'jemanden aus unserem Team'],
  ['ar', 'أريد التحدث مع موظف', 'أعضاء فريقنا']
])('whoever asks for a person in words gets one: %s', async (_language, text, said) => {
  await answers()
  const visitor = await guest(workspace)
  const { conversationId } = await start(workspace, visitor, text)
  const [answer] = await answered(visitor, conversationId)
  expect(answer?.text).toContain(said)
  expect(activities(await threadOf(workspace, conversationId))).toMatchObject([
    { what: 'handed over', reason: 'asked' }
  ])
})

test('the button calls a person at once, and pressed again changes nothing', async () => {
  await answers()
  const visitor = await guest(workspace)
  const { conversationId } = await start(workspace, visitor)
  const press = () => as<OwnConversation>(visitor, 'POST', `/api/conversations/${conversationId}/hand-over`)
  expect((await press()).body).not.toHaveProperty('responder')
  expect((await press()).status).toBe(200)
  expect(activities(await threadOf(workspace, conversationId))).toMatchObject([
    { what: 'handed over', reason: 'asked' }
  ])
  const stranger = await guest(workspace)
  expect((await as(stranger, 'POST', `/api/conversations/${conversationId}/hand-over`)).status).toBe(404)
})

test('after so many answers a person is called by rule', async () => {
  await answers({ handOver: { afterAnswers: 1 } })
  const visitor = await guest(workspace)
  const { conversationId } = await start(workspace, visitor, 'How long does delivery take?')
  await answered(visitor, conversationId)
  await writes(visitor, conversationId, 'And how long is the warranty?')
  await answered(visitor, conversationId, 2)
  expect(activities(await threadOf(workspace, conversationId))).toMatchObject([{ what: 'handed over', reason: 'rule' }])
})

test('a member who replies takes over, and hands back what is still open', async () => {
  await answers()
  const member = await colleague(workspace)
  const visitor = await guest(workspace)
  const { conversationId } = await start(workspace, visitor, 'How long does delivery take?')
  await answered(visitor, conversationId)
  await replies(member, conversationId, 'Ana here. Where do you live?')
  expect((await listOf(workspace))[0]).toMatchObject({ answeredBy: 'team' })
  await writes(visitor, conversationId, 'In Bern. How long is the warranty?')
  await expect.poll(async () => (await listOf(workspace))[0]?.waitingSince).toBeTruthy()
  const back = await changes(member, conversationId, { answeredBy: 'responder' })
  expect(back).toMatchObject({ answeredBy: 'responder' })
  expect(back).not.toHaveProperty('waitingSince')
  const all = await answered(visitor, conversationId, 2)
  expect(all[1]?.text).toContain('two years')
  expect(activities(await threadOf(workspace, conversationId)).map(({ what }) => what)).toEqual([
    'handed over',
    'handed back'
  ])
  await changes(member, conversationId, { answeredBy: 'team' })
  expect((await listOf(workspace))[0]).toMatchObject({ answeredBy: 'team' })
})

test('while the responder answers nobody is given the conversation; handed over, the next in turn is', async () => {
  await answers()
  const member = await colleague(workspace)
  await call('PATCH', '/api/conversations/settings', { who: workspace.key, body: { autoAssign: true } })
  const desk = await memberLine(member)
  desk.send({ type: 'inbox', on: true })
  await desk.next('presence', frame =>
    frame.items.some(item => item.id === member.memberId && item.status === 'available')
  )
  const visitor = await guest(workspace)
  const { conversationId } = await start(workspace, visitor, 'How long does delivery take?')
  await answered(visitor, conversationId)
  expect((await listOf(workspace))[0]).not.toHaveProperty('assignee')
  await writes(visitor, conversationId, 'Let me talk to a human')
  await expect.poll(async () => (await listOf(workspace))[0]?.assignee?.id, { timeout: 15_000 }).toBe(member.memberId)
  desk.close()
})

test('assigned by hand, it is theirs to answer, and who had asked has waited since', async () => {
  await answers()
  const member = await colleague(workspace)
  const visitor = await guest(workspace)
  const { conversationId } = await start(workspace, visitor, 'How long does delivery take?')
  await answered(visitor, conversationId)
  await changes(member, conversationId, { assigneeId: member.memberId })
  expect(activities(await threadOf(workspace, conversationId))).toMatchObject([
    { what: 'assigned' },
    { what: 'handed over', reason: 'taken' }
  ])
  expect((await listOf(workspace))[0]).toMatchObject({ answeredBy: 'team' })
})

test('transferred with a word for the colleague, accepted, or resolved: the responder is out of it', async () => {
  await answers()
  const [ana, ben] = [await colleague(workspace), await colleague(workspace)]
  const visitor = await guest(workspace)
  const talk = async () => {
    const { conversationId } = await start(workspace, visitor, 'How long does delivery take?', { another: true })
    await answered(visitor, conversationId)
    return conversationId
  }
  const transferred = await talk()
  const body = { to: ben.memberId, note: 'Please look at this.' }
  expect((await by(ana, 'POST', `/api/conversations/${transferred}/transfer`, body)).status).toBe(200)
  expect((await threadOf(workspace, transferred)).map(({ kind, text }) => (kind === 'message' ? kind : text))).toEqual([
    'message',
    'message',
    'assigned',
    'handed over',
    'Please look at this.'
  ])
  const accepted = await talk()
  expect((await by<Conversation>(ana, 'POST', `/api/conversations/${accepted}/accept`)).body.answeredBy).toBe('team')
  // Resolved before it was answered, there is nothing to answer; asked again, there is.
  const { conversationId } = await start(workspace, visitor, 'How long is the warranty?', { another: true })
  await changes(ana, conversationId, { status: 'resolved' })
  await writes(visitor, conversationId, 'And what does it cover?')
  const [answer] = await answered(visitor, conversationId)
  expect(answer?.text).toContain('two years')
})

test('a greeting is greeted and thanks are taken; neither is a question', async () => {
  await answers()
  const visitor = await guest(workspace)
  const { conversationId } = await start(workspace, visitor, 'Hallo')
  expect((await answered(visitor, conversationId))[0]?.text).toBe('Hallo! Was möchten Sie wissen?')
  await writes(visitor, conversationId, 'Thank you!')
  expect((await answered(visitor, conversationId, 2))[1]?.text).toContain('You are welcome')
})

test('F5 a server with an API key starts a conversation and reads its answer', async () => {
  await answers()
  const visitor = await guest(workspace)
  const started = await call<ConversationStarted>('POST', '/api/conversations', {
    who: workspace.key,
    body: {
      agentId: workspace.agentId,
      visitorId: visitor.visitorId,
      source: 'zendesk',
      message: 'How long does delivery take?'
    }
  })
  expect(started.status, JSON.stringify(started.body)).toBe(201)
  const { conversationId } = started.body
  await expect.poll(async () => (await threadOf(workspace, conversationId)).length, { timeout: 20_000 }).toBe(2)
  await call('POST', `/api/conversations/${conversationId}/messages`, {
    who: workspace.key,
    body: { as: 'visitor', text: 'How long is the warranty?' }
  })
  await expect.poll(async () => (await threadOf(workspace, conversationId)).length, { timeout: 20_000 }).toBe(4)
  const thread = await threadOf(workspace, conversationId)
  expect(thread[1]?.text).toContain('three to five working days')
  expect(thread[3]?.text).toContain('two years')
  expect((await listOf(workspace))[0]).toMatchObject({ source: 'zendesk', answeredBy: 'responder' })
})

test('F5 in the playground a member asks as a visitor would, and sees passages, timings and when a person would be called', async () => {
  await answers()
  const member = await colleague(workspace)
  const started = await by<ConversationStarted>(member, 'POST', '/api/conversations', {
    agentId: workspace.agentId,
    source: 'playground',
    message: 'How long does delivery take?'
  })
  expect(started.status, JSON.stringify(started.body)).toBe(201)
  const { conversationId } = started.body
  const messages = async () => (await threadOf(workspace, conversationId)).filter(message => message.kind === 'message')
  await expect.poll(async () => (await messages()).length, { timeout: 20_000 }).toBe(2)
  const detail = detailOf((await messages())[1])
  expect(detail).toMatchObject({ passages: [{ title: 'Help' }], confidence: expect.any(Number) })
  expect(detail.searchMs).toBeGreaterThanOrEqual(0)
  await by(member, 'POST', `/api/conversations/${conversationId}/messages`, {
    as: 'visitor',
    text: 'Do you sell kangaroos?'
  })
  await expect.poll(async () => (await messages()).length, { timeout: 20_000 }).toBe(4)
  expect(detailOf((await messages())[3])).toMatchObject({ handedOver: 'unsure' })
  await by(member, 'POST', `/api/conversations/${conversationId}/messages`, {
    as: 'visitor',
    text: 'How long is the warranty?'
  })
  await expect.poll(async () => (await messages()).length, { timeout: 20_000 }).toBe(6)
  expect((await messages())[5]?.text).toContain('two years')
})

test('switched off, it leaves whoever it was talking with to the team', async () => {
  await answers()
  const visitor = await guest(workspace)
  const { conversationId } = await start(workspace, visitor, 'How long does delivery take?')
  await answered(visitor, conversationId)
  await sets(workspace, { kind: 'none' })
  expect((await listOf(workspace))[0]).not.toHaveProperty('answeredBy')
  await writes(visitor, conversationId, 'Hello?')
  expect((await listOf(workspace))[0]).toMatchObject({ waitingSince: expect.any(String) })
  const refused = await call<{ error: { message: string } }>('PATCH', `/api/conversations/${conversationId}`, {
    who: workspace.key,
    body: { answeredBy: 'responder' }
  })
  expect(refused).toMatchObject({ status: 422, body: { error: { message: expect.stringContaining('responder') } } })
})

test('answers and hand-overs are counted by day, and told as events with how long they took', async () => {
  await answers()
  const visitor = await guest(workspace)
  const { conversationId } = await start(workspace, visitor, 'How long does delivery take?')
  await answered(visitor, conversationId)
  await writes(visitor, conversationId, 'Let me talk to a human')
  await answered(visitor, conversationId, 2)
  const usage = await call<{ items: object[] }>('GET', '/api/responder/usage?days=7', { who: workspace.key })
  expect(usage.body.items).toMatchObject([{ agentId: workspace.agentId, answers: 1, handOvers: 1, failed: 0 }])
  await settled()
  const timeline = await call<{ items: { name: string; properties: Record<string, unknown> }[] }>(
    'GET',
    `/api/people/${visitor.visitorId}/timeline?types=conversation&limit=100`,
    { who: workspace.key }
  )
  const told = (name: string) => timeline.body.items.filter(item => item.name === name).map(item => item.properties)
  expect(told('answered')).toMatchObject([{ responder: 'documents', seconds: expect.any(Number) }])
  expect(told('handed over')).toMatchObject([{ reason: 'asked', answers: 1, seconds: expect.any(Number) }])
  expect(told('first reply')).toEqual([])
  const list = await call<{ items: Conversation[] }>('GET', '/api/conversations?sort=waiting', { who: workspace.key })
  expect(list.body.items).toHaveLength(1)
})
