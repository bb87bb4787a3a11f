import type {
  CannedReply,
  Conversation,
  ConversationCounts,
  ConversationPanel,
  ConversationsChanged,
  MemberPresence,
  Message,
  Page
} from '@foyer/protocol'
import type { Static } from 'typebox'
import { expect, test } from 'vitest'
import { anyAddress, auditOf, keyWith } from '../../test/team.ts'
import { london, page, send, userToken } from '../../test/visitor.ts'
import { call, type Minted, mintWorkspace, settled } from '../../test/workspace.ts'
import {
  as,
  by,
  type Colleague,
  changes,
  colleague,
  guest,
  listOf,
  memberLine,
  own,
  panelOf,
  reads,
  replies,
  start,
  writes
} from './testing/talking.ts'

const begun = async (workspace: Minted, text: string, ip = anyAddress()) => {
  const visitor = await guest(workspace, {}, ip)
  return { visitor, id: (await start(workspace, visitor, text)).conversationId }
}

test('F8 a row of the inbox says who, from where, when, and with which browser', async () => {
  const workspace = await mintWorkspace()
  const visitor = await guest(workspace, { traits: { name: 'Kim Lee' } }, london)
  const { conversationId } = await start(workspace, visitor, 'Is it in stock?')
  const [row] = await listOf(workspace)
  expect(row).toMatchObject({
    id: conversationId,
    source: 'widget',
    snippet: 'Is it in stock?',
    snippetBy: 'visitor',
    unread: 1,
    visitor: { id: visitor.visitorId, name: 'Kim Lee', verified: false },
    ip: london,
    country: 'GB',
    timezone: 'Europe/London',
    browser: 'Chrome',
    os: 'Windows',
    device: 'desktop'
  })
  expect(Date.parse(row?.createdAt ?? '')).toBeGreaterThan(Date.now() - 60 * 60_000)
  expect(row?.waitingSince).toBeDefined()
})

test('F2 a private address has no place, and the chat works all the same', async () => {
  const workspace = await mintWorkspace()
  const { id } = await begun(workspace, 'From inside', '10.1.2.3')
  const [row] = await listOf(workspace)
  expect(row).toMatchObject({ id, ip: '10.1.2.3' })
  expect(row?.country).toBeUndefined()
})

test('L14 F10 F7 the panel: who they are, what they said of themselves, where they have been, and the way to their history', async () => {
  const workspace = await mintWorkspace()
  const visitor = await guest(
    workspace,
    {
      userToken: await userToken(workspace, 'ana', { traits: { name: 'Ana', plan: 'pro' } }),
      traits: { shoeSize: 41 }
    },
    london
  )
  const { sessionId } = visitor
  const visit = Array.from({ length: 12 }, (_, index) =>
    page(`/p/${index}`, { sessionId, timestamp: Date.now() - 60_000 + index })
  )
  await send(workspace, visitor, visit)
  await settled()
  const { conversationId } = await start(workspace, visitor, 'Hi', {
    context: { url: 'https://shop.example/p/11', title: 'Page /p/11', locale: 'en-GB' }
  })
  const panel = await panelOf(workspace, conversationId)
  expect(panel.visitor).toMatchObject({
    id: visitor.visitorId,
    name: 'Ana',
    verified: true,
    traits: { name: 'Ana', plan: 'pro', shoeSize: 41 },
    ip: london,
    country: 'GB',
    timezone: 'Europe/London',
    browser: 'Chrome',
    os: 'Windows',
    blocked: false,
    page: { url: 'https://shop.example/p/11', title: 'Page /p/11' }
  })
  expect(panel.visitor?.firstSeenAt).toBeDefined()
  expect(panel.visitor?.lastSeenAt).toBeDefined()
  expect(panel.lastPages.map(({ url, title }) => [url, title])).toEqual(
    Array.from({ length: 10 }, (_, index) => [`https://shop.example/p/${11 - index}`, `Page /p/${11 - index}`])
  )
  expect(panel.atStart).toMatchObject({
    traits: { plan: 'pro' },
    page: { url: 'https://shop.example/p/11', title: 'Page /p/11' },
    locale: 'en-GB'
  })
  expect(panel.messages).toMatchObject([{ text: 'Hi' }])

  // They go on, and change: what was known at the start stays, what is known now follows.
  await send(workspace, visitor, [page('/later', { sessionId })])
  await guest(workspace, { token: visitor.token, traits: { plan: 'trial', mood: 'good' } }, london)
  await settled()
  const later = await panelOf(workspace, conversationId)
  expect(later.lastPages[0]).toMatchObject({ url: 'https://shop.example/later' })
  expect(later.visitor?.traits).toMatchObject({ plan: 'pro', mood: 'good' })
  expect(later.atStart.traits).not.toHaveProperty('mood')
  const timeline = await call('GET', `/api/people/${later.visitor?.id}/timeline`, { who: workspace.key })
  expect(timeline.status).toBe(200)
})

