import { expect, test } from 'vitest'
import { listsPeople, withoutPeople } from './without-people.ts'

const shown = (text: string) => withoutPeople('top', { items: [{ value: text }] }) as { items: { value: string }[] }

test.each([
  '/mail/ann@shop.example',
  `/of/vis_${'a'.repeat(32)}`,
  '/from/203.0.113.9',
  '/from/2001:db8:0:1:1:1:1:1',
  '/from/2a02:8109::1',
  '/from/00:1b:44:11',
  '::1'
])('outside the team %s is hidden', text => {
  expect(shown(text).items[0]?.value).toBe('(hidden)')
})

test.each(['/pricing', '/at/12:30', '/at/12:30:45', 'v1.2.3', '2026-11-26T08:00:00.000Z', '2026-11-26', '/10.000'])(
  'what names nobody stays: %s',
  text => {
    expect(shown(text).items[0]?.value).toBe(text)
  }
)

test('who answered, what was asked and from where is left out of the reports that have it', () => {
  expect(withoutPeople('conversations', { byMember: [1], unansweredQuestions: [1], total: 1 })).toEqual({
    byMember: [],
    unansweredQuestions: [],
    total: 1
  })
  expect(withoutPeople('requests', { addresses: [{ value: 'x' }], total: 1 })).toEqual({ addresses: [], total: 1 })
})

test('a breakdown by person is a list of people', () => {
  for (const breakdown of ['visitor', 'visit', 'traits.email', 'trait.plan', 'person.userId'])
    expect(listsPeople({ breakdown }), breakdown).toBe(true)
  for (const breakdown of ['country', 'visitors', 'properties.person', undefined])
    expect(listsPeople({ breakdown }), breakdown).toBe(false)
})
