import type { Destination, DestinationFigures, DryRun, Preview, Replay, Segment, SegmentRule } from '@foyer/protocol'
import { describe, expect, test } from 'vitest'
import { auditOf } from '../../../test/team.ts'
import { identify, newLocalId, send, track, userToken } from '../../../test/visitor.ts'
import { call, type Minted, mintWorkspace, turnClock } from '../../../test/workspace.ts'
import { eventually, ownServer } from '../testing/own-server.ts'
import { add, added, ask, change, deliveriesOf, detailOf, newSecret } from '../testing/team.ts'

const own = ownServer()
type Refusal = { error: { code: string; message: string; field?: string } }
const browser = async (workspace: Minted, more: Record<string, unknown> = {}) =>
  (await identify(workspace, { localId: newLocalId(), ...more })).body
const ordered: SegmentRule['filters'] = [{ did: { event: 'Order Completed' } }]
const gold: SegmentRule['filters'] = [{ property: 'traits.tier', value: 'gold' }]

async function segment(workspace: Minted, filters: SegmentRule['filters'], name = 'Buyers'): Promise<string> {
  const made = await call<Segment>('POST', '/api/segments', { who: workspace.key, body: { name, rule: { filters } } })
  expect(made.status, JSON.stringify(made.body)).toBe(201)
  return made.body.id
}
/** A webhook that is sent only what people in this segment do. */
const limited = (workspace: Minted, url: string, segmentId: string | null) =>
  added(workspace, { settings: { url, secret: newSecret() }, segmentId })

/** What became of each event, by its name, once all of them have ended; the oldest first. */
async function outcomes(workspace: Minted, count: number): Promise<string[]> {
  const { items } = await eventually(
    () => deliveriesOf(workspace),
    found => found.items.length === count && found.items.every(one => one.finishedAt)
  )
  return items.toReversed().map(one => `${one.event.name} ${one.state}`)
}
const named = (arrived: { body: string }[]) => arrived.map(one => (JSON.parse(one.body).data as { name: string }).name)
const figuresOf = async (workspace: Minted, id: string) =>
  (await call<DestinationFigures>('GET', `/api/destinations/${id}/figures`, { who: workspace.key })).body

