import { randomUUID } from 'node:crypto'
import type { ConversationPanel, ConversationStarted, LiveFrame, TimelineEvent } from '@foyer/protocol'
import { expect, test } from 'vitest'
import { auditOf, timelineOf } from '../../test/team.ts'
import { page, send, track, userToken } from '../../test/visitor.ts'
import { call, mintWorkspace, settled } from '../../test/workspace.ts'
import {
  as,
  by,
  changes,
  colleague,
  guest,
  listOf,
  own,
  panelOf,
  reads,
  replies,
  start,
  visitorLine
} from '../conversations/testing/talking.ts'
import {
  addRule,
  anyPage,
  change,
  dismiss,
  idsFor,
  isShown,
  listed,
  rulesOf,
  setLimits,
  show,
  standing,
  widgetOf
} from './testing/rules.ts'

const factsOf = async (workspace: Parameters<typeof timelineOf>[0], visitorId: string): Promise<TimelineEvent[]> =>
  (await timelineOf(workspace, visitorId, '?types=conversation')).items.toReversed()

test('B5 a page is told the conditions it has to watch for, and nothing of what the server judges by', async () => {
  const workspace = await mintWorkspace()
  const visitor = await guest(workspace, { userToken: await userToken(workspace, 'u1', { traits: { tier: 'gold' } }) })
  const page = { kind: 'page', op: 'is', value: '/pricing' } as const
  const rule = await addRule(workspace, {
    name: 'Secret name',
    message: 'Secret words',
    conditions: [
      page,
      { kind: 'trait', key: 'tier', op: 'is', value: 'gold', proven: true },
      { kind: 'visits', atLeast: 1 }
    ]
  })
  await addRule(workspace, {
    conditions: [anyPage, { kind: 'trait', key: 'tier', op: 'is', value: 'iron', proven: false }]
  })
  await addRule(workspace, { conditions: [anyPage], enabled: false })
  const told = await standing(workspace, visitor)
  expect(told).toEqual({ rules: [{ id: rule.id, conditions: [page] }] })
  expect(await idsFor(workspace, await guest(workspace))).toEqual([])
  expect((await show(workspace, visitor, rule)).body).toEqual({
    shown: true,
    text: 'Secret words',
    author: { kind: 'system', name: 'Site' }
  })
})

test('B5 a trait may be asked for proven or as it is claimed, never across a print', async () => {
  const workspace = await mintWorkspace()
  const gold = (proven: boolean) =>
    addRule(workspace, { conditions: [anyPage, { kind: 'trait', key: 'tier', op: 'is', value: 'gold', proven }] })
  const [proven, claimed] = [await gold(true), await gold(false)]
  const fingerprint = randomUUID()
  const claiming = await guest(workspace, { traits: { tier: 'Gold' }, fingerprint })
  expect(await idsFor(workspace, claiming)).toEqual([claimed.id])
  const provenOne = await guest(workspace, {
    userToken: await userToken(workspace, 'u1', { traits: { tier: 'gold' } })
  })
  expect(await idsFor(workspace, provenOne)).toEqual([proven.id, claimed.id])
  expect(await idsFor(workspace, await guest(workspace, { fingerprint }))).toEqual([])
})

test('B5 the same id is the same message; of many tabs that ask at once one is told yes', async () => {
  const workspace = await mintWorkspace()
  const visitor = await guest(workspace)
  const rule = await addRule(workspace)
  const ids = Array.from({ length: 8 }, () => randomUUID())
  const answers = await Promise.all(
    [...ids, ...ids].map(async id => [id, await isShown(workspace, visitor, rule, id)] as const)
  )
  const won = new Set(answers.filter(([, shown]) => shown).map(([id]) => id))
  expect(won.size).toBe(1)
  for (const [id, shown] of answers) expect(shown).toBe(won.has(id))
  expect((await listed(workspace)).items[0]).toMatchObject({ shown: 1, dismissed: 0, answered: 0 })
  expect(await idsFor(workspace, visitor)).toEqual([])
})

