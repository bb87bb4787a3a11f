import { expect, test } from 'vitest'
import { readLedgerAddress, readLiveAddress, readProfileAddress } from './addresses.ts'
import { filterTypes } from './pages/person/timeline-filter.ts'

test('the open profile and its filter are in the address of the live page', () => {
  const person = `vis_${'0'.repeat(32)}`
  expect(readLiveAddress({ person, types: 'click,page', show: 'facts', country: 'PT' })).toEqual({
    person,
    types: 'page,click',
    show: 'facts',
    country: 'PT'
  })
})

test('what an address cannot mean is left out', () => {
  expect(readLiveAddress({ person: 'vis_../x', country: 'portugal', page: 3 })).toEqual({})
  expect(readProfileAddress({ types: 'shoe', show: 'all' })).toEqual({})
  expect(readLedgerAddress({ days: '7000' })).toEqual({})
})

test('all kinds of events chosen is no filter', () => {
  expect(readProfileAddress({ types: filterTypes.join() })).toEqual({})
})
