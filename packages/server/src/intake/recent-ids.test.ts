import { expect, test } from 'vitest'
import { RecentIds } from './recent-ids.ts'

test('what was added is known, what was not is not, over a million ids', () => {
  const recent = new RecentIds(0)
  for (let at = 0; at < 400_000; at += 1) recent.add(`1 visitor ${at}`, at)
  for (let at = 0; at < 400_000; at += 7) expect(recent.has(`1 visitor ${at}`)).toBe(true)
  let wrong = 0
  for (let at = 400_000; at < 1_000_000; at += 1) if (recent.has(`1 visitor ${at}`)) wrong += 1
  expect(wrong).toBe(0)
})

test('when the table is full the oldest are forgotten, and `since` says so', () => {
  const recent = new RecentIds(0)
  for (let at = 0; at < 1_200_000; at += 1) recent.add(`1 visitor ${at}`, at)
  expect(recent.since).toBeGreaterThan(0)
  expect(recent.has('1 visitor 0')).toBe(false)
  for (let at = recent.since + 1; at < 1_200_000; at += 997) expect(recent.has(`1 visitor ${at}`)).toBe(true)
})
