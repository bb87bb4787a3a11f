import { expect, test } from 'vitest'
import {
  anyAddress,
  asMember,
  auditOf,
  chainOf,
  join,
  keyWith,
  peopleOf,
  personOf,
  timelineOf,
  unmerge
} from './team.ts'
import { hex, identify, newLocalId, page, send, userToken } from './visitor.ts'
import { call, type Minted, mintWorkspace } from './workspace.ts'

const newBrowser = (workspace: Minted) => {
  const [localId, ip] = [newLocalId(), anyAddress()]
  return async (more: Record<string, unknown> = {}) => {
    const answer = await identify(workspace, { localId, ...more }, ip)
    expect(answer.status, JSON.stringify(answer.body)).toBe(200)
    return answer.body
  }
}

/** Phone and laptop of one user, each with a page view. */
async function joinedByUser(workspace: Minted) {
  const [phone, laptop] = [newBrowser(workspace), newBrowser(workspace)]
  const proof = (n: number) => userToken(workspace, 'ana', { n, traits: { name: 'Ana', email: 'ana@example.com' } })
  const onPhone = await phone({ userToken: await proof(1) })
  await send(workspace, onPhone, [page('/phone', { timestamp: Date.now() - 3000 })])
  const onLaptop = await laptop({ userToken: await proof(2), traits: { plan: 'pro' } })
  expect(onLaptop.visitorId).toBe(onPhone.visitorId)
  await send(workspace, onLaptop, [page('/laptop', { timestamp: Date.now() - 2000 })])
  const chain = await chainOf(workspace, onPhone.visitorId)
  const [evidence] = chain.evidence
  if (!evidence) throw new Error('there is no join to undo')
  return { phone, laptop, onPhone, onLaptop, proof, joinId: evidence.id }
}
const pathsOf = async (workspace: Minted, id: string) => (await timelineOf(workspace, id)).items.map(item => item.path)

test('undoing a sign-in parts the two: timeline, counts and later events follow', async () => {
  const workspace = await mintWorkspace()
  const { laptop, onPhone, onLaptop, joinId } = await joinedByUser(workspace)
  expect(await personOf(workspace, onPhone.visitorId)).toMatchObject({ events: 2, visits: 2 })

  const undone = await unmerge(workspace, onPhone.visitorId, joinId)
  expect(undone.status, JSON.stringify(undone.body)).toBe(200)
  expect(undone.body.people).toMatchObject([
    { id: onPhone.visitorId, name: 'Ana', verified: true, events: 1, visits: 1 },
    { verified: false, events: 1, visits: 1 }
  ])
  const other = undone.body.people[1]?.id ?? ''
  expect(other).not.toBe(onPhone.visitorId)
  expect(await pathsOf(workspace, onPhone.visitorId)).toEqual(['/phone'])
  expect(await pathsOf(workspace, other)).toEqual(['/laptop'])
  expect((await peopleOf(workspace)).body.total).toBe(2)

  // The laptop still has the token and the id of before; what it sends is its own now.
  expect((await send(workspace, onLaptop, [page('/later')])).status).toBe(202)
  expect(await pathsOf(workspace, other)).toEqual(['/later', '/laptop'])
  expect(await personOf(workspace, onPhone.visitorId)).toMatchObject({ events: 1 })
  expect(await personOf(workspace, other)).toMatchObject({ events: 2 })
  expect((await laptop()).visitorId).toBe(other)
})

test('what the sign-in had said of the browser goes with it, what the page said stays', async () => {
  const workspace = await mintWorkspace()
  const { laptop, onPhone, joinId } = await joinedByUser(workspace)
  const undone = await unmerge(workspace, onPhone.visitorId, joinId)
  const other = await personOf(workspace, undone.body.people[1]?.id ?? '')
  const told = other.attributes.filter(one => one.kind !== 'inferred').map(one => [one.key, one.kind])
  expect(told).toEqual([['plan', 'claimed']])
  expect(other.name).toBeUndefined()
  expect((await laptop()).traits).toEqual({ plan: 'pro' })
  const ana = await personOf(workspace, onPhone.visitorId)
  expect(ana.attributes.find(one => one.key === 'email')).toMatchObject({ kind: 'verified', value: 'ana@example.com' })
})

