import type {
  Attachment,
  Deliveries,
  DeliveryDetail,
  Erasure,
  EventBatchAnswer,
  LedgerRow,
  Person
} from '@foyer/protocol'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { as, by, colleague, type Guest, guest, start, writes } from '../src/conversations/testing/talking.ts'
import { openSegment } from '../src/destinations/testing/segment-server.ts'
import { openSink } from '../src/destinations/testing/sink.ts'
import { added, newSecret } from '../src/destinations/testing/team.ts'
import { startServer } from './start.ts'
import { asMember, auditOf, chainOf, join, keyWith, peopleOf, personOf } from './team.ts'
import { hex, identify, newLocalId, page, send, track, userToken } from './visitor.ts'
import {
  call,
  erased,
  filesWith,
  foyerUrl,
  type Minted,
  mintWorkspace,
  placesOf,
  settled,
  useServer
} from './workspace.ts'

let server: Awaited<ReturnType<typeof startServer>>
let sink: Awaited<ReturnType<typeof openSink>>
beforeAll(async () => {
  server = await startServer({ allowPrivate: true })
  useServer(server)
  sink = await openSink(() => ({ status: 200, body: 'thanks' }))
})
afterAll(async () => {
  await server.stop()
  await sink.close()
})

const patience = { timeout: 40_000, interval: 100 }
const canary = (what: string) => `${what}canary${hex(8)}`
const erase = (workspace: Minted, id: string, who = workspace.key) =>
  call<Erasure>('DELETE', `/api/people/${id}`, { who })

type Export = Record<string, { [column: string]: unknown }[]> & { person: Record<string, unknown> }
type Talk = {
  id: string
  email: string
  messages: { kind: string }[]
  attachments: { id: string; url: string; name: string }[]
}
async function exportOf(workspace: Minted, id: string, who = workspace.key) {
  const answer = await fetch(`${foyerUrl()}/api/people/${id}/export`, { headers: { authorization: `Bearer ${who}` } })
  const text = await answer.text()
  expect(answer.status, text.slice(0, 300)).toBe(200)
  return { text, body: JSON.parse(text) as Export, headers: answer.headers }
}

async function upload(who: Record<string, string>, conversation: string, name: string, bytes: string): Promise<string> {
  const path = `/api/conversations/${conversation}/attachments?name=${name}`
  const headers = { ...who, 'content-type': 'text/plain' }
  const answer = await fetch(foyerUrl() + path, { method: 'POST', headers, body: bytes })
  expect(answer.status).toBe(201)
  return ((await answer.json()) as Attachment).id
}

