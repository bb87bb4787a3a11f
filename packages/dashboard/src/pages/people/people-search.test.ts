import { expect, test } from 'vitest'
import { queryText } from '../../api.ts'
import { columnsText, filterCount, nextOrder, peopleQueryOf, readColumns, readPeopleSearch } from './people-search.ts'

const read = (address: string) => readPeopleSearch(Object.fromEntries(new URLSearchParams(address)))

test('the address holds every filter and comes back the same', () => {
  const address =
    'search=jo&known=named&within=7d&country=PT&browser=Firefox&device=mobile&source=Google&bots=with&sort=events&order=asc&columns=visits'
  const search = read(address)
  expect(filterCount(search)).toBe(7)
  expect(read(queryText(search).slice(1))).toEqual(search)
})

test('an address with nonsense in it opens the list instead of failing', () => {
  expect(read('known=maybe&within=1y&country=portugal&sort=shoe&order=up&bots=yes&search=%20')).toEqual({})
})

test('the server is asked in its own words, without bots unless they are wanted', () => {
  expect(peopleQueryOf(read('within=24h&search=jo'))).toEqual({ seenWithin: 1440, search: 'jo', bots: false })
  expect(peopleQueryOf(read('bots=with'))).toEqual({})
  expect(peopleQueryOf(read('bots=only'))).toEqual({ bots: true })
})

test('a column’s head sorts its natural way first, then the other, and keeps the filters', () => {
  const once = nextOrder({ country: 'PT' }, 'events')
  expect(once).toEqual({ country: 'PT', sort: 'events' })
  const twice = nextOrder(once, 'events')
  expect(twice).toEqual({ country: 'PT', sort: 'events', order: 'asc' })
  expect(nextOrder(twice, 'events')).toEqual(once)
  expect(nextOrder({}, 'lastSeenAt')).toEqual({ order: 'asc' })
  expect(nextOrder({}, 'name')).toEqual({ sort: 'name' })
  expect(nextOrder({ sort: 'name' }, 'name')).toEqual({ sort: 'name', order: 'desc' })
})

test('columns keep their order, unknown ones fall away, and none is a choice too', () => {
  expect(readColumns('country,visits,shoe')).toEqual(['visits', 'country'])
  expect(readColumns(columnsText([]))).toEqual([])
  expect(readColumns(undefined)).toBeUndefined()
})