test('B5 once means once on all devices of a person, and one more for somebody else', async () => {
  const workspace = await mintWorkspace()
  const proof = async (n: number) => ({ userToken: await userToken(workspace, 'u1', { n }) })
  const [laptop, phone, other] = [
    await guest(workspace, await proof(1)),
    await guest(workspace, await proof(2)),
    await guest(workspace)
  ]
  const rule = await addRule(workspace)
  expect(await isShown(workspace, laptop, rule)).toBe(true)
  expect(await idsFor(workspace, phone)).toEqual([])
  expect(await isShown(workspace, phone, rule)).toBe(false)
  expect(await isShown(workspace, other, rule)).toBe(true)
})

test('B5 no more in a day than the agent says, whichever rules they are of', async () => {
  const workspace = await mintWorkspace()
  const visitor = await guest(workspace)
  const rules = [await addRule(workspace), await addRule(workspace), await addRule(workspace)]
  expect((await setLimits(workspace, { perDay: 2 })).status).toBe(200)
  const answers = await Promise.all(rules.map(rule => isShown(workspace, visitor, rule)))
  expect(answers.filter(Boolean)).toHaveLength(2)
})

test('B5 after one was closed there is quiet, and it is counted once', async () => {
  const workspace = await mintWorkspace()
  const visitor = await guest(workspace)
  const [first, second] = [await addRule(workspace), await addRule(workspace)]
  const id = randomUUID()
  expect(await isShown(workspace, visitor, first, id)).toBe(true)
  expect(await idsFor(workspace, visitor)).toEqual([second.id])
  for (const answer of await Promise.all([1, 2, 3].map(() => dismiss(workspace, visitor, id))))
    expect(answer.status).toBe(204)
  expect(await idsFor(workspace, visitor)).toEqual([])
  expect(await isShown(workspace, visitor, second)).toBe(false)
  expect((await listed(workspace)).items[0]).toMatchObject({ shown: 1, dismissed: 1 })
  // Closing what one was never shown closes nothing.
  const stranger = await guest(workspace)
  expect((await dismiss(workspace, stranger, id)).status).toBe(204)
  expect(await idsFor(workspace, stranger)).toEqual([first.id, second.id])
})

test('B5 while a conversation is open nothing is shown; nor to whom the team has blocked', async () => {
  const workspace = await mintWorkspace()
  const [visitor, ana] = [await guest(workspace), await colleague(workspace)]
  const rule = await addRule(workspace)
  const { conversationId } = await start(workspace, visitor, 'Hello')
  expect(await idsFor(workspace, visitor)).toEqual([])
  expect(await isShown(workspace, visitor, rule)).toBe(false)
  await changes(ana, conversationId, {
    status: 'snoozed',
    snoozedUntil: new Date(Date.now() + 3_600_000).toISOString()
  })
  expect(await idsFor(workspace, visitor)).toEqual([])
  await changes(ana, conversationId, { status: 'resolved' })
  expect(await idsFor(workspace, visitor)).toEqual([rule.id])
  await changes(ana, conversationId, { blocked: true })
  expect((await as(visitor, 'GET', widgetOf(workspace))).status).toBe(403)
  expect((await show(workspace, visitor, rule)).status).toBe(403)
})

test('B5 a rule is shown between its dates and in its hours only', async () => {
  const workspace = await mintWorkspace()
  const visitor = await guest(workspace)
  const day = 86_400_000
  const at = (days: number) => new Date(Date.now() + days * day).toISOString()
  const today = ((new Date().getUTCDay() + 6) % 7) + 1
  const days = [1, 2, 3, 4, 5, 6, 7]
  const now = await addRule(workspace, { activeFrom: at(-1), activeTo: at(1) })
  await addRule(workspace, { activeFrom: at(1) })
  await addRule(workspace, { activeTo: at(-1) })
  const open = await addRule(workspace, { hours: { days, from: '00:00', to: '23:59' } })
  const never = days.filter(one => one !== today && one !== (today % 7) + 1 && one !== ((today + 5) % 7) + 1)
  await addRule(workspace, { hours: { days: never, from: '00:00', to: '23:59' } })
  expect(await idsFor(workspace, visitor)).toEqual([now.id, open.id])
})

