import { expect, test } from 'vitest'
import { countryPoint, landPath, mapHeight, mapWidth, project } from './world.ts'

test('countries lie where they lie', () => {
  const [portugal, japan, chile] = ['PT', 'JP', 'CL'].map(countryPoint)
  expect(portugal && japan && portugal.x < japan.x).toBe(true)
  expect(portugal && chile && portugal.y < chile.y).toBe(true)
  expect(countryPoint('ZZ')).toBeUndefined()
})

test('the map holds its land and the middle of nearly every country', () => {
  expect(landPath().match(/M/g)?.length).toBeGreaterThan(1500)
  const { x, y } = project(0, 0)
  expect(x).toBe(mapWidth / 2)
  expect(y).toBeGreaterThan(mapHeight / 2)
})