/** A person who has something of their own in every field that they, or somebody who deals with them, can fill. */
async function everywhere(workspace: Minted) {
  const secret = newSecret()
  const destination = await added(workspace, {
    name: `Hook ${hex(4)}`,
    settings: { url: `${sink.url}/in`, secret },
    whenConsentUnknown: 'send'
  })
  const words = {
    userId: canary('user'),
    name: canary('name'),
    email: canary('email'),
    custom: canary('trait'),
    claimed: canary('claim'),
    path: canary('path'),
    search: canary('search'),
    title: canary('title'),
    referrer: canary('referrer'),
    campaign: canary('utm'),
    event: canary('event'),
    property: canary('property'),
    consent: canary('consent'),
    message: canary('message'),
    second: canary('reply'),
    note: canary('note'),
    draft: canary('draft'),
    file: canary('file'),
    bytes: canary('bytes'),
    mail: canary('left'),
    rating: canary('rating'),
    pageOfChat: canary('chatpage')
  }
  const proof = await userToken(workspace, words.userId, {
    traits: { name: words.name, email: `${words.email}@example.com`, plan: words.custom }
  })
  const localId = newLocalId()
  const visitor: Guest = await guest(workspace, { localId, userToken: proof })
  const phone = await guest(workspace, {
    localId: newLocalId(),
    userToken: await userToken(workspace, words.userId, { n: 2 }),
    traits: { nick: words.claimed }
  })
  const sent = await send(workspace, visitor, [
    page(`/${words.path}`, {
      url: `https://shop.example/${words.path}?q=${words.search}`,
      title: words.title,
      referrer: `https://other.example/${words.referrer}`,
      context: { campaign: { source: words.campaign }, consent: { [words.consent]: true } }
    }),
    track(words.event, { value: words.property })
  ])
  expect(sent.body).toMatchObject({ accepted: 2 })
  const ana = await colleague(workspace)
  const { conversationId } = await start(workspace, visitor, words.message, {
    context: { url: `https://shop.example/${words.pageOfChat}`, title: words.pageOfChat }
  })
  const attachment = await upload(
    { authorization: `Bearer ${visitor.token}`, 'x-forwarded-for': visitor.ip },
    conversationId,
    `${words.file}.txt`,
    words.bytes
  )
  const path = `/api/conversations/${conversationId}`
  expect((await as(visitor, 'POST', `${path}/messages`, { attachments: [attachment] })).status).toBe(201)
  const me = (await call<{ items: { id: string }[] }>('GET', '/api/members', { who: workspace.key })).body.items[0]
  await by(ana, 'POST', `${path}/notes`, { text: words.note, clientId: hex(4), mentions: me ? [me.id] : [] })
  await by(ana, 'POST', `${path}/messages`, { text: words.second, clientId: hex(4) })
  expect((await by(ana, 'PUT', `${path}/draft`, { text: words.draft, note: false })).status).toBeLessThan(300)
  const left = await as(visitor, 'POST', `${path}/email`, { email: `${words.mail}@example.com` })
  expect(left.status, JSON.stringify(left.body)).toBeLessThan(300)
  await writes(phone, conversationId, `From the phone ${words.claimed}`)
  await by(ana, 'PATCH', path, { status: 'resolved' })
  const rated = await as(visitor, 'POST', `${path}/rating`, { score: 5, comment: words.rating })
  expect(rated.status, JSON.stringify(rated.body)).toBeLessThan(300)
  await expect
    .poll(() => sink.arrived.filter(one => one.body.includes(words.property)).length, patience)
    .toBeGreaterThan(0)
  await settled()
  return { words, visitor, phone, localId, conversationId, attachment, destination, secret }
}

test('an export holds all that is kept of a person, of all their browsers, and no secret of a destination', async () => {
  const workspace = await mintWorkspace()
  const { words, visitor, phone, conversationId, attachment, secret, destination } = await everywhere(workspace)
  const { text, body, headers } = await exportOf(workspace, phone.visitorId)
  // The file is fetched at its address; what is in it is no part of the list.
  const { bytes, ...listed } = words
  for (const [what, word] of Object.entries(listed)) expect(text.includes(word), what).toBe(true)
  const [conversation] = body.conversations as unknown as Talk[]
  const [file] = conversation?.attachments ?? []
  expect(file).toMatchObject({ id: attachment, name: `${words.file}.txt` })
  const fetched = await fetch(new URL(new URL(file?.url ?? '').pathname, foyerUrl()), {
    headers: { authorization: `Bearer ${workspace.key}` }
  })
  expect(await fetched.text()).toBe(bytes)

  expect(body.browsers?.map(one => one.id).sort()).toHaveLength(2)
  expect(body.visits?.length).toBeGreaterThan(0)
  expect(conversation).toMatchObject({ id: conversationId, email: `${words.mail}@example.com` })
  expect(conversation?.messages.map(one => one.kind)).toContain('note')
  expect(body.deliveries).toEqual(
    expect.arrayContaining([
      expect.objectContaining({
        destination: destination.id,
        state: 'delivered',
        log: [
          expect.objectContaining({ request: expect.objectContaining({ body: expect.stringContaining('"type"') }) })
        ]
      })
    ])
  )
  expect(body.requests?.length).toBeGreaterThan(3)
  expect(text, 'DE6').not.toContain(secret.slice(6))
  expect(headers.get('content-disposition')).toMatch(/^attachment; filename="person-[0-9a-f]{8}\.json"$/)
  expect(headers.get('cache-control')).toBe('no-store')
  expect((await auditOf(workspace))[0]).toMatchObject({ action: 'person.exported', target: phone.visitorId })
  expect(visitor.visitorId).not.toBe('')
})