describe('a destination that is limited to a segment', () => {
  test('is sent what people in it do, from the event on that brings them in, and of others says why not', async () => {
    const workspace = await mintWorkspace()
    const there = await own.sink()
    const buyers = await segment(workspace, ordered)
    const destination = await limited(workspace, there.url, buyers)
    expect(destination).toMatchObject({ segmentId: buyers, segmentName: 'Buyers' })
    const visitor = await browser(workspace)
    await send(workspace, visitor, [track('Looked')])
    expect(await outcomes(workspace, 1)).toEqual(['Looked filtered'])
    // Nothing is known of them now but that they were not in it a moment ago.
    await send(workspace, visitor, [track('Order Completed')])
    await send(workspace, visitor, [track('Thanked')])
    expect(await outcomes(workspace, 3)).toEqual(['Looked filtered', 'Order Completed delivered', 'Thanked delivered'])
    expect(named(there.arrived)).toEqual(['Order Completed', 'Thanked'])
    const { items } = await deliveriesOf(workspace, { state: 'filtered' })
    expect(items).toMatchObject([{ state: 'filtered', reason: 'not_in_segment', attempts: 0 }])
    expect(items[0]?.advice).toContain('“Buyers”')
    expect((await detailOf(workspace, items[0]?.id ?? '')).attemptList).toEqual([])
    const figures = await eventually(
      () => figuresOf(workspace, destination.id),
      ({ stages }) => stages.some(one => one.stage === 'delivered' && one.count === 2)
    )
    expect(figures.reasons).toEqual([
      {
        stage: 'filtered',
        reason: 'not_in_segment',
        count: 1,
        sentence: 'The visitor was not in the segment of this destination when they were to be sent.'
      }
    ])
    const counts = Object.fromEntries(figures.stages.map(({ stage, count }) => [stage, count]))
    expect(counts).toMatchObject({ received: 3, filtered: 1, delivered: 2, failed: 0, withheld: 0 })
  })

  test('one batch of many visitors is judged each for themselves, and in the order of each', async () => {
    const workspace = await mintWorkspace()
    const there = await own.sink()
    await limited(workspace, there.url, await segment(workspace, ordered))
    const visitors = await Promise.all(Array.from({ length: 12 }, () => browser(workspace)))
    await Promise.all(
      visitors.map((visitor, at) =>
        send(workspace, visitor, [track('Before'), ...(at % 3 === 0 ? [track('Order Completed')] : []), track('After')])
      )
    )
    const all = await outcomes(workspace, 28)
    // What comes together is judged together: by then they have ordered.
    expect(all.filter(one => one === 'Before delivered')).toHaveLength(4)
    expect(all.filter(one => one === 'After filtered')).toHaveLength(8)
    const byVisitor = Map.groupBy(there.arrived, one => JSON.parse(one.body).data.visitor.id as string)
    expect([...byVisitor.values()].map(named)).toEqual(
      Array.from({ length: 4 }, () => ['Before', 'Order Completed', 'After'])
    )
  })

  test('knows people by their traits, and by what they did in another browser where they proved the same user', async () => {
    const workspace = await mintWorkspace()
    const there = await own.sink()
    await limited(workspace, there.url, await segment(workspace, [...ordered, ...gold]))
    const proof = (nonce: number, tier = 'gold') => userToken(workspace, 'u1', { nonce, traits: { tier } })
    const phone = await browser(workspace, { userToken: await proof(1) })
    await send(workspace, phone, [track('Order Completed')])
    const laptop = await browser(workspace, { userToken: await proof(2) })
    await send(workspace, laptop, [track('On the laptop')])
    const other = await browser(workspace, {
      userToken: await userToken(workspace, 'u2', { traits: { tier: 'gold' } })
    })
    await send(workspace, other, [track('Never ordered')])
    const stranger = await browser(workspace)
    await send(workspace, stranger, [track('Order Completed')])
    expect((await outcomes(workspace, 4)).sort()).toEqual([
      'Never ordered filtered',
      'On the laptop delivered',
      'Order Completed delivered',
      'Order Completed filtered'
    ])
  })

  test('is sent nothing more of who has left it, half a minute later at most', async () => {
    const workspace = await mintWorkspace()
    const there = await own.sink()
    await limited(workspace, there.url, await segment(workspace, [{ did: { event: 'Left' }, not: true }], 'Stayed'))
    const visitor = await browser(workspace)
    await send(workspace, visitor, [track('Here')])
    expect(await outcomes(workspace, 1)).toEqual(['Here delivered'])
    await send(workspace, visitor, [track('Left')])
    await outcomes(workspace, 2)
    await turnClock(31_000)
    await send(workspace, visitor, [track('Gone')])
    expect((await outcomes(workspace, 3)).at(-1)).toBe('Gone filtered')
    await turnClock(0)
  })

  test('a change of the segment, and of the destination, holds for the next event', async () => {
    const workspace = await mintWorkspace()
    const there = await own.sink()
    const [buyers, golden] = [await segment(workspace, ordered), await segment(workspace, gold, 'Gold')]
    const destination = await limited(workspace, there.url, buyers)
    const visitor = await browser(workspace)
    let sent = 0
    const sends = async (name: string) => {
      await send(workspace, visitor, [track(name)])
      sent += 1
      return (await outcomes(workspace, sent)).at(-1)
    }
    expect(await sends('Order Completed')).toBe('Order Completed delivered')
    await call('PATCH', `/api/segments/${buyers}`, {
      who: workspace.key,
      body: { rule: { filters: [{ did: { event: 'Order Completed' }, times: { op: 'atLeast', count: 2 } }] } }
    })
    await eventually(
      () => sends('Looked'),
      last => last === 'Looked filtered'
    )
    await change(workspace, destination.id, { segmentId: null })
    expect(await sends('Of everybody')).toBe('Of everybody delivered')
    const changed = await change(workspace, destination.id, { segmentId: golden })
    expect(changed.body).toMatchObject({ segmentId: golden, segmentName: 'Gold' })
    expect(await sends('Not gold')).toBe('Not gold filtered')
  })
})

