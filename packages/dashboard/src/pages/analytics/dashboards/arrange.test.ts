import { expect, test } from 'vitest'
import { arranged, placed } from './arrange.ts'

const tiles = ['a', 'b', 'c'].map(name => ({ name, width: 6, height: 1 }))
const names = (shown: readonly { name: string }[] | undefined) => shown?.map(tile => tile.name).join('')

test('a tile takes the place it is dropped on, and the others move up', () => {
  expect(names(placed(tiles, 0, 2))).toBe('bca')
  expect(names(placed(tiles, 2, 0))).toBe('cab')
  expect(names(placed(tiles, 1, 1))).toBe('abc')
  expect(names(placed(tiles, 5, 0))).toBe('abc')
})

test('arrows move the tile that has the focus, and the focus goes with it; at the ends it stays', () => {
  expect(arranged(tiles, 0, 'ArrowRight', false)?.index).toBe(1)
  expect(names(arranged(tiles, 0, 'ArrowDown', false)?.tiles)).toBe('bac')
  expect(names(arranged(tiles, 0, 'ArrowLeft', false)?.tiles)).toBe('abc')
  expect(arranged(tiles, 0, 'Enter', false)).toBeUndefined()
})

test('with Shift they make it wider, narrower, taller and lower, within what there is', () => {
  const after = (key: string, times: number) => {
    let all = tiles
    for (let time = 0; time < times; time += 1) all = arranged(all, 1, key, true)?.tiles ?? all
    return all[1]
  }
  expect(after('ArrowRight', 1)).toMatchObject({ width: 7, height: 1 })
  expect(after('ArrowRight', 20)?.width).toBe(12)
  expect(after('ArrowLeft', 20)?.width).toBe(3)
  expect(after('ArrowDown', 20)?.height).toBe(4)
  expect(after('ArrowUp', 1)?.height).toBe(1)
})
