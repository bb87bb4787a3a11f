import { expect, test } from 'vitest'
import { safeReturn } from './session.ts'

test('after signing in one is back at the address one came from', () => {
  expect(safeReturn('/people/vis_1?types=page')).toBe('/people/vis_1?types=page')
  expect(safeReturn(undefined)).toBe('/live')
})

test('nobody is sent to another site, or in a circle', () => {
  for (const address of [
    'https://evil.example/',
    '//evil.example',
    '/\\evil.example',
    '/\t/evil.example',
    'javascript:alert(1)',
    '/sign-in?return=/x',
    '/setup',
    ''
  ])
    expect(safeReturn(address)).toBe('/live')
})