test('B5 the hours of a rule are its own: those of the office neither hold it back nor let it through', async () => {
  const workspace = await mintWorkspace()
  const visitor = await guest(workspace)
  const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']
  const today = (new Date().getUTCDay() + 6) % 7
  const far = (today + 3) % 7
  const office = (day: number) =>
    call('PATCH', `/api/agents/${workspace.agentId}`, {
      who: workspace.key,
      body: {
        look: { officeHours: { timezone: 'UTC', spans: [{ days: [weekdays[day]], from: '00:00', to: '24:00' }] } }
      }
    })
  const always = await addRule(workspace)
  const open = await addRule(workspace, { hours: { days: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to: '23:59' } })
  const closed = await addRule(workspace, { hours: { days: [far + 1], from: '00:00', to: '23:59' } })
  await setLimits(workspace, { perDay: 10 })
  for (const day of [today, far]) {
    expect((await office(day)).status).toBe(200)
    expect(await idsFor(workspace, visitor)).toEqual([always.id, open.id])
    expect(await isShown(workspace, visitor, closed)).toBe(false)
  }
  // The office is closed today.
  expect(await isShown(workspace, visitor, open)).toBe(true)
})

test('B5 nothing is in the inbox until the visitor answers; then it begins with the message as the team’s', async () => {
  const workspace = await mintWorkspace()
  const [visitor, ana] = [await guest(workspace), await colleague(workspace)]
  const rule = await addRule(workspace, { authorId: ana.memberId, name: 'Pricing', message: 'Need **help**?' })
  const id = randomUUID()
  expect((await show(workspace, visitor, rule, id)).body).toMatchObject({
    author: { kind: 'member', name: 'The agent' }
  })
  expect(await listOf(workspace)).toEqual([])
  expect(await own(visitor)).toEqual([])
  // Changed meanwhile: the conversation begins with what the visitor has read.
  await change(workspace, rule, { message: 'Something else' })
  const body = {
    agentId: workspace.agentId,
    clientId: 'start-1',
    proactive: id,
    another: true,
    message: { text: 'Yes please', clientId: 'm1' }
  }
  const begun = await as<ConversationStarted>(visitor, 'POST', '/api/conversations', body)
  expect(begun.status, JSON.stringify(begun.body)).toBe(201)
  expect(begun.body).toMatchObject({
    isNew: true,
    opening: { seq: 1, text: 'Need **help**?', author: { kind: 'member', name: 'The agent' } },
    message: { seq: 2, text: 'Yes please' }
  })
  expect(begun.body.opening).not.toHaveProperty('detail')
  const again = await as<ConversationStarted>(visitor, 'POST', '/api/conversations', body)
  expect(again.body).toMatchObject({
    conversationId: begun.body.conversationId,
    opening: { seq: 1 },
    message: { seq: 2 }
  })
  const { messages, source, waitingSince, firstReplyAt, unread } = await panelOf(workspace, begun.body.conversationId)
  expect({ source, unread, isWaiting: waitingSince !== undefined, firstReplyAt }).toEqual({
    source: 'widget',
    unread: 1,
    isWaiting: true,
    firstReplyAt: undefined
  })
  expect(messages).toMatchObject([
    {
      seq: 1,
      author: { kind: 'member', id: ana.memberId },
      detail: { proactive: { ruleId: rule.id, rule: 'Pricing' } }
    },
    { seq: 2, author: { kind: 'visitor' } }
  ])
  expect((await reads(visitor, begun.body.conversationId)).map(({ text }) => text)).toEqual([
    'Need **help**?',
    'Yes please'
  ])
  await replies(ana, begun.body.conversationId, 'Here I am')
  expect((await panelOf(workspace, begun.body.conversationId)).firstReplyAt).toBeDefined()
  expect((await listed(workspace)).items[0]).toMatchObject({ shown: 1, answered: 1, dismissed: 0 })
  const facts = await factsOf(workspace, visitor.visitorId)
  expect(facts.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['message shown', 'message answered', 'started', 'message in', 'first reply'])
  )
  for (const name of ['message shown', 'message answered', 'started'])
    expect(facts.find(fact => fact.name === name)?.properties).toMatchObject({ ruleId: rule.id, rule: 'Pricing' })
  expect(facts.filter(({ name }) => name === 'message answered')).toHaveLength(1)
  expect(facts.filter(({ name }) => name === 'message out')).toHaveLength(1)
})

