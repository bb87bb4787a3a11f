import { expect, test } from 'vitest'
import { labelsOf } from './series-labels.ts'

const order = { event: 'Order Completed' }

test('a series is called as the question calls it, else by its page or event', () => {
  expect(labelsOf([{ ...order, label: 'Sold' }, { event: 'page', name: '/cart' }, order])).toEqual([
    'Sold',
    '/cart',
    'Order Completed'
  ])
})

test('two of the same event are told apart by how they are counted, and two that are counted alike by their place', () => {
  const total = { ...order, property: 'total' } as const
  expect(labelsOf([order, { ...order, aggregate: 'people' }, { ...total, aggregate: 'p90' }])).toEqual([
    'Order Completed, how often',
    'Order Completed, people',
    'Order Completed, 90th percentile of total'
  ])
  const where = [{ property: 'plan', value: 'pro' }]
  expect(labelsOf([order, { ...order, where }])).toEqual([
    'Order Completed, how often (1)',
    'Order Completed, how often (2)'
  ])
  expect(
    labelsOf([
      { ...order, label: 'Sold' },
      { ...order, label: 'Sold' }
    ])
  ).toEqual(['Sold (1)', 'Sold (2)'])
})
