import { expect, test } from 'vitest'
import { avatarShapes } from './avatar.tsx'

test('the same person looks the same everywhere, and others look different', () => {
  const one = avatarShapes('vis_a648357d5a373c997f39d3e7926b3c4a')
  expect(avatarShapes('vis_a648357d5a373c997f39d3e7926b3c4a')).toEqual(one)
  expect(avatarShapes('vis_b648357d5a373c997f39d3e7926b3c4b')).not.toEqual(one)
  expect(JSON.stringify(avatarShapes('vis_'))).not.toContain('NaN')
})