test('the list is filtered by status, assignee, source, label, channel, country and unread', async () => {
  const workspace = await mintWorkspace()
  const [ana, bo] = [await colleague(workspace), await colleague(workspace)]
  const [one, two, three] = [
    await begun(workspace, 'one', london),
    await begun(workspace, 'two'),
    await begun(workspace, 'three')
  ]
  await changes(ana, one.id, { assigneeId: ana.memberId, labels: ['Billing ', 'vip'] })
  await changes(ana, two.id, { assigneeId: bo.memberId })
  await replies(bo, two.id, 'On it')
  await changes(ana, three.id, { status: 'resolved' })
  const api = await call<{ conversationId: string }>('POST', '/api/conversations', {
    who: workspace.key,
    body: { agentId: workspace.agentId, visitorId: three.visitor.visitorId, message: 'four' }
  })
  const ids = async (query: string, who?: Colleague) => {
    const items = who
      ? (await by<Page<Conversation>>(who, 'GET', `/api/conversations${query}`)).body.items
      : await listOf(workspace, query)
    return items.map(item => item.snippet).join(' ')
  }
  expect(await ids('')).toBe('four On it three two one'.replace(' two', ''))
  expect(await ids('?status=open')).toBe('four On it one')
  expect(await ids('?status=resolved')).toBe('three')
  expect(await ids(`?assignee=${bo.memberId}`)).toBe('On it')
  expect(await ids('?assignee=me', ana)).toBe('one')
  expect(await ids('?assignee=none&status=open')).toBe('four')
  expect(await ids('?source=api')).toBe('four')
  expect(await ids('?label=billing')).toBe('one')
  expect(await ids('?country=GB')).toBe('one')
  expect(await ids('?unread=true')).toBe('four one')
  expect(await ids(`?channel=${workspace.agentId}&status=open`)).toBe('four On it one')
  expect(await ids(`?channel=agt_${'0'.repeat(32)}`)).toBe('')
  expect(await ids(`?visitor=${three.visitor.visitorId}`)).toBe('four three')
  expect(await ids('?sort=waiting')).toBe('one four')
  expect(await ids('?sort=oldest&status=open')).toBe('one On it four')
  const wrong = await call('GET', '/api/conversations?status=gone', { who: workspace.key })
  expect(wrong.status).toBe(422)
  const counts = await by<ConversationCounts>(ana, 'GET', '/api/conversations/counts')
  expect(counts.body).toEqual({
    open: 3,
    mine: 1,
    unassigned: 1,
    unread: 2,
    snoozed: 0,
    waiting: 2,
    forTeam: 3,
    withResponder: 0,
    hasResponder: false
  })
  const labels = await call('GET', '/api/conversations/labels', { who: workspace.key })
  expect(labels.body).toEqual({
    items: [
      { label: 'billing', conversations: 1 },
      { label: 'vip', conversations: 1 }
    ]
  })
  expect(api.status).toBe(201)
})

