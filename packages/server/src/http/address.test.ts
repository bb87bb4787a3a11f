import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addressBlock, clientAddress, normalAddress, parseTrustedProxies, unknownAddress } from './address.ts'

const from = (socket: string | undefined, forwarded: string | undefined, trusted = '') =>
  clientAddress(socket, forwarded, parseTrustedProxies(trusted))

describe('P66 X-Forwarded-For', () => {
  const cases: [name: string, socket: string, forwarded: string | undefined, trusted: string, client: string][] = [
    ['is not believed when no proxy is trusted', '203.0.113.7', '1.2.3.4', '', '203.0.113.7'],
    ['is not believed from a stranger', '203.0.113.7', '1.2.3.4', '10.0.0.0/8', '203.0.113.7'],
    ['is believed from a trusted address', '10.0.0.1', '1.2.3.4', '10.0.0.1', '1.2.3.4'],
    ['is believed from a trusted range', '10.9.8.7', '1.2.3.4', '10.0.0.0/8', '1.2.3.4'],
    ['counts only what the trusted proxy added', '10.0.0.1', '6.6.6.6, 1.2.3.4', '10.0.0.0/8', '1.2.3.4'],
    ['is followed through two trusted proxies', '10.0.0.1', '6.6.6.6, 1.2.3.4, 10.0.0.2', '10.0.0.0/8', '1.2.3.4'],
    ['that only names proxies gives the first of them', '10.0.0.1', '10.0.0.3, 10.0.0.2', '10.0.0.0/8', '10.0.0.3'],
    ['that is missing leaves the proxy itself', '10.0.0.1', undefined, '10.0.0.0/8', '10.0.0.1'],
    ['that is empty leaves the proxy itself', '10.0.0.1', '', '10.0.0.0/8', '10.0.0.1'],
    ['that holds nonsense stops there', '10.0.0.1', '1.2.3.4, unknown', '10.0.0.0/8', '10.0.0.1'],
    ['may carry a port', '10.0.0.1', '1.2.3.4:56789', '10.0.0.0/8', '1.2.3.4'],
    ['may carry IPv6', '10.0.0.1', '2001:DB8:0:0::1', '10.0.0.0/8', '2001:db8::1'],
    ['may carry IPv6 in brackets with a port', '10.0.0.1', '[2001:db8::1]:443', '10.0.0.0/8', '2001:db8::1'],
    ['is believed from a trusted IPv6 range', '2001:db8::5', '1.2.3.4', '2001:db8::/32', '1.2.3.4'],
    [
      'is believed from a trusted IPv4 proxy that a dual-stack socket shows as IPv6',
      '::ffff:10.0.0.1',
      '1.2.3.4',
      '10.0.0.0/8',
      '1.2.3.4'
    ],
    ['is believed from a range written as IPv4 in IPv6', '10.0.0.1', '1.2.3.4', '::ffff:10.0.0.0/104', '1.2.3.4'],
    ['with a short spelling no reader agrees on is not an address', '10.0.0.1', '127.1', '10.0.0.0/8', '10.0.0.1'],
    ['with a hex spelling is not an address', '10.0.0.1', '0x7f000001', '10.0.0.0/8', '10.0.0.1']
  ]
  for (const [name, socket, forwarded, trusted, client] of cases)
    test(name, () => expect(from(socket, forwarded, trusted)).toBe(client))

  test('can put in front whatever it likes: the answer stays', () => {
    const junk = fc.array(fc.oneof(fc.ipV4(), fc.ipV6(), fc.string()), { maxLength: 50 })
    fc.assert(
      fc.property(junk, fc.ipV4(), (forged, client) => {
        fc.pre(!client.startsWith('10.'))
        const header = [...forged.map(part => part.replaceAll(',', '')), client, '10.0.0.2'].join(', ')
        expect(from('10.0.0.1', header, '10.0.0.0/8')).toBe(client)
      })
    )
  })

  test('never changes the answer without a trusted proxy, and always leaves an address', () => {
    fc.assert(
      fc.property(fc.ipV4(), fc.string({ maxLength: 300 }), (socket, header) => {
        expect(from(socket, header)).toBe(socket)
        expect(normalAddress(from(socket, header, '0.0.0.0/0'))).toBeDefined()
      })
    )
  })

  test('of ten thousand hops is read from its end', () => {
    expect(from('10.0.0.1', '10.0.0.1,'.repeat(10_000).slice(0, -1), '10.0.0.0/8')).toBe('10.0.0.1')
  })
})

test('IPv4 inside IPv6 is written as IPv4, and a zone is left out', () => {
  expect(from('::ffff:203.0.113.7', undefined)).toBe('203.0.113.7')
  expect(from('fe80::1%eth0', undefined)).toBe('fe80::1')
  expect(from(undefined, '1.2.3.4')).toBe(unknownAddress)
})

test('a trusted proxy that is no address stops the start and is named', () => {
  expect(() => parseTrustedProxies('10.0.0.0/8, proxy.internal')).toThrow(
    '"proxy.internal" is neither an IP address nor a CIDR range'
  )
  expect(() => parseTrustedProxies('10.0.0.0/33')).toThrow('"10.0.0.0/33"')
  expect(parseTrustedProxies(' 10.0.0.1 , ::1,fd00::/8 ')).toHaveLength(3)
  expect(parseTrustedProxies('')).toEqual([])
})

test('limits count a household of IPv6 addresses as one', () => {
  expect(addressBlock('2001:db8:1:2:aaaa::1')).toBe(addressBlock('2001:db8:1:2:bbbb::2'))
  expect(addressBlock('2001:db8:1:2::1')).not.toBe(addressBlock('2001:db8:1:3::1'))
  expect(addressBlock('203.0.113.7')).toBe('203.0.113.7')
})
