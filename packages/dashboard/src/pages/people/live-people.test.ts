import type { LiveVisitor, PeoplePage, PersonSummary } from '@foyer/protocol'
import { expect, test } from 'vitest'
import { heardInList, isInList, type Pages } from './live-people.ts'

const at = (minute: number) => `2031-05-06T12:${String(minute).padStart(2, '0')}:00Z`
const person = (id: string, more: Partial<PersonSummary> = {}) =>
  ({ id, friendlyName: 'Amber Heron', verified: false, online: false, lastSeenAt: at(5), ...more }) as PersonSummary
const visitor = (id: string, more: Partial<LiveVisitor> = {}) =>
  ({ id, friendlyName: 'Amber Heron', verified: false, bot: false, lastAt: at(9), ...more }) as LiveVisitor
const list: Pages = {
  pages: [['a', 'b'], ['c']].map(ids => ({ items: ids.map(id => person(id)), total: 3 }) as PeoplePage),
  pageParams: [undefined]
}
const peopleIn = ({ pages }: Pages) => pages.flatMap(page => page.items)

test('somebody in the list who acts is here now, under the name they gave, in the place they had', () => {
  const heard = heardInList(list, { type: 'visitor', visitor: visitor('c', { name: 'Ada', verified: true }) })
  expect(peopleIn(heard).map(({ id }) => id)).toEqual(['a', 'b', 'c'])
  expect(peopleIn(heard)[2]).toMatchObject({ online: true, name: 'Ada', verified: true, lastSeenAt: at(9) })
  expect(heard.pages[0]).toBe(list.pages[0])
  const left = heardInList(heard, { type: 'left', id: 'c' })
  expect(peopleIn(left)[2]).toMatchObject({ online: false, name: 'Ada', lastSeenAt: at(9) })
})

test('a frame that was long on its way does not make anybody seen earlier', () => {
  const heard = heardInList(list, { type: 'visitor', visitor: visitor('a', { lastAt: at(1) }) })
  expect(peopleIn(heard)[0]?.lastSeenAt).toBe(at(5))
})

test('whoever is not in the list changes nothing in it', () => {
  expect(heardInList(list, { type: 'visitor', visitor: visitor('d') })).toBe(list)
  expect(heardInList(list, { type: 'left', id: 'd' })).toBe(list)
  expect(heardInList(list, { type: 'pong' })).toBe(list)
  expect([isInList(list, 'c'), isInList(list, 'd')]).toEqual([true, false])
})