test('a segment of another workspace is none, and nothing is told of it', async () => {
  const [workspace, theirs] = [await mintWorkspace(), await mintWorkspace()]
  const foreign = await segment(theirs, ordered, 'Secret plans')
  const destination = await added(workspace)
  const missing = `seg_${'0'.repeat(32)}`
  const answers = await Promise.all([
    ...[foreign, missing].map(segmentId => add(workspace, { segmentId })),
    ...[foreign, missing].map(segmentId => change(workspace, destination.id, { segmentId }))
  ])
  for (const { status, body } of answers) {
    expect([status, (body as unknown as Refusal).error]).toMatchObject([422, { field: 'segmentId' }])
    expect((body as unknown as Refusal).error.message).toBe('There is no such segment in this workspace. Check the id.')
  }
  const odd = await change(workspace, destination.id, { segmentId: 'seg_1' })
  expect([odd.status, (odd.body as unknown as Refusal).error.field]).toEqual([422, 'segmentId'])
  const { body } = await call<Destination>('GET', `/api/destinations/${destination.id}`, { who: workspace.key })
  expect(body.segmentId).toBe(null)
})

test('a segment that a destination is limited to cannot be deleted, and an earlier state is never restored without it', async () => {
  const workspace = await mintWorkspace()
  const [buyers, golden] = [await segment(workspace, ordered), await segment(workspace, gold, 'Gold')]
  const destination = await added(workspace, { name: 'Ads', segmentId: buyers })
  const remove = (id: string) => call<Refusal>('DELETE', `/api/segments/${id}`, { who: workspace.key })
  const kept = await remove(buyers)
  expect([kept.status, kept.body.error.message]).toEqual([
    409,
    'It is used by the destination “Ads”. Take it out there first.'
  ])
  const shown = await call<Segment>('GET', `/api/segments/${buyers}`, { who: workspace.key })
  expect(shown.body.usedBy).toEqual([{ kind: 'destination', id: destination.id, name: 'Ads' }])
  await change(workspace, destination.id, { segmentId: golden })
  const revisions = await call<{ items: { revision: number; changed: string[] }[] }>(
    'GET',
    `/api/destinations/${destination.id}/revisions`,
    { who: workspace.key }
  )
  expect(revisions.body.items.map(one => one.changed)).toEqual([['segment'], ['created']])
  expect((await auditOf(workspace))[0]).toMatchObject({
    action: 'destination.changed',
    detail: { changed: ['segment'] }
  })
  const restore = () => ask<Destination & Refusal>(workspace, `/api/destinations/${destination.id}/revisions/1/restore`)
  expect((await restore()).body).toMatchObject({ segmentId: buyers, segmentName: 'Buyers' })
  await change(workspace, destination.id, { segmentId: golden })
  expect((await remove(buyers)).status).toBe(204)
  const refused = await restore()
  expect([refused.status, refused.body.error.message]).toMatchObject([
    409,
    expect.stringContaining('was deleted since')
  ])
  const now = await call<Destination>('GET', `/api/destinations/${destination.id}`, { who: workspace.key })
  expect(now.body.segmentId).toBe(golden)
})

