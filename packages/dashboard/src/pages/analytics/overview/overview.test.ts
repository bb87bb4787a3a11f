import type { Filter } from '@foyer/protocol'
import { expect, test } from 'vitest'
import { listOf } from './lists.ts'
import { readOverviewAddress } from './overview-address.ts'
import { isFilteredBy, rowFilter, toggled } from './row-filter.ts'

const country = listOf('country')
const page = listOf('page')
if (!country || !page) throw new Error('the overview has no such lists')

test('a row chosen narrows everything, chosen again it is taken away, and other filters stay', () => {
  const others: Filter[] = [{ property: 'device', op: 'is', value: 'mobile' }]
  const chosen = toggled(others, rowFilter(country, 'PT'))
  expect(chosen).toEqual([...others, { property: 'country', value: 'PT' }])
  expect(isFilteredBy(chosen, rowFilter(country, 'PT'))).toBe(true)
  expect(isFilteredBy(chosen, rowFilter(country, 'DE'))).toBe(false)
  expect(isFilteredBy(chosen, rowFilter(page, 'PT'))).toBe(false)
  // Written by hand it says the same in other words.
  expect(toggled([{ property: 'country', op: 'is', value: 'PT' }], rowFilter(country, 'PT'))).toEqual([])
  expect(toggled(chosen, rowFilter(country, 'PT'))).toEqual(others)
})

test('the row of those of whom nothing is known asks for exactly these', () => {
  expect(rowFilter(country, '')).toEqual({ property: 'country', op: 'isNotSet' })
})

test('whoever opens the address of the overview sees the same, and what means nothing is left out', () => {
  const whole = {
    figure: 'views',
    unit: 'week',
    conversion: 'Order Completed',
    tabs: 'entryPage.city',
    list: 'city',
    search: 'lis',
    sort: 'visits',
    now: 'countries'
  }
  expect(readOverviewAddress(whole)).toEqual(whole)
  expect(
    readOverviewAddress({
      figure: 'x',
      unit: 'year',
      conversion: '',
      tabs: '<',
      sort: 'visits',
      search: 'x',
      now: 'pages'
    })
  ).toEqual({})
  expect(readOverviewAddress({ list: 'city', sort: 'name', search: '' })).toEqual({ list: 'city' })
})
