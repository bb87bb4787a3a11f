import type { Mapping } from '@foyer/protocol'
import { expect, test } from 'vitest'
import { differences } from './differences.ts'

const order = {
  name: 'Order',
  on: { names: ['Order Completed'] },
  to: 'purchase',
  fields: { total: { path: 'properties.total' } }
}
const search = { name: 'Search', on: {}, to: 'search', fields: {} }
const preset: Mapping = { rules: [order, search] }

test('a mapping that is its preset, in whatever order its keys are kept, differs in nothing', () => {
  const kept = {
    to: 'purchase',
    fields: { total: { path: 'properties.total' } },
    on: { names: ['Order Completed'] },
    name: 'Order'
  }
  expect(differences({ rules: [{ ...kept, enabled: true, where: [] }, search] }, preset)).toEqual([])
})

test('what was added, taken away and changed is told by rule and field', () => {
  const mine: Mapping = {
    rules: [
      { ...order, enabled: false, fields: { total: { path: 'properties.revenue' }, orderId: { path: 'event.id' } } },
      { ...search, name: 'Looking' }
    ]
  }
  expect(differences(mine, preset)).toEqual([
    { rule: 'Order', is: 'changed' },
    { rule: 'Order', field: 'total', is: 'changed' },
    { rule: 'Order', field: 'orderId', is: 'added' },
    { rule: 'Looking', is: 'added' },
    { rule: 'Search', is: 'removed' }
  ])
})
