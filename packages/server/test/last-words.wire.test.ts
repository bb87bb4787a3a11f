import type { EventBatchAnswer } from '@foyer/protocol'
import { expect, test } from 'vitest'
import { chrome, identify, london, newLocalId, page, send, track, userToken, uuidV7 } from './visitor.ts'
import { call, type Minted, mintWorkspace, settled } from './workspace.ts'

const passing = '/api/visitors/identify/events'
/** As a beacon sends it. */
const headers = { 'content-type': 'text/plain;charset=UTF-8', 'x-forwarded-for': london, 'user-agent': chrome }
const pass = (workspace: Minted, body: object, more: { who?: string } = {}) =>
  call<EventBatchAnswer>('POST', passing, {
    body: { agentId: workspace.agentId, sentAt: Date.now(), ...body },
    headers,
    ...more
  })
const peopleOf = async (workspace: Minted) => {
  await settled()
  const answer = await call<{ items: Record<string, unknown>[] }>('GET', '/api/people', { who: workspace.key })
  return answer.body.items
}

test('L5 a page left before its visitor was identified sends who they are and what happened in one, however often', async () => {
  const workspace = await mintWorkspace()
  const localId = newLocalId()
  const events = [page('/bounced'), track('looked')]
  const body = { identify: { localId, traits: { name: 'Kim' } }, events }
  expect(await pass(workspace, body)).toMatchObject({ status: 202, body: { accepted: 2, duplicates: 0 } })
  expect(await pass(workspace, body)).toMatchObject({ status: 202, body: { accepted: 0, duplicates: 2 } })
  const { body: visitor } = await identify(workspace, { localId })
  expect(visitor.sessionCount).toBe(1)
  expect(await peopleOf(workspace)).toMatchObject([{ id: visitor.visitorId, name: 'Kim', visits: 1, events: 2 }])
})

test('L5 in passing nobody gains what identify would not give: no token, no name without a proof, no other workspace', async () => {
  const [workspace, other] = [await mintWorkspace(), await mintWorkspace()]
  const known = await identify(workspace, { localId: newLocalId(), userToken: await userToken(workspace, 'kim') })
  const events = [page('/intruder')]
  const stranger = await pass(workspace, { identify: { localId: newLocalId(), traits: { name: 'Mallory' } }, events })
  expect(stranger).toEqual(expect.objectContaining({ status: 202, body: { accepted: 1, duplicates: 0, rejected: [] } }))
  const forged = await pass(workspace, { identify: { userToken: await userToken(other, 'kim') }, events })
  expect(forged.status).toBe(401)
  // A visitor's token of another workspace opens nothing here.
  const crossed = await pass(other, { identify: { localId: newLocalId(), token: known.body.token }, events })
  expect(crossed.status).toBe(202)
  expect((await peopleOf(workspace)).find(one => one.id === known.body.visitorId)).toMatchObject({ events: 0 })
  expect(await peopleOf(other)).toHaveLength(1)
})

test('L5 what is no batch in passing is refused with a word of help, and stores nobody', async () => {
  const workspace = await mintWorkspace()
  const events = [page('/')]
  const identity = { localId: newLocalId() }
  for (const [status, body, who] of [
    [422, { events }],
    [422, { identify: 'me', events }],
    [422, { identify: { localId: 5 }, events }],
    [422, { identify: identity, events: [] }],
    // Who comes with a key says whom they mean.
    [404, { identify: identity, events }, workspace.key]
  ] as const) {
    const answer = await pass(workspace, body, who ? { who } : {})
    expect([body, answer.status]).toEqual([body, status])
    expect(answer.body).toMatchObject({ error: { message: expect.stringMatching(/\w+ .*\./) } })
  }
  expect(await peopleOf(workspace)).toEqual([])
})

test('L6 a page asks which of the last words of the one before are stored, and only those that are not are to be sent again', async () => {
  const workspace = await mintWorkspace()
  const { body: visitor } = await identify(workspace, { localId: newLocalId() })
  const said = [page('/1'), track('looked')]
  await send(workspace, visitor, said)
  const lost = uuidV7()
  const unsure = [...said.map(event => event.id), lost, 'no id of a page']
  const alone = await send(workspace, visitor, [], { unsure })
  expect(alone).toMatchObject({ status: 202, body: { accepted: 0, duplicates: 0, missing: [lost, 'no id of a page'] } })
  const beside = await send(workspace, visitor, [page('/2')], { unsure: said.map(event => event.id) })
  expect(beside).toMatchObject({ status: 202, body: { accepted: 1, missing: [] } })
  expect((await send(workspace, visitor, [page('/3')])).body).not.toHaveProperty('missing')
  // What is only asked about has not been received.
  await settled()
  const ledger = await call<{ items: object[] }>('GET', '/api/ledger', { who: workspace.key })
  expect(ledger.body.items).toMatchObject([{ received: 4, stored: 4, duplicate: 0 }])
})

test('L6 nobody learns by asking what another visitor has sent', async () => {
  const workspace = await mintWorkspace()
  const { body: visitor } = await identify(workspace, { localId: newLocalId() })
  const { body: other } = await identify(workspace, { localId: newLocalId() })
  const theirs = page('/private')
  await send(workspace, other, [theirs])
  const asked = await send(workspace, visitor, [], { unsure: [theirs.id] })
  expect(asked.body).toMatchObject({ missing: [theirs.id] })
})
