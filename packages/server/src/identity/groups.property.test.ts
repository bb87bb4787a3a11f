import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Known, type Link, peopleOf } from './groups.ts'

const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']
const visitors = fc
  .uniqueArray(fc.constantFrom(...names), { minLength: 1 })
  .chain(ids =>
    fc.tuple(...ids.map(id => fc.integer({ min: 0, max: 3 }).map((firstSeenAt): Known => ({ id, firstSeenAt }))))
  )
const links = fc.array(fc.record({ from: fc.constantFrom(...names), into: fc.constantFrom(...names) }), {
  maxLength: 12
})

const groupsOf = (known: Known[], joined: Link[]) => Object.fromEntries([...peopleOf(known, joined)].sort())

describe('who is whom', () => {
  test('any order of the same evidence gives the same people', () => {
    fc.assert(
      fc.property(visitors, links, fc.integer(), (known, joined, seed) => {
        const shuffled = [...joined].sort((a, b) => hash(a, seed) - hash(b, seed))
        expect(groupsOf([...known].reverse(), shuffled)).toEqual(groupsOf(known, joined))
      })
    )
  })

  test('a join stated twice, or the other way round, changes nothing', () => {
    fc.assert(
      fc.property(visitors, links, (known, joined) => {
        const again = joined.flatMap(link => [link, link, { from: link.into, into: link.from }])
        expect(groupsOf(known, again)).toEqual(groupsOf(known, joined))
      })
    )
  })

  test('taking a join back leaves what the others say, as if it had never been', () => {
    fc.assert(
      fc.property(visitors, links, fc.nat(), (known, joined, pick) => {
        const undone = joined.filter((_link, index) => index !== pick % Math.max(1, joined.length))
        const people = peopleOf(known, undone)
        for (const { from, into } of undone) {
          if (people.has(from) && people.has(into)) expect(people.get(from)).toBe(people.get(into))
        }
      })
    )
  })

  test('a person is called by its oldest visitor, and a visitor nobody joined is its own person', () => {
    const known = [
      { id: 'phone', firstSeenAt: 2 },
      { id: 'laptop', firstSeenAt: 1 },
      { id: 'stranger', firstSeenAt: 0 }
    ]
    expect(groupsOf(known, [{ from: 'phone', into: 'laptop' }])).toEqual({
      phone: 'laptop',
      laptop: 'laptop',
      stranger: 'stranger'
    })
  })
})

const hash = (link: Link, seed: number) =>
  Math.imul((link.from.charCodeAt(0) * 31 + link.into.charCodeAt(0)) ^ seed, 0x9e3779b1)
