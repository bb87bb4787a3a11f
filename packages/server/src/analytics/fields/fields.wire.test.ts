import type { FieldsAnswer } from '@foyer/protocol'
import { beforeAll, expect, test } from 'vitest'
import { identify, newLocalId, page, send, track } from '../../../test/visitor.ts'
import { call, type Minted, mintWorkspace } from '../../../test/workspace.ts'

let workspace: Minted
beforeAll(async () => {
  workspace = await mintWorkspace()
  const traits = { plan: 'pro', score_100: 5 }
  const ada = (await identify(workspace, { localId: newLocalId(), traits })).body
  await send(workspace, ada, [
    page('/pricing'),
    page('/pricing'),
    page('/about'),
    track('Order Completed', { total: 30, plan: 'pro', 'odd "name"': 1 })
  ])
})

const asked = (query: Record<string, string>) =>
  call<FieldsAnswer>('GET', `/api/analytics/fields?${new URLSearchParams(query)}`, { who: workspace.key })
const suggested = async (query: Record<string, string>) => {
  const answer = await asked(query)
  expect(answer.status, JSON.stringify(answer.body)).toBe(200)
  return answer.body.items
}

test('whoever writes a filter is offered fields, properties, traits and what can happen', async () => {
  const items = await suggested({})
  expect(items).toContainEqual({ value: 'country', kind: 'field' })
  expect(items).toContainEqual({ value: 'page', kind: 'event', count: 3 })
  expect(items).toContainEqual({ value: 'Order Completed', kind: 'event', count: 1 })
  expect(items).toContainEqual({ value: 'properties.total', kind: 'property', count: 1 })
  expect(items).toContainEqual({ value: 'properties.odd "name"', kind: 'property', count: 1 })
  expect(items).toContainEqual({ value: 'traits.plan', kind: 'trait', count: 1 })
  expect((await suggested({ search: 'PLAN' })).map(item => item.value)).toEqual(['properties.plan', 'traits.plan'])
  // What PostgreSQL would take for "anything" is a text like any other.
  expect((await suggested({ search: '%_' })).map(item => item.value)).toEqual([])
  expect((await suggested({ search: 'e_1' })).map(item => item.value)).toEqual(['traits.score_100'])
  expect((await suggested({ search: 'traits.pl' })).map(item => item.value)).toEqual(['traits.plan'])
})

test('a hundred kinds of event do not hide what is known of people: a limit is of each kind', async () => {
  const busy = await mintWorkspace()
  const ada = (await identify(busy, { localId: newLocalId(), traits: { plan: 'pro' } })).body
  await send(
    busy,
    ada,
    Array.from({ length: 40 }, (_, index) => track(`Kind ${index}`, { [`property${index}`]: 1 }))
  )
  const answer = await call<FieldsAnswer>('GET', '/api/analytics/fields?limit=30', { who: busy.key })
  const kinds = Map.groupBy(answer.body.items, item => item.kind)
  expect([kinds.get('field')?.length, kinds.get('event')?.length, kinds.get('property')?.length]).toEqual([30, 30, 30])
  expect(kinds.get('trait')).toEqual([{ value: 'traits.plan', kind: 'trait', count: 1 }])
})

test('the values of a field, the most frequent first', async () => {
  expect(await suggested({ of: 'path' })).toEqual([
    { value: '/pricing', count: 2 },
    { value: '/about', count: 1 }
  ])
  expect(await suggested({ of: 'path', search: 'ABO' })).toEqual([{ value: '/about', count: 1 }])
  expect(await suggested({ of: 'properties.plan' })).toEqual([{ value: 'pro', count: 1 }])
  expect(await suggested({ of: 'total' })).toEqual([{ value: '30', count: 1 }])
  expect(await suggested({ of: 'traits.plan' })).toEqual([{ value: 'pro', count: 1 }])
  expect(await suggested({ of: 'source' })).toEqual([{ value: 'Direct', count: 1 }])
  expect(await suggested({ of: 'event', search: 'order' })).toEqual([{ value: 'Order Completed', count: 1 }])
  expect(await suggested({ of: 'visitor' })).toEqual([])
})

test('a name that is none is refused by its field', async () => {
  for (const of of ['a..b', 'traits.', '.', 'a.b.c.d.e.f.g.h']) {
    const answer = await asked({ of })
    expect([answer.status, (answer.body as { error?: { field?: string } }).error?.field]).toEqual([422, 'of'])
  }
})
