import { expect, test } from 'vitest'
import { RecentIds } from './recent-ids.ts'

const print = (recent: RecentIds, at: number) => recent.printOf(1, 'visitor', `${at}`)

test('what was added is known, what was not is not, over a million ids', () => {
  const recent = new RecentIds(0)
  for (let at = 0; at < 400_000; at += 1) recent.add(print(recent, at), at)
  for (let at = 0; at < 400_000; at += 7) expect(recent.has(print(recent, at))).toBe(true)
  let wrong = 0
  for (let at = 400_000; at < 1_000_000; at += 1) if (recent.has(print(recent, at))) wrong += 1
  expect(wrong).toBe(0)
})

test('the same id of another visitor, or in another workspace, is another event', () => {
  const recent = new RecentIds(0)
  recent.add(recent.printOf(1, 'visitor', 'id'), 0)
  expect(recent.has(recent.printOf(1, 'visitor', 'id'))).toBe(true)
  expect(recent.has(recent.printOf(1, 'another', 'id'))).toBe(false)
  expect(recent.has(recent.printOf(2, 'visitor', 'id'))).toBe(false)
})

test('when the table is full the oldest are forgotten, and `since` says so', () => {
  const recent = new RecentIds(0)
  for (let at = 0; at < 1_200_000; at += 1) recent.add(print(recent, at), at)
  expect(recent.since).toBeGreaterThan(0)
  expect(recent.has(print(recent, 0))).toBe(false)
  for (let at = recent.since + 1; at < 1_200_000; at += 997) expect(recent.has(print(recent, at))).toBe(true)
})
