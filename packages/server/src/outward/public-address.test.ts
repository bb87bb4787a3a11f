import { expect, test } from 'vitest'
import { isPublic } from './public-address.ts'

test.each(['8.8.8.8', '93.184.216.34', '2606:4700::1111'])('%s is public', address => {
  expect(isPublic(address)).toBe(true)
})

test.each([
  '127.0.0.1',
  '0.0.0.0',
  '10.1.2.3',
  '172.16.0.1',
  '192.168.1.1',
  '169.254.169.254',
  '100.64.0.1',
  '224.0.0.1',
  '255.255.255.255',
  '::',
  '::1',
  'fe80::1',
  'fc00::1',
  '::127.0.0.1',
  '::7f00:1',
  '::a9fe:a9fe',
  '4000::1',
  '::ffff:127.0.0.1',
  '::ffff:10.0.0.1',
  '64:ff9b::7f00:1',
  '2002:7f00:1::',
  'localhost',
  ''
])('%s is not', address => {
  expect(isPublic(address)).toBe(false)
})