test('the same evidence does not join them again: the user who signs in there again is a visitor of their own', async () => {
  const workspace = await mintWorkspace()
  const { laptop, onPhone, proof, joinId } = await joinedByUser(workspace)
  const undone = await unmerge(workspace, onPhone.visitorId, joinId)
  const other = undone.body.people[1]?.id ?? ''
  for (const n of [3, 4]) {
    const again = await laptop({ userToken: await proof(n) })
    expect(again).toMatchObject({ visitorId: onPhone.visitorId, verified: true })
    await send(workspace, again, [page(`/again-${n}`)])
  }
  expect(await pathsOf(workspace, other)).toEqual(['/laptop'])
  expect(await pathsOf(workspace, onPhone.visitorId)).toEqual(['/again-4', '/again-3', '/phone'])
  const chain = await chainOf(workspace, onPhone.visitorId)
  expect(chain.browsers).toHaveLength(2)
  expect(chain.evidence.filter(one => one.undoneAt === undefined)).toHaveLength(1)
})

test('undoing a join by print parts the two, and that print recognises nobody again', async () => {
  const workspace = await mintWorkspace()
  const print = `5.0.1:${hex(16)}`
  const [before, cleared] = [newBrowser(workspace), newBrowser(workspace)]
  const first = await before({ fingerprint: print })
  await send(workspace, first, [page('/before', { timestamp: Date.now() - 1000 })])
  const joined = await cleared({ fingerprint: print })
  await send(workspace, joined, [page('/after')])
  expect(await pathsOf(workspace, first.visitorId)).toEqual(['/after', '/before'])

  const [evidence] = (await chainOf(workspace, first.visitorId)).evidence
  const undone = await unmerge(workspace, first.visitorId, evidence?.id ?? '')
  expect(undone.body.people).toHaveLength(2)
  const again = await cleared({ fingerprint: print })
  expect(again.visitorId).not.toBe(first.visitorId)
  await send(workspace, again, [page('/later')])
  expect(await pathsOf(workspace, first.visitorId)).toEqual(['/before'])
  expect(await pathsOf(workspace, again.visitorId)).toEqual(['/later', '/after'])
  expect((await before({ fingerprint: print })).visitorId).toBe(first.visitorId)
  expect((await newBrowser(workspace)({ fingerprint: print })).isReturning).toBe(false)
  // The evidence stays to be seen, as taken back, on both.
  for (const id of [first.visitorId, again.visitorId])
    expect((await chainOf(workspace, id)).evidence).toMatchObject([
      { kind: 'fingerprint', undoneAt: expect.any(String) }
    ])
})

test('of three joined browsers an undo parts one, and the other two stay together', async () => {
  const workspace = await mintWorkspace()
  const { onPhone, proof } = await joinedByUser(workspace)
  const tablet = newBrowser(workspace)
  await tablet({ userToken: await proof(9) })
  const chain = await chainOf(workspace, onPhone.visitorId)
  expect(chain.evidence).toHaveLength(2)
  const newest = chain.evidence[1]
  expect((await unmerge(workspace, newest?.from ?? '', newest?.id ?? '')).status).toBe(200)
  expect((await tablet()).visitorId).toBe(newest?.from)
  expect(await pathsOf(workspace, onPhone.visitorId)).toEqual(['/laptop', '/phone'])
  expect((await peopleOf(workspace)).body.total).toBe(2)
})

test('an undo stands in the audit trail with who did it and what', async () => {
  const workspace = await mintWorkspace()
  const { onPhone, joinId } = await joinedByUser(workspace)
  const agent = await join(workspace, 'agent')
  const undone = await call('POST', `/api/people/${onPhone.visitorId}/unmerge`, {
    headers: asMember(agent.cookie),
    body: { joinId }
  })
  expect(undone.status).toBe(200)
  const entry = (await auditOf(workspace)).find(one => one.action === 'person.unmerge')
  expect(entry).toMatchObject({
    actor: expect.stringContaining('The agent'),
    target: onPhone.visitorId,
    detail: { kind: 'user', join: joinId }
  })
  expect((await chainOf(workspace, onPhone.visitorId)).evidence).toMatchObject([
    { undoneBy: expect.stringContaining('The agent') }
  ])
})