test('after an erasure no table of either store and no file holds anything of the person, and of others everything is there', async () => {
  const workspace = await mintWorkspace()
  const other = await everywhere(workspace)
  const { words, visitor, phone } = await everywhere(workspace)
  // What reports keep of people as they are now.
  for (const property of ['traits.plan', 'person.userId']) {
    const trend = await call('POST', '/api/analytics/trend', {
      who: workspace.key,
      body: {
        from: new Date(Date.now() - 3_600_000).toISOString(),
        to: new Date(Date.now() + 3_600_000).toISOString(),
        series: [{ event: 'page' }],
        breakdown: property
      }
    })
    expect(trend.status, JSON.stringify(trend.body)).toBe(200)
  }
  await expect.poll(() => filesWith(words.note), patience).toContain(`mailbox.mbox: ${words.note}`)
  await settled()
  const places = new Set<string>()
  for (const word of Object.values(words)) for (const place of await placesOf(word)) places.add(place)
  // Or looking for nothing would prove nothing.
  expect([...places]).toEqual(
    expect.arrayContaining(
      'attributes,conversations,deliveries,drafts,events,messages,people,trait_values,visitors,visits'.split(',')
    )
  )

  const asked = await erase(workspace, phone.visitorId)
  expect(asked.status).toBe(202)
  expect(asked.body).toMatchObject({ state: 'running', browsers: 2 })
  for (const id of [visitor.visitorId, phone.visitorId])
    for (const path of ['', '/timeline', '/identity', '/export'])
      expect((await call('GET', `/api/people/${id}${path}`, { who: workspace.key })).status, path).toBe(404)
  await erased()
  const status = await call<Erasure>('GET', `/api/privacy/erasures/${asked.body.id}`, { who: workspace.key })
  expect(status.body).toMatchObject({ state: 'done', browsers: 2, finishedAt: expect.any(String) })
  await settled()

  for (const [what, word] of Object.entries(words)) expect(await placesOf(word), what).toEqual([])
  // The engine of events takes what it has replaced from the disk in its own time; that no part hides rows is tested with the store.
  expect((await filesWith(...Object.values(words))).filter(file => !file.startsWith('events/'))).toEqual([])
  const still = await exportOf(workspace, other.phone.visitorId)
  const { bytes: _, ...listed } = other.words
  for (const [what, word] of Object.entries(listed)) expect(still.text.includes(word), what).toBe(true)
  expect((await peopleOf(workspace)).body.total).toBe(1)

  const entries = await auditOf(workspace)
  const entry = entries.find(one => one.action === 'person.erased')
  expect(entry).toMatchObject({ target: asked.body.id, detail: { browsers: 2, conversations: 1 } })
  // Asked again it is as it was asked for.
  expect((await erase(workspace, visitor.visitorId)).status).toBe(204)
  expect((await erase(workspace, `vis_${hex(16)}`)).status).toBe(404)
  expect((await auditOf(workspace)).filter(one => one.action === 'person.erased')).toHaveLength(1)
}, 180_000)

