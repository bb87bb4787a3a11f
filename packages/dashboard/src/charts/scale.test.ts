import { expect, test } from 'vitest'
import { shortFigure } from './figure-text.ts'
import { everyNth, ticksOf } from './scale.ts'

test('the marks of an axis are round, begin at nothing and reach beyond the most', () => {
  expect(ticksOf(0, 97, 'count')).toEqual([0, 20, 40, 60, 80, 100])
  expect(ticksOf(0, 3, 'count')).toEqual([0, 1, 2, 3])
  expect(ticksOf(0, 1, 'count')).toEqual([0, 1])
  expect(ticksOf(0, 0, 'count')).toEqual([0, 1])
  expect(ticksOf(0, 0.42, 'share')).toEqual([0, 0.1, 0.2, 0.3, 0.4, 0.5])
  expect(ticksOf(0, 0.12, 'share')).toEqual([0, 0.05, 0.1, 0.15])
  expect(ticksOf(0, 100, 'seconds')).toEqual([0, 30, 60, 90, 120])
  expect(ticksOf(-3, 5, 'number')).toEqual([-4, -2, 0, 2, 4, 6])
})

test('there are never more words along an axis than there is room for', () => {
  expect(everyNth(28, 800, 60)).toBe(3)
  expect(everyNth(7, 800, 60)).toBe(1)
  expect(everyNth(365, 300, 60)).toBe(73)
})

test('a mark of an axis of shares is written as what it is, however small', () => {
  for (const most of [0.004, 0.012, 0.09, 0.123, 0.3, 0.77]) {
    const ticks = ticksOf(0, most, 'share')
    expect(ticks.map(tick => Number.parseFloat(shortFigure(tick, 'share')) / 100)).toEqual(
      ticks.map(tick => expect.closeTo(tick, 6))
    )
  }
})
