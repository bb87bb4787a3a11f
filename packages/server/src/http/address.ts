import type { IncomingMessage } from 'node:http'
import ipaddr from 'ipaddr.js'

type Address = ipaddr.IPv4 | ipaddr.IPv6
export type AddressRange = readonly [Address, number]
/** What the address says when the socket is gone before it could be asked. */
export const unknownAddress = '0.0.0.0'
// A real chain has a handful of hops; a header longer than this is somebody playing.
const maxHops = 32

/** `FOYER_TRUSTED_PROXIES`: addresses and CIDR ranges, separated by commas or spaces. Throws a sentence naming the bad one. */
export function parseTrustedProxies(text: string): AddressRange[] {
  return text
    .split(/[\s,]+/)
    .filter(Boolean)
    .map(part => {
      const range = parseRange(part)
      if (!range) throw new Error(`"${part}" is neither an IP address nor a CIDR range such as 10.0.0.0/8`)
      return range
    })
}

function parseRange(part: string): AddressRange | undefined {
  if (!part.includes('/')) {
    const address = parseAddress(part)
    return address && [address, address.kind() === 'ipv4' ? 32 : 128]
  }
  if (!ipaddr.isValidCIDR(part)) return undefined
  const [address, bits] = ipaddr.parseCIDR(part)
  return address instanceof ipaddr.IPv6 && address.isIPv4MappedAddress() && bits >= 96
    ? [address.toIPv4Address(), bits - 96]
    : [address, bits]
}

/** Accepts what proxies really write: `1.2.3.4`, `1.2.3.4:5678`, `2001:db8::1`, `[2001:db8::1]:443`, `fe80::1%eth0`. */
function parseAddress(text: string): Address | undefined {
  const bare = text
    .trim()
    .replace(/^\[([^\]]+)\](?::\d+)?$/, '$1')
    .replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, '$1')
    .replace(/%.*$/, '')
  // isValid alone takes "127.1" and "0x7f000001", which no proxy writes and no two readers read alike.
  if (!ipaddr.IPv4.isValidFourPartDecimal(bare) && !ipaddr.IPv6.isValid(bare)) return undefined
  return ipaddr.process(bare)
}

/** One spelling for each address, with IPv4 inside IPv6 written as IPv4; undefined when it is none. */
export const normalAddress = (text: string): string | undefined => parseAddress(text)?.toString()

const isTrusted = (address: Address, ranges: readonly AddressRange[]) =>
  ranges.some(
    ([range, bits]) => range.kind() === address.kind() && address.match([range, bits] as [ipaddr.IPv4, number])
  )

/**
 * The address a request came from. X-Forwarded-For is read from its right end, one hop for each proxy that is trusted,
 * and no further: everything left of the first stranger was written by whoever sent the request.
 */
export function clientAddress(
  socketAddress: string | undefined,
  forwardedFor: string | undefined,
  trusted: readonly AddressRange[]
): string {
  let client = parseAddress(socketAddress ?? '')
  if (!client) return unknownAddress
  if (trusted.length === 0 || forwardedFor === undefined) return client.toString()
  const hops = forwardedFor.split(',').slice(-maxHops)
  while (hops.length > 0 && isTrusted(client, trusted)) {
    const next = parseAddress(hops.pop() ?? '')
    if (!next) break
    client = next
  }
  return client.toString()
}

export function addressOf(request: IncomingMessage, trusted: readonly AddressRange[]): string {
  const header = request.headers['x-forwarded-for']
  return clientAddress(request.socket.remoteAddress, Array.isArray(header) ? header.join(',') : header, trusted)
}

/** The part of an address one subscriber holds: a whole IPv4, a /64 of IPv6. Limits count by it. */
export function addressBlock(address: string): string {
  const parsed = parseAddress(address)
  if (!parsed) return unknownAddress
  return parsed instanceof ipaddr.IPv6
    ? `${parsed.parts
        .slice(0, 4)
        .map(part => part.toString(16))
        .join(':')}::/64`
    : parsed.toString()
}

/**
 * What many subscribers share: the first 24 bits of an IPv4 address, the first 48 of an IPv6 one. A 6to4 address carries an IPv4
 * one right behind its first 16, of which 24 bits are kept as well.
 */
export function truncatedAddress(address: string): string {
  const parsed = parseAddress(address)
  if (!parsed) return ''
  const bits = parsed instanceof ipaddr.IPv4 ? 24 : parsed.range() === '6to4' ? 40 : 48
  const octets = parsed.toByteArray().map((octet, index) => (index * 8 < bits ? octet : 0))
  return ipaddr.fromByteArray(octets).toString()
}
