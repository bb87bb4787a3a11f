import { expect, test } from 'vitest'
import { daysOf, sumOf } from './usage-days.ts'

const now = Date.UTC(2031, 10, 21, 0, 30)
const day = (name: string, answers: number) => ({
  day: name,
  answers,
  handOvers: 1,
  failed: 0,
  promptTokens: 10,
  completionTokens: 2
})

test('every day has its place, and a day without answers is a zero', () => {
  const days = daysOf([day('2031-11-21', 3), day('2031-10-23', 5), day('2031-10-22', 9)], now, 'UTC')
  expect(days).toHaveLength(30)
  expect(days[0]).toMatchObject({ day: '2031-10-23', answers: 5 })
  expect(days[1]).toMatchObject({ day: '2031-10-24', answers: 0 })
  expect(days.at(-1)).toMatchObject({ day: '2031-11-21', answers: 3 })
})

test('a day is the workspace’s own', () => {
  expect(daysOf([], now, 'America/New_York').at(-1)?.day).toBe('2031-11-20')
  expect(daysOf([], now, 'Asia/Tokyo').at(-1)?.day).toBe('2031-11-21')
})

test('the figures above are the sums of the days', () => {
  expect(sumOf([day('2031-11-20', 3), day('2031-11-21', 4)])).toEqual({
    answers: 7,
    handOvers: 2,
    failed: 0,
    promptTokens: 20,
    completionTokens: 4
  })
})