test('B5 two tabs that answer at once answer in one conversation, and what is answered twice begins it once', async () => {
  const workspace = await mintWorkspace()
  const visitor = await guest(workspace)
  const rule = await addRule(workspace)
  const id = randomUUID()
  await isShown(workspace, visitor, rule, id)
  const answer = (n: number) =>
    as<ConversationStarted>(visitor, 'POST', '/api/conversations', {
      agentId: workspace.agentId,
      clientId: `s${n}`,
      proactive: id,
      another: true,
      message: { text: `Tab ${n}`, clientId: `m${n}` }
    })
  const begun = await Promise.all([answer(1), answer(2), answer(1)])
  expect(new Set(begun.map(one => one.body.conversationId)).size).toBe(1)
  const texts = (await reads(visitor, begun[0]?.body.conversationId ?? '')).map(({ text }) => text)
  expect(texts[0]).toBe('Can I help you choose?')
  expect(texts.slice(1).sort()).toEqual(['Tab 1', 'Tab 2'])
  expect((await listed(workspace)).items[0]).toMatchObject({ answered: 1 })
})

test('B5 a forged page gains nothing: another’s message, another’s rule, or one that was never shown', async () => {
  const workspace = await mintWorkspace()
  const other = await mintWorkspace()
  const [visitor, thief, foreigner] = [await guest(workspace), await guest(workspace), await guest(other)]
  const rule = await addRule(workspace, { message: 'For one only' })
  const theirs = await addRule(other)
  const id = randomUUID()
  await isShown(workspace, visitor, rule, id)
  await change(workspace, rule, { enabled: false })
  // The same id in another's hand is another message, and its rule is off.
  expect(await isShown(workspace, thief, rule, id)).toBe(false)
  const begun = await as<ConversationStarted>(thief, 'POST', '/api/conversations', {
    agentId: workspace.agentId,
    proactive: id,
    message: 'Hi'
  })
  expect(begun.body).not.toHaveProperty('opening')
  expect((await reads(thief, begun.body.conversationId)).map(({ text }) => text)).toEqual(['Hi'])
  expect((await listed(workspace)).items[0]).toMatchObject({ answered: 0 })
  expect(await isShown(workspace, visitor, theirs)).toBe(false)
  expect((await as(foreigner, 'GET', widgetOf(workspace))).status).toBe(404)
  expect((await as(foreigner, 'POST', `${widgetOf(workspace)}/shown`, { id, ruleId: rule.id })).status).toBe(404)
  for (const who of [undefined, `vt_${'A'.repeat(78)}`]) {
    const answer = await call('GET', widgetOf(workspace), who ? { who } : {})
    expect(answer.status).toBe(401)
  }
  expect((await call('GET', widgetOf(workspace), { who: workspace.key })).status).toBe(403)
  const key = await call('POST', '/api/conversations', {
    who: workspace.key,
    body: { agentId: workspace.agentId, visitorId: visitor.visitorId, proactive: id, message: 'x' }
  })
  expect(key.status).toBe(403)
  for (const body of [{}, { id: 'x', ruleId: rule.id }, { id, ruleId: 'prl_1' }, { id: `${id}\0`, ruleId: rule.id }])
    expect((await as(visitor, 'POST', `${widgetOf(workspace)}/shown`, body)).status).toBe(422)
})

