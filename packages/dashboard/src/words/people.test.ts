import { expect, test } from 'vitest'
import { attributeName, nameOf, plainText, valueText, webAddress } from './people.ts'

const friendlyName = 'Amber Heron'

test('people are never "null": a name, else an e-mail, else the friendly name', () => {
  expect(nameOf({ name: 'Jordan Park', email: 'jo@acme.example', friendlyName })).toBe('Jordan Park')
  expect(nameOf({ name: '  ', email: 'jo@acme.example', friendlyName })).toBe('jo@acme.example')
  expect(nameOf({ friendlyName })).toBe('Amber Heron')
  expect(nameOf({ name: '\u200b\u202e', friendlyName })).toBe('Amber Heron')
})

test('P15 what changes the reading direction is taken out; joined emoji and Persian stay whole', () => {
  expect(plainText('a\u202egnp.exe')).toBe('agnp.exe')
  expect(plainText('👩‍🚀 می‌خواهم')).toBe('👩‍🚀 می‌خواهم')
})

test('attribute names read like names', () => {
  expect(['email', 'firstName', 'signup_at', 'PLAN', 'my key', '"><svg'].map(attributeName)).toEqual([
    'E-mail',
    'First name',
    'Signup at',
    'Plan',
    'my key',
    '"><svg'
  ])
})

test('values are one line, whatever they are', () => {
  expect([true, null, '', 12.5, { a: [1] }, 'text'].map(valueText)).toEqual([
    'Yes',
    '—',
    '—',
    '12.5',
    '{"a":[1]}',
    'text'
  ])
})

test('P02 P04 only web addresses become links', () => {
  expect(webAddress('https://shop.example/a')).toBe('https://shop.example/a')
  for (const bad of [
    'javascript:window.__x=1',
    ' JaVa\tScRiPt:1',
    'data:text/html;base64,x',
    'shop.example',
    5,
    undefined
  ])
    expect(webAddress(bad)).toBeUndefined()
})