test('pages of the list follow each other without a gap or a repeat, in every order', async () => {
  const workspace = await mintWorkspace()
  const made = await Promise.all(Array.from({ length: 11 }, (_, index) => begun(workspace, `c ${index}`)))
  for (const sort of ['newest', 'oldest', 'waiting']) {
    const seen: string[] = []
    let cursor = ''
    do {
      const { body } = await call<Page<Conversation>>('GET', `/api/conversations?sort=${sort}&limit=4${cursor}`, {
        who: workspace.key
      })
      seen.push(...body.items.map(item => item.id))
      cursor = body.nextCursor ? `&cursor=${body.nextCursor}` : ''
    } while (cursor !== '')
    expect([...seen].sort()).toEqual(made.map(one => one.id).sort())
  }
})

test('search looks through messages and notes, finds a word by its beginning, and never another workspace', async () => {
  const [workspace, other] = [await mintWorkspace(), await mintWorkspace()]
  const ana = await colleague(workspace)
  const one = await begun(workspace, 'Where is my parcel with the blue lamp?')
  await begun(workspace, 'A refund, please')
  await begun(other, 'My parcel too')
  await by(ana, 'POST', `/api/conversations/${one.id}/notes`, { text: 'Überweisung geprüft' })
  const found = async (search: string) =>
    (await listOf(workspace, `?search=${encodeURIComponent(search)}`)).map(item => item.id)
  expect(await found('parcel')).toEqual([one.id])
  expect(await found('LAMP par')).toEqual([one.id])
  expect(await found('überw')).toEqual([one.id])
  expect(await found('lam blue')).toEqual([])
  // Words of several messages, without their accents, and what punctuation holds together.
  expect(await found('uberweisung parcel')).toEqual([one.id])
  await writes(one.visitor, one.id, 'It is order N-20417, bought as kim@shop.example')
  expect(await found('20417')).toEqual([one.id])
  expect(await found('kim@shop.example')).toEqual([one.id])
  await changes(ana, one.id, { status: 'resolved' })
  expect(await found('resolved')).toEqual([])
  expect((await listOf(workspace, '?search=parcel&status=open')).map(item => item.id)).toEqual([])
  for (const odd of ["' OR 1=1--", '%', '_', '!!!', '& | !', ':*', '\\', '\0'])
    expect(
      (await call('GET', `/api/conversations?search=${encodeURIComponent(odd)}`, { who: workspace.key })).status
    ).toBe(200)
})

test('status: resolved, snoozed until a time, opened again; each with its audit row and a line the visitor is not shown', async () => {
  const workspace = await mintWorkspace()
  const ana = await colleague(workspace)
  const { visitor, id } = await begun(workspace, 'Hello')
  expect(await changes(ana, id, { status: 'resolved' })).toMatchObject({ status: 'resolved', unread: 0 })
  const soon = new Date(Date.now() + 24 * 3_600_000).toISOString()
  expect(await changes(ana, id, { status: 'snoozed', snoozedUntil: soon })).toMatchObject({
    status: 'snoozed',
    snoozedUntil: soon
  })
  for (const until of [undefined, '2001-01-01T00:00:00Z', '2999-01-01T00:00:00Z'])
    expect(
      (await by(ana, 'PATCH', `/api/conversations/${id}`, { status: 'snoozed', snoozedUntil: until })).status
    ).toBe(422)
  expect(await own(visitor)).toMatchObject([{ status: 'open' }])
  // What they write wakes it.
  await writes(visitor, id, 'Are you asleep?')
  expect((await listOf(workspace))[0]).toMatchObject({ status: 'open' })
  expect((await listOf(workspace))[0]?.snoozedUntil).toBeUndefined()
  const panel = await panelOf(workspace, id)
  expect(panel.messages.map(({ kind, text }) => [kind, text])).toEqual([
    ['message', 'Hello'],
    ['activity', 'resolved'],
    ['activity', 'snoozed'],
    ['message', 'Are you asleep?']
  ])
  expect((await reads(visitor, id)).map(message => message.text)).toEqual(['Hello', 'Are you asleep?'])
  const actions = (await auditOf(workspace)).filter(entry => entry.target === id).map(entry => entry.action)
  expect(actions).toEqual(['conversation.snoozed', 'conversation.resolved'])
})