test('B5 the socket says whether there is anything to watch for', async () => {
  const workspace = await mintWorkspace()
  const isProactive = async () => {
    const line = await visitorLine(workspace, await guest(workspace))
    const frame: Extract<LiveFrame, { type: 'team' }> = await line.next('team')
    line.close()
    return frame.proactive
  }
  expect(await isProactive()).toBeUndefined()
  const rule = await addRule(workspace)
  expect(await isProactive()).toBe(true)
  await change(workspace, rule, { enabled: false })
  expect(await isProactive()).toBeUndefined()
})

test('B5 a page goes on from the cart that the server has heard of, unless a print is all that knows it', async () => {
  const workspace = await mintWorkspace()
  const visitor = await guest(workspace)
  await addRule(workspace, { conditions: [{ kind: 'cart', atLeast: 50 }] })
  expect(await standing(workspace, visitor)).not.toHaveProperty('cart')
  await send(workspace, visitor, [
    track('Product Added', { price: 20, quantity: 2, currency: 'eur' }, { timestamp: Date.now() - 3_000 }),
    track('Product Removed', { price: 20 }, { timestamp: Date.now() - 2_000 }),
    track('Product Added', { price: 7.1 }, { timestamp: Date.now() - 1_000 })
  ])
  expect((await standing(workspace, visitor)).cart).toEqual({ value: 27.1, currency: 'EUR', upTo: expect.any(String) })
  await send(workspace, visitor, [track('Order Completed', { total: 27.1 })])
  expect((await standing(workspace, visitor)).cart?.value).toBe(0)
  expect(await standing(workspace, await guest(workspace))).not.toHaveProperty('cart')
})

test('B5 visits and what is known of somebody decide on the server', async () => {
  const workspace = await mintWorkspace()
  const visitor = await guest(workspace, { traits: { email: 'jordan@acme.example' } })
  const rule = (condition: Parameters<typeof addRule>[1] extends infer _ ? object : never) =>
    addRule(workspace, { conditions: [anyPage, condition as typeof anyPage] })
  const first = await rule({ kind: 'visits', atLeast: 1 })
  await rule({ kind: 'visits', atLeast: 2 })
  const named = await rule({ kind: 'known', as: 'named' })
  await rule({ kind: 'known', as: 'anonymous' })
  await rule({ kind: 'talked', has: true })
  const quiet = await rule({ kind: 'talked', has: false })
  await rule({ kind: 'source', in: ['google'] })
  await rule({ kind: 'country', in: ['DE'] })
  await send(workspace, visitor, [page('/')])
  await settled()
  expect(await idsFor(workspace, visitor)).toEqual([first.id, named.id, quiet.id])
})

