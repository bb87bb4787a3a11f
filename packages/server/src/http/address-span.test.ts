import { expect, test } from 'vitest'
import { addressSpan } from './address-span.ts'

test.each([
  ['81.2.69.142', '::ffff:5102:458e', '::ffff:5102:458e'],
  [' 81.2.69.142 ', '::ffff:5102:458e', '::ffff:5102:458e'],
  ['81.2.69.142/24', '::ffff:5102:4500', '::ffff:5102:45ff'],
  ['81.2.69.0/30', '::ffff:5102:4500', '::ffff:5102:4503'],
  ['81.2.', '::ffff:5102:0', '::ffff:5102:ffff'],
  ['81.2', '::ffff:5102:0', '::ffff:5102:ffff'],
  ['81', '::ffff:5100:0', '::ffff:51ff:ffff'],
  ['0.0.0.0/0', '::ffff:0:0', '::ffff:ffff:ffff'],
  ['2001:db8::1', '2001:db8::1', '2001:db8::1'],
  ['2001:DB8::/32', '2001:db8::', '2001:db8:ffff:ffff:ffff:ffff:ffff:ffff'],
  ['2001:db8:', '2001:db8::', '2001:db8:ffff:ffff:ffff:ffff:ffff:ffff'],
  ['::ffff:81.2.69.142', '::ffff:5102:458e', '::ffff:5102:458e']
])('F9 %s means the addresses from %s to %s', (text, first, last) => {
  expect(addressSpan(text)).toEqual({ first, last })
})

test.each([
  '',
  'x',
  '81.2.69.142.7',
  '300.1.1.1',
  '81.2.69.0/33',
  '2001:db8::/129',
  '0x51.2.3.4',
  "1'",
  '81.2.69.0/',
  'a:b',
  '999.',
  '1/2/3'
])('F9 %j means no addresses', text => expect(addressSpan(text)).toBeUndefined())
