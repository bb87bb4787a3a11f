import { expect, test } from 'vitest'
import { isLeftOut } from './left-out.ts'

const shop = { name: 'Our shop', kind: { name: 'LivePerson', type: 'liveperson' } }

test.each([
  [undefined, false],
  [{}, false],
  [{ All: true }, false],
  [{ All: false }, true],
  [{ All: false, LivePerson: true }, false],
  [{ All: false, LivePerson: { some: 'option' } }, false],
  [{ LivePerson: false }, true],
  [{ liveperson: false }, true],
  [{ 'Our shop': false }, true],
  [{ 'our shop': false }, false],
  [{ Webhook: false }, false],
  [{ 'Our shop': true, LivePerson: false }, false],
  ['All', false],
  [[false], false],
  [JSON.parse('{"__proto__": false}'), false]
])('an event with integrations %j is kept from LivePerson: %s', (integrations, expected) => {
  expect(isLeftOut(integrations, shop)).toBe(expected)
})
