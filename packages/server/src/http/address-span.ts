import ipaddr from 'ipaddr.js'

/** From the first address to the last, both as IPv6: an IPv4 address stands in its last 32 bits. */
export type AddressSpan = { first: string; last: string }

/**
 * What somebody who looks for addresses may mean by a text: `81.2.69.142`, `2001:db8::1`, a range (`81.2.69.0/24`), or how addresses
 * begin, in whole numbers (`81.2.`, `81.2`, `2001:db8:`). Undefined for anything else.
 */
export function addressSpan(text: string): AddressSpan | undefined {
  const asked = text.trim().toLowerCase()
  const [address = '', bits] = (beginning(asked) ?? asked).split('/')
  if (!ipaddr.IPv4.isValidFourPartDecimal(address) && !(address.includes(':') && ipaddr.IPv6.isValid(address)))
    return undefined
  const parsed = ipaddr.parse(address)
  const isShort = parsed.kind() === 'ipv4'
  const kept = bits === undefined ? (isShort ? 32 : 128) : Number(bits)
  if (!/^\d{1,3}$/.test(bits ?? '0') || kept > (isShort ? 32 : 128)) return undefined
  const wide = parsed instanceof ipaddr.IPv4 ? parsed.toIPv4MappedAddress() : parsed
  const octets = wide.toByteArray()
  const wholeBits = isShort ? kept + 96 : kept
  return { first: filled(octets, wholeBits, 0), last: filled(octets, wholeBits, 255) }
}

/** Whole numbers of an address as the range they begin. */
function beginning(text: string): string | undefined {
  const short = /^(\d{1,3})(?:\.(\d{1,3}))?(?:\.(\d{1,3}))?\.?$/.exec(text)
  if (short) {
    const numbers = short.slice(1).filter(part => part !== undefined)
    return `${[...numbers, 0, 0, 0].slice(0, 4).join('.')}/${numbers.length * 8}`
  }
  const groups = /^((?:[0-9a-f]{1,4}:){1,7})$/.exec(text)?.[1]?.split(':').slice(0, -1)
  return groups && `${groups.join(':')}::/${groups.length * 16}`
}

const filled = (octets: number[], bits: number, rest: number): string =>
  ipaddr
    .fromByteArray(
      octets.map((octet, index) => {
        const kept = Math.min(8, Math.max(0, bits - index * 8))
        const mask = (0xff << (8 - kept)) & 0xff
        return (octet & mask) | (rest & ~mask & 0xff)
      })
    )
    .toString()