test('a snoozed conversation comes back by itself when its time has come', async () => {
  const workspace = await mintWorkspace()
  const ana = await colleague(workspace)
  const { id } = await begun(workspace, 'Remind me')
  await changes(ana, id, { status: 'snoozed', snoozedUntil: new Date(Date.now() + 500).toISOString() }).catch(
    () => undefined
  )
  const desk = await memberLine(ana)
  desk.send({ type: 'inbox', on: true })
  await expect.poll(async () => (await listOf(workspace))[0]?.status, { timeout: 15_000 }).toBe('open')
  desk.close()
})

test('CH4 any number of members accept one conversation at once: exactly one has it, the others are told who', async () => {
  const workspace = await mintWorkspace()
  const team = [await colleague(workspace), await colleague(workspace, 'admin')]
  for (let round = 0; round < 5; round += 1) {
    const { id } = await begun(workspace, `round ${round}`)
    const tries = await Promise.all(
      Array.from({ length: 10 }, (_, index) => {
        const member = team[index % 2] ?? team[0]
        if (!member) throw new Error('nobody')
        return by<Conversation & { error: { message: string } }>(
          member,
          'POST',
          `/api/conversations/${id}/accept`
        ).then(answer => ({ member, answer }))
      })
    )
    const won = tries.filter(one => one.answer.status === 200)
    expect(new Set(won.map(one => one.member.memberId)).size).toBe(1)
    const lost = tries.filter(one => one.answer.status === 409)
    expect(won.length + lost.length).toBe(10)
    expect(lost[0]?.answer.body.error.message).toMatch(/The (agent|admin) has taken this conversation/)
    expect((await panelOf(workspace, id)).assignee?.id).toBe(won[0]?.member.memberId)
  }
})

test('by turn: conversations go round among who is available, never above the limit, and wait when nobody may take them', async () => {
  const workspace = await mintWorkspace()
  const [ana, bo, cy] = [await colleague(workspace), await colleague(workspace), await colleague(workspace)]
  const settings = await call('PATCH', '/api/conversations/settings', {
    who: workspace.key,
    body: { autoAssign: true, openPerMember: 2 }
  })
  expect(settings).toMatchObject({ status: 200, body: { autoAssign: true, openPerMember: 2 } })
  const lines = [await memberLine(ana), await memberLine(bo), await memberLine(cy)]
  for (const line of lines) {
    line.send({ type: 'inbox', on: true })
    await line.next('presence')
  }
  await by(cy, 'PUT', '/api/presence', { status: 'busy' })
  const started: string[] = []
  for (let count = 0; count < 5; count += 1) started.push((await begun(workspace, `c ${count}`)).id)
  const assignees = async () => Promise.all(started.map(async id => (await panelOf(workspace, id)).assignee?.id))
  await expect.poll(async () => (await assignees()).filter(Boolean).length).toBe(4)
  const given = await assignees()
  expect(given.filter(id => id === ana.memberId)).toHaveLength(2)
  expect(given.filter(id => id === bo.memberId)).toHaveLength(2)
  expect(given[4]).toBeUndefined()
  const nobody = await call('PATCH', `/api/conversations/${started[4]}`, {
    who: workspace.key,
    body: { assigneeId: 'next' }
  })
  expect(nobody.status).toBe(409)
  // Somebody becomes available: what waits goes to them.
  await by(cy, 'PUT', '/api/presence', { status: 'available' })
  await expect.poll(async () => (await assignees())[4]).toBe(cy.memberId)
  const presence = await by<Page<MemberPresence>>(ana, 'GET', '/api/presence')
  expect(presence.body.items.find(item => item.id === ana.memberId)).toMatchObject({
    status: 'available',
    openConversations: 2
  })
  for (const line of lines) line.close()
})