test('what went to a destination in one request with events of others is not kept by those others either', async () => {
  const workspace = await mintWorkspace()
  const writeKey = `wk_${hex(16)}`
  const vendor = await openSegment(writeKey)
  try {
    const settings = { host: vendor.url, write_key: writeKey }
    const { id } = await added(workspace, {
      type: 'segment',
      preset: 'everything',
      settings,
      whenConsentUnknown: 'send'
    })
    // What goes many in a request has four lanes, by visitor: these two share one.
    const gone = await guest(workspace)
    let stays = await guest(workspace)
    while (laneOf(stays) !== laneOf(gone)) stays = await guest(workspace)
    const [goneWord, staysWord] = [canary('gone'), canary('stays')]
    const theirs = async () => {
      const list = await call<Deliveries>('GET', `/api/deliveries?destinationId=${id}&visitorId=${stays.visitorId}`, {
        who: workspace.key
      })
      const all = await Promise.all(
        list.body.items.map(one => call<DeliveryDetail>('GET', `/api/deliveries/${one.id}`, { who: workspace.key }))
      )
      return all.map(one => one.body)
    }
    const isThere = async () => JSON.stringify((await theirs()).map(one => one.attemptList)).includes(goneWord)
    // Whether they share a request is a matter of a fifth of a second.
    await expect
      .poll(async () => {
        await Promise.all([
          send(workspace, gone, [track('Order', { word: goneWord })]),
          send(workspace, stays, [track('Order', { word: staysWord })])
        ])
        await settled()
        return isThere()
      }, patience)
      .toBe(true)
    await expect.poll(async () => (await theirs()).every(one => one.state === 'delivered'), patience).toBe(true)
    expect((await erase(workspace, gone.visitorId)).status).toBe(202)
    await erased()
    expect(await placesOf(goneWord)).toEqual([])
    const still = await theirs()
    expect(still.map(one => one.state)).toContain('delivered')
    for (const one of still) expect(one.sample.properties).toEqual({ word: staysWord })
  } finally {
    await vendor.close()
  }
})

const laneOf = ({ visitorId }: Guest) => Number.parseInt(visitorId.slice(-1), 16) % 4

async function refusedAsErased(workspace: Minted): Promise<number> {
  await settled()
  const { body } = await call<{ items: LedgerRow[] }>('GET', '/api/ledger', { who: workspace.key })
  return body.items.reduce((sum, row) => sum + (row.rejected.erased ?? 0), 0)
}

test('an event that comes late brings nobody back: not with the token, not from the queue of the same browser, not from a server', async () => {
  const workspace = await mintWorkspace()
  const localId = newLocalId()
  const visitor = await guest(workspace, { localId, traits: { name: 'Gone Soon' } })
  await send(workspace, visitor, [page('/before')])
  const queued = [page('/queued'), track('Queued')]
  expect((await erase(workspace, visitor.visitorId)).status).toBe(202)

  const withToken = await send(workspace, visitor, queued)
  expect(withToken.status).toBe(401)
  expect(withToken.body).toMatchObject({ error: { code: 'wrong_credential' } })
  // So the page asks who it is, and is somebody new.
  const again = await identify(workspace, { localId, token: visitor.token }, visitor.ip)
  expect(again.body).toMatchObject({ isReturning: false, sessionCount: 1 })
  expect(again.body.visitorId).not.toBe(visitor.visitorId)
  expect(again.body).not.toHaveProperty('traits')
  const resent = await send(workspace, again.body, [...queued, page('/after', { timestamp: Date.now() + 6_000 })])
  expect(resent.body).toMatchObject({
    accepted: 1,
    duplicates: 0,
    rejected: [
      { index: 0, code: 'erased', message: expect.stringContaining('erased') },
      { index: 1, code: 'erased' }
    ]
  })
  const server = await call<EventBatchAnswer>('POST', `/api/visitors/${visitor.visitorId}/events`, {
    who: workspace.key,
    body: { agentId: workspace.agentId, events: [page('/from-a-server')] }
  })
  expect(server.body).toMatchObject({ accepted: 0, rejected: [{ code: 'erased' }] })
  await erased()
  expect(await refusedAsErased(workspace)).toBe(3)

  expect((await peopleOf(workspace)).body.items.map(one => one.id)).toEqual([again.body.visitorId])
  const now = await personOf(workspace, again.body.visitorId)
  expect(now).toMatchObject({ events: 1, lastPages: [{ url: 'https://shop.example/after' }] })
  expect(await placesOf('/queued')).toEqual([])
})

