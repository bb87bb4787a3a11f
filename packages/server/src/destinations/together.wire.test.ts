import type { Destination } from '@foyer/protocol'
import { expect, test } from 'vitest'
import { identify, newLocalId, send, track } from '../../test/visitor.ts'
import { type Minted, mintWorkspace } from '../../test/workspace.ts'
import { ownServer } from './testing/own-server.ts'
import { added } from './testing/team.ts'

const { sink } = ownServer()

/** Segment takes events of anybody in one request, and four requests at once. */
const segment = (workspace: Minted, host: string): Promise<Destination> =>
  added(workspace, { type: 'segment', settings: { write_key: 'key', host }, consentCategories: [] })

const guests = (workspace: Minted, count: number) =>
  Promise.all(Array.from({ length: count }, async () => (await identify(workspace, { localId: newLocalId() })).body))

type Body = { batch: { messageId: string; anonymousId: string }[] }
const batchOf = (body: string) => (JSON.parse(body) as Body).batch

test('what goes many in a request goes in four requests at once, and no two of them have events of the same visitor', async () => {
  const workspace = await mintWorkspace()
  const underWay = new Set<Set<string>>()
  let most = 0
  let isShared = false
  const there = await sink((arrived, response) => {
    const visitors = new Set(batchOf(arrived.body).map(one => one.anonymousId))
    for (const others of underWay) if ([...visitors].some(one => others.has(one))) isShared = true
    underWay.add(visitors)
    most = Math.max(most, underWay.size)
    setTimeout(() => {
      underWay.delete(visitors)
      response.writeHead(200).end('{"success":true}')
    }, 120)
    return null
  })
  await segment(workspace, there.url)
  const visitors = await guests(workspace, 24)
  const sent = new Map<string, string[]>()
  for (let round = 0; round < 6; round += 1)
    await Promise.all(
      visitors.map(async visitor => {
        const events = Array.from({ length: 12 }, () => track('Step'))
        expect((await send(workspace, visitor, events)).body).toMatchObject({ accepted: events.length })
        sent.set(visitor.visitorId, [...(sent.get(visitor.visitorId) ?? []), ...events.map(event => event.id)])
      })
    )
  const arrivedIds = () => there.arrived.flatMap(one => batchOf(one.body).map(({ messageId }) => messageId))
  await there.until(() => arrivedIds().length >= 24 * 6 * 12)
  const places = new Map(arrivedIds().map((id, place) => [id, place]))
  for (const ids of sent.values()) {
    const inOrder = ids.map(id => places.get(id) ?? -1)
    expect(inOrder).toEqual(inOrder.toSorted((a, b) => a - b))
  }
  expect(isShared).toBe(false)
  expect(most).toBe(4)
})