test('assigning by hand and transferring: only to who may have it, with a word that only the team reads', async () => {
  const workspace = await mintWorkspace()
  const other = await mintWorkspace()
  const [ana, bo, viewer, foreign] = [
    await colleague(workspace),
    await colleague(workspace),
    await colleague(workspace, 'viewer'),
    await colleague(other)
  ]
  const { visitor, id } = await begun(workspace, 'Hi')
  for (const assigneeId of [viewer.memberId, foreign.memberId, `mem_${'0'.repeat(32)}`])
    expect((await by(ana, 'PATCH', `/api/conversations/${id}`, { assigneeId })).status).toBe(422)
  await changes(ana, id, { assigneeId: ana.memberId })
  const moved = await by<Conversation>(ana, 'POST', `/api/conversations/${id}/transfer`, {
    to: bo.memberId,
    note: 'She speaks Dutch'
  })
  expect(moved).toMatchObject({ status: 200, body: { assignee: { id: bo.memberId } } })
  expect((await by(ana, 'POST', `/api/conversations/${id}/transfer`, { to: bo.memberId })).status).toBe(409)
  const panel = await panelOf(workspace, id)
  expect(panel.messages.at(-1)).toMatchObject({ kind: 'note', text: 'She speaks Dutch', mentions: [bo.memberId] })
  expect(panel.messages.map(message => message.seq)).toEqual([1, 2, 3, 4])
  expect(await reads(visitor, id)).toHaveLength(1)
  expect((await by<Page<Conversation>>(bo, 'GET', '/api/conversations?mentioned=true')).body.items).toHaveLength(1)
  expect((await by<Page<Conversation>>(ana, 'GET', '/api/conversations?mentioned=true')).body.items).toHaveLength(0)
  expect(await changes(ana, id, { assigneeId: null })).not.toHaveProperty('assignee')
  const actions = (await auditOf(workspace)).filter(entry => entry.target === id).map(entry => entry.action)
  expect(actions).toEqual(['conversation.assigned', 'conversation.transferred', 'conversation.assigned'])
})

test('notes are the team’s: with mentions of colleagues, and never a word of them to the visitor', async () => {
  const workspace = await mintWorkspace()
  const [ana, bo] = [await colleague(workspace), await colleague(workspace)]
  const { visitor, id } = await begun(workspace, 'Hi')
  const note = await by<Message>(ana, 'POST', `/api/conversations/${id}/notes`, {
    text: '@Bo, is this the one?',
    mentions: [bo.memberId],
    clientId: 'n-1'
  })
  expect(note).toMatchObject({ status: 201, body: { kind: 'note', mentions: [bo.memberId], clientId: 'n-1' } })
  expect(
    (await by(ana, 'POST', `/api/conversations/${id}/notes`, { text: 'x', mentions: [`mem_${'0'.repeat(32)}`] })).status
  ).toBe(422)
  expect(await reads(visitor, id)).toHaveLength(1)
  const seen = await as(visitor, 'GET', `/api/conversations/${id}`)
  expect(JSON.stringify(seen.body)).not.toContain('Bo')
  expect((await as(visitor, 'POST', `/api/conversations/${id}/notes`, { text: 'me too' })).status).toBe(401)
})

test('duplicates of one visitor are merged, in order, and the old address leads to the new one; two visitors’ are not', async () => {
  const workspace = await mintWorkspace()
  const ana = await colleague(workspace)
  const { visitor, id } = await begun(workspace, 'First')
  await writes(visitor, id, 'Same id', 'c-1')
  const second = (await start(workspace, visitor, 'Second', { another: true })).conversationId
  await writes(visitor, second, 'Same id, other words', 'c-1')
  await changes(ana, second, { labels: ['vip'] })
  const merged = await by<Conversation>(ana, 'POST', `/api/conversations/${second}/merge`, { into: id })
  expect(merged).toMatchObject({ status: 200, body: { id, labels: ['vip'], unread: 4 } })
  expect((await reads(visitor, id)).map(message => message.text)).toEqual([
    'First',
    'Same id',
    'Second',
    'Same id, other words'
  ])
  // The address that a page still has goes on working.
  expect((await writes(visitor, second, 'Third')).conversationId).toBe(id)
  expect((await own(visitor)).map(one => one.id)).toEqual([id])
  expect(await listOf(workspace)).toHaveLength(1)
  expect((await by(ana, 'POST', `/api/conversations/${second}/merge`, { into: id })).status).toBe(409)
  const strangers = await begun(workspace, 'Somebody else')
  expect((await by(ana, 'POST', `/api/conversations/${strangers.id}/merge`, { into: id })).status).toBe(409)
  expect((await auditOf(workspace)).map(entry => entry.action)).toContain('conversation.merged')
})

