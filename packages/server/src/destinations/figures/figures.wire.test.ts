import type { Destination, DestinationFigures } from '@foyer/protocol'
import { expect, test } from 'vitest'
import { identify, newLocalId, page, send, track } from '../../../test/visitor.ts'
import { call, mintWorkspace, settled } from '../../../test/workspace.ts'
import { eventually, ownServer } from '../testing/own-server.ts'
import { added, deliveriesOf, newSecret } from '../testing/team.ts'

const own = ownServer()

test('S9 figures tell what became of events, why in a sentence, when, and how long it took', async () => {
  const workspace = await mintWorkspace()
  const there = await own.sink(one => (one.body.includes('wrong') ? { status: 400 } : undefined))
  const base = await added(workspace, { settings: { url: there.url, secret: newSecret() }, enabled: false })
  const [rule] = base.mapping.rules
  const destination = await added(workspace, {
    settings: { url: there.url, secret: newSecret() },
    mapping: { rules: [{ ...rule, name: 'Orders', on: { names: ['Order'] } } as NonNullable<typeof rule>] },
    consentCategories: ['marketing']
  })
  const visitor = (await identify(workspace, { localId: newLocalId() })).body
  await send(workspace, visitor, [
    track('Order', { kind: 'good' }),
    track('Order', { kind: 'good' }),
    track('Order', { kind: 'wrong' }),
    page('/')
  ])
  const other = (await identify(workspace, { localId: newLocalId() })).body
  await send(workspace, other, [track('Order', {}, { context: { consent: { marketing: false } } })])
  await eventually(
    () => deliveriesOf(workspace),
    ({ items }) => items.length === 4 && items.every(one => one.finishedAt)
  )
  await settled()
  const figures = async (query = '') =>
    (
      await call<DestinationFigures>('GET', `/api/destinations/${destination.id}/figures${query}`, {
        who: workspace.key
      })
    ).body
  const day = await figures()
  expect(Object.fromEntries(day.stages.map(({ stage, count }) => [stage, count]))).toEqual({
    received: 5,
    filtered: 1,
    withheld: 1,
    retried: 0,
    failed: 1,
    delivered: 2
  })
  expect(day.reasons).toEqual(
    expect.arrayContaining([
      { stage: 'filtered', reason: 'no_rule', count: 1, sentence: expect.stringContaining('No rule') },
      { stage: 'withheld', reason: 'no_consent', count: 1, sentence: expect.stringContaining('not agreed') },
      { stage: 'failed', reason: '400', count: 1, sentence: expect.stringContaining('refused') }
    ])
  )
  expect(day.unit).toBe('hour')
  const sum = (points: DestinationFigures['points'], key: 'delivered' | 'failed' | 'withheld') =>
    points.reduce((total, point) => total + point[key], 0)
  expect([sum(day.points, 'delivered'), sum(day.points, 'failed'), sum(day.points, 'withheld')]).toEqual([2, 1, 1])
  expect(day.latency?.p50).toBeGreaterThan(0)
  expect(day).toMatchObject({ waiting: 0 })
  const hour = await figures(`?from=${new Date(Date.now() - 3_600_000).toISOString()}`)
  expect(hour).toMatchObject({ unit: 'minute', stages: day.stages })
  expect(hour.points.length).toBeGreaterThanOrEqual(60)
  const before = await figures('?from=2026-01-01T00:00:00Z&to=2026-01-03T00:00:00Z')
  expect(before.stages.every(one => one.count === 0)).toBe(true)
  expect(before.points).toHaveLength(48)
  const shown = await call<Destination>('GET', `/api/destinations/${destination.id}`, { who: workspace.key })
  expect(shown.body.health).toMatchObject({ delivered: 2, failed: 1, withheld: 1, retried: 0, waiting: 0 })
  expect(shown.body.health.p99).toBeGreaterThan(0)
  const wrong = await call(
    'GET',
    `/api/destinations/${destination.id}/figures?from=2026-02-01T00:00:00Z&to=2026-01-01T00:00:00Z`,
    {
      who: workspace.key
    }
  )
  expect(wrong).toMatchObject({ status: 422, body: { error: { field: 'to' } } })
})

test('figures by day are of the days of the workspace, also of the one that has 25 hours', async () => {
  const workspace = await mintWorkspace()
  const { id } = await added(workspace)
  const zone = await call('PATCH', '/api/workspace', { who: workspace.key, body: { timezone: 'Europe/Berlin' } })
  expect(zone.status).toBe(200)
  const { body } = await call<DestinationFigures>(
    'GET',
    `/api/destinations/${id}/figures?from=2026-10-22T22:00:00Z&to=2026-10-27T23:00:00Z`,
    { who: workspace.key }
  )
  expect(body.unit).toBe('day')
  expect(body.points.map(point => point.at)).toEqual([
    '2026-10-22T22:00:00.000Z',
    '2026-10-23T22:00:00.000Z',
    '2026-10-24T22:00:00.000Z',
    '2026-10-25T23:00:00.000Z',
    '2026-10-26T23:00:00.000Z'
  ])
})