test('what a server sends of a user from before they were erased is refused, and what they do afterwards is somebody new', async () => {
  const workspace = await mintWorkspace()
  const userId = canary('u')
  const segment = (calls: unknown[]) =>
    call<{ success: boolean; rejected?: { code: string }[] }>('POST', '/v1/batch', {
      headers: { authorization: `Basic ${Buffer.from(`${workspace.key}:`).toString('base64')}` },
      body: { batch: calls }
    })
  const happened = (event: string, atMs = Date.now()) => ({
    type: 'track',
    userId,
    event,
    messageId: hex(8),
    timestamp: new Date(atMs).toISOString()
  })
  await segment([happened('First')])
  await settled()
  const [person] = (await peopleOf(workspace)).body.items
  const before = Date.now()
  expect((await erase(workspace, person?.id ?? '')).status).toBe(202)
  await erased()
  const late = await segment([happened('Late', before), happened('New', Date.now() + 6_000)])
  expect(late.body.rejected).toMatchObject([{ code: 'erased' }])
  const [now, ...none] = (await peopleOf(workspace)).body.items
  expect(none).toEqual([])
  expect(now).toMatchObject({ events: 1 })
  expect(now?.id).not.toBe(person?.id)
})

test('the chat of somebody who was erased is closed: their token opens nothing, and a new one nothing of before', async () => {
  const workspace = await mintWorkspace()
  const localId = newLocalId()
  const visitor = await guest(workspace, { localId })
  const { conversationId } = await start(workspace, visitor, 'Hello')
  await erase(workspace, visitor.visitorId)
  for (const [method, path, body] of [
    ['GET', `/api/conversations/${conversationId}/messages`, undefined],
    ['POST', `/api/conversations/${conversationId}/messages`, { text: 'Still here', clientId: 'x' }],
    ['POST', '/api/conversations', { agentId: workspace.agentId, message: 'Again' }]
  ] as const) {
    const answer = await as(visitor, method, path, body)
    expect([answer.status, (answer.body.error as { code: string }).code], path).toEqual([401, 'wrong_credential'])
  }
  const again = await guest(workspace, { localId, token: visitor.token })
  expect((await as(again, 'GET', `/api/conversations/${conversationId}/messages`)).status).toBe(404)
  const anew = await start(workspace, again, 'Hello again')
  expect(anew.conversationId).not.toBe(conversationId)
  expect((await call('GET', `/api/conversations/${conversationId}`, { who: workspace.key })).status).toBe(404)
})

test('who may not: a viewer and an agent erase nobody, a key without conversations takes nothing along', async () => {
  const workspace = await mintWorkspace()
  const visitor = await guest(workspace)
  const path = `/api/people/${visitor.visitorId}`
  for (const role of ['viewer', 'agent'] as const) {
    const { cookie } = await join(workspace, role)
    expect((await call('DELETE', path, { headers: asMember(cookie) })).status, role).toBe(403)
  }
  const { key } = await keyWith(workspace, 'people:read')
  const refused = await call('GET', `${path}/export`, { who: key })
  expect([refused.status, refused.body]).toMatchObject([
    403,
    { error: { message: expect.stringContaining('conversations:read') } }
  ])
  const admin = await join(workspace, 'admin')
  expect((await call('DELETE', path, { headers: asMember(admin.cookie) })).status).toBe(202)
})

test('two at once, and one who is being joined meanwhile: each person is erased once, whole', async () => {
  const workspace = await mintWorkspace()
  const proof = (n: number) => userToken(workspace, 'u_1', { n })
  const first = await guest(workspace, { userToken: await proof(1) })
  const joining = Array.from({ length: 6 }, async (_, n) => guest(workspace, { userToken: await proof(n + 2) }))
  const answers = await Promise.all([erase(workspace, first.visitorId), erase(workspace, first.visitorId)])
  expect(answers.map(one => one.status).every(status => status === 202 || status === 204)).toBe(true)
  const joined = await Promise.all(joining)
  await erased()
  const people = (await peopleOf(workspace)).body.items
  // Who came before went with them, who came after is one new person.
  expect(people.length).toBeLessThanOrEqual(1)
  for (const { id } of people) {
    const chain = await chainOf(workspace, id)
    const own = (await call<Person>('GET', `/api/people/${id}`, { who: workspace.key })).body.devices.map(
      one => one.visitorId
    )
    expect(own).not.toContain(first.visitorId)
    for (const { from, into } of chain.evidence) expect([own.includes(from), own.includes(into)]).toEqual([true, true])
    expect(joined.length).toBe(6)
  }
})