test('what is open stays open when it is merged, whatever the other was set to', async () => {
  const workspace = await mintWorkspace()
  const ana = await colleague(workspace)
  const { visitor, id } = await begun(workspace, 'First')
  const second = (await start(workspace, visitor, 'Second', { another: true })).conversationId
  const soon = new Date(Date.now() + 3_600_000).toISOString()
  await changes(ana, id, { status: 'snoozed', snoozedUntil: soon })
  const merged = await by<Conversation>(ana, 'POST', `/api/conversations/${second}/merge`, { into: id })
  expect(merged.body.status).toBe('open')
  expect(merged.body).not.toHaveProperty('snoozedUntil')
})

test('bulk: many at once, each on its own, and the answer names what did not work', async () => {
  const workspace = await mintWorkspace()
  const other = await mintWorkspace()
  const ana = await colleague(workspace)
  const made = [await begun(workspace, 'one'), await begun(workspace, 'two'), await begun(other, 'three')].map(
    one => one.id
  )
  const done = await by<Static<typeof ConversationsChanged>>(ana, 'POST', '/api/conversations/bulk', {
    ids: made,
    change: { status: 'resolved', addLabels: ['spring'] }
  })
  expect(done).toMatchObject({ status: 200, body: { changed: 2, failed: [{ id: made[2], code: 'not_found' }] } })
  expect((await listOf(workspace)).map(({ status, labels }) => [status, labels])).toEqual([
    ['resolved', ['spring']],
    ['resolved', ['spring']]
  ])
  expect((await listOf(other))[0]).toMatchObject({ status: 'open', labels: [] })
  await by(ana, 'POST', '/api/conversations/bulk', { ids: made.slice(0, 1), change: { removeLabels: ['Spring'] } })
  expect((await panelOf(workspace, made[0] ?? '')).labels).toEqual([])
})

test('a label is renamed on every conversation of the workspace, becomes one with another, or is taken off', async () => {
  const [workspace, other] = [await mintWorkspace(), await mintWorkspace()]
  const one = await start(workspace, await guest(workspace), 'One')
  const two = await start(workspace, await guest(workspace), 'Two')
  const foreign = await start(other, await guest(other), 'Foreign')
  const label = (of: Minted, id: string, labels: string[]) =>
    call('PATCH', `/api/conversations/${id}`, { who: of.key, body: { labels } })
  await label(workspace, one.conversationId, ['biling', 'urgent', 'billing'])
  await label(workspace, two.conversationId, ['biling'])
  await label(other, foreign.conversationId, ['biling'])
  const rename = (body: object, who = workspace.key) => call('PATCH', '/api/conversations/labels', { who, body })
  const labelsOf = async (of: Minted, id: string) => (await listOf(of)).find(item => item.id === id)?.labels
  expect((await rename({ label: 'biling', to: ' Billing ' })).body).toEqual({ changed: 2 })
  expect(await labelsOf(workspace, one.conversationId)).toEqual(['billing', 'urgent'])
  expect(await labelsOf(workspace, two.conversationId)).toEqual(['billing'])
  expect(await labelsOf(other, foreign.conversationId)).toEqual(['biling'])
  expect((await rename({ label: 'billing', to: null })).body).toEqual({ changed: 2 })
  expect(await labelsOf(workspace, one.conversationId)).toEqual(['urgent'])
  expect((await rename({ label: 'urgent', to: '  ' })).status).toBe(422)
})