test('a segment that a change elsewhere has made impossible to ask stops the destination, which says why; mended, what waits is sent', async () => {
  const workspace = await mintWorkspace()
  const there = await own.sink()
  const inner = await segment(workspace, ordered)
  const middle = await segment(workspace, [{ segment: inner }], 'Middle')
  const outer = await segment(
    workspace,
    Array.from({ length: 8 }, () => ({ segment: middle })),
    'Outer'
  )
  const destination = await limited(workspace, there.url, outer)
  const shown = async () =>
    (await call<Destination>('GET', `/api/destinations/${destination.id}`, { who: workspace.key })).body
  const visitor = await browser(workspace)
  await send(workspace, visitor, [track('Order Completed')])
  expect(await outcomes(workspace, 1)).toEqual(['Order Completed delivered'])
  const nameInner = (many: number) =>
    call('PATCH', `/api/segments/${middle}`, {
      who: workspace.key,
      body: { rule: { filters: Array.from({ length: many }, () => ({ segment: inner })) } }
    })
  expect((await nameInner(8)).status).toBe(200)
  // Nobody new is known to be in it, and who was is not known to be in what it is now.
  const other = await browser(workspace)
  await send(workspace, other, [track('Order Completed')])
  const stopped = await eventually(shown, found => found.state === 'misconfigured')
  expect(stopped.problem?.message).toMatch(
    /^Who is in the segment “Outer” cannot be asked, so nothing is sent\. .*too many/
  )
  await send(workspace, visitor, [track('Later')])
  expect(await shown()).toMatchObject({ state: 'misconfigured', health: { failed: 0, waiting: 2 } })
  const preview = await ask<Preview>(workspace, `/api/destinations/${destination.id}/preview`, {
    event: { type: 'track', name: 'Looked' }
  })
  expect(preview.body.segment?.isIn).toBeUndefined()
  expect(there.arrived).toHaveLength(1)
  expect((await nameInner(1)).status).toBe(200)
  await change(workspace, destination.id, { enabled: true })
  await there.until(() => there.arrived.length === 3)
  expect((await shown()).state).toBe('active')
})

test('a preview, a test and a dry run say who is in it, and a replay goes by who is in it when it is sent', async () => {
  const workspace = await mintWorkspace()
  const there = await own.sink()
  const buyers = await segment(workspace, ordered)
  const [ada, bob] = [await browser(workspace), await browser(workspace)]
  const [byAda, byBob] = [track('Looked'), track('Looked')]
  await send(workspace, ada, [byAda])
  await send(workspace, ada, [track('Order Completed')])
  await send(workspace, bob, [byBob])
  const destination = await limited(workspace, there.url, buyers)
  const path = `/api/destinations/${destination.id}`
  const preview = async (eventId: string) =>
    (await ask<Preview>(workspace, `${path}/preview`, { eventId })).body.segment
  expect(
    await eventually(
      () => preview(byAda.id),
      found => found !== undefined
    )
  ).toMatchObject({
    id: buyers,
    name: 'Buyers',
    isIn: true
  })
  expect(await preview(byBob.id)).toMatchObject({
    isIn: false,
    sentence: 'The visitor is not in the segment “Buyers” now, so their events are not sent.'
  })
  const made = (await ask<Preview>(workspace, `${path}/preview`, { event: { type: 'track', name: 'Looked' } })).body
  expect(made.segment?.isIn).toBeUndefined()
  const tested = await ask<{ segment: object; state: string }>(workspace, `${path}/test`, { eventId: byBob.id })
  expect(tested.body).toMatchObject({ state: 'delivered', segment: { isIn: false } })
  const around = {
    from: new Date(Date.now() - 3_600_000).toISOString(),
    to: new Date(Date.now() + 3_600_000).toISOString()
  }
  const dry = await ask<DryRun>(workspace, `${path}/dry-run`, around)
  expect(dry.body).toMatchObject({ looked: 3, sent: 2, notInSegment: 1, withheld: 0, filtered: 0 })
  const before = there.arrived.length
  await ask(workspace, `${path}/replay`, around)
  const [replay] = await eventually(
    async () => (await call<{ items: Replay[] }>('GET', `${path}/replays`, { who: workspace.key })).body.items,
    ([newest]) => newest?.state === 'done'
  )
  // What Ada did before she was in it is sent as well: she is in it now.
  expect(replay).toMatchObject({ total: 3, queued: 3, delivered: 2, filtered: 1, withheld: 0, failed: 0 })
  expect(named(there.arrived.slice(before)).toSorted()).toEqual(['Looked', 'Order Completed'])
})
