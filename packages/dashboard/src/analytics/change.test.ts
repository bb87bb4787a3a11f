import { expect, test } from 'vitest'
import { changeOf } from './change.ts'

test('a change is said in percent, of a share in points, and in words that need no colour', () => {
  expect(changeOf(112, 100, 'count')).toEqual({ direction: 'up', short: '+12%', words: '12% more than before (100)' })
  expect(changeOf(50, 100, 'count')).toMatchObject({
    direction: 'down',
    short: '−50%',
    words: '50% less than before (100)'
  })
  expect(changeOf(0.5, 0.42, 'share')).toMatchObject({ short: '+8 pt', words: '8 points more than before (42%)' })
  expect(changeOf(7, 7, 'count')).toMatchObject({ direction: 'same', words: 'as before (7)' })
  expect(changeOf(50, 1, 'count')).toMatchObject({ short: '50×', words: '50 times what it was before (1)' })
})

test('what looks the same is the same, and where nothing was there is no percent', () => {
  expect(changeOf(100.2, 100.4, 'seconds')).toMatchObject({ direction: 'same' })
  expect(changeOf(5, 0, 'count')).toBeUndefined()
})

test('from ten times more on it is said how many times as much it is', () => {
  expect(changeOf(109, 10, 'count')).toMatchObject({ short: '+990%' })
  expect(changeOf(110, 10, 'count')).toMatchObject({ short: '11×', words: '11 times what it was before (10)' })
})