test('canned replies are the workspace’s own: made, changed, taken names refused, deleted', async () => {
  const [workspace, other] = [await mintWorkspace(), await mintWorkspace()]
  const ana = await colleague(workspace)
  const made = await by<CannedReply>(ana, 'POST', '/api/canned-replies', { shortcut: 'hours', text: 'We open at 9.' })
  expect(made.status).toBe(201)
  expect((await by(ana, 'POST', '/api/canned-replies', { shortcut: 'Hours', text: 'x' })).status).toBe(409)
  expect((await by(ana, 'POST', '/api/canned-replies', { shortcut: 'two words', text: 'x' })).status).toBe(422)
  const { id } = made.body
  expect((await call('PATCH', `/api/canned-replies/${id}`, { who: other.key, body: { text: 'mine' } })).status).toBe(
    404
  )
  expect((await call('DELETE', `/api/canned-replies/${id}`, { who: other.key })).status).toBe(404)
  await by(ana, 'PATCH', `/api/canned-replies/${id}`, { text: 'We open at 10.' })
  const list = await by<Page<CannedReply>>(ana, 'GET', '/api/canned-replies')
  expect(list.body.items).toMatchObject([{ shortcut: 'hours', text: 'We open at 10.' }])
  expect((await by(ana, 'DELETE', `/api/canned-replies/${id}`)).status).toBe(204)
  const actions = (await auditOf(workspace)).map(entry => entry.action).filter(action => action.startsWith('canned'))
  expect(actions).toEqual(['canned_reply.removed', 'canned_reply.changed', 'canned_reply.created'])
})

test('drafts are kept for their writer alone', async () => {
  const workspace = await mintWorkspace()
  const [ana, bo] = [await colleague(workspace), await colleague(workspace)]
  const { id } = await begun(workspace, 'Hi')
  await by(ana, 'PUT', `/api/conversations/${id}/draft`, { text: 'Dear K', note: true })
  const draft = async (member: Colleague) =>
    (await by<ConversationPanel>(member, 'GET', `/api/conversations/${id}`)).body.draft
  expect(await draft(ana)).toMatchObject({ text: 'Dear K', note: true })
  expect(await draft(bo)).toBeUndefined()
  await by(ana, 'PUT', `/api/conversations/${id}/draft`, { text: '' })
  expect(await draft(ana)).toBeUndefined()
})

test('a viewer looks and changes nothing; a key has what its scopes say', async () => {
  const workspace = await mintWorkspace()
  const viewer = await colleague(workspace, 'viewer')
  const { id } = await begun(workspace, 'Hi')
  expect((await by(viewer, 'GET', `/api/conversations/${id}`)).status).toBe(200)
  for (const [method, end, body] of [
    ['POST', '/messages', { text: 'x' }],
    ['POST', '/notes', { text: 'x' }],
    ['PATCH', '', { status: 'resolved' }],
    ['POST', '/accept', undefined],
    ['POST', '/typing', { isTyping: true }]
  ] as const)
    expect((await by(viewer, method, `/api/conversations/${id}${end}`, body)).status, end).toBe(403)
  const line = await memberLine(viewer)
  line.send({ type: 'say', conversationId: id, text: 'x', clientId: 'x' })
  expect(await line.next('refused')).toMatchObject({ code: 'forbidden' })
  line.close()
  const reader = await keyWith(workspace, 'conversations:read')
  expect((await call('GET', '/api/conversations', { who: reader.key })).status).toBe(200)
  expect(
    (await call('POST', `/api/conversations/${id}/messages`, { who: reader.key, body: { text: 'x' } })).status
  ).toBe(403)
  const none = await keyWith(workspace, 'people:read')
  expect((await call('GET', '/api/conversations', { who: none.key })).status).toBe(403)
  // P62: a form of another site carries the cookie, and not the header.
  const forged = await call('POST', `/api/conversations/${id}/messages`, {
    body: { text: 'x' },
    headers: { cookie: (await colleague(workspace)).cookie }
  })
  expect(forged.status).toBe(403)
  expect((await panelOf(workspace, id)).messages).toHaveLength(1)
})
