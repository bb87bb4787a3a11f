import type { Delivery, DestinationCreate, IdentifyAnswer } from '@foyer/protocol'
import { describe, expect, test } from 'vitest'
import { identify, newLocalId, page, send, track } from '../../../test/visitor.ts'
import { call, foyerUrl, type Minted, mintWorkspace } from '../../../test/workspace.ts'
import { eventually, ownServer } from '../testing/own-server.ts'
import { added, change, deliveriesOf, newSecret } from '../testing/team.ts'

const own = ownServer()

async function place(more: Partial<DestinationCreate> = {}) {
  const workspace = await mintWorkspace()
  const there = await own.sink()
  const destination = await added(workspace, {
    settings: { url: there.url, secret: newSecret() },
    consentCategories: ['marketing'],
    ...more
  })
  const visitor = (await identify(workspace, { localId: newLocalId() })).body
  return { workspace, there, destination, visitor }
}
const saying = (consent: unknown, name = 'Product Viewed') => track(name, {}, { context: { consent } as never })
const stateOf = async (workspace: Minted, name: string): Promise<Delivery | undefined> =>
  (await deliveriesOf(workspace, { event: name })).items[0]
const ends = (workspace: Minted, name: string, state: Delivery['state']) =>
  eventually(
    () => stateOf(workspace, name),
    found => found?.state === state
  )
const tell = async (workspace: Minted, visitor: IdentifyAnswer, events: unknown[]) =>
  expect((await send(workspace, visitor, events)).body).toMatchObject({ accepted: events.length, rejected: [] })