test('B5 the team makes, sorts, changes and deletes them, each with its entry in the audit trail', async () => {
  const workspace = await mintWorkspace()
  const viewer = await colleague(workspace, 'viewer')
  const [a, b] = [await addRule(workspace, { name: 'A' }), await addRule(workspace, { name: 'B' })]
  const sorted = await call<{ items: { name: string }[] }>('PUT', `${rulesOf(workspace)}/order`, {
    who: workspace.key,
    body: { ids: [b.id, a.id] }
  })
  expect(sorted.body.items.map(({ name }) => name)).toEqual(['B', 'A'])
  expect(await idsFor(workspace, await guest(workspace))).toEqual([b.id, a.id])
  expect((await call('PUT', `${rulesOf(workspace)}/order`, { who: workspace.key, body: { ids: [a.id] } })).status).toBe(
    409
  )
  expect(
    (await change(workspace, a, { enabled: false, frequency: { kind: 'times', times: 2, days: 7 } })).body
  ).toMatchObject({ enabled: false, name: 'A' })
  expect((await by(viewer, 'GET', rulesOf(workspace))).status).toBe(200)
  expect((await by(viewer, 'POST', rulesOf(workspace), {})).status).toBe(403)
  expect((await call('DELETE', `${rulesOf(workspace)}/${b.id}`, { who: workspace.key })).status).toBe(204)
  expect((await listed(workspace)).items.map(({ name }) => name)).toEqual(['A'])
  await setLimits(workspace, { quietDays: 0 })
  const actions = (await auditOf(workspace)).map(({ action }) => action)
  expect(actions).toEqual(
    expect.arrayContaining([
      'message_rule.created',
      'message_rule.changed',
      'message_rule.deleted',
      'message_rules.ordered',
      'message_rules.settings_changed'
    ])
  )
})

test('B5 what makes no sense is refused with a sentence at its field', async () => {
  const workspace = await mintWorkspace()
  const other = await mintWorkspace()
  const stranger = await colleague(other)
  const good = { name: 'x', message: 'x', conditions: [anyPage], frequency: { kind: 'once' }, enabled: true }
  const refused = async (more: object) => {
    const answer = await call<{ error: { message: string; field?: string } }>('POST', rulesOf(workspace), {
      who: workspace.key,
      body: { ...good, ...more }
    })
    expect(answer.status, JSON.stringify(answer.body)).toBe(422)
    expect(answer.body.error.message.length).toBeGreaterThan(10)
    return answer.body.error.field
  }
  expect(await refused({ name: ' ' })).toBe('name')
  expect(await refused({ message: 'x'.repeat(501) })).toBe('message')
  expect(await refused({ conditions: [] })).toBe('conditions')
  expect(await refused({ conditions: [anyPage, anyPage] })).toBe('conditions')
  expect(await refused({ conditions: [{ kind: 'trait', key: 'a', op: 'is', proven: false }] })).toBe(
    'conditions.0.value'
  )
  expect(
    await refused({
      conditions: [{ kind: 'event', name: 'a', where: [{ property: 'b', op: 'atLeast', value: 'many' }] }]
    })
  ).toBe('conditions.0.value')
  expect(await refused({ authorId: stranger.memberId })).toBe('authorId')
  expect(await refused({ activeFrom: '2031-01-02T00:00:00Z', activeTo: '2031-01-01T00:00:00Z' })).toBe('activeTo')
  await refused({ conditions: [{ kind: 'nothing' }] })
  await refused({ frequency: { kind: 'always' } })
  await refused({ hours: { days: [8], from: '09:00', to: '17:00' } })
})

test('P09 hostile texts in a rule are stored, shown and answered as they are', async () => {
  const workspace = await mintWorkspace()
  const visitor = await guest(workspace)
  const nasty = `<script>alert(1)</script> '); DROP TABLE messages; -- \u202e {{x}}`
  const rule = await addRule(workspace, {
    name: nasty.slice(0, 100),
    message: `\0${nasty}\ud800`,
    conditions: [{ kind: 'event', name: `\0a\ud800`, where: [{ property: 'b\0', op: 'is', value: nasty }] }]
  })
  expect(rule.message).toBe(`${nasty}\ufffd`)
  const id = randomUUID()
  expect((await show(workspace, visitor, rule, id)).body).toMatchObject({ text: `${nasty}\ufffd` })
  const begun = await as<ConversationStarted>(visitor, 'POST', '/api/conversations', {
    agentId: workspace.agentId,
    proactive: id,
    message: 'x'
  })
  const shown: ConversationPanel = await panelOf(workspace, begun.body.conversationId)
  expect(shown.messages[0]?.text).toBe(`${nasty}\ufffd`)
})
