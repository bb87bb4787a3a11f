import type { TrendAnswer } from '@foyer/protocol'
import { expect, test } from 'vitest'
import { chainOf, unmerge } from '../../../test/team.ts'
import { identify, newLocalId, page, send, track, userToken } from '../../../test/visitor.ts'
import { call, type Minted, mintWorkspace, settled } from '../../../test/workspace.ts'

const today = () => new Date().toISOString().slice(0, 10)
const trend = (workspace: Minted, body: Record<string, unknown>) =>
  call<TrendAnswer>('POST', '/api/analytics/trend', {
    who: workspace.key,
    body: { from: today(), to: today(), unit: 'day', ...body }
  })

test('a trend counts events, people as they are joined now, and sums of a property', async () => {
  const workspace = await mintWorkspace()
  const phone = (await identify(workspace, { localId: newLocalId() })).body
  const laptop = (await identify(workspace, { localId: newLocalId() })).body
  await send(workspace, phone, [page('/a'), track('Order Completed', { total: 20, plan: 'pro' })])
  await send(workspace, laptop, [page('/b'), track('Order Completed', { total: '12.5', plan: 'free' })])
  await settled()
  const orders = { event: 'Order Completed' }
  const series = [
    orders,
    { ...orders, aggregate: 'people' },
    { ...orders, aggregate: 'sum', property: 'total' },
    { ...orders, where: [{ property: 'plan', op: 'eq', value: 'pro' }] }
  ]
  const before = await trend(workspace, { series })
  expect(before.status, JSON.stringify(before.body)).toBe(200)
  expect(before.body.lines.map(line => line.total)).toEqual([2, 2, 32.5, 1])
  expect(before.body.lines.map(line => line.points)).toEqual([[2], [2], [32.5], [1]])

  // The same person on both: one, and nothing was rewritten.
  const proof = (nonce: number) => userToken(workspace, 'u_42', { nonce })
  await identify(workspace, { token: phone.token, userToken: await proof(1) })
  await identify(workspace, { token: laptop.token, userToken: await proof(2) })
  expect((await trend(workspace, { series })).body.lines.map(line => line.total)).toEqual([2, 1, 32.5, 1])

  const [join] = (await chainOf(workspace, laptop.visitorId)).evidence
  await unmerge(workspace, laptop.visitorId, join?.id ?? '')
  expect((await trend(workspace, { series })).body.lines.map(line => line.total)).toEqual([2, 2, 32.5, 1])

  const split = await trend(workspace, { series: [orders], breakdown: 'plan', limit: 1, compare: true })
  expect(split.body.lines.map(({ value, isRest, total }) => ({ value, isRest, total }))).toEqual([
    { value: 'free', total: 1 },
    { isRest: true, total: 1 }
  ])
  const bySource = await trend(workspace, { series: [orders], breakdown: 'source' })
  expect(bySource.body.lines).toMatchObject([{ value: 'Direct', total: 2 }])
})