test('an undo is refused to a viewer and to a key that only reads, and then nothing has changed', async () => {
  const workspace = await mintWorkspace()
  const { onPhone, joinId } = await joinedByUser(workspace)
  const viewer = await join(workspace, 'viewer')
  const path = `/api/people/${onPhone.visitorId}/unmerge`
  const byCookie = await call('POST', path, { headers: asMember(viewer.cookie), body: { joinId } })
  const { key } = await keyWith(workspace, 'people:read')
  const byKey = await unmerge(workspace, onPhone.visitorId, joinId, key)
  const byNobody = await call('POST', path, { body: { joinId } })
  // Without the header that no other site can add, a cookie alone changes nothing.
  const agent = await join(workspace, 'agent')
  const bySite = await call('POST', path, { headers: { cookie: agent.cookie }, body: { joinId } })
  const byText = await call('POST', path, {
    headers: { cookie: agent.cookie, 'content-type': 'text/plain' },
    body: { joinId }
  })
  expect([byCookie, byKey, byNobody, bySite].map(answer => answer.status)).toEqual([403, 403, 401, 403])
  expect([403, 415]).toContain(byText.status)
  expect((await peopleOf(workspace)).body.total).toBe(1)
  expect((await auditOf(workspace)).some(one => one.action === 'person.unmerge')).toBe(false)
})

test('a join of another workspace, of another person, or undone already is not there to undo', async () => {
  const [workspace, other] = [await mintWorkspace(), await mintWorkspace()]
  const mine = await joinedByUser(workspace)
  const theirs = await joinedByUser(other)
  const stranger = await newBrowser(workspace)()
  const attempts = [
    await unmerge(workspace, theirs.onPhone.visitorId, theirs.joinId),
    await unmerge(workspace, mine.onPhone.visitorId, theirs.joinId),
    await unmerge(workspace, stranger.visitorId, mine.joinId),
    await unmerge(workspace, mine.onPhone.visitorId, `joi_${hex(16)}`)
  ]
  expect(attempts.map(answer => answer.status)).toEqual([404, 404, 404, 404])
  expect((await unmerge(workspace, mine.onPhone.visitorId, 'joi_1')).status).toBe(422)
  expect((await unmerge(workspace, mine.onPhone.visitorId, mine.joinId)).status).toBe(200)
  expect((await unmerge(workspace, mine.onPhone.visitorId, mine.joinId)).status).toBe(404)
  expect((await peopleOf(other)).body.total).toBe(1)
})

test('two members who undo the same join at once undo it once', async () => {
  const workspace = await mintWorkspace()
  const { onPhone, joinId } = await joinedByUser(workspace)
  const answers = await Promise.all(Array.from({ length: 6 }, () => unmerge(workspace, onPhone.visitorId, joinId)))
  expect(answers.map(answer => answer.status).sort()).toEqual([200, 404, 404, 404, 404, 404])
  expect((await auditOf(workspace)).filter(one => one.action === 'person.unmerge')).toHaveLength(1)
})

test('ID6 browsers that prove the same user at once, while they browse, are one person and no event is lost', async () => {
  const workspace = await mintWorkspace()
  const users = Array.from({ length: 12 }, (_, n) => `user-${n}`)
  const expected = new Map<string, number>()
  await Promise.all(
    users.map(async user => {
      const browsers = [newBrowser(workspace), newBrowser(workspace), newBrowser(workspace)]
      const answers = await Promise.all(
        browsers.map(async (seen, n) => {
          const before = await seen()
          const sent = Promise.all([1, 2, 3].map(() => send(workspace, before, [page('/a'), page('/b')])))
          const proven = await seen({ userToken: await userToken(workspace, user, { n }) })
          for (const answer of await sent) expect(answer.status).toBe(202)
          return proven
        })
      )
      const person = (await browsers[0]?.())?.visitorId ?? ''
      expect(answers.every(answer => answer.verified)).toBe(true)
      expected.set(person, 18)
    })
  )
  expect(expected.size).toBe(users.length)
  const people = (await peopleOf(workspace, { limit: 100 })).body
  expect(people.total).toBe(users.length)
  for (const person of people.items) {
    expect(person, person.id).toMatchObject({ events: 18, visits: 3, verified: true })
    expect((await timelineOf(workspace, person.id)).items).toHaveLength(18)
  }
})