describe('DE5 an event goes where its visitor agreed that it may', () => {
  test('both forms are read, and what is withheld is shown with its reason', async () => {
    const { workspace, there, visitor } = await place()
    await tell(workspace, visitor, [saying({ marketing: false }, 'No')])
    await ends(workspace, 'No', 'withheld')
    expect(await stateOf(workspace, 'No')).toMatchObject({
      reason: 'no_consent',
      attempts: 0,
      advice: expect.stringContaining('marketing')
    })
    const other = (await identify(workspace, { localId: newLocalId() })).body
    await tell(workspace, other, [saying({ categoryPreferences: { Marketing: true } }, 'Yes')])
    await ends(workspace, 'Yes', 'delivered')
    await tell(workspace, other, [saying({ categoryPreferences: {} }, 'Nothing')])
    await ends(workspace, 'Nothing', 'withheld')
    expect(there.arrived).toHaveLength(1)
  })

  test('what says nothing follows the choice of the team', async () => {
    const { workspace, there, destination, visitor } = await place()
    await tell(workspace, visitor, [track('Silent')])
    await ends(workspace, 'Silent', 'delivered')
    await change(workspace, destination.id, { whenConsentUnknown: 'withhold' })
    await tell(workspace, visitor, [track('Silent again')])
    expect(await ends(workspace, 'Silent again', 'withheld')).toMatchObject({ reason: 'consent_unknown' })
    expect(there.arrived).toHaveLength(1)
  })

  test('what was withheld is sent by itself once the visitor agrees, in its order, and not before', async () => {
    const { workspace, there, visitor } = await place()
    await tell(workspace, visitor, [saying({ marketing: false }, 'First')])
    await tell(workspace, visitor, [saying({ marketing: false }, 'Second')])
    await ends(workspace, 'First', 'withheld')
    await ends(workspace, 'Second', 'withheld')
    expect(there.arrived).toHaveLength(0)
    await tell(workspace, visitor, [saying({ marketing: true }, 'Agreed')])
    for (const name of ['First', 'Second', 'Agreed']) await ends(workspace, name, 'delivered')
    expect(there.arrived.map(one => JSON.parse(one.body).type)).toEqual(['First', 'Second', 'Agreed'])
  })

  test('one visitor’s yes is nobody else’s', async () => {
    const { workspace, there, visitor } = await place()
    const other = (await identify(workspace, { localId: newLocalId() })).body
    await tell(workspace, visitor, [saying({ marketing: false }, 'Mine')])
    await ends(workspace, 'Mine', 'withheld')
    await tell(workspace, other, [saying({ marketing: true }, 'Theirs')])
    await ends(workspace, 'Theirs', 'delivered')
    expect((await stateOf(workspace, 'Mine'))?.state).toBe('withheld')
    expect(there.arrived).toHaveLength(1)
  })

  test('what waits is not sent any more when consent is taken back, by any way of saying so', async () => {
    for (const no of [{ marketing: false }, { gpc: true }, { marketing: true, optOut: true }, {}]) {
      const { workspace, there, destination, visitor } = await place({ enabled: true })
      // The first holds up what is behind it until it is taken back.
      let answer: (() => void) | undefined
      const slow = await own.sink((_one, response) => {
        answer = () => void response.writeHead(200).end()
        return null
      })
      await change(workspace, destination.id, { settings: { url: slow.url, secret: newSecret() } })
      await tell(workspace, visitor, [saying({ marketing: true }, 'Held up')])
      await slow.until(() => slow.arrived.length === 1)
      await tell(workspace, visitor, [
        saying({ marketing: true }, 'Waiting 1'),
        saying({ marketing: true }, 'Waiting 2')
      ])
      await tell(workspace, visitor, [page('/settings', { context: { consent: no } as never })])
      answer?.()
      for (const name of ['Waiting 1', 'Waiting 2', 'page'])
        await eventually(
          () => stateOf(workspace, name),
          found => found?.state === 'withheld'
        )
      expect(slow.arrived, JSON.stringify(no)).toHaveLength(1)
      expect(there.arrived).toHaveLength(0)
    }
  })

  test('a browser that sends Sec-GPC is heard, whatever its page says', async () => {
    const { workspace, there, visitor } = await place()
    const answer = await fetch(`${foyerUrl()}/api/visitors/${visitor.visitorId}/events`, {
      method: 'POST',
      headers: { authorization: `Bearer ${visitor.token}`, 'content-type': 'application/json', 'sec-gpc': '1' },
      body: JSON.stringify({
        agentId: workspace.agentId,
        events: [saying({ marketing: true }, 'With GPC'), track('Bare')]
      })
    })
    expect(await answer.json()).toMatchObject({ accepted: 2 })
    expect(await ends(workspace, 'With GPC', 'withheld')).toMatchObject({ reason: 'gpc' })
    expect(await ends(workspace, 'Bare', 'withheld')).toMatchObject({ reason: 'gpc' })
    expect(there.arrived).toHaveLength(0)
  })

  test('Sec-GPC holds after it is gone, until the visitor agrees in so many words where it is not sent', async () => {
    const { workspace, there, visitor } = await place()
    const post = async (headers: Record<string, string>, ...events: unknown[]) => {
      const answer = await fetch(`${foyerUrl()}/api/visitors/${visitor.visitorId}/events`, {
        method: 'POST',
        headers: { authorization: `Bearer ${visitor.token}`, 'content-type': 'application/json', ...headers },
        body: JSON.stringify({ agentId: workspace.agentId, events })
      })
      expect(answer.status).toBe(202)
    }
    await post({ 'sec-gpc': '1' }, track('While it asks'))
    await ends(workspace, 'While it asks', 'withheld')
    await post({}, track('Silent'))
    expect(await ends(workspace, 'Silent', 'withheld')).toMatchObject({ reason: 'gpc' })
    await post({ 'sec-gpc': '1' }, saying({ marketing: true }, 'Yes, and it asks'))
    expect(await ends(workspace, 'Yes, and it asks', 'withheld')).toMatchObject({ reason: 'gpc' })
    expect(there.arrived).toHaveLength(0)
    await post({}, saying({ marketing: true }, 'Yes'))
    for (const name of ['While it asks', 'Silent', 'Yes']) await ends(workspace, name, 'delivered')
  })
})

test('an event with a consent that is none is refused by itself', async () => {
  const { workspace, visitor } = await place()
  const answer = await send(workspace, visitor, [
    saying('yes', 'Text'),
    saying({ marketing: [true] }, 'List'),
    track('Good')
  ])
  expect(answer.body).toMatchObject({ accepted: 1, rejected: [{ index: 0 }, { index: 1 }] })
})

test('what visitors say is kept apart by workspace, and goes with a destination that is deleted', async () => {
  const { workspace, destination, visitor } = await place()
  await tell(workspace, visitor, [saying({ marketing: false }, 'Kept')])
  await ends(workspace, 'Kept', 'withheld')
  expect((await call('DELETE', `/api/destinations/${destination.id}`, { who: workspace.key })).status).toBe(204)
  expect((await deliveriesOf(workspace)).items).toEqual([])
})
